import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import type { Binding } from '../../../syntax/bind'
import { wholeLines } from '../../../syntax/lines'
import { listItems } from '../../../syntax/lists'
import type { SourceModule } from '../../../syntax/module'
import { isExported, topLevelStatement, walk } from '../../../syntax/nodes'

/** The imports and constants of a configuration that nothing uses once a node is gone. */
export function unusedAfter(module: SourceModule, gone: ts.Node): Splice[] {
  const names = new Set<Binding>()
  walk(gone, (node) => {
    const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
    if (binding) names.add(binding)
  })
  const unused = new Set<ts.Node>()
  for (const { references, declarations } of names) {
    const [declaration, ...others] = declarations
    const isLast = references.every((use) => gone.pos <= use.pos && use.end <= gone.end)
    if (isLast && declaration && others.length === 0) unused.add(declaration)
  }
  const statements = new Set([...unused].map(topLevelStatement))
  return [...statements].flatMap((statement) => removal(module, statement, unused))
}

function removal(module: SourceModule, statement: ts.Statement, unused: ReadonlySet<ts.Node>): Splice[] {
  const whole = [{ ...wholeLines(module, statement), text: '' }]
  if (ts.isVariableStatement(statement)) return isUnusedConstant(statement, unused) ? whole : []
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined
  if (!clause) return []
  const names = importedNames(clause)
  if ([...names, ...(clause.name ? [clause] : [])].every((name) => unused.has(name))) return whole
  // a default import beside a list, or the other way round: only names go out of their list
  if (names.every((name) => unused.has(name))) return []
  return listItems(module.ast, names, (item) => unused.has(item)).map((range) => ({ ...range, text: '' }))
}

function importedNames({ namedBindings }: ts.ImportClause): readonly ts.Node[] {
  if (!namedBindings) return []
  return ts.isNamedImports(namedBindings) ? namedBindings.elements : [namedBindings]
}

function isUnusedConstant(statement: ts.VariableStatement, unused: ReadonlySet<ts.Node>): boolean {
  const [declaration, ...others] = statement.declarationList.declarations
  const value = declaration?.initializer
  if (!declaration || !value || others.length > 0 || isExported(statement)) return false
  return unused.has(declaration) && ts.isObjectLiteralExpression(value)
}
