import { takes } from './state-error'

/** An entry of `Retry`. */
export interface Retrier {
  readonly ErrorEquals: readonly string[]
  readonly IntervalSeconds?: number
  readonly MaxAttempts?: number
  readonly BackoffRate?: number
  readonly MaxDelaySeconds?: number
}

/** How often each retrier of a state has been used since the state was entered. */
export class Retries {
  private readonly used = new Map<Retrier, number>()

  constructor(private readonly retriers: readonly Retrier[] = []) {}

  get count(): number {
    return [...this.used.values()].reduce((sum, count) => sum + count, 0)
  }

  /**
   * How long to wait before the state is tried again; `undefined` where it is not. In seconds. The first retrier that
   * takes the error decides. Jitter waits as long as it may.
   */
  delayFor(error: unknown): number | undefined {
    const retrier = this.retriers.find(({ ErrorEquals }) => takes(ErrorEquals, error))
    if (!retrier) return undefined
    const {
      IntervalSeconds = 1,
      MaxAttempts = 3,
      BackoffRate = 2,
      MaxDelaySeconds = Number.POSITIVE_INFINITY,
    } = retrier
    const used = this.used.get(retrier) ?? 0
    if (used >= MaxAttempts) return undefined
    this.used.set(retrier, used + 1)
    return Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds)
  }
}
