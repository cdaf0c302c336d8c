import { ts } from 'ts-morph'

/** Names and the statements that declare them. */

/** The statement that holds a declaration. */
export function statementOf(node: ts.Node): ts.Node {
  let current = node
  while (current.parent && !ts.isStatement(current)) current = current.parent
  return current
}

export function isOnlyDeclaration(statement: ts.Node): boolean {
  return declaredNodes(statement).length === 1
}

/** What a statement declares, name by name. */
export function declaredNodes(statement: ts.Node): ts.Node[] {
  if (ts.isVariableStatement(statement)) {
    return statement.declarationList.declarations.flatMap((declaration): ts.Node[] =>
      ts.isIdentifier(declaration.name) ? [declaration] : declaration.name.elements.filter(ts.isBindingElement),
    )
  }
  if (ts.isImportDeclaration(statement)) {
    const { importClause } = statement
    const named = importClause?.namedBindings
    const names = named ? (ts.isNamespaceImport(named) ? [named] : [...named.elements]) : []
    return importClause?.name ? [importClause, ...names] : names
  }
  return [statement]
}

/** The list that a declaration stands in. */
export function siblingsOf(node: ts.Node): readonly ts.Node[] {
  const { parent } = node
  if (ts.isNamedImports(parent) || ts.isObjectBindingPattern(parent)) return parent.elements
  if (ts.isVariableDeclarationList(parent)) return parent.declarations
  return [node]
}
