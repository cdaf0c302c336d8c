import { ts } from 'ts-morph'
import { memberOf } from '../../load/members'
import { specifiersIn } from '../../syntax/import-index'
import type { SourceModule } from '../../syntax/module'
import { isTypeScript } from '../../syntax/source-file'
import { foldersAbove, nearestPackage } from '../../workspace/packages'
import { extensionOf, folderOf, isInside, join, relativePath, withoutExtension } from '../../workspace/paths'
import { textOf, type Workspace } from '../../workspace/workspace'
import type { TransformContext } from '../transform'
import { aliasSpecifier } from './alias-specifier'

/** The specifier by which `module` imports `file`, with or without an extension as its other imports are written. */
export function specifierFor(module: SourceModule, file: string, needsExtension = false): string {
  const path = withoutExtension(relativePath(folderOf(module.file), file))
  const dotted = path.startsWith('.') ? path : `./${path}`
  if (writesSourceExtensions(module)) return `${dotted}${extensionOf(file)}`
  // no tool looks for these by itself
  const isUnusual = /\.[cm][jt]s$/.test(file)
  return needsExtension || isUnusual || writesExtensions(module) ? `${dotted}${builtExtension(file)}` : dotted
}

/** The specifier by which a file that calls a function imports its file: as it imports others. */
export function calledFrom({ workspace, evaluator }: Called, module: SourceModule, file: string): string {
  const needsWhole = needsExtension(workspace, module)
  const alias = needsWhole ? undefined : aliasSpecifier(evaluator.program, module, file)
  return alias ?? memberSpecifier(workspace, module, file, needsWhole) ?? specifierFor(module, file, needsWhole)
}

/** The specifier of a file that stands in another package of the repository; `undefined` where it does not. */
function memberSpecifier(
  workspace: Workspace,
  module: SourceModule,
  file: string,
  needsWhole: boolean,
): string | undefined {
  const home = memberOf(workspace, file)
  if (!home || memberOf(workspace, module.file)?.folder === home.folder) return undefined
  const isNear = (specifier: string) =>
    specifier.startsWith('.') && isInside(home.folder, join(folderOf(module.file), specifier))
  // it goes there by paths already
  if (specifiersIn(module.text).some(isNear)) return undefined
  const path = `${home.name}/${withoutExtension(relativePath(home.folder, file))}`
  return needsWhole ? `${path}${builtExtension(file)}` : path
}

type Called = Pick<TransformContext, 'workspace' | 'evaluator'>

/** Whether Node itself resolves the imports of a file: ES modules, by their package, need whole names. */
export function needsExtension(workspace: Workspace, { file, isEsm }: SourceModule): boolean {
  if (!isEsm) return false
  const manifest = nearestPackage(workspace, file)
  if (manifest === undefined || !/"type"\s*:\s*"module"/.test(textOf(workspace, manifest) ?? '')) return false
  if (!isTypeScript(file)) return true
  const config = foldersAbove(file)
    .map((folder) => join(folder, 'tsconfig.json'))
    .find((path) => workspace.has(path))
  return config !== undefined && /"module(Resolution)?"\s*:\s*"node(16|18|20|next)"/i.test(settings(workspace, config))
}

/** The text of a tsconfig.json, with those that it extends. */
function settings(workspace: Workspace, config: string, seen: readonly string[] = []): string {
  if (seen.includes(config)) return ''
  const text = textOf(workspace, config) ?? ''
  const base = /"extends"\s*:\s*"(\.[^"]*)"/.exec(text)?.[1]
  if (base === undefined) return text
  const path = relativePath('', join(folderOf(config), base))
  const files = [path, `${path}.json`].filter((file) => workspace.has(file))
  return [text, ...files.map((file) => settings(workspace, file, [...seen, config]))].join('\n')
}

/** `.js` for `.ts`, as Node's resolution asks for. */
function builtExtension(file: string): string {
  return extensionOf(file).replace('ts', 'js').replace(/x$/, '')
}

function writesExtensions(module: SourceModule): boolean {
  return /\.m[jt]s$/.test(module.file) || areAll(module, /\.[cm]?js$/)
}

/** `./types.ts`, as Node asks for that takes the types out itself. */
function writesSourceExtensions(module: SourceModule): boolean {
  return areAll(module, /\.[cm]?ts$/)
}

/** Whether all relative imports of a file end alike; not where it has none. */
function areAll({ ast }: SourceModule, end: RegExp): boolean {
  const relative = ast.statements.flatMap((statement) => {
    const specifier =
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
    return specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.') ? [specifier.text] : []
  })
  return relative.length > 0 && relative.every((specifier) => end.test(specifier))
}

/** A relative specifier, moved along with the code that holds it. */
export function movedSpecifier(specifier: string, fromFile: string, toFile: string): string {
  if (!specifier.startsWith('.')) return specifier
  const target = relativePath('', `${folderOf(fromFile) === '' ? '' : `${folderOf(fromFile)}/`}${specifier}`)
  const moved = relativePath(folderOf(toFile), target)
  return moved.startsWith('.') ? moved : `./${moved}`
}
