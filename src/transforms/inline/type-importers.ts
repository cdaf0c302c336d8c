import { ts } from 'ts-morph'
import { isErasedImport, isInertStatement } from '../../analysis/load-effect'
import type { Importer } from '../../syntax/import-index'
import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isExported, walk } from '../../syntax/nodes'
import type { FileChange } from '../file-change'
import type { HandlerForm } from '../shared/handler-form'
import { needsExtension, specifierFor } from '../shared/specifier'
import type { TransformContext } from '../transform'
import type { Library } from './library'

/** The files that import more of a handler's file than types: they need what stands there. */
export function valueImporters(
  { evaluator, imports }: Pick<TransformContext, 'evaluator' | 'imports'>,
  file: string,
  handler: string,
): readonly Importer[] {
  return imports.importersOf(file).filter((importer) => {
    const module = evaluator.program.module(importer.file)
    return !module || !importsOnlyTypes(module, importer.specifier, handler)
  })
}

function importsOnlyTypes(module: SourceModule, specifier: string, handler: string): boolean {
  let isOnlyTypes = true
  walk(module.ast, (node) => {
    if (!ts.isStringLiteralLike(node) || node.text !== specifier) return
    const { parent } = node
    isOnlyTypes &&= ts.isImportDeclaration(parent) && isErasedImport(module, parent) && !namesHandler(parent, handler)
  })
  return isOnlyTypes
}

/** `import type { handler }`, for the sake of `typeof handler`; or all of the file by one name. */
function namesHandler({ importClause }: ts.ImportDeclaration, handler: string): boolean {
  const named = importClause?.namedBindings
  if (importClause?.name || !named || !ts.isNamedImports(named)) return true
  return named.elements.some(({ name, propertyName }) => (propertyName ?? name).text === handler)
}

/**
 * The changes that let the importers of a handler's file take their types from the library, where the file has nothing else
 * for anyone: then it goes.
 * @param losing Files that lose their one import of it.
 */
export function turnedToLibrary(
  context: TransformContext,
  { module, form }: { readonly module: SourceModule; readonly form: HandlerForm },
  { movedTypes, file }: Library,
  losing: readonly string[],
): FileChange[] | undefined {
  const isRest = (statement: ts.Statement) =>
    !ts.isImportDeclaration(statement) &&
    statement !== form.statement &&
    !isMovedType(statement, movedTypes) &&
    !isDeadAlone(statement)
  const { evaluator, imports, workspace } = context
  if (movedTypes.length === 0 || module.ast.statements.some(isRest)) return undefined
  const importers = imports.importersOf(module.file).filter((importer) => !losing.includes(importer.file))
  if (importers.some((importer) => mayMove(context, importer.file))) return undefined
  const changes = importers.map((importer): FileChange | undefined => {
    const by = evaluator.program.module(importer.file)
    const statements = by ? typeImports(by, importer.specifier, movedTypes) : []
    if (!by || statements.length === 0) return undefined
    const specifier = specifierFor(by, file, needsExtension(workspace, by))
    const reason = 'The types moved along with the function.'
    const requests = statements.flatMap(({ names }) => names.map((name) => ({ specifier, name, isType: true })))
    const edits = statements.map(({ statement }) => ({ ...wholeLines(by, statement), text: '', reason }))
    return { module: by, edits, imports: requests, declarations: [] }
  })
  return changes.every((change) => change !== undefined) ? changes : undefined
}

/** Whether the code of a file may itself move to a library, with its imports as they are now. */
function mayMove({ sites, advice }: TransformContext, file: string): boolean {
  return sites.some(
    ({ target }, index) =>
      advice[index]?.verdict === 'inline' && target.status === 'resolved' && target.ref.function.handler?.file === file,
  )
}

/** A declaration that nobody outside of its file can see, and that does nothing. */
function isDeadAlone(statement: ts.Statement): boolean {
  const isDeclaration =
    ts.isInterfaceDeclaration(statement) ||
    ts.isTypeAliasDeclaration(statement) ||
    ts.isFunctionDeclaration(statement) ||
    ts.isVariableStatement(statement)
  return isDeclaration && !isExported(statement) && isInertStatement(statement)
}

function isMovedType(statement: ts.Statement, moved: readonly string[]): boolean {
  const isType = ts.isInterfaceDeclaration(statement) || ts.isTypeAliasDeclaration(statement)
  return isType && moved.includes(statement.name.text)
}

/** The imports that take nothing but some types from a file, under their own names. */
function typeImports({ ast }: SourceModule, specifier: string, types: readonly string[]) {
  return ast.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const named = statement.importClause?.namedBindings
    if (statement.moduleSpecifier.text !== specifier || !named || !ts.isNamedImports(named)) return []
    const areTypes = named.elements.every(({ name, propertyName }) => !propertyName && types.includes(name.text))
    return areTypes ? [{ statement, names: named.elements.map(({ name }) => name.text) }] : []
  })
}
