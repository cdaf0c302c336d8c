import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { Obligation } from '../transform'
import type { MachineType } from './infra'
import { innerSteps, type RetryWaits, type Step, type TaskStep } from './ir'
import type { Workflow } from './read-handler'

/** An Express execution that is waited for ends after five minutes. In seconds. */
const SYNC_LIMIT = 300

/** SDK v2 gives up a request after two minutes, and starts the execution once more. In seconds. */
const V2_REQUEST_LIMIT = 120

/** A new instance of a function may take this long to begin; its timeout does not count it. In seconds. */
const COLD_START = 10

/** How long an execution may go on. */
export interface Time {
  /** In seconds; `undefined` leaves it to the limit of the service. */
  readonly timeout: number | undefined
  readonly obligation: Obligation
}

/** Why an execution that is waited for may end before the chain does; `undefined` where it does not. */
export function whyTooLong(site: InvokeSite, caller: FunctionRef, { steps }: Workflow): string | undefined {
  const limit = limitOf(site)
  const seconds = longest(steps)
  if (caller.function.timeout <= limit || seconds <= limit) return undefined
  const reason =
    site.sdk === 'v2' ? `SDK v2 waits ${limit} s for an answer` : `a synchronous execution ends after ${limit} s`
  return `They may take ${Number.isFinite(seconds) ? `${seconds} s with their cold starts` : 'any time, for they go round'}; ${reason}`
}

function limitOf({ sdk }: InvokeSite): number {
  return sdk === 'v2' ? V2_REQUEST_LIMIT : SYNC_LIMIT
}

/**
 * When a handler is timed out, the calls that it has not made are never made: its execution ends when it does.
 * @param type Whether the execution is waited for; then it must not be too long for that.
 */
export function timeOf(site: InvokeSite, caller: FunctionRef, workflow: Workflow, type: MachineType): Time {
  const limit = limitOf(site)
  const { key, timeout } = caller.function
  if (timeout <= limit || type === 'STANDARD')
    return { timeout, obligation: ownTime(key, timeout, workflow.isImmediate) }
  const message = `The functions take at most ${longest(workflow.steps)} s with their cold starts; the execution may take ${limit} s.`
  return { timeout: undefined, obligation: { code: 'time-limit', status: 'proved', message } }
}

/** The execution has the timeout of its handler, from its own start on. */
function ownTime(key: string, timeout: number, isImmediate: boolean): Obligation {
  const ends = `The execution ends ${timeout} s after its start, which is the timeout of "${key}"`
  return isImmediate
    ? { code: 'time-limit', status: 'emulated', message: `${ends}: what it would not have called is not called.` }
    : {
        code: 'time-limit',
        status: 'waived',
        message: `${ends}; "${key}" waits for something before, so that calls may be made after its end.`,
      }
}

/** Sum of the timeouts and cold starts along the longest way; what goes round has no bound. In seconds. */
function longest(steps: readonly Step[]): number {
  return steps.reduce((sum, step) => sum + timeOfStep(step), 0)
}

function timeOfStep(step: Step): number {
  switch (step.kind) {
    case 'task':
      return (
        attempts(step) * (step.callee.function.timeout + COLD_START) +
        waited(step) +
        longest(step.onFailure?.steps ?? [])
      )
    case 'choice':
      return Math.max(longest(step.whenTrue), longest(step.whenFalse))
    case 'loop': {
      const once = longest([...step.body, ...step.update])
      return once === 0 ? 0 : Number.POSITIVE_INFINITY
    }
    case 'wait':
      return step.seconds.kind === 'literal' ? Number(step.seconds.value) : Number.POSITIVE_INFINITY
    case 'parallel':
      return Math.max(...step.branches.map(longest))
    case 'map':
      return longest(step.body)
    default:
      return innerSteps(step).reduce((sum, steps) => sum + longest(steps), 0)
  }
}

function waitsOf({ retry }: TaskStep): RetryWaits[] {
  return (retry ?? []).flatMap(({ waits }) => (waits === 'never' ? [] : [waits]))
}

function attempts(step: TaskStep): number {
  return waitsOf(step).reduce((sum, waits) => sum + waits.attempts, 1)
}

function waited(step: TaskStep): number {
  const own = waitsOf(step).flatMap(({ attempts, interval, rate, longest: most = Number.POSITIVE_INFINITY }) =>
    Array.from({ length: attempts }, (_, index) => Math.min(interval * rate ** index, most)),
  )
  return own.reduce((sum, seconds) => sum + seconds, 0)
}
