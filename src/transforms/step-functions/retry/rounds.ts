import type { Expression } from '../expression'
import type { LoopStep, Step, TryStep } from '../ir'
import { type Failure, type Known, literalOf } from './known-values'
import { namesIn } from './variable-uses'

/** A loop whose body tries something: what stands before and behind the `try`. */
export interface RetryLoop {
  readonly loop: LoopStep
  readonly before: readonly Step[]
  readonly attempt: TryStep
  readonly behind: readonly Step[]
}

/** What becomes of a failure: it is tried again after a wait, or the loop ends. */
export type Outcome =
  | { readonly is: 'again'; readonly known: Known; readonly wait: Wait }
  | { readonly is: 'end'; readonly known: Known; readonly wait: Wait; readonly step: Step | undefined }

/** In seconds. */
export interface Wait {
  readonly most: number
  readonly least: number
}

/** How a list of steps ends: below it, with what leaves it, or in a way that is not known. */
type End = { readonly is: 'below' } | { readonly is: 'next-round' } | { readonly is: 'left'; readonly step?: Step }

/**
 * Follows a loop through what it does where its call fails. Everything that decides must be known: literals, and variables
 * that were given such.
 */
export class Round {
  private readonly known: Map<string, Expression>
  private most = 0
  private least = 0

  constructor(
    private readonly retry: RetryLoop,
    known: Known,
    private readonly failure: Failure,
  ) {
    // what was kept of the error before is not that of this one
    const { variable } = failure
    this.known = new Map([...known].filter(([, value]) => variable === undefined || !namesIn(value).has(variable)))
  }

  /** The variables when the call is made the first time; `undefined` where it may not be made. */
  static first(retry: RetryLoop, known: Known): Known | undefined {
    const round = new Round(retry, known, { name: undefined, variable: undefined, random: 1 })
    const isEntered = retry.loop.isTestedLast || round.test() === true
    const isReached = isEntered && round.block(retry.before)?.is === 'below' && round.most === 0
    return isReached ? round.known : undefined
  }

  /** From a failure to the next attempt, or to the end of the loop. */
  outcome(): Outcome | undefined {
    const { attempt, behind, loop, before } = this.retry
    let end = this.block(attempt.handler?.steps ?? [])
    if (end?.is === 'below') end = this.block(behind)
    if (!end) return undefined
    if (end.is === 'left') return this.ended(end.step)
    if (this.block(loop.update)?.is !== 'below') return undefined
    const isGoingOn = this.test()
    if (isGoingOn === undefined) return undefined
    if (!isGoingOn) return this.ended(undefined)
    if (this.block(before)?.is !== 'below') return undefined
    return { is: 'again', known: this.known, wait: this.wait }
  }

  private get wait(): Wait {
    const { most, least } = this
    return { most, least }
  }

  private ended(step: Step | undefined): Outcome {
    return { is: 'end', known: this.known, wait: this.wait, step }
  }

  private test(): boolean | undefined {
    const { condition } = this.retry.loop
    if (!condition) return true
    const value = literalOf(condition, this.known, this.failure)
    return value === undefined ? undefined : Boolean(value)
  }

  private block(steps: readonly Step[]): End | undefined {
    for (const step of steps) {
      const end = this.step(step)
      if (end?.is !== 'below') return end
    }
    return { is: 'below' }
  }

  private step(step: Step): End | undefined {
    switch (step.kind) {
      case 'assign':
        this.assign(step.values)
        return { is: 'below' }
      case 'wait':
        return this.pause(step.seconds)
      case 'choice': {
        const test = literalOf(step.condition, this.known, this.failure)
        return test === undefined ? undefined : this.block(test ? step.whenTrue : step.whenFalse)
      }
      case 'continue':
        return step.id === this.retry.loop.id ? { is: 'next-round' } : { is: 'left', step }
      case 'break':
        return step.id === this.retry.loop.id ? { is: 'left' } : { is: 'left', step }
      case 'fail':
      case 'return':
        return { is: 'left', step }
      default:
        return undefined
    }
  }

  /** What is not known, but made of the error, is kept: the last one is at hand where the loop ends. */
  private assign(values: readonly { readonly name: string; readonly value: Expression }[]): void {
    const { variable } = this.failure
    const given = values.map(({ name, value }): [string, Expression | undefined] => {
      const literal = literalOf(value, this.known, this.failure)
      if (literal !== undefined && !hasRandom(value)) return [name, { kind: 'literal', value: literal }]
      const isOfError = [...namesIn(value)].every((read) => read === variable) && !hasRandom(value)
      return [name, isOfError ? value : undefined]
    })
    for (const [name, value] of given) {
      if (value) this.known.set(name, value)
      else this.known.delete(name)
    }
  }

  private pause(seconds: Expression): End | undefined {
    const most = literalOf(seconds, this.known, this.failure)
    const least = literalOf(seconds, this.known, { ...this.failure, random: 0 })
    if (typeof most !== 'number' || typeof least !== 'number') return undefined
    this.most += most
    this.least += least
    return { is: 'below' }
  }
}

function hasRandom(expression: Expression): boolean {
  return JSON.stringify(expression).includes('"kind":"random"')
}
