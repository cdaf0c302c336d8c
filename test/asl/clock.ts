import { ExecutionError } from './state-error'

/** Time that only passes where something says so: each branch of a Parallel has its own. In milliseconds. */
export class Clock {
  constructor(
    private now = 0,
    private readonly end = Number.POSITIVE_INFINITY,
  ) {}

  get milliseconds(): number {
    return this.now
  }

  /** A clock for work that goes on beside other work. */
  fork(): Clock {
    return new Clock(this.now, this.end)
  }

  /** Waits for work that had a clock of its own. */
  join(other: Clock): void {
    this.now = Math.max(this.now, other.now)
  }

  /** @throws ExecutionError `States.Timeout` where the time of the execution is over. */
  spend(seconds: number): void {
    this.now += seconds * 1000
    if (this.now <= this.end) return
    this.now = this.end
    throw new ExecutionError('States.Timeout', undefined)
  }
}
