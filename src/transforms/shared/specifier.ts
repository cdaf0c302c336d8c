import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { extensionOf, folderOf, relativePath, withoutExtension } from '../../workspace/paths'

/** The specifier by which `module` imports `file`, with or without an extension as its other imports are written. */
export function specifierFor(module: SourceModule, file: string): string {
  const path = withoutExtension(relativePath(folderOf(module.file), file))
  const dotted = path.startsWith('.') ? path : `./${path}`
  return writesExtensions(module) ? `${dotted}${builtExtension(file)}` : dotted
}

/** `.js` for `.ts`, as Node's resolution asks for. */
function builtExtension(file: string): string {
  return extensionOf(file).replace('ts', 'js').replace(/x$/, '')
}

function writesExtensions(module: SourceModule): boolean {
  if (/\.m[jt]s$/.test(module.file)) return true
  const relative = module.ast.statements.flatMap((statement) => {
    const specifier =
      (ts.isImportDeclaration(statement) || ts.isExportDeclaration(statement)) && statement.moduleSpecifier
    return specifier && ts.isStringLiteral(specifier) && specifier.text.startsWith('.') ? [specifier.text] : []
  })
  return relative.length > 0 && relative.every((specifier) => /\.[cm]?js$/.test(specifier))
}

/** A relative specifier, moved along with the code that holds it. */
export function movedSpecifier(specifier: string, fromFile: string, toFile: string): string {
  if (!specifier.startsWith('.')) return specifier
  const target = relativePath('', `${folderOf(fromFile) === '' ? '' : `${folderOf(fromFile)}/`}${specifier}`)
  const moved = relativePath(folderOf(toFile), target)
  return moved.startsWith('.') ? moved : `./${moved}`
}
