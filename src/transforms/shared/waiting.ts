import { ASSUMED } from '../../advise/billing'
import type { InvokeSite } from '../../scan/site'
import { dollars, PRICES } from './prices'

/** What the callers were billed for while they waited, for a million calls; with what that assumes. */
export function waitedFor({ invocation, isAwaited, callers }: InvokeSite): { cost: number; assumed: string[] } {
  const [caller] = callers
  if (invocation !== 'sync' || !isAwaited || !caller) return { cost: 0, assumed: [] }
  const { memorySize } = caller.function
  const cost = (memorySize / 1024) * (ASSUMED.working / 1000) * PRICES.lambdaGbSecond * 1_000_000
  return { cost, assumed: [`a caller of ${memorySize} MB that waited ${ASSUMED.working} ms`] }
}

/** `cost $1.20 more`, `save $2.10`; with what is assumed. */
export function costText(saved: number, assumed: readonly string[]): string {
  const listed = [...assumed, `prices of ${PRICES.region}, ${PRICES.asOf}`].join('; ')
  return `${saved < 0 ? `cost ${dollars(-saved)} more` : `save ${dollars(saved)}`} (${listed}).`
}
