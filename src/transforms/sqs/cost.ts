import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { QueueOptions } from '../options'
import { dollars, PRICES } from '../shared/prices'
import { costText, waitedFor } from '../shared/waiting'
import { fifoOf } from './fifo'

/** Pollers that Lambda keeps on a queue, and how long each waits for a message. */
const POLLERS = 5
const POLL_SECONDS = 20
const MONTH_SECONDS = 30 * 24 * 60 * 60

/** How many messages one request sends. */
const MOST_SENT = 10

/**
 * What a queue saves per million calls; less than nothing where an asynchronous call did not wait. With its assumptions,
 * since durations are not known. Formulae: `docs/costs.md`.
 * @param areGathered Whether the messages are sent in batches.
 * @param isMixed Whether other calls of the queue cost something else.
 */
export function costNote(
  site: InvokeSite,
  { function: callee }: FunctionRef,
  options: QueueOptions,
  areGathered: boolean,
  isMixed: boolean,
): string {
  const { batchSize } = options
  const price = fifoOf(options, callee.key) ? PRICES.sqsFifoRequests : PRICES.sqsRequests
  const queue = price * ((areGathered ? 1 / MOST_SENT : 1) + 2 / batchSize)
  const invocations = PRICES.lambdaRequests * (1 - 1 / batchSize)
  const waiting = waitedFor(site)
  const saved = invocations + waiting.cost - queue
  const idle = (POLLERS * MONTH_SECONDS) / POLL_SECONDS / 1_000_000
  const assumed = [
    'messages up to 64 KB',
    ...(areGathered ? [`sent ${MOST_SENT} at a time`] : []),
    batchSize > 1 ? `batches of ${batchSize}` : 'one record at a time',
    ...waiting.assumed,
  ]
  return (
    `${callee.key}: a million calls ${isMixed ? `at ${site.module.file}:${site.line} ` : ''}${costText(saved, assumed)} ` +
    `An idle queue is asked ${idle.toFixed(2)} million times a month: ${dollars(idle * price)}, or nothing within the free million.`
  )
}
