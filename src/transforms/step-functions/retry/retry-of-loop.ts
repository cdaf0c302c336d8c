import { originWith } from '../comments'
import type { Expression } from '../expression'
import { alwaysEnds, branchSteps, innerSteps, type LoopStep, type RetryRule, type Step, type TaskStep } from '../ir'
import { type Known, OTHER } from './known-values'
import { type Outcome, type RetryLoop, Round } from './rounds'
import { assignedIn, readsOf } from './variable-uses'
import { retryWaits } from './waits'

/** More attempts than any code makes: what goes on longer has no end. */
const MOST_ATTEMPTS = 100

/** Variables that are read outside of the loop, switch or helper that an id stands for. */
export type Beyond = (id: number) => ReadonlySet<string>

/** A loop that only calls a function again where it fails. */
export interface FoundRetry {
  /** What takes the place of the loop: its call, tried again by the state itself. */
  readonly step: Step
  /** Variables that the loop counted with, and that nothing gives a value to any more. */
  readonly counters: ReadonlySet<string>
  /** Those that keep something of the last failure, or the last count, for what follows. */
  readonly kept: ReadonlySet<string>
}

/**
 * Reads a loop as a `Retry`, if one does exactly the same: as many attempts, the same waits, the same end.
 * @param known Values that variables have before the loop.
 * @param outside What is read of variables in the whole workflow, but for the loop.
 * @param finalized Variables that a `finally` reads.
 * @param beyond What is read behind the end of a step that can be left.
 */
export function retryOf(
  loop: LoopStep,
  known: Known,
  outside: ReadonlySet<string>,
  finalized: ReadonlySet<string>,
  beyond: Beyond,
): FoundRetry | undefined {
  const retry = partsOf(loop)
  const called = retry && callOf(retry)
  if (!retry || !called) return undefined
  const { attempt, before, behind } = retry
  const handler = attempt.handler?.steps ?? []
  const changed = assignedIn([...before, ...handler, ...behind, ...loop.update])
  const { first, task, rest } = called
  const free = readsOf([...first, task, ...rest])
  const own = assignedIn(attempt.body)
  if ([...changed].some((name) => free.has(name) || assignedIn(first).has(name))) return undefined
  if (!isSameEachTime(first)) return undefined
  const kept = new Set([...changed].filter((name) => outside.has(name)))
  // after a success they would be those of a failure before it
  if (kept.size > 0 && (isReadAfter(rest, loop.id, kept, beyond) || [...kept].some((name) => finalized.has(name))))
    return undefined
  const start = Round.first(retry, new Map([...known].filter(([name]) => !own.has(name))))
  const rules = start && new Rounds(retry, task, { kept, changed }).rules(start)
  if (!rules) return undefined
  const origin = loop.origin
  const again = { ...task, retry: rules.rules, origin: originWith(task.origin, origin.comments) }
  const body: Step[] = [...first, again, ...rest]
  const tried: Step = { ...attempt, body, handler: handlerOf(retry, task, rules.end) }
  return {
    step: { kind: 'switch', id: loop.id, cases: [{ test: 'default', steps: [tried] }], origin },
    counters: changed,
    kept,
  }
}

function partsOf(loop: LoopStep): RetryLoop | undefined {
  const [index, ...others] = loop.body.flatMap(({ kind }, at) => (kind === 'try' ? [at] : []))
  const attempt = index === undefined ? undefined : loop.body[index]
  if (index === undefined || others.length > 0 || attempt?.kind !== 'try') return undefined
  if (!attempt.handler || attempt.finalizer || loop.onEnter.length > 0) return undefined
  return { loop, attempt, before: loop.body.slice(0, index), behind: loop.body.slice(index + 1) }
}

