import type { Expression } from '../expression'
import { branchSteps, innerSteps, mapLists, type Step } from '../ir'
import { literalOf } from './known-values'
import { type Beyond, type FoundRetry, retryOf } from './retry-of-loop'
import { assignedIn, type Reads, readsOf } from './variable-uses'

/** The same workflow, with every loop that only tries a call again as a `Retry` of its task. */
export function withRetries(steps: readonly Step[]): readonly Step[] {
  const found = firstRetry(steps)
  if (!found) return steps
  const { list, index, retry } = found
  const behind = list.slice(index + 1)
  const replaced = [...withoutUnread(steps, found), retry.step, ...behind]
  const changed = mapLists(steps, (one) => (one === list ? replaced : one))
  const reads = readsOf(changed)
  const unread = [...retry.counters].filter((name) => !reads.has(name))
  return withRetries(unread.length === 0 ? changed : mapLists(changed, (one) => without(one, new Set(unread))))
}

interface Place {
  readonly list: readonly Step[]
  readonly index: number
  readonly retry: FoundRetry
}

function firstRetry(steps: readonly Step[]): Place | undefined {
  const all = readsOf(steps)
  const finalized = new Set(finalizers(steps).flatMap((list) => [...readsOf(list).keys()]))
  const beyond: Beyond = (id) => readsBeside(all, readsOf(withId(steps, id)))
  const search = (list: readonly Step[]): Place | undefined => {
    for (const [index, step] of list.entries()) {
      const retry =
        step.kind === 'loop' &&
        retryOf(step, knownBefore(list, index), readsBeside(all, readsOf([step])), finalized, beyond)
      if (retry) return { list, index, retry }
      for (const inner of [...innerSteps(step), ...branchSteps(step)]) {
        const found = search(inner)
        if (found) return found
      }
    }
    return undefined
  }
  return search(steps)
}

/** The loop, switch or helper that an id stands for. */
function withId(steps: readonly Step[], id: number): readonly Step[] {
  return steps.flatMap((step): readonly Step[] =>
    (step.kind === 'loop' || step.kind === 'switch') && step.id === id
      ? [step]
      : [...innerSteps(step), ...branchSteps(step)].flatMap((inner) => withId(inner, id)),
  )
}

function finalizers(steps: readonly Step[]): (readonly Step[])[] {
  return steps.flatMap((step) => [
    ...(step.kind === 'try' && step.finalizer ? [step.finalizer.steps] : []),
    ...[...innerSteps(step), ...branchSteps(step)].flatMap(finalizers),
  ])
}

/** What is read of variables in all steps, but for some of them. */
function readsBeside(all: Reads, inside: Reads): ReadonlySet<string> {
  return new Set([...all].flatMap(([name, count]) => (count > (inside.get(name) ?? 0) ? [name] : [])))
}

/** What variables hold at a place of a list, as far as the list itself says. */
function knownBefore(list: readonly Step[], index: number): Map<string, Expression> {
  const known = new Map<string, Expression>()
  for (const step of list.slice(0, index)) {
    const values = step.kind === 'assign' ? step.values : []
    const given = values.map(({ name, value }) => [name, literalOf(value, known)] as const)
    for (const name of assignedIn([step])) known.delete(name)
    for (const [name, value] of given) if (value !== undefined) known.set(name, { kind: 'literal', value })
  }
  return known
}

/** The steps before a retry, without first values that only the loop, or what follows it, would have read. */
function withoutUnread(steps: readonly Step[], { list, index, retry }: Place): readonly Step[] {
  const elsewhere = readsBeside(readsOf(steps), readsOf(list.slice(index)))
  return without(list.slice(0, index), new Set([...retry.kept].filter((name) => !elsewhere.has(name))))
}

function without(list: readonly Step[], names: ReadonlySet<string>): readonly Step[] {
  return list.flatMap((step): Step[] => {
    if (step.kind !== 'assign') return [step]
    const values = step.values.filter(({ name, value }) => !names.has(name) || !isPlain(value))
    return values.length === 0 ? [] : [values.length === step.values.length ? step : { ...step, values }]
  })
}

/** What cannot fail: literals, and nothing. */
function isPlain(value: Expression): boolean {
  return (
    value.kind === 'literal' ||
    (value.kind === 'object' &&
      value.properties.every(({ value: own }) => own.kind === 'undefined' || own.kind === 'literal'))
  )
}
