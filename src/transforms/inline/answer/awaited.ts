import { ts } from 'ts-morph'
import { accessedName, isAccess, rewrap } from '../../../syntax/nodes'

/** The call with `.promise()`, `await` and what encloses it without changing it. */
export function awaited(call: ts.CallExpression): ts.Expression {
  let node: ts.Expression = rewrap(call)
  if (isAccess(node.parent) && accessedName(node.parent) === 'promise' && ts.isCallExpression(node.parent.parent)) {
    node = rewrap(node.parent.parent)
  }
  return ts.isAwaitExpression(node.parent) ? rewrap(node.parent) : node
}
