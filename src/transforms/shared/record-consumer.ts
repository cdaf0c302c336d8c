import { type ConfigObject, isObject } from '../../load/document'
import type { FunctionRef, ServiceFunction } from '../../load/service'

/**
 * The function of the service that gets what Lambda records of an asynchronous invocation, in a form of its own.
 * @param targets Where it is recorded: values of `onError` and `destinations`.
 */
export function recordConsumer({ service }: FunctionRef, targets: readonly unknown[]): ServiceFunction | undefined {
  const known = targets.filter((target) => target !== undefined)
  const ids = known.flatMap(idsIn)
  return service.functions.find(
    (fn) =>
      known.includes(fn.key) || fn.events.some((event) => idsIn(withoutHttp(event)).some((id) => ids.includes(id))),
  )
}

/** Texts in a target or an event that may name the same resource: names, ARNs, logical ids. */
function idsIn(value: unknown): string[] {
  if (typeof value === 'string')
    return value.includes('Arn') && !value.includes(':') ? [] : [value.split('.')[0] ?? value]
  if (Array.isArray(value)) return value.flatMap(idsIn)
  return isObject(value) ? Object.values(value).flatMap(idsIn) : []
}

/** Only events of queues, topics and buses can bring records. */
function withoutHttp(event: ConfigObject): unknown[] {
  return [event.sqs, event.sns, event.eventBridge].filter((part) => part !== undefined)
}
