import { countTasks } from './cost'
import { branchSteps, innerSteps, type Step } from './ir'
import { lineList } from './line-list'

/** Calls side by side that are followed by others: where one fails, the others stop before what follows. */
export function siblingNotes(key: string, steps: readonly Step[]): string[] {
  const lines = steps.flatMap(stoppedLines)
  if (lines.length === 0) return []
  return [
    `${key}: where a branch of ${lineList(lines)} fails, the others are stopped; "Promise.all" let them go on with what nobody waited for.`,
  ]
}

/**
 * Lines where a failure leaves calls out: of a `Parallel` with a branch that calls more than once, and of every `Map`, which
 * runs 40 items at once.
 */
function stoppedLines(step: Step): number[] {
  const inner = [...innerSteps(step), ...branchSteps(step)]
  const unaffected = step.kind === 'map' ? 0 : 1
  const isStopped =
    !branchSteps(step).every(isSafe) && branchSteps(step).some((steps) => countTasks(steps) > unaffected)
  return [...(isStopped ? [step.origin.line] : []), ...inner.flatMap((steps) => steps.flatMap(stoppedLines))]
}

/** Whether a branch never fails: it gives its failure. */
function isSafe(steps: readonly Step[]): boolean {
  const [only, ...others] = steps.filter(({ kind }) => kind !== 'assign')
  return only?.kind === 'try' && only.handler !== undefined && others.length === 0
}