/** The one call that is tried, what is made ready for it, and what is done with its result, which always ends the loop. */
function callOf({ attempt, loop }: RetryLoop) {
  const index = attempt.body.findIndex(({ kind }) => kind === 'task')
  const task = attempt.body[index]
  const first = attempt.body.slice(0, Math.max(index, 0))
  const rest = attempt.body.slice(index + 1)
  if (task?.kind !== 'task' || task.retry || !first.every(({ kind }) => kind === 'assign')) return undefined
  const failure = task.onFailure?.steps ?? []
  const isSimple = failure.every(({ kind }, at) => kind === 'fail' || (kind === 'assign' && at < failure.length - 1))
  if (!isSimple || !alwaysEnds(rest) || rest.some((step) => mayFail(step, loop.id))) return undefined
  return { first, task, rest }
}

/** Whether steps give the same values when they are taken again: none reads what it, or one below it, assigns. */
function isSameEachTime(steps: readonly Step[]): boolean {
  return steps.every((step, index) => {
    const later = assignedIn(steps.slice(index))
    return [...readsOf([step]).keys()].every((name) => !later.has(name))
  })
}

/** Whether a step throws, calls, or goes into the next round. */
function mayFail(step: Step, id: number): boolean {
  if (['task', 'fail', 'parallel', 'map', 'try'].includes(step.kind)) return true
  if (step.kind === 'continue' && step.id === id) return true
  return [...innerSteps(step), ...branchSteps(step)].some((steps) => steps.some((inner) => mayFail(inner, id)))
}

/** Whether variables may be read where steps jump to. */
function isReadAfter(steps: readonly Step[], id: number, names: ReadonlySet<string>, beyond: Beyond): boolean {
  return steps.some((step) => {
    if (step.kind === 'continue') return true
    if (step.kind === 'break' && (step.id === id || [...names].some((name) => beyond(step.id).has(name)))) return true
    return innerSteps(step).some((inner) => isReadAfter(inner, id, names, beyond))
  })
}

interface Rules {
  readonly rules: readonly RetryRule[]
  readonly end: readonly Step[]
}

/** Follows every kind of failure through the rounds: those that the code names, and any other. */
class Rounds {
  private readonly variable: string | undefined
  private readonly kinds: readonly (string | undefined)[]
  private readonly waits: Outcome['wait'][] = []
  /** All ways in which the loop ends, by what they do. */
  private readonly ends = new Map<string, readonly Step[]>()

  constructor(
    private readonly retry: RetryLoop,
    { onFailure }: TaskStep,
    private readonly names: { readonly kept: ReadonlySet<string>; readonly changed: ReadonlySet<string> },
  ) {
    this.variable = retry.attempt.handler?.error
    // what a check of `FunctionError` throws has its own name
    this.kinds = onFailure ? [undefined] : [...namesAsked(retry, this.variable), OTHER]
  }

  rules(start: Known): Rules | undefined {
    const { kinds } = this
    if (kinds.some((name) => name === '' || /^(States|Lambda)\./.test(name ?? ''))) return undefined
    let known = start
    let retried: readonly (string | undefined)[] | undefined
    while (this.waits.length < MOST_ATTEMPTS) {
      const outcomes = kinds.map((name) => this.outcome(name, known))
      if (outcomes.includes(undefined)) return undefined
      const again = kinds.filter((_, index) => outcomes[index]?.is === 'again')
      retried ??= again
      const [end] = this.ends.values()
      if (this.ends.size > 1) return undefined
      if (again.length === 0) return end && this.found(retried, end)
      const next = outcomes.find((outcome) => outcome?.is === 'again')
      const states = new Set(outcomes.flatMap((outcome) => (outcome?.is === 'again' ? [stateText(outcome)] : [])))
      if (!next || states.size > 1 || again.join() !== retried.join()) return undefined
      this.waits.push(next.wait)
      known = next.known
    }
    return undefined
  }

