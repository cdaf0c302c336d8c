import { ts } from 'ts-morph'
import type { Edit } from '../edit/edit'
import { type ImportIndex, importIndex } from '../syntax/import-index'
import { wholeLines } from '../syntax/lines'
import { listItems } from '../syntax/lists'
import type { SourceModule } from '../syntax/module'
import { parse } from '../syntax/parse'
import { type SourceProgram, sourceProgram } from '../syntax/program'
import { isSourceFile } from '../syntax/source-file'
import type { Proposal } from '../transforms/transform'
import { textOf, type Workspace } from '../workspace/workspace'
import { changedWorkspace, type FileChanges } from './changed-workspace'

/** What goes once a configuration imports the definition of a function no more. */
export interface UnusedDefinitions {
  readonly edits: readonly Edit[]
  readonly deleted: readonly { readonly file: string; readonly sites: readonly number[] }[]
}

/**
 * Follows the names that `serverless.ts` imports no more, through the files that hand them on
 * (`export { default as price } from './price'`), to the files that define them: a name that nothing else imports goes, and
 * so does a file that has no other.
 */
export function unusedDefinitions(
  workspace: Workspace,
  changes: FileChanges,
  accepted: readonly Proposal[],
): UnusedDefinitions {
  const removals = accepted.flatMap(({ infra }) => infra).filter(({ change }) => change.kind === 'remove-function')
  const configurations = new Set(removals.map(({ service }) => service.config))
  const lost = [...configurations].filter(isSourceFile).flatMap((file) => lostImports(workspace, changes, file))
  const original = sourceProgram(workspace)
  const result: { edits: Edit[]; deleted: UnusedDefinitions['deleted'][number][] } = { edits: [], deleted: [] }
  for (const { from, specifier, name, sites } of lost) follow(from, specifier, name, sites)
  return result

  function follow(from: string, specifier: string, name: string, sites: readonly number[]): void {
    const after = changedWorkspace(workspace, {
      edits: [...changes.edits, ...result.edits],
      created: changes.created,
      deleted: [...changes.deleted, ...result.deleted],
    })
    const program = sourceProgram(after)
    const target = program.resolve(from, specifier)
    const module = target.kind === 'file' ? original.module(target.file) : undefined
    const isChanged = changes.edits.some(({ file }) => file === module?.file)
    if (!module || isChanged || isImportedBy(program, importIndex(after, program), module.file, name)) return
    const handedOn = reexportOf(module, name)
    if (handedOn) {
      const { node, text, own } = handedOn
      const { parent } = node.parent
      // of a list that loses several names, the others stay
      if (result.edits.some(({ file, start, end }) => file === module.file && start < parent.end && end > parent.pos))
        return
      result.edits.push(...removal(module, node, sites))
      follow(module.file, text, own, sites)
    } else if (name === 'default' && isDefinition(module)) result.deleted.push({ file: module.file, sites })
  }
}

interface Lost {
  readonly from: string
  readonly specifier: string
  readonly name: string
  readonly sites: readonly number[]
}

/** The names that a configuration imported before, and does no more. */
function lostImports(workspace: Workspace, changes: FileChanges, file: string): Lost[] {
  const before = textOf(workspace, file)
  const own = changes.edits.filter((edit) => edit.file === file)
  const after = own.length > 0 ? textOf(changedWorkspace(workspace, changes), file) : undefined
  if (before === undefined || after === undefined) return []
  const kept = new Set(importedNames(file, after).map(({ specifier, name }) => `${specifier}\0${name}`))
  const sites = [...new Set(own.flatMap((edit) => edit.sites))].sort((a, b) => a - b)
  return importedNames(file, before)
    .filter(({ specifier, name }) => !kept.has(`${specifier}\0${name}`))
    .map((one) => ({ ...one, from: file, sites }))
}

function importedNames(file: string, text: string): { readonly specifier: string; readonly name: string }[] {
  return parse({ file, text }).statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    const { text: specifier } = statement.moduleSpecifier
    const { name, namedBindings } = statement.importClause ?? {}
    const named = namedBindings && ts.isNamedImports(namedBindings) ? namedBindings.elements : []
    return [
      ...(name ? [{ specifier, name: 'default' }] : []),
      ...named.map((element) => ({ specifier, name: (element.propertyName ?? element.name).text })),
    ]
  })
}

/** Whether a file imports a name of another one, or all of it. */
function isImportedBy(program: SourceProgram, imports: ImportIndex, file: string, name: string): boolean {
  return imports.importersOf(file).some((importer) => {
    const module = program.module(importer.file)
    if (!module) return true
    const mentions = module.ast.statements.filter((one) => one.getText(module.ast).includes(importer.specifier))
    return mentions.length === 0 || mentions.some((one) => takes(one, importer.specifier, name))
  })
}

/** Whether a statement that mentions a file takes a name of it: it does, unless it is known to take others. */
function takes(statement: ts.Statement, specifier: string, name: string): boolean {
  if (ts.isImportDeclaration(statement)) {
    const { importClause } = statement
    const bindings = importClause?.namedBindings
    if (!importClause || (bindings && ts.isNamespaceImport(bindings))) return true
    return importedNames(statement.getSourceFile().fileName, statement.getText()).some(
      (one) => one.specifier === specifier && one.name === name,
    )
  }
  if (!ts.isExportDeclaration(statement) || !statement.exportClause || !ts.isNamedExports(statement.exportClause))
    return true
  return statement.exportClause.elements.some((element) => (element.propertyName ?? element.name).text === name)
}

/** `export { default as price } from './price'`. */
function reexportOf({ ast }: SourceModule, name: string) {
  for (const statement of ast.statements) {
    if (!ts.isExportDeclaration(statement) || !statement.moduleSpecifier || !statement.exportClause) continue
    if (!ts.isNamedExports(statement.exportClause) || !ts.isStringLiteral(statement.moduleSpecifier)) continue
    const node = statement.exportClause.elements.find((element) => element.name.text === name)
    if (node) return { node, text: statement.moduleSpecifier.text, own: (node.propertyName ?? node.name).text }
  }
  return undefined
}

function removal(module: SourceModule, node: ts.ExportSpecifier, sites: readonly number[]): Edit[] {
  const { elements, parent } = node.parent
  const ranges =
    elements.length === 1 ? [wholeLines(module, parent)] : listItems(module.ast, elements, (item) => item === node)
  const mark = { file: module.file, text: '', rule: 'remove-unused', reason: 'The function that it names goes.', sites }
  return ranges.map((range) => ({ ...range, ...mark }))
}

/** A file that does nothing but define one function of a configuration. */
function isDefinition({ ast }: SourceModule): boolean {
  const rest = ast.statements.filter((one) => !(ts.isImportDeclaration(one) && one.importClause))
  const [only, ...others] = rest
  return (
    others.length === 0 && !!only && ts.isExportAssignment(only) && !only.isExportEquals && isObject(only.expression)
  )
}

function isObject(expression: ts.Expression): boolean {
  if (ts.isAsExpression(expression) || ts.isSatisfiesExpression(expression)) return isObject(expression.expression)
  return ts.isObjectLiteralExpression(expression)
}
