import { asNumber } from '../../load/document'
import type { ServiceFunction } from '../../load/service'
import type { QueueOptions } from '../options'
import { tries } from '../shared/tries'

type Options = Pick<QueueOptions, 'batchWindow' | 'moveAsyncSettings'>

/**
 * How long a message is hidden while it is handled, in seconds. AWS asks for six times the timeout of the consumer, and the
 * window that a batch waits; less where the queue keeps messages for too short a time to try them that often.
 */
export function visibilityOf(callee: ServiceFunction, options: Options): number {
  const advised = 6 * callee.timeout + options.batchWindow
  const age = retentionOf(callee, options)
  if (age === undefined || tries(callee) * advised < age) return advised
  // one more: a message waits before its first try, too
  return Math.floor(age / (tries(callee) + 1))
}

/** Whether what is tried as often as it may be is still kept then; nothing else reaches the dead-letter queue. */
export function hasTimeForTries(callee: ServiceFunction, options: Options): boolean {
  return visibilityOf(callee, options) >= callee.timeout + options.batchWindow
}

/** How long the queue keeps a message in the place of `maximumEventAge`, in seconds; `undefined` for as long as it does. */
export function retentionOf({ data }: ServiceFunction, { moveAsyncSettings }: Options): number | undefined {
  return moveAsyncSettings ? asNumber(data.maximumEventAge) : undefined
}
