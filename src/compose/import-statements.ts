import { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { requiredModule } from '../syntax/nodes'

/** The imports of a file, `require` included. */
export function importStatements(module: SourceModule): ts.Statement[] {
  return module.ast.statements.filter((statement) => ts.isImportDeclaration(statement) || isRequire(statement))
}

export function lastImport(module: SourceModule): ts.Statement | undefined {
  return importStatements(module).at(-1)
}

/** What an import statement or a `require` imports. */
export function specifierOf(statement: ts.Statement): string | undefined {
  if (ts.isImportDeclaration(statement))
    return ts.isStringLiteral(statement.moduleSpecifier) ? statement.moduleSpecifier.text : undefined
  if (!ts.isVariableStatement(statement)) return undefined
  const initializer = statement.declarationList.declarations[0]?.initializer
  return initializer && requiredModule(initializer)
}

function isRequire(statement: ts.Statement): boolean {
  return (
    ts.isVariableStatement(statement) &&
    statement.declarationList.declarations.every(
      ({ initializer }) => initializer && requiredModule(initializer) !== undefined,
    )
  )
}

/** Behind directives (`'use strict'`) and the comment at the head. */
export function headEnd(module: SourceModule): number {
  const directive = module.ast.statements.findLast(
    (statement) => ts.isExpressionStatement(statement) && ts.isStringLiteral(statement.expression),
  )
  if (directive) return lineAfter(module.text, directive.end)
  const [first] = module.ast.statements
  return first ? first.getStart(module.ast) : 0
}

/** The list of names that a file imports from a module, for one more to be added. */
export function namedImportOf(module: SourceModule, specifier: string): ts.NamedImports | undefined {
  for (const statement of module.ast.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) continue
    if (!ts.isStringLiteral(statement.moduleSpecifier) || statement.moduleSpecifier.text !== specifier) continue
    const named = statement.importClause?.namedBindings
    if (named && ts.isNamedImports(named)) return named
  }
  return undefined
}

/** The names that a file imports from a module. */
export function importedNames(module: SourceModule, specifier: string): string[] {
  return module.ast.statements.flatMap((statement) => {
    if (!ts.isImportDeclaration(statement) || !ts.isStringLiteral(statement.moduleSpecifier)) return []
    if (statement.moduleSpecifier.text !== specifier) return []
    const named = statement.importClause?.namedBindings
    return named && ts.isNamedImports(named) ? named.elements.map((element) => element.name.text) : []
  })
}
