import type { FunctionRef } from '../../../load/service'
import type { Obligation } from '../../transform'
import { branchSteps, innerSteps, type Step } from '../ir'
import { longest } from '../time'

/** The steps of functions stand in the workflow: what ends with the functions. One obligation for all; none without them. */
export function splitObligations(caller: FunctionRef, steps: readonly Step[]): Obligation[] {
  const found = splitsIn(steps)
  if (found.length === 0) return []
  const keys = listed(found.map(({ ref }) => ref))
  const untimed = found.filter(
    ({ ref, steps: own }) => ref.function.timeout < caller.function.timeout && longest(own) > ref.function.timeout,
  )
  const moved = `What ${keys} did is done by the workflow, with the same values.`
  if (untimed.length === 0) return [{ code: 'callee-split', status: 'emulated', message: moved }]
  const timeouts = [...new Set(untimed.map(({ ref }) => `${ref.function.timeout} s`))].join(' or ')
  const message = `${moved} Its steps have no timeout of their own: where ${listed(untimed.map(({ ref }) => ref))} took more than ${timeouts}, it failed.`
  return [{ code: 'callee-split', status: 'waived', message }]
}

interface Found {
  readonly ref: FunctionRef
  readonly steps: readonly Step[]
}

function splitsIn(steps: readonly Step[]): Found[] {
  return steps.flatMap((step): Found[] => {
    const inner = [...innerSteps(step), ...branchSteps(step)].flat()
    const own = step.kind === 'switch' && step.split ? [{ ref: step.split, steps: inner }] : []
    return [...own, ...splitsIn(inner)]
  })
}

function listed(refs: readonly FunctionRef[]): string {
  return [...new Set(refs.map((ref) => `"${ref.function.key}"`))].join(' and ')
}
