import type { ServiceFunction } from '../../load/service'
import type { QueueOptions } from '../options'
import { tries } from '../shared/tries'
import type { Obligation } from '../transform'
import { fifoOf } from './fifo'

/**
 * How the queue before a function is read. A FIFO queue one by one: behind a record that failed none may be handled. The
 * same before a function that tries each event once: what a batch has no time for would count as tried.
 * @param alike The functions that have one handler, and so take records in one way.
 */
export function queueOptionsOf(options: QueueOptions, alike: readonly ServiceFunction[]): QueueOptions {
  const isSingle = alike.some((callee) => fifoOf(options, callee.key) !== undefined || tries(callee) === 1)
  return isSingle ? { ...options, batchSize: 1, batchWindow: 0 } : options
}

/**
 * What a batch changes: its records share the time that each event had for itself.
 * @param read How the queue is read.
 */
export function batchObligations(options: QueueOptions, callee: ServiceFunction, read: QueueOptions): Obligation[] {
  const { key, timeout } = callee
  const { batchSize } = read
  if (batchSize > 1) {
    const whole = Math.min(batchSize * timeout, LONGEST)
    const enough = `${whole} s would be enough for${whole < batchSize * timeout ? ' as many as can be' : ''} ${batchSize}`
    const message = `The records of a batch share the ${timeout} s of "${key}" that each event had (${enough}): what is left when they are over is tried again, and counts as tried.`
    return [{ code: 'batch-time', status: 'waived', message }]
  }
  if (options.batchSize === 1 || tries(callee) > 1) return []
  const message = `"${key}" tries an event once, so its queue is read one by one: what a batch had no time for would never be tried.`
  return [{ code: 'batch-time', status: 'proved', message }]
}

/** What the timeout of a function may be at most. In seconds. */
const LONGEST = 900
