import type { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { checkAnswerErrors } from '../shared/answer-errors'
import { checkArn } from '../shared/arn-origin'
import { readParams } from '../shared/call-params'
import { checkClient } from '../shared/client-origin'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import { refuse, type TransformContext } from '../transform'
import type { Answer } from './answer/answer'
import { awaited, promised } from './answer/awaited'
import { readCallback } from './answer/callback'
import { readGathered } from './answer/gathered'
import { readAnswer } from './answer/read-answer'
import { readThen } from './answer/then'
import { checkCallee } from './conditions'
import { type ErrorEffect, errorEffect, isPayloadEnough } from './error-effect'
import { type HeldPayload, heldPayload } from './held-payload'
import { needsAsync } from './needs-async'
import { withValue } from './payload-value'
import { checkNotRaced } from './raced'
import { checkWrapped } from './wrapper/conditions'
import { isForwarder, readWrapped, type Wrapped } from './wrapper/through'

/** A site whose parts are known. */
export interface ReadSite {
  readonly index: number
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  /** The constant that the payload stands in, where it cannot just be made at the call. */
  readonly held: HeldPayload | undefined
  readonly answer: Answer
  readonly onError: ErrorEffect
  /** The helpers that it goes through, where it does not call the SDK itself. */
  readonly wrapped: Wrapped | undefined
  /** The site whose rewrite is that of this one, too: the call in a helper that has its callee fixed. */
  readonly follows: number | undefined
}

/**
 * Takes a site apart, and checks that its callee may become a function call.
 * @throws Refused
 */
export function readSite(context: TransformContext, index: number): ReadSite {
  const site = context.sites[index] as InvokeSite
  const inner = innerSite(context, site)
  if (inner !== undefined) return { ...readSite(context, inner), index, follows: inner }
  const { ref: callee } = resolvedCallee(site)
  if (site.invocation === 'async')
    refuse(site, 'nobody-waits', 'The call is asynchronous: the caller goes on before the callee has run.')
  if (site.invocation !== 'sync') refuse(site, 'dynamic-invocation-type', 'The invocation type is not fixed.')
  const wrapped = site.kind === 'wrapper-call' ? readWrapped(context, site) : undefined
  checkClient(context, site, wrapped?.levels.at(-1)?.call, 'callee-not-known')
  checkArn(site, 'callee-not-known')
  const written = wrapped ? undefined : readPayload(site, readParams(site))
  const held = written && heldPayload(context, site, written)
  const payload = wrapped?.payload ?? withValue(site, written ?? { kind: 'none' })
  const answer = wrapped?.answer ?? readDirect(context, site)
  // behind a check of `FunctionError`, what is read is a result; and a `catch` may make the payload that it was
  const isMade = context.options.errors === 'preserve' && isPayloadEnough(site, answer)
  if (answer.value && !answer.failure && !isMade) checkAnswerErrors(context, site, { parse: answer.value })
  checkCallee(context, site, callee)
  checkTime(context, site, callee, answer)
  checkNotRaced(context, site)
  const onError = errorEffect(context, site, callee, payload, answer)
  if (wrapped) checkWrapped(context, site, callee, wrapped, onError)
  const own = besideOthers(context, site, answer, onError)
  return {
    index,
    site,
    callee,
    payload: held?.stays ? asText(held) : payload,
    held,
    answer: own,
    onError,
    wrapped,
    follows: undefined,
  }
}

/** A payload that stays where it was made: a text that the call takes apart. */
function asText({ payload }: HeldPayload): Payload {
  return { kind: 'text', expression: payload.stringify }
}

/** The call that is rewritten in the helper of a site, where the helper has its callee fixed. */
function innerSite({ sites }: TransformContext, site: InvokeSite): number | undefined {
  const call = isForwarder(site) ? site.through[0]?.at(-1)?.call.call : undefined
  const index = call ? sites.findIndex((other) => other.call === call) : -1
  return index < 0 ? undefined : index
}

/** A callback runs when the callee has answered: what it does can only be done at once where nothing has to be awaited. */
function checkTime(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  { taken, gathered }: Answer,
): void {
  const { handler } = context.relocatable(callee)
  if (!handler || !(taken || gathered) || !needsAsync(context.evaluator, handler)) return
  const { key } = callee.function
  if (taken) refuse(site, 'response-form', `The answer goes to a callback, and "${key}" awaits something.`)
  // its payload was made before the others went on
  refuse(site, 'response-form', `The call is one of several at once, and "${key}" awaits something.`)
}

function readDirect(context: TransformContext, site: InvokeSite): Answer {
  const { evaluator } = context
  const coder = { module: site.module, evaluator }
  const taken = readCallback(context, site, coder)
  if (taken) return taken
  const promise = promised(site.call)
  return (
    readThen(site, coder, promise) ?? readGathered(site, coder, promise) ?? readAnswer(site, coder, awaited(site.call))
  )
}

/**
 * One of several calls at once: where it fails, the others were made, too.
 * @throws Refused
 */
function besideOthers({ sites }: TransformContext, site: InvokeSite, answer: Answer, onError: ErrorEffect): Answer {
  if (!answer.gathered || onError === 'none') return answer
  // of two invocations that fail, either may be the first; what the process does itself is done before
  const other = answer.gathered.others.find((one) => !sites.some(({ call }) => promised(call) === one))
  if (other)
    refuse(site, 'response-form', `The call is one of several at once, and "${firstLine(other)}" may fail before it.`)
  if (answer.failure)
    refuse(site, 'function-error-branch', 'The caller looks at "FunctionError" of one of several calls at once.')
  // what is thrown at once would keep the calls behind it from being made
  return answer.gathered.others.length > 0 ? { ...answer, needsPromise: true } : answer
}

function firstLine(node: ts.Node): string {
  return node.getText().split('\n')[0] ?? ''
}
