import { analyze } from '../../src/plan/analyze'
import { workspaceOf } from '../support/fixtures'
import type { Invocation } from './aws/runner'
import type { FunctionsHost } from './functions-host'
import { type Failure, LocalAws, type OutwardCall, type Trouble } from './local-aws'

/** An event to run before and after a rewrite. */
export interface Scenario extends Trouble {
  readonly function: string
  readonly event: unknown
}

/** What can be seen from outside. */
export interface Observation {
  readonly answer: Invocation
  /** Calls to the outside that somebody waits for, in their order. */
  readonly calls: readonly OutwardCall[]
  readonly backgroundCalls: readonly OutwardCall[]
  readonly failures: readonly Failure[]
  readonly deadLetters: readonly unknown[]
  readonly isParallel: boolean
}

/** Runs scenarios one after the other, in a fresh copy of the services. */
export async function observe(
  host: FunctionsHost,
  files: Readonly<Record<string, string>>,
  scenarios: readonly Scenario[],
): Promise<Observation[]> {
  const { services } = analyze(workspaceOf(files))
  const observations: Observation[] = []
  const aws = await LocalAws.start(services, files, host)
  for (const scenario of scenarios) {
    await aws.begin(scenario)
    const answer = await aws.call(scenario.function, scenario.event)
    await aws.settle()
    const { calls, backgroundCalls, failures, deadLetters, isParallel } = aws
    observations.push({ answer, calls, backgroundCalls, failures, deadLetters, isParallel })
  }
  return observations
}

/**
 * Says in what two observations differ; nothing where they are equal, or differ only as a waiver allows it.
 * @param waived Codes of the obligations that the plan waives.
 */
export function difference(before: Observation, after: Observation, waived: ReadonlySet<string>): string | undefined {
  if (waived.has('callee-errors') && isPropagated(before, after)) return undefined
  if (waived.has('member-access') && isMemberOfNothing(before)) return undefined
  if (waived.has('value-types') && isWithoutForm(before, after)) return undefined
  if (waived.has('caught-in-try') && before.failures.length > 0) return undefined
  // the expressions for group and duplicate are the user's own
  if (waived.has('fifo-order') && isMemberOfNothing(after)) return undefined
  if (isUnsendable(before)) return undefined
  // none is sent where one cannot be made
  if (waived.has('batch-sends') && (isMemberOfNothing(after) || isTakenApart(after))) return undefined
  if (waived.has('detail-object') && isNoObject(after)) return undefined
  const answers = [before, after].map(({ answer }) => JSON.stringify(comparable(answer, waived)))
  if (answers[0] !== answers[1]) return `answer: ${answers[0]} became ${answers[1]}`
  const calls = [before, after].map(({ calls: waitedFor, backgroundCalls }) => [...waitedFor, ...backgroundCalls])
  const [one, other] = calls.map((all) => sorted(all).join())
  if (one !== other) return `calls: ${one} became ${other}`
  // queues do not keep the order of what several functions do, nor do requests that are under way at once
  const isOrdered = !before.isParallel && !after.isParallel && !waived.has('unread-is-async')
  const [first, second] = [before, after].map((observation) => JSON.stringify(observation.calls))
  if (isOrdered && first !== second) return `order of calls: ${first} became ${second}`
  if (waived.has('unread-is-async')) return undefined
  const letters = [before, after].map(({ deadLetters }) => sorted(deadLetters).join())
  return letters[0] === letters[1] ? undefined : `dead letters: ${letters[0]} became ${letters[1]}`
}

function sorted(values: readonly unknown[]): string[] {
  return values.map((value) => JSON.stringify(value)).sort()
}

function comparable({ payload, functionError }: Invocation, waived: ReadonlySet<string>): unknown {
  if (!functionError) return { payload }
  const { errorType, errorMessage } = payload as { errorType: string; errorMessage: string }
  // the engine words its own errors by the syntax that it runs
  const isWorded = errorType === 'TypeError' && waived.has('callee-errors')
  const message = DESTRUCTURED.test(errorMessage) ? 'a pattern met nothing' : errorMessage
  return { functionError, errorType, errorMessage: isWorded ? undefined : message }
}

/** V8 words what happens when a pattern like `[first]` meets `undefined` in two ways, for the same source. */
const DESTRUCTURED =
  /^(?:(?:undefined|null) is not iterable(?: \(.+\))?|Cannot destructure property '.+' of '.+' as it is (?:undefined|null)\.)$/

/**
 * `errors=propagate`: a function failed, the caller went on with its error as if it were a result, and now gets that error.
 */
function isPropagated(before: Observation, after: Observation): boolean {
  const { errorType, errorMessage } = (after.answer.payload ?? {}) as { errorType?: string; errorMessage?: string }
  if (!after.answer.functionError) return false
  // the engine words its own errors by the syntax that it runs
  const isWorded = errorType === 'TypeError'
  const isSame = before.failures.some(
    (failure) => failure.errorType === errorType && (isWorded || errorMessage?.includes(failure.errorMessage)),
  )
  const isPrefix = after.calls.every((call, index) => JSON.stringify(call) === JSON.stringify(before.calls[index]))
  return isSame && isPrefix
}

/** `member-access`: code read a member of nothing, and failed; in JSONata that is nothing. */
function isMemberOfNothing({ failures }: Observation): boolean {
  return failures.some(
    ({ errorType, errorMessage }) => errorType === 'TypeError' && errorMessage.startsWith('Cannot read properties of'),
  )
}

/** Nothing was taken apart as if it were an object. */
function isTakenApart({ failures }: Observation): boolean {
  return failures.some(
    ({ errorType, errorMessage }) =>
      errorType === 'TypeError' && errorMessage.startsWith('Cannot destructure property'),
  )
}

/** `value-types`: an expression met values for which it has no exact form, and ended the execution: until then all was alike. */
function isWithoutForm(before: Observation, after: Observation): boolean {
  const { errorMessage } = (after.answer.payload ?? {}) as { errorMessage?: string }
  if (!after.answer.functionError || !errorMessage?.includes('no exact form for these values')) return false
  const [made, expected] = [after, before].map(({ calls }) => calls.map((call) => JSON.stringify(call)))
  // side by side, the order is nobody's
  return after.isParallel || before.isParallel
    ? (made ?? []).every((call) => expected?.includes(call))
    : (made ?? []).every((call, index) => call === expected?.[index])
}

/** The payload is not the object that its type says: the bus refuses it. */
function isNoObject({ answer }: Observation): boolean {
  const { errorMessage } = (answer.payload ?? {}) as { errorMessage?: string }
  return answer.functionError !== undefined && errorMessage === 'The event was not taken: Detail is malformed.'
}

/** Nothing to send: no event can be made of `undefined`, and a queue takes no empty message. Each fails in its way. */
function isUnsendable({ answer, calls }: Observation): boolean {
  const { errorMessage } = (answer.payload ?? {}) as { errorMessage?: string }
  return (
    calls.length === 0 && /^(The first argument must be of type string|Missing required key )/.test(errorMessage ?? '')
  )
}
