import { ts } from 'ts-morph'
import { ERROR_MEMBERS } from '../../analysis/tables/errors'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { enclosingFunction, unwrap } from '../../syntax/nodes'
import type { Payload } from '../shared/payload'
import { refuse, type TransformContext } from '../transform'
import type { Answer } from './answer/answer'
import { mayFailInJson, readMembers } from './read-members'
import { throwsOnlyErrors } from './thrown'

/**
 * What becomes of an error of the callee at a site: there is `none`; it `propagates`, though the caller got it as if it
 * were a result; the `branch` of the caller for it gets it; or it becomes the `payload` that it was.
 */
export type ErrorEffect = 'none' | 'propagates' | 'branch' | 'payload'

/** How Lambda tells that it ended a function; no function call ends like that. */
const NO_ERROR_OF_CODE =
  /Task timed out|Sandbox\.Timedout|Runtime\.(ExitError|OutOfMemory)|Process exited|signal: killed/i

/**
 * Decides what becomes of an error of the callee.
 * @throws Refused
 */
export function errorEffect(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  payload: Payload,
  answer: Answer,
): ErrorEffect {
  const { mayThrow, handler } = context.relocatable(callee)
  if (NO_ERROR_OF_CODE.test(answer.failure?.branch?.getText() ?? ''))
    refuse(site, 'function-error-branch', 'The caller asks whether the callee ran out of time or memory.')
  const hasJson = !handler || !mayFailInJson(handler)
  if (!mayThrow && hasJson && !mayRefuseEvent(context, callee, payload)) return 'none'
  const { key } = callee.function
  const isPlain = handler && throwsOnlyErrors(context.evaluator, handler)
  if (answer.failure) {
    const isRead = answer.failure.uses.some(({ as }) => as === 'message' || as === 'name')
    if (isRead && !isPlain)
      refuse(
        site,
        'function-error-branch',
        `The caller reads the error, and "${key}" may throw something else than one.`,
      )
    // of a result that JSON refuses Lambda tells in words of its own
    if (isRead && !hasJson)
      refuse(site, 'function-error-branch', `The caller reads the error, and the result of "${key}" may have no JSON.`)
    return 'branch'
  }
  if (context.options.errors === 'propagate') return 'propagates'
  const inTheWay = (what: string): never =>
    refuse(site, 'errors-not-preserved', `"${key}" may throw${thrownAt(context, callee)}, and ${what}.`)
  if (answer.needsPromise || answer.taken || answer.gathered) inTheWay('the answer goes to a promise or a callback')
  if (!isPayloadEnough(site, answer)) inTheWay('the caller does more with the answer than to read members of it')
  if (!isPlain) inTheWay('not all that it throws is known to be an error')
  if (!hasJson) inTheWay('its result may have no JSON')
  return 'payload'
}

/**
 * Whether a caller reads nothing of an error of the callee but what a `catch` can make: its name and its message, and not
 * that Lambda ended it.
 */
export function isPayloadEnough({ module, call }: InvokeSite, { value, isText, failure }: Answer): boolean {
  const members = value && !isText && !failure ? readMembers(module, value) : undefined
  if (!members?.every((name) => name !== undefined && (!ERROR_MEMBERS.has(name) || MADE.has(name)))) return false
  const asksForError = members.some((name) => name !== undefined && MADE.has(name))
  return !asksForError || !NO_ERROR_OF_CODE.test((enclosingFunction(call) ?? module.ast).getText(module.ast))
}

/** The members of the payload that a `catch` makes. */
const MADE: ReadonlySet<string> = new Set(['errorMessage', 'errorType'])

/** Where a function may throw first, for messages: ` (src/price.ts:3)`. */
function thrownAt(context: TransformContext, callee: FunctionRef): string {
  const thrown = context.relocatable(callee).effects.find(({ label }) => label === 'throw')
  return thrown ? ` (${thrown.file}:${thrown.line})` : ''
}

/** Taking `null` apart throws: `({ order }) => …` of a payload that may be null. */
export function mayRefuseEvent(context: TransformContext, callee: FunctionRef, payload: Payload): boolean {
  const [event] = context.relocatable(callee).handler?.node.parameters ?? []
  const isObject =
    payload.kind === 'none' || (payload.kind === 'json' && ts.isObjectLiteralExpression(unwrap(payload.value)))
  return !!event && !ts.isIdentifier(event.name) && !isObject
}
