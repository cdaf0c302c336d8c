import { getAtt, ref } from '../../infra/template'
import { asObject } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import { freshVariable } from '../shared/environment'
import { constantCase, distinctKey, pascalCase } from '../shared/names'
import type { TransformContext } from '../transform'

/** Names of everything that a queue before a callee adds. */
export interface QueueNames {
  /** Logical id of the queue: `ProcessOrderQueue`. */
  readonly queue: string
  /** Logical id of the dead-letter queue: `ProcessOrderDLQ`. */
  readonly deadLetters: string
  /** Its address and its ARN, as values of the configuration. */
  readonly url: unknown
  readonly arn: unknown
  /** Variable of the callers: `PROCESS_ORDER_QUEUE_URL`. */
  readonly urlVariable: string
  /** Variable of the callee: `PROCESS_ORDER_QUEUE_ARN`. */
  readonly arnVariable: string
}

/**
 * The names follow from the callee alone, so that all its callers find the same queue.
 * @param isShared Whether other functions have its handler and a queue: it reads one variable, which each of them sets.
 */
export function queueNames(context: TransformContext, callee: FunctionRef, isShared: boolean): QueueNames {
  const { service } = callee
  const taken = asObject(asObject(service.data.resources).Resources)
  const key = distinctKey(callee)
  const base = pascalCase(key)
  const free = (id: string): string =>
    id in taken ? free(`${id.replace(/\d+$/, '')}${Number(/\d+$/.exec(id)?.[0] ?? 1) + 1}`) : id
  const constant = constantCase(key)
  const queue = free(`${base}Queue`)
  return {
    queue,
    deadLetters: free(`${base}DLQ`),
    url: ref(queue),
    arn: getAtt(queue),
    urlVariable: freshVariable(context, service, `${constant}_QUEUE_URL`, ref(queue)),
    arnVariable: freshVariable(context, service, isShared ? 'QUEUE_ARN' : `${constant}_QUEUE_ARN`, getAtt(queue)),
  }
}
