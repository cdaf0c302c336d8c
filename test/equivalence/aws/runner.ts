import type { ServiceFunction } from '../../../src/load/service'

export interface Invocation {
  readonly payload: unknown
  readonly functionError: string | undefined
}

export interface Origin {
  /** Whether nobody waits for it: an asynchronous event, a queue, and all that comes of them. */
  readonly isBackground: boolean
  /** The ARN that was called, with its qualifier. */
  readonly arn?: string
}

/** What the services of the local AWS need of the rest: functions that run, and a place for work that nobody waits for. */
export interface Runner {
  invoke(fn: ServiceFunction, event: unknown, origin: Origin): Promise<Invocation>
  /** Functions whose synchronous calls are refused. */
  isThrottled(fn: ServiceFunction): boolean
  /** Functions whose errors are thrown where they are called, instead of answered. */
  isPropagated(fn: ServiceFunction): boolean
  inBackground(work: () => Promise<void>): void
  /** An execution that was started, and has ended. */
  ended(execution: Invocation): void
  /** An event or a message that was given up. */
  giveUp(event: unknown): void
}

export const THROTTLED = 'TooManyRequestsException'
