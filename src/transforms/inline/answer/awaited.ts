import { ts } from 'ts-morph'
import { accessedName, isAccess, rewrap } from '../../../syntax/nodes'

/** The call with `.promise()`, and what encloses it without changing it. */
export function promised(call: ts.CallExpression): ts.Expression {
  const node = rewrap(call)
  const isPromise =
    isAccess(node.parent) && accessedName(node.parent) === 'promise' && ts.isCallExpression(node.parent.parent)
  return isPromise ? rewrap(node.parent.parent as ts.CallExpression) : node
}

/** The same with `await`. */
export function awaited(call: ts.CallExpression): ts.Expression {
  const node = promised(call)
  return ts.isAwaitExpression(node.parent) ? rewrap(node.parent) : node
}
