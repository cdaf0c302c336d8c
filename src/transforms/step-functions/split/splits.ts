import { type FunctionRef, refKey } from '../../../load/service'
import { whatNeeds } from '../../shared/callee-life'
import { sharerOf } from '../../shared/shared-handler'
import type { TransformContext } from '../../transform'
import { branchSteps, innerSteps, type Step } from '../ir'
import { candidateOf, isKept, type KeptFunction, kept, type SplitFunction } from './candidates'

/** What becomes of the functions that a chain calls and that call others themselves. By their keys. */
export interface Splits {
  /** Those whose steps are part of the workflow. */
  readonly functions: ReadonlyMap<string, SplitFunction>
  readonly kept: ReadonlyMap<string, KeptFunction>
}

/**
 * Finds the functions that a chain can be given the steps of: nothing else needs them, directly or through another of them.
 * @param chain Indices of the calls.
 * @param known Those that are known to stay.
 */
export function splitsOf(
  context: TransformContext,
  caller: FunctionRef,
  chain: readonly number[],
  known: ReadonlyMap<string, KeptFunction>,
): Splits {
  const stay = new Map(known)
  for (;;) {
    const functions = reached(context, caller, chain, stay)
    const taken = new Set([...chain, ...[...functions.values()].flatMap(({ sites }) => sites)])
    const needed = [...functions].flatMap(([key, { ref }]): [string, KeptFunction][] => {
      const sharer = sharerOf(context, [ref])
      const needs = [
        ...whatNeeds(context, ref, taken),
        ...(sharer ? [`its handler is that of "${sharer.key}", too`] : []),
      ]
      return needs.length > 0 ? [[key, kept(ref, ...needs)]] : []
    })
    if (needed.length === 0) return { functions, kept: stay }
    for (const [key, one] of needed) stay.set(key, one)
  }
}

/** The functions below a chain that may be split, as far as is known; those that may not are added to `stay`. */
function reached(
  context: TransformContext,
  caller: FunctionRef,
  chain: readonly number[],
  stay: Map<string, KeptFunction>,
): ReadonlyMap<string, SplitFunction> {
  const found = new Map<string, SplitFunction>()
  const visit = (sites: readonly number[], path: readonly FunctionRef[]): void => {
    for (const { ref } of sites.flatMap((index) => calleeOf(context, index))) {
      const key = refKey(ref)
      if (found.has(key) || stay.has(key) || path.some((one) => refKey(one) === key)) continue
      const candidate = candidateOf(context, ref)
      if (!candidate) continue
      const back = isKept(candidate) ? undefined : callBack(context, candidate, [...path, ref])
      if (isKept(candidate)) stay.set(key, candidate)
      else if (back !== undefined) stay.set(key, kept(ref, back))
      else {
        found.set(key, candidate)
        visit(candidate.sites, [...path, ref])
      }
    }
  }
  visit(chain, [caller])
  return found
}

/** A function that calls one of those that lead to it has no end that could be written down. */
function callBack(
  context: TransformContext,
  { sites }: SplitFunction,
  path: readonly FunctionRef[],
): string | undefined {
  const keys = new Set(path.map(refKey))
  const back = sites.flatMap((index) => calleeOf(context, index)).find(({ ref }) => keys.has(refKey(ref)))
  return back && `it calls "${back.ref.function.key}", which leads to it`
}

function calleeOf({ sites }: TransformContext, index: number): { readonly ref: FunctionRef }[] {
  const target = sites[index]?.target
  return target?.status === 'resolved' ? [{ ref: target.ref }] : []
}

/** Why a function cannot go that was to be split: steps still call it, or none of them are its own. */
export function whyNoSteps(steps: readonly Step[], ref: FunctionRef): string[] {
  const key = refKey(ref)
  const all = allOf(steps)
  const isCalled = all.some((step) => step.kind === 'task' && refKey(step.callee) === key)
  const isThere = all.some((step) => step.kind === 'switch' && step.split && refKey(step.split) === key)
  return isThere && !isCalled ? [] : ['a call of it can only be a task']
}

function allOf(steps: readonly Step[]): Step[] {
  return steps.flatMap((step) => [step, ...allOf([...innerSteps(step), ...branchSteps(step)].flat())])
}
