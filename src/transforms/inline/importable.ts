import { ts } from 'ts-morph'
import { usersOf } from '../../analysis/file-users'
import { isErasedImport } from '../../analysis/load-effect'
import { specifiersIn } from '../../syntax/import-index'
import { type SourceModule, sourceModule } from '../../syntax/module'
import { nearestPackage } from '../../workspace/packages'
import { textOf } from '../../workspace/workspace'
import { refuse, type TransformContext } from '../transform'
import type { Library } from './library'
import type { ReadSite } from './read-site'

/**
 * Checks that every caller can import a new library file: no CommonJS module can `require` an ES module of Node, and files
 * that import each other may find each other half loaded.
 * @throws Refused `not-importable`
 */
export function checkImportable(context: TransformContext, read: readonly ReadSite[], library: Library): void {
  const { file, text } = library
  if (text === undefined) return
  const module = sourceModule({ file, text })
  const targets = importedBy(context, module)
  for (const { site } of read) {
    const caller = site.module
    if (!caller.isEsm && module.isEsm && isModuleOfNode(context, file)) {
      refuse(site, 'not-importable', `${file} would be an ES module, and ${caller.file} is CommonJS.`)
    }
    const users = usersOf(context.imports, caller.file)
    const back = targets.find((target) => target === caller.file || users.has(target))
    if (back !== undefined)
      refuse(site, 'not-importable', `${file} would import ${back}, and ${caller.file} imports ${file}.`)
  }
}

/** The files that a module loads. */
function importedBy({ evaluator }: TransformContext, module: SourceModule): string[] {
  const erased = new Set(
    module.ast.statements.flatMap((statement) =>
      ts.isImportDeclaration(statement) && isErasedImport(module, statement)
        ? specifiersIn(statement.getText(module.ast))
        : [],
    ),
  )
  return specifiersIn(module.text).flatMap((specifier) => {
    if (erased.has(specifier)) return []
    const target = evaluator.program.resolve(module.file, specifier)
    return target.kind === 'file' ? [target.file] : []
  })
}

/** Whether Node itself takes a file for an ES module: by its extension, or by its package. */
function isModuleOfNode({ workspace }: TransformContext, file: string): boolean {
  if (/\.m[jt]s$/.test(file)) return true
  const manifest = nearestPackage(workspace, file)
  return manifest !== undefined && /"type"\s*:\s*"module"/.test(textOf(workspace, manifest) ?? '')
}
