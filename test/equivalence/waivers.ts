import { isObject } from '../../src/load/document'
import { isPart, isStart } from './calls'
import type { Observation } from './observe'

/** What a plan says that may differ: nothing else may. */
export interface Waived {
  /** Codes of the obligations. */
  readonly codes: ReadonlySet<string>
  /** Functions whose errors are thrown now where they are called (`callee-errors`). */
  readonly propagated: readonly string[]
  /** Functions that were waited for, or floated, and have a queue now: they are tried again, and their event is kept. */
  readonly queued: readonly string[]
  /** Functions whose steps are part of a workflow now: their code is that of the handler. */
  readonly split: readonly string[]
  /** Whether nobody reads what a handler answers: it may start an execution, and that ends as the handler did. */
  readonly isStarted: boolean
  /** Whether a helper that tried again is gone: the function would do the same (`helper-kept`). */
  readonly isTriedOnce: boolean
}

/** What is waived for an event that the code expects: nothing that is only for values which it does not. */
export function forExpected(waived: Waived): Waived {
  const unexpected = [
    'value-types',
    'number-text',
    'exact-values',
    'number-range',
    'fifo-order',
    'batch-sends',
    'detail-object',
    'log-lines',
    'member-access',
  ]
  return { ...waived, codes: new Set([...waived.codes].filter((code) => !unexpected.includes(code))) }
}

type Allows = (before: Observation, after: Observation, waived: Waived) => boolean

/** The one difference that each code allows, in a whole observation. */
export const ALLOWED: Readonly<Record<string, Allows>> = {
  /** The code read a member of nothing, and failed; in JSONata that is nothing, and the code goes on from there. */
  'member-access': (before, after, { split }) =>
    (isTypeError(before, split) && isStart(before.calls, after.calls, isSideBySide(before, after))) ||
    goesOnInSteps(before, after, split),
  /** No bytes could be made of `undefined`; now the function is called with it. */
  'argument-json': (before, after) =>
    failedWith(before, /^The first argument must be of type string/) &&
    isStart(before.calls, after.calls, isSideBySide(before, after)),
  /** An expression met values for which it has no exact form, and ended the execution: until then all was alike. */
  'value-types': (before, after) => isGuarded(before, after, /no exact form for these values/),
  'number-text': (before, after) => isGuarded(before, after, /no exact form for these values/),
  'exact-values': (before, after) =>
    isGuarded(before, after, /no exact form for these values|Unable to cast value to a number/),
  /** The machine went on calculating with a number that JSON does not have. */
  'number-range': (before, after) =>
    isGuarded(before, after, /Number out of range|must evaluate to a number|must be of the same data type/),
  /** A line that could not be written is left out. */
  'log-lines': (before, after) =>
    failedWith(before, /^Cannot convert object to primitive value$| is not a function$/) &&
    isStart(before.calls, after.calls, isSideBySide(before, after)),
  /** The expressions for group and duplicate are the user's own: they, or the queue for what they give, may fail. */
  'fifo-order': (before, after) =>
    (isTypeError(after) || failedWith(after, NO_ID)) &&
    isStart(after.calls, before.calls, false) &&
    isPart(after.backgroundCalls, before.backgroundCalls),
  /** A message of several could not be made: nothing was read or taken apart. None was sent, where those before it were. */
  'batch-sends': (before, after) =>
    [before, after].every((one) => failedWith(one, OF_NOTHING)) &&
    isStart(after.calls, before.calls, false) &&
    isPart(after.backgroundCalls, before.backgroundCalls),
  /** The payload is not the object that its type says: the bus refuses it. */
  'detail-object': (before, after) =>
    before.backgroundEvents.some((event) => !isObject(event)) &&
    failedWith(after, /^The event was not taken: Detail is malformed\.$/) &&
    isStart(after.calls, before.calls, false) &&
    isPart(after.backgroundCalls, before.backgroundCalls),
}

/**
 * Nothing to send: no event can be made of `undefined`, and a queue takes no empty message. Each fails in its way, before
 * anything is sent; a send that nobody waits for fails unseen.
 */
export function isUnsendable(before: Observation, after: Observation, { codes }: Waived): boolean {
  const isFloating = codes.has('payload-json') && !after.answer.functionError
  return [before, after].every(isIdle) && failedWith(before, NOTHING) && (isFloating || failedWith(after, NOTHING))
}

function isIdle({ calls, backgroundCalls, deadLetters }: Observation): boolean {
  return calls.length + backgroundCalls.length + deadLetters.length === 0
}

/** What a queue says of an id that is none; see `aws/sqs-message.ts`. */
const NO_ID =
  /^(Value [\s\S]* for parameter Message(Group|Deduplication)Id is invalid|The request must contain the parameter MessageGroupId|[A-Z]+_VALUE can not be converted|Start of structure or map found|The request is no JSON)/

const OF_NO_MEMBER = /^Cannot read properties of (undefined|null) \(reading /

const OF_NOTHING = /^Cannot (read properties of (undefined|null)|destructure property '.+' of )/

const NOTHING =
  /^(The first argument must be of type string|Missing required key |The request must contain the parameter MessageBody|Invalid parameter: Empty message|The event was not taken: Detail is malformed)/

/**
 * A result that JSON does not have is the text `"Infinity"` in a machine, where `number-range` says so, and `null` in JSON;
 * numbers that are added to it are appended.
 */
export function withNullForInfinity(after: Observation): Observation {
  return JSON.parse(JSON.stringify(after).replace(/(\\*")-?Infinity[-\d.e+]*\1/g, 'null'))
}

/** Requests that are under way at once have no order. */
export function isSideBySide(before: Observation, after: Observation): boolean {
  return before.isParallel || after.isParallel
}

/** Whether code read a member of nothing, and failed: code of the handler itself, not of what it calls. */
function isTypeError({ answer, failures }: Observation, split: readonly string[] = []): boolean {
  const { errorType, errorMessage = '' } = errorOf(answer.payload)
  const isSame = (failure: Observation['failures'][number]) => failure.errorMessage === errorMessage
  const isOwn = failures.filter((failure) => isSame(failure) && !split.includes(failure.key)).length === 1
  return answer.functionError !== undefined && errorType === 'TypeError' && OF_NO_MEMBER.test(errorMessage) && isOwn
}

/** A function failed so whose steps are part of a workflow now, and its caller saw it: until then all was alike. */
function goesOnInSteps(before: Observation, after: Observation, split: readonly string[]): boolean {
  return before.failures.some(
    ({ key, errorType, errorMessage, callsBefore }) =>
      split.includes(key) &&
      errorType === 'TypeError' &&
      OF_NO_MEMBER.test(errorMessage) &&
      isStart(before.calls.slice(0, callsBefore), after.calls, isSideBySide(before, after)),
  )
}

function isGuarded(before: Observation, after: Observation, guard: RegExp): boolean {
  return failedWith(after, guard) && isStart(after.calls, before.calls, isSideBySide(before, after))
}

function failedWith({ answer }: Observation, pattern: RegExp): boolean {
  return answer.functionError !== undefined && pattern.test(errorOf(answer.payload).errorMessage ?? '')
}

export function errorOf(payload: unknown): { errorType?: string; errorMessage?: string } {
  return (payload ?? {}) as { errorType?: string; errorMessage?: string }
}
