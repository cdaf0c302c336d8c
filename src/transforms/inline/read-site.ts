import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { accessedName, isAccess, rewrap } from '../../syntax/nodes'
import { checkAnswerErrors } from '../shared/answer-errors'
import { readParams } from '../shared/call-params'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import { refuse, type TransformContext } from '../transform'
import { type Answer, readAnswer } from './answer/read-answer'
import { checkCallee } from './conditions'
import { type ErrorEffect, errorEffect } from './error-effect'

/** A site whose parts are known. */
export interface ReadSite {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  readonly answer: Answer
  readonly onError: ErrorEffect
}

/**
 * Takes a site apart, and checks that its callee may become a function call.
 * @throws Refused
 */
export function readSite(context: TransformContext, index: number): ReadSite {
  const site = context.sites[index] as InvokeSite
  const { ref: callee } = resolvedCallee(site)
  if (site.invocation === 'async')
    refuse(site, 'nobody-waits', 'The call is asynchronous: the caller goes on before the callee has run.')
  if (site.invocation !== 'sync') refuse(site, 'dynamic-invocation-type', 'The invocation type is not fixed.')
  const payload = readPayload(site, readParams(site))
  const answer = readAnswer(site, { module: site.module, evaluator: context.evaluator }, awaited(site.call))
  // behind a check of `FunctionError`, what is read is a result
  if (answer.value && !answer.failure) checkAnswerErrors(context, site, { parse: answer.value })
  checkCallee(context, site, callee)
  const onError = errorEffect(context, site, callee, payload, answer)
  return { index, site, callee, payload, answer, onError }
}

/** The call with `.promise()`, `await` and what encloses it without changing it. */
function awaited(call: ts.CallExpression): ts.Expression {
  let node: ts.Expression = rewrap(call)
  if (isAccess(node.parent) && accessedName(node.parent) === 'promise' && ts.isCallExpression(node.parent.parent)) {
    node = rewrap(node.parent.parent)
  }
  return ts.isAwaitExpression(node.parent) ? rewrap(node.parent) : node
}
