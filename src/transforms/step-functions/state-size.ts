import type { Obligation } from '../transform'
import { someOf, typeOf } from './facts'
import { branchSteps, innerSteps, type Step, type WorkflowInput } from './ir'
import { lineList } from './line-list'

/**
 * What an execution holds at once may be 256 KB, which cannot be seen from the code: it is waived, and the plan says of what
 * it is. Source: quotas of Step Functions, "Maximum input or output size for a task, state, or execution".
 */
export function stateSize(key: string, steps: readonly Step[], { names, isWhole }: WorkflowInput): Obligation {
  const input =
    names.length === 0 ? [] : [`the input of the execution (${isWhole ? 'all of ' : ''}${names.join(', ')})`]
  const callees = [...new Set(steps.flatMap(calleesOf))].map((callee) => `"${callee}"`)
  const calls = `each payload and each answer of ${callees.join(', ')}`
  const held = [...input, calls, 'each variable', `what "${key}" gets back`]
  const lines = steps.flatMap((step) => growingLines(step, false))
  const growing = lines.length > 0 ? ` Lists grow in ${lineList(lines)}: there it is reached first.` : ''
  return {
    code: 'state-size',
    status: 'waived',
    message: `256 KB of JSON are the most for ${held.join(', ')}; a call took 6 MB. Beyond that the execution does not start, or it ends, which no "catch" sees, and "${key}" throws.${growing}`,
  }
}

function calleesOf(step: Step): string[] {
  const own = step.kind === 'task' ? [step.callee.function.key] : []
  return [...own, ...[...innerSteps(step), ...branchSteps(step)].flat().flatMap(calleesOf)]
}

/** Lines where a list takes one value more for each item, or for each round of a loop. */
function growingLines(step: Step, isInLoop: boolean): number[] {
  const grows =
    (step.kind === 'map' && step.result !== undefined) ||
    (isInLoop &&
      step.kind === 'assign' &&
      step.values.some(
        ({ name, value }) =>
          typeOf(value) === 'array' && someOf(value, (part) => part.kind === 'variable' && part.name === name),
      ))
  const inner = innerSteps(step).flat()
  return [
    ...(grows ? [step.origin.line] : []),
    ...inner.flatMap((one) => growingLines(one, isInLoop || step.kind === 'loop')),
    ...branchSteps(step).flatMap((steps) => steps.flatMap((one) => growingLines(one, false))),
  ]
}
