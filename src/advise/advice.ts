import type { ReasonCode } from '../messages/reasons'

/** What a site should become. */
export type Verdict = 'inline' | 'sqs' | 'sns' | 'event-bridge' | 'step-functions' | 'http-api' | 'keep'

export interface Reason {
  readonly code: ReasonCode
  readonly message: string
}

/** The verdict on a site, with the facts that it rests on. */
export interface Advice {
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
}
