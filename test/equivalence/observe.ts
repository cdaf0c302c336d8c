import type { Invocation } from './aws/runner'
import type { Failure, LocalAws, OutwardCall, Trouble } from './local-aws'

/** An event to run before and after a rewrite. */
export interface Scenario extends Trouble {
  readonly function: string
  readonly event: unknown
  /** Whether the code expects the event: then nothing may happen that is waived for others. */
  readonly isExpected?: boolean
}

/** What can be seen from outside. */
export interface Observation {
  readonly answer: Invocation
  /** Calls to the outside that somebody waits for, in their order. */
  readonly calls: readonly OutwardCall[]
  readonly backgroundCalls: readonly OutwardCall[]
  /** What functions were given that nobody waits for. */
  readonly backgroundEvents: readonly unknown[]
  readonly failures: readonly Failure[]
  readonly deadLetters: readonly unknown[]
  /** How executions ended that were started. */
  readonly executions: readonly Invocation[]
  readonly isParallel: boolean
}

/** Runs scenarios one after the other in services that are deployed; what they leave in memory stays, as in warm functions. */
export async function observe(aws: LocalAws, scenarios: readonly Scenario[]): Promise<Observation[]> {
  const observations: Observation[] = []
  for (const scenario of scenarios) observations.push(await Promise.race([run(aws, scenario), aws.broken]))
  return observations
}

async function run(aws: LocalAws, scenario: Scenario): Promise<Observation> {
  aws.begin(scenario)
  const answer = await aws.call(scenario.function, scenario.event)
  await aws.settle()
  const { calls, backgroundCalls, backgroundEvents, failures, deadLetters, executions, isParallel } = aws
  return { answer, calls, backgroundCalls, backgroundEvents, failures, deadLetters, executions, isParallel }
}
