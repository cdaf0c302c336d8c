import { ts } from 'ts-morph'
import { usersOf } from '../../analysis/file-users'
import { isErasedImport } from '../../analysis/load-effect'
import type { Export } from '../../syntax/exports'
import type { Importer } from '../../syntax/import-index'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, requiredModule, rewrap, unwrap, walk } from '../../syntax/nodes'
import type { TransformContext } from '../transform'

/** The files that import a handler itself, or more of its file than can be told: they need it. */
export function handlerImporters(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  file: string,
  handler: string,
): readonly Importer[] {
  const own = evaluator.program.module(file)
  return imports.importersOf(file).filter((importer) => {
    const module = evaluator.program.module(importer.file)
    return !module || !own || takesHandler(module, importer.specifier, own, handler)
  })
}

/** The files that load a handler's file, and those that load them in turn; not those that need its types only. */
export function loadersOf(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  file: string,
): ReadonlySet<string> {
  const loaders = imports.importersOf(file).filter((importer) => {
    const module = evaluator.program.module(importer.file)
    const isErased = (node: ts.Statement) =>
      ts.isImportDeclaration(node) && isErasedImport(module as SourceModule, node)
    return !module?.ast.statements.some((node) => isErased(node) && node.getText().includes(importer.specifier))
  })
  return new Set(loaders.flatMap((loader) => [loader.file, ...usersOf(imports, loader.file)]))
}

function takesHandler(module: SourceModule, specifier: string, own: SourceModule, handler: string): boolean {
  let isTaken = false
  walk(module.ast, (node) => {
    if (!ts.isStringLiteralLike(node) || node.text !== specifier || isTaken) return
    const { parent } = node
    const names = importedNames(parent)
    const isErased = ts.isImportDeclaration(parent) && isErasedImport(module, parent)
    const isOther = (name: string) => (isErased ? name !== handler : isOtherExport(own, name, handler))
    isTaken ||= !names?.every(isOther)
  })
  return isTaken
}

/** The names that an import takes from a file; `undefined` where it takes all of it, or nothing by name. */
function importedNames(parent: ts.Node): string[] | undefined {
  if (ts.isImportDeclaration(parent)) {
    const { importClause } = parent
    const named = importClause?.namedBindings
    if (importClause?.name || !named || !ts.isNamedImports(named)) return undefined
    return named.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
  }
  if (ts.isExportDeclaration(parent)) {
    const clause = parent.exportClause
    if (!clause || !ts.isNamedExports(clause)) return undefined
    return clause.elements.map(({ name, propertyName }) => (propertyName ?? name).text)
  }
  return requiredModule(parent) === undefined ? undefined : requiredNames(parent as ts.CallExpression)
}

/** `const { parse } = require('./a')`, `require('./a').parse`. */
function requiredNames(call: ts.CallExpression): string[] | undefined {
  const { parent } = rewrap(call)
  if (isAccess(parent)) {
    const name = accessedName(parent)
    return name === undefined ? undefined : [name]
  }
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return undefined
  const names = parent.name.elements.map(({ name, propertyName: key, dotDotDotToken }) => {
    const taken = key ?? name
    return !dotDotDotToken && (ts.isIdentifier(taken) || ts.isStringLiteral(taken)) ? taken.text : undefined
  })
  return names.every((name) => name !== undefined) ? names : undefined
}

/** Whether a name is one that a file exports beside its handler, and not the handler by another name. */
function isOtherExport({ exports, bindings }: SourceModule, name: string, handler: string): boolean {
  const entry = exports.named.get(name)
  const main = exports.named.get(handler)
  const isList = !exports.assigned || isPlainList(unwrap(exports.assigned))
  if (!entry || !main || name === handler || !isList || exports.stars.length > 0) return false
  const exportedBy = (one: Export) => {
    if (one.kind !== 'expression') return one.kind === 'declaration' ? one.node : undefined
    const value = unwrap(one.expression)
    return (ts.isIdentifier(value) ? bindings.of(value)?.declarations[0] : undefined) ?? value
  }
  const value = exportedBy(entry)
  return value !== undefined && value !== exportedBy(main)
}

/** `{ handler, parse: toNumber }`. */
function isPlainList(value: ts.Expression): boolean {
  return (
    ts.isObjectLiteralExpression(value) &&
    value.properties.every((one) => ts.isShorthandPropertyAssignment(one) || ts.isPropertyAssignment(one))
  )
}
