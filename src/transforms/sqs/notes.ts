import { asNumber, asObject, type ConfigObject } from '../../load/document'
import { type FunctionRef, refKey, type ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { QueueOptions } from '../options'
import { tries } from '../shared/tries'
import { vpcNotes } from '../shared/vpc-notes'
import { costNote } from './cost'
import type { QueueNames } from './names'
import { visibilityOf } from './visibility'

/** How long Lambda keeps an event that it could not deliver, where the function does not say. In seconds. */
const DEFAULT_EVENT_AGE = 6 * 60 * 60

/** What is known of all calls that become messages of one queue. */
export interface CallsOfQueue {
  /** Whether the messages of this call are sent in batches. */
  readonly areGathered: boolean
  /** Whether all were synchronous. */
  readonly areSync: boolean
  /** Whether they do not all cost the same. */
  readonly isMixed: boolean
}

/** What to mind when a queue is deployed, what to watch, how to go back, and what it costs. */
export function rolloutNotes(
  site: InvokeSite,
  callee: FunctionRef,
  names: QueueNames,
  options: QueueOptions,
  calls: CallsOfQueue,
): string[] {
  const { callers } = site
  const { areGathered, areSync, isMixed } = calls
  const { key, data } = callee.function
  const isLoop = callers.some((caller) => refKey(caller) === refKey(callee))
  // what was waited for is never kept
  const age = areSync ? 0 : (asNumber(data.maximumEventAge) ?? DEFAULT_EVENT_AGE)
  const longest = Math.max(0, ...callers.map((caller) => caller.function.timeout))
  const visibility = visibilityOf(callee.function, options)
  return [
    areSync
      ? `${key}: until its callers are deployed they invoke it as they did; such events are handled in the old shape.`
      : `${key}: events that were queued before (up to ${time(age)}) arrive in the old shape and are handled.`,
    `${key}: ${time(age + longest)} after the callers are deployed nothing of before is under way any more (${areSync ? '' : `${time(age)} that an event may be kept, `}${time(longest)} that a caller may run): then what its handler does with events in the old shape may go${alongOf(data)}, where nobody invokes it directly.`,
    `${key}: watch ApproximateAgeOfOldestMessage of ${names.queue} and the depth of ${names.deadLetters}. A message that cannot be handled is there after ${tries(callee.function) === 1 ? '1 try' : `${tries(callee.function)} tries`}, ${time(tries(callee.function) * visibility)} at most. To roll back, drain the queue first: the old handler cannot read its records.`,
    ...retryNote(callee.function, visibility, areSync),
    ...(callee.function.isTimeoutKnown
      ? []
      : [
          `${key}: ${callee.function.chosen.includes('timeout') ? 'its timeout may be another one for another stage' : 'its timeout is known to the deployment only'}. ${names.queue} hides a message for ${visibility} s, which is enough for the longest there is${visibility < 6 * callee.function.timeout ? '' : ': make it six times the timeout'}.`,
        ]),
    ...(isLoop
      ? [
          `${key}: it sends to its own queue. Lambda stops such a loop after about 16 rounds, as it does one of invocations; the message goes to ${names.deadLetters} then${isDropped(data) ? ', where an event was dropped' : ''}: see that every chain of messages ends before that, or allow recursion for the function.`,
        ]
      : []),
    ...vpcNotes(callers, 'the queue', 'SQS'),
    costNote(site, callee, options, areGathered, isMixed),
  ]
}

/** When a message that fails is tried again. */
function retryNote(fn: ServiceFunction, visibility: number, areSync: boolean): string[] {
  const times = tries(fn)
  if (times === 1) return []
  // the delays of asynchronous invocation, which are not configured
  const before = areSync ? '' : `; an event was after ${times === 2 ? '1 minute' : '1 minute, then after 2'}`
  return [`${fn.key}: a message that fails is tried again ${time(visibility)} after it was received${before}.`]
}

/** Settings that only asynchronous invocation honours: nothing needs them any more. */
function alongOf(data: ConfigObject): string {
  const names = ['maximumEventAge', 'maximumRetryAttempts', 'onError', 'destinations'].filter((name) => name in data)
  return names.length > 0 ? `, and its ${names.map((name) => `"${name}"`).join(', ')} with it` : ''
}

/** Whether an event that is not handled goes nowhere. */
function isDropped(data: ConfigObject): boolean {
  return data.onError === undefined && asObject(data.destinations).onFailure === undefined
}

/** `6 hours`, `36 s`, `1 h 12 min`. */
function time(seconds: number): string {
  const hours = Math.floor(seconds / 3600)
  const minutes = Math.floor((seconds % 3600) / 60)
  const rest = seconds % 60
  if (minutes === 0 && rest === 0 && hours > 0) return hours === 1 ? '1 hour' : `${hours} hours`
  const parts = [hours > 0 ? `${hours} h` : '', minutes > 0 ? `${minutes} min` : '', rest > 0 ? `${rest} s` : '']
  return parts.filter(Boolean).join(' ') || '0 s'
}
