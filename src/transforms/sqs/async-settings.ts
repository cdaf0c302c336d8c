import { asObject } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { checkStages } from '../shared/chosen-settings'
import { recordConsumer } from '../shared/record-consumer'
import { type Obligation, refuse, type TransformContext } from '../transform'

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
  return found.map((name) => ({ code: 'async-settings', status: 'waived', message: moved(key, name) }))
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

function moved(key: string, name: (typeof ASYNC_SETTINGS)[number]): string {
  return name === 'maximumEventAge'
    ? `What is older than the "maximumEventAge" of "${key}" is deleted by the queue, without a word.`
    : `What "${key}" fails on goes to the dead-letter queue as the message that it was, not to its "${name}".`
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
