import { ts } from 'ts-morph'
import { isErasedImport, isInertStatement } from '../../analysis/load-effect'
import { isModuleExports } from '../../syntax/exports'
import { wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { isExported, type Range, requiredModule, unwrap, walk } from '../../syntax/nodes'
import type { FileChange } from '../file-change'
import type { HandlerForm } from '../shared/handler-form'
import { needsExtension, specifierFor } from '../shared/specifier'
import type { TransformContext } from '../transform'
import type { Library, MovedName } from './library'

/**
 * The changes that let the importers of a handler's file take what they need from the library, where the file has nothing else
 * for anyone: then it goes.
 * @param callers Files that will import the library function: their imports of it become one.
 * @param losing Files that lose their one import of it.
 */
export function turnedToLibrary(
  context: TransformContext,
  { module, form }: { readonly module: SourceModule; readonly form: HandlerForm },
  { moved, movedStatements, file }: Library,
  callers: readonly string[],
  losing: readonly string[],
): FileChange[] | undefined {
  const isRest = (statement: ts.Statement) =>
    !ts.isImportDeclaration(statement) &&
    statement !== form.statement &&
    !movedStatements.includes(statement) &&
    !listsOnly(statement, [...('name' in form ? [form.name.text] : []), ...moved.map(({ name }) => name)]) &&
    !isDeadAlone(statement)
  const { evaluator, imports, services, workspace } = context
  const handlers = services.flatMap(({ functions }) => functions).filter((fn) => fn.handler?.file === module.file)
  if (handlers.length > 1) return undefined
  if (moved.length === 0 || module.ast.statements.some(isRest)) return undefined
  const importers = imports.importersOf(module.file).filter((importer) => !losing.includes(importer.file))
  if (importers.some((importer) => mayMove(context, importer.file))) return undefined
  const changes = importers.map((importer): FileChange | undefined => {
    const by = evaluator.program.module(importer.file)
    const statements = by ? importsOf(by, importer.specifier, moved) : []
    if (!by || statements.length === 0 || statements.length < requiredFrom(by, importer.specifier).length)
      return undefined
    const specifier = specifierFor(by, file, needsExtension(workspace, by))
    const reason = 'What it takes moved along with the function.'
    if (!by.isEsm || !callers.includes(importer.file)) {
      const edits = requiredFrom(by, importer.specifier).map((range) => ({ ...range, text: specifier, reason }))
      return { module: by, edits, imports: [], declarations: [] }
    }
    const requests = statements.flatMap(({ names }) => names.map((one) => ({ ...one, specifier })))
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

/** `module.exports = { handler, parse }` of nothing but the handler and what moved. */
function listsOnly(statement: ts.Statement, names: readonly string[]): boolean {
  const node = ts.isExpressionStatement(statement) ? statement.expression : undefined
  if (!node || !ts.isBinaryExpression(node) || !isModuleExports(node.left)) return false
  return (
    ts.isObjectLiteralExpression(node.right) &&
    node.right.properties.every((one) => ts.isShorthandPropertyAssignment(one) && names.includes(one.name.text))
  )
}

/** The statements that take nothing but some names from a file, as they are called there. */
function importsOf(module: SourceModule, specifier: string, moved: readonly MovedName[]) {
  return module.ast.statements.flatMap((statement) => {
    const elements = elementsOf(statement, specifier)
    const isErased = ts.isImportDeclaration(statement) && isErasedImport(module, statement)
    const names = elements?.map((element) => {
      const { name, propertyName } = element
      const isToldType = ts.isImportSpecifier(element) && element.isTypeOnly
      const known = propertyName ? undefined : moved.find((one) => ts.isIdentifier(name) && one.name === name.text)
      return known && { name: known.name, isType: known.isType || isErased || isToldType }
    })
    return names?.every((name) => name !== undefined) ? [{ statement, names }] : []
  })
}

function elementsOf(
  statement: ts.Statement,
  specifier: string,
): readonly (ts.ImportSpecifier | ts.BindingElement)[] | undefined {
  if (ts.isImportDeclaration(statement)) {
    const named = statement.importClause?.namedBindings
    const isIt = ts.isStringLiteral(statement.moduleSpecifier) && statement.moduleSpecifier.text === specifier
    const isPlain = named && ts.isNamedImports(named) && !statement.importClause?.name
    return isIt && isPlain ? named.elements : undefined
  }
  if (!ts.isVariableStatement(statement)) return undefined
  const [only, ...others] = statement.declarationList.declarations
  const isRequired = !!only?.initializer && requiredModule(unwrap(only.initializer)) === specifier
  if (!only || others.length > 0 || !isRequired || !ts.isObjectBindingPattern(only.name)) return undefined
  return only.name.elements.every((one) => !one.initializer && !one.dotDotDotToken) ? only.name.elements : undefined
}

/** Where a file names another one, without the quotes. */
function requiredFrom({ ast }: SourceModule, specifier: string): Range[] {
  const found: Range[] = []
  walk(ast, (node) => {
    if (ts.isStringLiteralLike(node) && node.text === specifier)
      found.push({ start: node.getStart(ast) + 1, end: node.end - 1 })
  })
  return found
}
