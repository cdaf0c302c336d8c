import { ts } from 'ts-morph'
import { LOGGING } from '../../analysis/tables/errors'
import { isInert } from '../../syntax/inert'
import { unwrapAwait } from '../../syntax/nodes'

/** Whether a statement writes a log, and does nothing else. */
export function isLogOf(node: ts.Statement): boolean {
  if (!ts.isExpressionStatement(node)) return false
  const call = unwrapAwait(node.expression)
  const isLog = ts.isCallExpression(call) && LOGGING.test(call.expression.getText().replace(/\s/g, ''))
  return isLog && call.arguments.every((argument) => isInert(argument))
}
