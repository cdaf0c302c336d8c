import { ASSUMED } from '../../advise/billing'
import type { FunctionRef } from '../../load/service'
import { dollars, PRICES } from '../shared/prices'
import { costText } from '../shared/waiting'
import { branchSteps, innerSteps, type Step } from './ir'
import type { Course } from './transitions'

/** The least memory that an execution is billed for, in GB. */
const LEAST_MEMORY = 64 / 1024

/**
 * What an Express execution costs per million runs. It saves nothing: the handler waits for it as it waited for the
 * functions. With its assumptions, since durations are not known. Formulae: `docs/costs.md`.
 */
export function costNote(key: string, steps: readonly Step[]): string {
  const calls = countTasks(steps)
  const seconds = (calls * ASSUMED.working) / 1000
  const duration = seconds * LEAST_MEMORY * PRICES.expressGbSecond * 1_000_000
  const assumed = `${calls} calls of ${ASSUMED.working} ms, 64 MB of state; prices of ${PRICES.region}, ${PRICES.asOf}`
  return `${key}: a million runs cost ${dollars(PRICES.expressStarts + duration)} more (${assumed}). The handler is billed while it waits, as before.`
}

/**
 * What a Standard execution costs per million runs, less what the handler was billed for while it waited for the functions.
 */
export function standardCostNote(
  { function: fn }: FunctionRef,
  steps: readonly Step[],
  { transitions }: Course,
): string {
  const calls = countTasks(steps)
  const waited = (calls * ASSUMED.working) / 1000
  const saved = (fn.memorySize / 1024) * waited * PRICES.lambdaGbSecond * 1_000_000
  const assumed = [
    `${transitions} transitions`,
    `a handler of ${fn.memorySize} MB that waited for ${calls} calls of ${ASSUMED.working} ms`,
  ]
  return `${fn.key}: a million runs ${costText(saved - transitions * PRICES.standardTransitions, assumed)}`
}

/** Calls that the code has; how often they are made is not known. */
export function countTasks(steps: readonly Step[]): number {
  return steps.reduce(
    (sum, step) =>
      sum + (step.kind === 'task' ? 1 : 0) + countTasks([...innerSteps(step), ...branchSteps(step)].flat()),
    0,
  )
}
