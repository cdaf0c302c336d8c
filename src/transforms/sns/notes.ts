import { fanOutCall } from '../../advise/fan-out-call'
import { asNumber, asObject } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import { PRICES } from '../shared/prices'
import { vpcNotes } from '../shared/vpc-notes'
import { costText, waitedFor } from '../shared/waiting'
import type { Fan } from './fan'
import { calleesOf, type TopicNames } from './names'

/** How long Lambda keeps an asynchronous event, where the function does not say. In seconds. */
const DEFAULT_EVENT_AGE = 6 * 60 * 60

/** What to mind when a topic is deployed. */
export function rolloutNotes({ members, filters }: Fan, { topic }: TopicNames): string[] {
  const callees = calleesOf(members)
  const callers = new Map(members.flatMap(({ callers }) => callers).map((caller) => [caller.function.key, caller]))
  const areSync = members.every(({ invocation }) => invocation === 'sync')
  const names = callees.map(({ function: { key } }) => key).join(', ')
  return [
    `${topic}: deploy twice, for what is published before a subscription stands reaches nobody: first the topic, its subscriptions and the handlers (${names}), with ${[...callers.keys()].join(', ')} as before, that is its source, its variables and what it may invoke; then all.${areSync ? '' : ` Events that were queued before (up to ${duration(longestAge(callees))}) arrive in the old shape and are handled.`}`,
    `${topic}: watch NumberOfNotificationsFailed of the topic, and Errors, Throttles and AsyncEventsDropped of ${names}. To roll back, put the old caller back first; keep the handlers and the topic until the events are through (${duration(longestAge(callees))}).`,
    costNote({ members, filters }, topic),
    ...(filters.size > 0
      ? [
          `${topic}: a filter may take 15 minutes to work everywhere. Deploy the caller after that: until then a function may get what its comparison did not let through, or miss what it did.`,
        ]
      : []),
    ...vpcNotes([...callers.values()], 'the topic', 'SNS'),
  ]
}

/** A topic takes the place of calls that had no price of their own. Formulae: `docs/costs.md`. */
function costNote({ members, filters }: Fan, topic: string): string {
  const waiting = members.map(waitedFor)
  const costs = waiting.map(({ cost }) => cost)
  const isOne = filters.size > 0 || members.some((site) => fanOutCall(site)?.list)
  // calls of a list are waited for at the same time; of those behind comparisons one is taken to be made
  const waited = isOne ? Math.max(...costs) : costs.reduce((sum, cost) => sum + cost, 0)
  const saved = waited - PRICES.snsPublications
  const assumed = [...new Set(waiting.flatMap((one) => one.assumed))]
  return `${topic}: a million messages ${costText(saved, [
    'messages up to 64 KB',
    ...(filters.size > 0 ? ['without what filters on the payload cost'] : []),
    ...assumed,
  ])}`
}

function longestAge(callees: readonly FunctionRef[]): number {
  return Math.max(...callees.map(({ function: { data } }) => eventAge(data)))
}

function eventAge(data: Readonly<Record<string, unknown>>): number {
  return asNumber(data.maximumEventAge) ?? asNumber(asObject(data.destinations).maximumEventAge) ?? DEFAULT_EVENT_AGE
}

/** `6 hours`, `90 seconds`. */
function duration(seconds: number): string {
  const [value, unit] =
    seconds % 3600 === 0
      ? [seconds / 3600, 'hour']
      : seconds % 60 === 0
        ? [seconds / 60, 'minute']
        : [seconds, 'second']
  return `${value} ${unit}${value === 1 ? '' : 's'}`
}
