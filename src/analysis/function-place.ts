import { ts } from 'ts-morph'
import { isExportsObject } from '../syntax/exports'
import { accessedName, type FunctionNode, isAccess } from '../syntax/nodes'

/** The top-level statement that is nothing but a function: a declaration, a constant, an assignment to the exports. */
export function statementOf(node: FunctionNode): ts.Statement | undefined {
  if (ts.isFunctionDeclaration(node)) return ts.isSourceFile(node.parent) ? node : undefined
  const { parent } = node
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const statement = parent.parent.parent
    const isAlone = ts.isVariableStatement(statement) && statement.declarationList.declarations.length === 1
    return isAlone && ts.isSourceFile(statement.parent) ? statement : undefined
  }
  const isAssigned = ts.isBinaryExpression(parent) && parent.right === node && ts.isExpressionStatement(parent.parent)
  return isAssigned && ts.isSourceFile(parent.parent.parent) ? parent.parent : undefined
}

/** Where the name of a function stands in its statement; `undefined` for `module.exports = function …`. */
export function nameNodeOf(node: FunctionNode): ts.Identifier | undefined {
  const { parent } = node
  if (ts.isFunctionDeclaration(node)) return node.name
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) return parent.name
  if (!ts.isBinaryExpression(parent) || !isAccess(parent.left) || !isExportsObject(parent.left.expression))
    return undefined
  if (accessedName(parent.left) === undefined || !ts.isPropertyAccessExpression(parent.left)) return undefined
  return ts.isIdentifier(parent.left.name) ? parent.left.name : undefined
}
