import { type FunctionRef, refKey } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { PRICES } from '../shared/prices'
import { vpcNotes } from '../shared/vpc-notes'
import { costText, waitedFor } from '../shared/waiting'
import type { EventNames } from './names'

/** What to mind when an event is deployed. */
export function rolloutNotes(site: InvokeSite, callee: FunctionRef, { detailType }: EventNames): string[] {
  const { callers } = site
  const { key } = callee.function
  const waiting = waitedFor(site)
  const own = `${callee.service.name} (${callee.service.config})`
  const others = [...new Set(callers.map(({ service }) => `${service.name} (${service.config})`))].filter(
    (name) => name !== own,
  )
  const order =
    others.length > 0
      ? `deploy ${own} first, ${others.join(', ')} after`
      : `deploy the rule of "${key}" first, the caller after`
  return [
    `${detailType}: ${order}: an event that no rule takes is dropped, and nobody is told.`,
    `${detailType}: watch FailedInvocations and Invocations of the rule, and Errors and AsyncEventsDropped of "${key}". To roll back, put the old caller back first; the rule may stay. EventBridge tries to hand an event on for up to 24 hours, then Lambda keeps it as it kept an asynchronous invocation.`,
    `${detailType}: a million events ${costText(waiting.cost - PRICES.eventBridgeEvents, ['events up to 64 KB', ...waiting.assumed])}`,
    ...(callers.some((caller) => refKey(caller) === refKey(callee))
      ? [
          `${detailType}: "${key}" puts events for itself. Nothing stops a loop over a bus, as Lambda stops one of invocations after about 16 rounds: see that every chain of events ends.`,
        ]
      : []),
    ...vpcNotes(callers, 'the bus', 'EventBridge (events)'),
  ]
}
