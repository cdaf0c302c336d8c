import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isAsync, isFunctionNode, unwrap } from '../syntax/nodes'
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
