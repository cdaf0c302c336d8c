import { setImmediate } from 'node:timers/promises'
import type { Ending } from './handlers'
import { hashOf, Random } from './random'
import { type Literals, RESULT, randomValue } from './types'

/** What stands for another service among the callees. */
export const TABLE = 'table'

/** A function that fails: from its first call after `skipped` ones on, so many times. */
export interface Fault {
  readonly callee: string
  readonly skipped: number
  readonly times: number
  readonly errorType: string
  readonly errorMessage: string
  /**
   * Whether its calls fail, and not the function: `errorType` is the name that the SDK gives such an error. Where the code
   * checks `FunctionError`, it is told as the JSON, or the text, that the branch looks at (`invoke-errors`).
   */
  readonly ofCall?: 'json' | 'text'
}

/** An event, and what the functions do then. */
export interface Scenario {
  readonly event: unknown
  readonly seed: number
  readonly literals: Literals
  readonly fault: Fault | undefined
  /** Whether calls may be under way at once: then what a function gives does not depend on how often it was called. */
  readonly isConcurrent: boolean
}

export interface Call {
  readonly callee: string
  readonly payload: unknown
}

/** What Lambda answers with, where a function threw. */
interface Failure {
  readonly errorType: string
  readonly errorMessage: string
  readonly trace: readonly string[]
}

/** Of a function. */
export type Answer = { readonly result: unknown } | { readonly failure: Failure; readonly ofCall?: Fault['ofCall'] }

/** How long a call takes. In seconds. */
export const CALL = 0.001

/** The functions that a program calls: the same call gets the same answer before and after. */
export class World {
  readonly calls: Call[] = []
  /** How long the handler waited, as a state machine waits: in whole seconds, never less. */
  seconds = 0
  /** Whether a member of nothing was read, and what that threw was caught. */
  readsNothing = false
  /** Whether an expression without an exact form for a value ended a branch, and another one failed before. */
  endsInBranch = false
  /** How the execution ended that was started, and not waited for. */
  started: readonly Ending[] | undefined
  readonly seen: { readonly name: string; readonly message: string }[] = []
  private readonly counts = new Map<string, number>()
  private underWay = 0

  constructor(private readonly scenario: Scenario) {}

  call(callee: string, payload: unknown): Answer {
    this.calls.push({ callee, payload })
    const { fault, isConcurrent, seed, literals } = this.scenario
    const count = this.counts.get(callee) ?? 0
    this.counts.set(callee, count + 1)
    if (fault?.callee === callee && count >= fault.skipped && count < fault.skipped + fault.times) {
      const { errorType, errorMessage, ofCall } = fault
      const failure = { errorType, errorMessage, trace: [`${errorType}: ${errorMessage}`] }
      return ofCall ? { failure, ofCall } : { failure }
    }
    const key = JSON.stringify([callee, sorted(payload), isConcurrent ? 0 : count])
    return { result: randomValue(RESULT, literals, new Random(seed ^ hashOf(key))) }
  }

  /** For an error that the handler catches, or of which another one is the first. */
  see(error: unknown): void {
    if (!(error instanceof Error)) return
    this.readsNothing ||= error instanceof TypeError && error.message.startsWith('Cannot read properties of')
    this.seen.push({ name: error.name, message: error.message })
  }

  /** The answer of a function is not there at once: what is done without a call comes first. */
  async answered(): Promise<void> {
    if (!this.scenario.isConcurrent) return
    this.underWay++
    await setImmediate()
    this.underWay--
  }

  /** Waits until nothing is under way that nobody waits for any more: what runs beside a failure goes on. */
  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 3; quiet++) {
      if (this.underWay > 0) quiet = 0
      await setImmediate()
    }
  }

  wait(milliseconds: number): void {
    this.seconds += Math.ceil(milliseconds / 1000)
  }
}

/** `charge` of its ARN or its name. */
export function calleeOf(name: string): string {
  return (
    name
      .replace(/\?checked$/, '')
      .split(':')
      .at(-1) ?? name
  )
}

/** A value with the members of its objects in order. */
export function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const)
  return Object.fromEntries(entries.sort(([one], [other]) => (one < other ? -1 : 1)))
}
