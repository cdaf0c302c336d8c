import { asObject } from '../../load/document'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { QueueOptions } from '../options'
import { checkStages } from '../shared/chosen-settings'
import { recordConsumer } from '../shared/record-consumer'
import { tries } from '../shared/tries'
import { type Obligation, refuse, type TransformContext } from '../transform'
import { hasTimeForTries, visibilityOf } from './visibility'

/** Settings of asynchronous invocation, which a queue does not honour. */
const ASYNC_SETTINGS = ['onError', 'destinations', 'maximumEventAge'] as const

/** Settings that numbers of the queue are computed from. */
const COUNTED = ['maximumRetryAttempts', 'reservedConcurrency']

/**
 * Checks that the callee has no setting that only asynchronous invocation honours.
 * @returns What is waived where the queue may stand for some of them.
 * @throws Refused `keeps-async-settings`, `depends-on-stage`
 */
export function checkCallee({ options }: TransformContext, site: InvokeSite, callee: FunctionRef): Obligation[] {
  const { data, key } = callee.function
  const counted = options.queue.moveAsyncSettings ? [...COUNTED, 'maximumEventAge'] : COUNTED
  checkStages(site, callee, counted)
  if (data.reservedConcurrency === 1) {
    const message = `"${key}" has a reserved concurrency of 1; a queue drives at least two at once: reserve two or more.`
    refuse(site, 'keeps-async-settings', message)
  }
  const found = ASYNC_SETTINGS.filter((name) => data[name] !== undefined)
  const [first] = found
  if (first === undefined) return []
  if (!options.queue.moveAsyncSettings)
    refuse(site, 'keeps-async-settings', `"${key}" has ${listed(found)}${hintOf(callee)}.`)
  if (asObject(data.destinations).onSuccess !== undefined)
    refuse(site, 'keeps-async-settings', `"${key}" has "destinations.onSuccess", which a queue has no equal of.`)
  checkFailures(site, callee)
  if (!hasTimeForTries(callee.function, options.queue)) {
    const { timeout } = callee.function
    const message = `"${key}" has a "maximumEventAge" of ${data.maximumEventAge} s: a queue that keeps messages no longer has no time for ${tries(callee.function)} tries of up to ${timeout} s, and would delete what fails before it reaches the dead-letter queue.`
    refuse(site, 'keeps-async-settings', message)
  }
  return found.map((name) => ({
    code: 'async-settings',
    status: 'waived',
    message: moved(callee.function, name, options.queue),
  }))
}

function listed(names: readonly string[]): string {
  return names.map((name) => `"${name}"`).join(', ')
}

/** Not where it would be refused all the same. */
function hintOf(callee: FunctionRef): string {
  const { data } = callee.function
  const isKept = handlerOfFailures(callee) !== undefined || asObject(data.destinations).onSuccess !== undefined
  return isKept ? '' : ': with --move-async-settings the queue stands for it'
}

function moved(callee: ServiceFunction, name: (typeof ASYNC_SETTINGS)[number], options: QueueOptions): string {
  const { key } = callee
  if (name !== 'maximumEventAge')
    return `What "${key}" fails on goes to the dead-letter queue as the message that it was, not to its "${name}".`
  const hidden = visibilityOf(callee, options)
  const isShort = hidden < 6 * callee.timeout
  const tried = isShort
    ? ` A message is hidden for ${hidden} s rather than six times the timeout, so that it can be tried as often as before.`
    : ''
  return `What is older than the "maximumEventAge" of "${key}" is deleted by the queue, without a word.${tried}`
}

/** Failures that a function of the service handles must go on to reach it. */
function checkFailures(site: InvokeSite, callee: FunctionRef): void {
  const consumer = handlerOfFailures(callee)
  const { key } = callee.function
  if (consumer)
    refuse(
      site,
      'keeps-async-settings',
      `"${consumer.key}" handles what "${key}" fails on, in the form that Lambda gives it.`,
    )
}

function handlerOfFailures(callee: FunctionRef) {
  const { data } = callee.function
  return recordConsumer(callee, [data.onError, asObject(data.destinations).onFailure])
}
