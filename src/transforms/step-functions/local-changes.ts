import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import { isAssignmentOperator } from '../../syntax/bind'
import { accessedName, contains, isAccess, isFunctionNode, rewrap } from '../../syntax/nodes'

/** Whether code changes what a name holds, other than by giving it another value: `list.push(x)`, `object.key = x`. */
export function isChanged(binding: Binding): boolean {
  return binding.references.some((reference) => changeOf(reference) !== undefined)
}

/** The call or assignment by which a name's value is changed where the name stands. */
export function changeOf(reference: ts.Node): ts.CallExpression | ts.BinaryExpression | undefined {
  if (!ts.isExpression(reference)) return undefined
  const access = rewrap(reference).parent
  if (!isAccess(access) || access.expression !== rewrap(reference)) return undefined
  const outer = rewrap(access).parent
  if (ts.isCallExpression(outer) && outer.expression === rewrap(access))
    return accessedName(access) === 'push' ? outer : undefined
  const isAssigned = ts.isBinaryExpression(outer) && outer.left === rewrap(access)
  return isAssigned && isAssignmentOperator(outer.operatorToken.kind) ? outer : undefined
}

/**
 * Where something else comes to hold the same list or object as a name, which is changed later: a workflow would hold a
 * copy. `undefined` where there is no such place.
 */
export function aliasOf(binding: Binding): ts.Node | undefined {
  const changes = binding.references.flatMap((reference) => changeOf(reference) ?? [])
  return binding.references.find((reference) => !isTypeOnly(reference) && isKept(reference, changes))
}

function isKept(reference: ts.Identifier, changes: readonly ts.Node[]): boolean {
  if (changeOf(reference)) return false
  const own = rewrap(reference)
  if (isOnlyRead(own)) return false
  for (let node: ts.Node = own; ; node = node.parent) {
    const { parent } = node
    if (ts.isCallExpression(parent)) return parent.expression.getText() !== 'JSON.stringify'
    // what is on its way out may still be changed by `finally`, and what is walked through by its loop
    if (ts.isReturnStatement(parent)) return changes.some((change) => isInFinallyAround(parent, change))
    if (ts.isForOfStatement(parent)) return node !== own || changes.some((change) => contains(parent, change))
    if (ts.isStatement(parent) || ts.isVariableDeclaration(parent) || ts.isArrowFunction(parent)) return true
  }
}

/** Whether a value goes no further where it stands. */
function isOnlyRead(node: ts.Node): boolean {
  const { parent } = node
  if (isAccess(parent)) return parent.expression === node
  if (ts.isSpreadElement(parent) || ts.isSpreadAssignment(parent) || ts.isIfStatement(parent)) return true
  if (ts.isConditionalExpression(parent)) return parent.condition === node
  return ts.isTemplateSpan(parent) || ts.isPrefixUnaryExpression(parent) || ts.isTypeOfExpression(parent)
}

function isInFinallyAround(statement: ts.Node, change: ts.Node): boolean {
  for (let node = statement.parent; node && !isFunctionNode(node); node = node.parent) {
    if (ts.isTryStatement(node) && node.finallyBlock && contains(node.finallyBlock, change)) return true
  }
  return false
}

function isTypeOnly(reference: ts.Node): boolean {
  return ts.isTypeQueryNode(reference.parent) || ts.isTypeReferenceNode(reference.parent)
}
