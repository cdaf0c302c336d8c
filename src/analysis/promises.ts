import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isAsync, isFunctionNode, unwrap, walk } from '../syntax/nodes'
import { functionOf } from './callees'

/** Whether a statement makes a promise and leaves it: it goes on when the function has answered, and may fail then. */
export function isLeftAlone(evaluator: Evaluator, module: SourceModule, statement: ts.ExpressionStatement): boolean {
  const { expression } = statement
  const node = unwrap(ts.isVoidExpression(expression) ? expression.expression : expression)
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  if (isAccess(callee)) {
    const target = unwrap(callee.expression)
    const isPromise = ts.isIdentifier(target) && target.text === 'Promise'
    return isPromise || /^(then|catch|finally)$/.test(accessedName(callee) ?? '')
  }
  const fn = functionOf(evaluator, module, callee)
  return fn !== undefined && isFunctionNode(fn.node) && isAsync(fn.node)
}

/** Where code that waits for nothing makes a promise, by itself or by what it calls; `undefined` where none is known. */
export function promiseIn(
  evaluator: Evaluator,
  module: SourceModule,
  body: ts.Node,
  seen = new Set<ts.Node>(),
): ts.Node | undefined {
  let found: ts.Node | undefined
  walk(body, (node) => {
    if (found) return false
    if (isFunctionNode(node) && isAsync(node)) found = node
    else if (ts.isIdentifier(node) && node.text === 'Promise' && !module.bindings.of(node)) found = node
    else if (ts.isCallExpression(node)) {
      const fn = functionOf(evaluator, module, node.expression)
      if (fn && isFunctionNode(fn.node) && !seen.has(fn.node)) {
        seen.add(fn.node)
        if (isAsync(fn.node) || promiseIn(evaluator, fn.module, fn.node, seen)) found = node
      }
    }
    return !found
  })
  return found
}
