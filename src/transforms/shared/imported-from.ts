import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { requiredModule, unwrap } from '../../syntax/nodes'

/** The import that a name comes from. */
export interface ImportedFrom {
  readonly specifier: string
  /** Its name there; `*` for all of it, `default`. */
  readonly name: string
  readonly like: ts.Node
}

/** Where a name is imported from; `undefined` where it is a name of the file. */
export function importedFrom(module: SourceModule, name: ts.Identifier): ImportedFrom | undefined {
  const [like] = module.bindings.of(name)?.declarations ?? []
  if (!like) return undefined
  const { specifier, name: imported } = sourceOf(like) ?? {}
  return specifier === undefined || imported === undefined ? undefined : { specifier, name: imported, like }
}

/** What a declaration takes, and from where. */
function sourceOf(like: ts.Node): { specifier: string | undefined; name: string } | undefined {
  if (ts.isImportSpecifier(like))
    return { specifier: textOf(like.parent.parent.parent.moduleSpecifier), name: (like.propertyName ?? like.name).text }
  if (ts.isNamespaceImport(like)) return { specifier: textOf(like.parent.parent.moduleSpecifier), name: '*' }
  if (ts.isImportClause(like)) return { specifier: textOf(like.parent.moduleSpecifier), name: 'default' }
  if (ts.isImportEqualsDeclaration(like) && ts.isExternalModuleReference(like.moduleReference))
    return { specifier: textOf(like.moduleReference.expression), name: '*' }
  if (ts.isVariableDeclaration(like) && like.initializer)
    return { specifier: requiredModule(unwrap(like.initializer)), name: '*' }
  return undefined
}

/** The name under which a file imports something already, where that is another than its own. */
export function aliasOf(module: SourceModule, specifier: string, name: string): string | undefined {
  const alias = module.bindings.all.find(({ declarations: [like] }) => {
    if (!like || !ts.isImportSpecifier(like) || like.propertyName?.text !== name) return false
    const isType = like.isTypeOnly || like.parent.parent.isTypeOnly
    return !isType && textOf(like.parent.parent.parent.moduleSpecifier) === specifier
  })
  const isOnly = alias && module.bindings.all.filter((other) => other.name === alias.name).length === 1
  return isOnly ? alias.name : undefined
}

/** Whether a module has types of the client of Lambda. */
export function isLambdaModule(specifier: string): boolean {
  return /^(aws-sdk(\/clients\/lambda)?|@aws-sdk\/client-lambda)$/.test(specifier)
}

function textOf(node: ts.Expression): string | undefined {
  return ts.isStringLiteralLike(node) ? node.text : undefined
}
