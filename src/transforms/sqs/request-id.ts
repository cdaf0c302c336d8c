import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import { isLogCall } from '../../syntax/loggers'
import { walk } from '../../syntax/nodes'
import type { Obligation, TransformContext } from '../transform'

/**
 * Lambda gives an asynchronous event one request id for all its tries; each try of a message has its own. Where the file
 * of the handler reads it for more than its log, that is waived.
 */
export function requestIdObligation({ evaluator }: TransformContext, { function: fn }: FunctionRef): Obligation[] {
  const module = fn.handler && evaluator.program.module(fn.handler.file)
  if (!module?.text.includes('awsRequestId')) return []
  let isRead = false
  walk(module.ast, (node) => {
    if (ts.isCallExpression(node) && isLogCall(node)) return false
    // the name in a type says nothing
    if (ts.isTypeNode(node)) return false
    isRead ||= ts.isIdentifier(node) && node.text === 'awsRequestId'
    return true
  })
  if (!isRead) return []
  const message = `"${fn.key}" reads its request id: every try of a message has one of its own, where an event kept it.`
  return [{ code: 'request-id', status: 'waived', message }]
}
