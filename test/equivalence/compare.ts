import { join } from 'node:path'
import { analyze } from '../../src/plan/analyze'
import { workspaceOf } from '../support/fixtures'
import { type Invocation, LocalAws, type OutwardCall, type Stub } from './local-aws'
import { layOut } from './transpile'

/** An event to run before and after a rewrite. */
export interface Scenario {
  readonly function: string
  readonly event: unknown
  readonly stubs?: readonly Stub[]
  /** Functions whose synchronous calls are throttled. */
  readonly throttled?: readonly string[]
}

/** What can be seen from outside. */
export interface Observation {
  readonly answer: Invocation
  readonly calls: readonly OutwardCall[]
  readonly failures: LocalAws['failures']
  readonly deadLetters: readonly unknown[]
}

const SCRATCH = join(__dirname, '..', '..', '.tmp', 'equivalence')

/** Runs scenarios one after the other, in a fresh copy of a service. */
export async function observe(
  name: string,
  files: Readonly<Record<string, string>>,
  scenarios: readonly Scenario[],
): Promise<Observation[]> {
  const folder = join(SCRATCH, name)
  layOut(folder, files)
  const [service, ...others] = analyze(workspaceOf(files)).services
  if (!service || others.length > 0) throw new Error(`${name} must have exactly one service.`)
  const observations: Observation[] = []
  const aws = await LocalAws.start(service, folder)
  for (const scenario of scenarios) {
    aws.clear(scenario.stubs ?? [], scenario.throttled ?? [])
    const answer = await aws.invoke(scenario.function, scenario.event)
    await aws.settle()
    const { calls, failures, deadLetters } = aws
    observations.push({ answer, calls, failures, deadLetters })
  }
  await aws.stop()
  return observations
}

/**
 * Says in what two observations differ; nothing where they are equal, or differ only as `errors=propagate` allows:
 * a function failed, the caller went on with its error as if it were a result, and now gets that error.
 */
export function difference(before: Observation, after: Observation, waived: ReadonlySet<string>): string | undefined {
  if (waived.has('callee-errors') && isPropagated(before, after)) return undefined
  const answers = [before, after].map(({ answer }) => JSON.stringify(comparable(answer)))
  if (answers[0] !== answers[1]) return `answer: ${answers[0]} became ${answers[1]}`
  // queues do not keep the order of what several functions do
  const calls = [before, after].map((observation) => observation.calls.map((call) => JSON.stringify(call)).sort())
  if (JSON.stringify(calls[0]) !== JSON.stringify(calls[1])) return `calls: ${calls[0]} became ${calls[1]}`
  const letters = [before, after].map(({ deadLetters }) => deadLetters.map((event) => JSON.stringify(event)).sort())
  if (JSON.stringify(letters[0]) === JSON.stringify(letters[1])) return undefined
  return `dead letters: ${letters[0]} became ${letters[1]}`
}

function comparable({ payload, functionError }: Invocation): unknown {
  return functionError ? { functionError, ...(payload as object), trace: undefined } : { payload }
}

function isPropagated(before: Observation, after: Observation): boolean {
  const { errorType, errorMessage } = (after.answer.payload ?? {}) as { errorType?: string; errorMessage?: string }
  const [failure] = before.failures
  if (!failure || !after.answer.functionError) return false
  const isSame = failure.errorType === errorType && errorMessage?.includes(failure.errorMessage)
  const isPrefix = after.calls.every((call, index) => JSON.stringify(call) === JSON.stringify(before.calls[index]))
  return isSame === true && isPrefix
}
