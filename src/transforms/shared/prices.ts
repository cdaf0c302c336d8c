/** Prices in US dollars, us-east-1, without what is free. Sources: `docs/costs.md`. */
export const PRICES = {
  asOf: '2026-11',
  region: 'us-east-1',
  /** A million invocations. */
  lambdaRequests: 0.2,
  /** A GB-second, x86. */
  lambdaGbSecond: 0.0000166667,
  /** A million requests of a standard queue, for each 64 KB. */
  sqsRequests: 0.4,
  /** The same for a FIFO queue. */
  sqsFifoRequests: 0.5,
  /** A million publications to a topic, for each 64 KB; what it hands to functions is free. */
  snsPublications: 0.5,
  /** A million events that are put to a bus, for each 64 KB; what rules hand on is free. */
  eventBridgeEvents: 1,
  /** A million starts of Express executions. */
  expressStarts: 1,
  /** A GB-second of an Express execution, in steps of 64 MB. */
  expressGbSecond: 0.00001667,
  /** A million transitions of Standard executions, which are billed for nothing else: each state that they enter is one. */
  standardTransitions: 25,
} as const

/** `-$1.20`, `$0.05`. */
export function dollars(amount: number): string {
  return `${amount < 0 ? '-' : ''}$${Math.abs(amount).toFixed(2)}`
}
