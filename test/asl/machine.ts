import { definitionFaults } from '../../src/infra/check/state-machine/definition'
import { Clock } from './clock'
import { History, type MachineType } from './limits'
import { ExecutionError, StateError } from './state-error'
import { runScope, type Surroundings } from './states'
import type { Invoke } from './tasks'
import { Variables } from './variables'

export { StateError } from './state-error'
export type { Invoke } from './tasks'

/** A definition that Step Functions refuses. */
export class BrokenDefinition extends Error {}

/** How an execution ended. */
export type Outcome = (
  | { readonly status: 'SUCCEEDED'; readonly output: unknown }
  | { readonly status: 'FAILED' | 'TIMED_OUT'; readonly error: string | undefined; readonly cause: string | undefined }
) & {
  /** Time that the tasks, the waits and the retries took. */
  readonly seconds: number
  /** Events that a history would have. */
  readonly events: number
  /** Failures of branches beside those that failed first: Step Functions may stop these before. */
  readonly alsoFailed: readonly StateError[]
}

export interface ExecutionOptions {
  readonly type?: MachineType
  readonly name?: string
}

const checked = new WeakSet<object>()

/**
 * Runs a state machine: the Amazon States Language with JSONata 2.0.6, as Step Functions runs it. A definition that
 * Step Functions would refuse is an error of the test, never run as if it meant something. Time is virtual. Where a branch
 * of a Parallel or an item of a Map fails, those under way go on to their end, and only then the state fails: Step
 * Functions may stop them before.
 */
export async function execute(
  definition: object,
  input: unknown,
  invoke: Invoke,
  { type = 'EXPRESS', name = 'execution' }: ExecutionOptions = {},
): Promise<Outcome> {
  if (!checked.has(definition)) {
    const faults = definitionFaults(definition).map(({ path, message }) => `${path.join('.')}: ${message}`)
    if (faults.length > 0) throw new BrokenDefinition(`The definition is broken.\n${faults.join('\n')}`)
    checked.add(definition)
  }
  const { TimeoutSeconds } = definition as { TimeoutSeconds?: number }
  const clock = new Clock(0, TimeoutSeconds === undefined ? undefined : TimeoutSeconds * 1000)
  const history = new History(type)
  const alsoFailed: StateError[] = []
  const around: Surroundings = {
    invoke,
    history,
    alsoFailed,
    execution: { Id: `arn:${name}`, Input: input, Name: name },
  }
  const spent = () => ({ seconds: clock.milliseconds / 1000, events: history.events + 1, alsoFailed })
  try {
    const output = await runScope(definition, input, { around, clock, variables: new Variables() })
    return { status: 'SUCCEEDED', output, ...spent() }
  } catch (error) {
    if (!(error instanceof StateError)) throw error
    const status = error instanceof ExecutionError && error.error === 'States.Timeout' ? 'TIMED_OUT' : 'FAILED'
    return { status, error: error.error, cause: error.reason, ...spent() }
  }
}