  private outcome(name: string | undefined, known: Known): Outcome | undefined {
    const { variable, names } = this
    const outcome = new Round(this.retry, known, { name, variable, random: 1 }).outcome()
    if (outcome?.is !== 'end') return outcome
    const end = endOf(outcome, names, variable)
    // where they stand in the code does not matter
    const text = JSON.stringify(end, (key, value) => (key === 'origin' ? undefined : value))
    if (end && !this.ends.has(text)) this.ends.set(text, end)
    return end && outcome
  }

  private found(retried: readonly (string | undefined)[], end: readonly Step[]): Rules | undefined {
    const { waits } = this
    const isRandom = waits.some(({ most, least }) => most !== least)
    const found = retryWaits(
      waits.map(({ most }) => most),
      isRandom,
    )
    if (!found || (isRandom && waits.some(({ least }) => least > 0))) return undefined
    const isNamed = (name: string | undefined) => name !== undefined && name !== OTHER
    if (retried.every(isNamed)) return { rules: [{ errors: retried.flatMap((name) => name ?? []), waits: found }], end }
    const others = this.kinds.flatMap((name) => (isNamed(name) && !retried.includes(name) ? (name ?? []) : []))
    const never: RetryRule[] = others.length > 0 ? [{ errors: others, waits: 'never' }] : []
    return { rules: [...never, { errors: 'all', waits: found }], end }
  }
}

/** Names of errors that the code asks for. */
function namesAsked({ attempt, behind, loop }: RetryLoop, variable: string | undefined): string[] {
  if (variable === undefined) return []
  const found = new Set<string>()
  JSON.stringify([attempt.handler?.steps, behind, loop.update], (_, value) => {
    if (value?.kind === 'equals' && value.left?.kind === 'variable' && value.left.path.join('.') === 'name')
      found.add(String(value.right))
    return value
  })
  return [...found]
}

function stateText({ known, wait }: Outcome): string {
  return JSON.stringify([[...known].sort(([one], [other]) => (one < other ? -1 : 1)), wait])
}

/** What is done where it is not tried again: what later steps read is kept, the rest of a wait is waited. */
function endOf(
  { known, wait, step }: Extract<Outcome, { is: 'end' }>,
  { kept, changed }: { readonly kept: ReadonlySet<string>; readonly changed: ReadonlySet<string> },
  variable: string | undefined,
): Step[] | undefined {
  if (wait.most !== wait.least) return undefined
  const own = step ? [...readsOf([step]).keys()] : []
  const wanted = [...new Set([...kept, ...own.filter((name) => changed.has(name) && name !== variable)])]
  const values = wanted.map((name) => ({ name, value: known.get(name) }))
  const assigned = values.flatMap(({ name, value }) => (value ? [{ name, value }] : []))
  if (assigned.length < values.length) return undefined
  const origin = step?.origin ?? { file: '', line: 0 }
  const seconds: Expression = { kind: 'literal', value: wait.most }
  return [
    ...(assigned.length > 0 ? [{ kind: 'assign' as const, values: assigned, origin }] : []),
    ...(wait.most > 0 ? [{ kind: 'wait' as const, seconds, origin }] : []),
    ...(step ? [step] : []),
  ]
}

/** The handler, with nothing left of the rounds; what only keeps the error takes it at once. */
function handlerOf({ attempt }: RetryLoop, { origin }: TaskStep, end: readonly Step[]) {
  const { error } = attempt.handler ?? {}
  const steps = end.map((step) => (step.origin.line === 0 ? { ...step, origin } : step))
  const [only, ...others] = steps
  const [value, ...values] = only?.kind === 'assign' ? only.values : []
  const isCopy =
    value?.value.kind === 'variable' &&
    value.value.name === error &&
    value.value.path.length === 0 &&
    values.length === 0
  if (!isCopy || !value || others.some((step) => error !== undefined && namesReadBy(step).has(error)))
    return { error, steps }
  return { error: value.name, steps: others }
}

function namesReadBy(step: Step): ReadonlySet<string> {
  return new Set(readsOf([step]).keys())
}
