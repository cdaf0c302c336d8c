import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../syntax/bind'
import { accessedName, isAccess, rewrap } from '../syntax/nodes'
import { MUTATORS } from './tables/methods'

/** Whether a reference is the target of an assignment to a property, or of a method that mutates. */
export function isMutationOf(reference: ts.Identifier): boolean {
  const start = rewrap(reference)
  let node: ts.Expression = start
  while (isAccess(node.parent) && node.parent.expression === node) {
    const name = accessedName(node.parent)
    const access = rewrap(node.parent)
    if (name !== undefined && MUTATORS.has(name) && ts.isCallExpression(access.parent)) return true
    node = access
  }
  const { parent } = node
  if (ts.isBinaryExpression(parent))
    return node !== start && parent.left === node && isAssignmentOperator(parent.operatorToken.kind)
  if (ts.isCallExpression(parent) && parent.arguments[0] === node)
    return /^(Object\.(assign|definePropert(y|ies)|setPrototypeOf)|Reflect\.(set|defineProperty|deleteProperty))$/.test(
      parent.expression.getText(),
    )
  const isUpdate = ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && isStep(parent))
  return ts.isDeleteExpression(parent) || (isUpdate && node !== start)
}

function isStep({ operator }: ts.PrefixUnaryExpression): boolean {
  return operator === ts.SyntaxKind.PlusPlusToken || operator === ts.SyntaxKind.MinusMinusToken
}

/** Whether a member or a name is what an assignment, a step or a `delete` is about: `a.b` of `a.b = 1`. */
export function isGivenValue(node: ts.Node): boolean {
  const { parent } = node
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignmentOperator(parent.operatorToken.kind)
  const isUpdate = ts.isPostfixUnaryExpression(parent) || (ts.isPrefixUnaryExpression(parent) && isStep(parent))
  return isUpdate || ts.isDeleteExpression(parent)
}
