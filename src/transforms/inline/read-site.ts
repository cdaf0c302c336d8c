import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { type Answer, readAnswer } from '../shared/answer'
import { checkAnswerErrors } from '../shared/answer-errors'
import { readParams } from '../shared/call-params'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import { refuse, type TransformContext } from '../transform'
import { checkCallee } from './conditions'

/** A site whose parts are known. */
export interface ReadSite {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  readonly answer: Answer
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
  const answer = readAnswer(site, { errorCheck: false })
  checkAnswerErrors(context, site, answer)
  checkCallee(context, site, callee, payload)
  return { index, site, callee, payload, answer }
}
