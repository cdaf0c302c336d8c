import type { ReasonCode } from '../messages/reasons'

/** What a site can become. */
export const verdicts = ['inline', 'sqs', 'sns', 'event-bridge', 'step-functions', 'http-api', 'keep'] as const

/** What a site should become. */
export type Verdict = (typeof verdicts)[number]

export function isVerdict(text: string): text is Verdict {
  return (verdicts as readonly string[]).includes(text)
}

export interface Reason {
  readonly code: ReasonCode
  readonly message: string
}

/** The verdict on a site, with the facts that it rests on. */
export interface Advice {
  readonly verdict: Verdict
  readonly reasons: readonly Reason[]
  /** Whether the user decided: then what cannot be done is a refusal. */
  readonly isOverride?: boolean
}
