import { type FunctionRef, refKey } from '../load/service'
import type { InvokeSite } from '../scan/site'

/** What a synchronous call costs in billed time, for one run of its caller. In milliseconds. */
export interface Billing {
  /** Sum of what all functions involved are billed for. */
  readonly billedMs: number
  /** Sum of what they work themselves. */
  readonly workMs: number
  /** What is billed beyond the work, in percent of the work, rounded. */
  readonly extraPercent: number
  /** Whether a duration was assumed rather than given. */
  readonly isAssumed: boolean
}

/** How long functions work themselves, waiting for others not counted. Keys are those of the configuration. */
export type Durations = ReadonlyMap<string, number>

/**
 * Durations where none are given: the first example of the source document, 50 ms before and 50 ms after a call in the
 * caller, 500 ms in a function that waits for nobody.
 */
export const ASSUMED = { waiting: 100, working: 500 } as const

/**
 * The double billing of every synchronous call whose answer is waited for: `T = own + Σ T of the callees` for each
 * function, and every function is billed for its whole `T`.
 */
export function billingOf(
  sites: readonly InvokeSite[],
  durations: Durations,
): (site: InvokeSite) => Billing | undefined {
  const callees = calleesByCaller(sites)
  return (site) => {
    if (!isWaitedFor(site) || site.target.status !== 'resolved') return undefined
    const [caller] = site.callers
    const { ref } = site.target
    if (!caller || refKey(caller) === refKey(ref)) return undefined
    const tree = new Tree(callees, durations)
    const own = tree.own(caller, true)
    const callee = tree.of(ref, new Set([refKey(caller)]))
    const billedMs = own + callee.time + callee.billed
    const workMs = own + callee.work
    const extraPercent = Math.round(((billedMs - workMs) / workMs) * 100)
    return { billedMs, workMs, extraPercent, isAssumed: tree.isAssumed }
  }
}

/** `1100 ms billed for 600 ms of work, 83 % extra` */
export function billingText({ billedMs, workMs, extraPercent, isAssumed }: Billing): string {
  const text = `${billedMs} ms billed for ${workMs} ms of work, ${extraPercent} % extra`
  return isAssumed
    ? `${text} (assuming ${ASSUMED.waiting} ms of its own in a function that waits and ${ASSUMED.working} ms in one that does not).`
    : `${text}.`
}

function isWaitedFor(site: InvokeSite): boolean {
  return site.kind !== 'wrapper-definition' && site.invocation === 'sync' && site.isAwaited && !site.isTest
}

function calleesByCaller(sites: readonly InvokeSite[]): Map<string, FunctionRef[]> {
  const callees = new Map<string, FunctionRef[]>()
  for (const site of sites) {
    if (!isWaitedFor(site) || site.target.status !== 'resolved') continue
    for (const caller of site.callers) {
      const key = refKey(caller)
      callees.set(key, [...(callees.get(key) ?? []), site.target.ref])
    }
  }
  return callees
}

/** Times of a function and of all that it waits for. */
interface Times {
  /** From start to end of the function. */
  readonly time: number
  /** Billed in it and below. */
  readonly billed: number
  /** Worked in it and below. */
  readonly work: number
}

class Tree {
  isAssumed = false

  constructor(
    private readonly callees: ReadonlyMap<string, readonly FunctionRef[]>,
    private readonly durations: Durations,
  ) {}

  own(ref: FunctionRef, isWaiting: boolean): number {
    const given = this.durations.get(ref.function.key)
    if (given !== undefined) return given
    this.isAssumed = true
    return isWaiting ? ASSUMED.waiting : ASSUMED.working
  }

  of(ref: FunctionRef, above: ReadonlySet<string>): Times {
    const key = refKey(ref)
    // functions that wait for each other in a circle: each counts once
    const below = above.has(key) ? [] : (this.callees.get(key) ?? []).filter((callee) => !above.has(refKey(callee)))
    const times = below.map((callee) => this.of(callee, new Set([...above, key])))
    const own = this.own(ref, below.length > 0)
    const time = times.reduce((sum, other) => sum + other.time, own)
    return {
      time,
      billed: times.reduce((sum, other) => sum + other.billed, time),
      work: times.reduce((sum, other) => sum + other.work, own),
    }
  }
}
