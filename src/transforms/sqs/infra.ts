import type { InfraChange } from '../../infra/edit/change'
import { getAtt } from '../../infra/template'
import { asNumber, type ConfigObject } from '../../load/document'
import type { FunctionRef, ServiceFunction } from '../../load/service'
import type { QueueOptions } from '../options'
import type { FrameworkFeature } from '../shared/tools'
import { tries } from '../shared/tries'
import { alarmChanges } from './alarm'
import { fifoOf } from './fifo'
import type { QueueNames } from './names'
import { retentionOf, visibilityOf } from './visibility'

/** 14 days: longer than any queue keeps a message, so that none is lost while somebody looks. In seconds. */
const DEAD_LETTER_RETENTION = 14 * 24 * 60 * 60

/** The queue before a callee, with what it needs around it. Rules: `docs/transforms/sqs.md`. */
export function queueChanges(
  { service, function: callee }: FunctionRef,
  names: Omit<QueueNames, 'arnVariable'> & { readonly arnVariable: string | undefined },
  options: QueueOptions,
): InfraChange[] {
  const age = retentionOf(callee, options)
  const add = (logicalId: string, resource: ConfigObject): InfraChange => ({
    kind: 'add-resource',
    logicalId,
    resource,
  })
  const fifo = fifoOf(options, callee.key)
  const ordered = fifo ? { FifoQueue: true } : {}
  return [
    add(names.queue, {
      Type: 'AWS::SQS::Queue',
      Properties: {
        ...ordered,
        ...(fifo && fifo.deduplication === undefined && { ContentBasedDeduplication: true }),
        VisibilityTimeout: visibilityOf(callee, options),
        ...(age !== undefined && { MessageRetentionPeriod: age }),
        RedrivePolicy: { deadLetterTargetArn: getAtt(names.deadLetters), maxReceiveCount: tries(callee) },
        SqsManagedSseEnabled: true,
      },
    }),
    add(names.deadLetters, {
      Type: 'AWS::SQS::Queue',
      DeletionPolicy: 'Retain',
      UpdateReplacePolicy: 'Retain',
      Properties: { ...ordered, MessageRetentionPeriod: DEAD_LETTER_RETENTION, SqsManagedSseEnabled: true },
    }),
    ...alarmChanges(service, names, options),
    ...(names.arnVariable === undefined
      ? []
      : [
          {
            kind: 'set-environment',
            function: callee.key,
            name: names.arnVariable,
            value: names.arn,
          } as const,
        ]),
    { kind: 'add-event', function: callee.key, event: { sqs: eventOf(callee, names, options) } },
  ]
}

function eventOf(callee: ServiceFunction, names: Pick<QueueNames, 'arn'>, options: QueueOptions): ConfigObject {
  const { batchSize, batchWindow } = options
  const reserved = asNumber(callee.data.reservedConcurrency)
  return {
    arn: names.arn,
    batchSize,
    ...(batchWindow > 0 && { maximumBatchingWindow: batchWindow }),
    ...(batchSize > 1 && { functionResponseType: 'ReportBatchItemFailures' }),
    // beyond the reserved concurrency a message is received, turned away, and counted as tried
    ...(reserved !== undefined && reserved >= 2 && { maximumConcurrency: Math.min(reserved, MOST_CONCURRENT) }),
  }
}

/** What the event asks of the framework. */
export function eventFeatures(callee: ServiceFunction, options: QueueOptions): FrameworkFeature[] {
  const event = eventOf(callee, { arn: '' }, options)
  if (options.lift) return ['sqs', 'sqs.maximumBatchingWindow', 'sqs.functionResponseType']
  const optional = ['maximumBatchingWindow', 'functionResponseType', 'maximumConcurrency'] as const
  return ['sqs', ...optional.filter((name) => name in event).map((name) => `sqs.${name}` as const)]
}

/** What `maximumConcurrency` may be at most. */
const MOST_CONCURRENT = 1000

/** What a caller needs to send: the queue's address, and permission. `beside` is the variable that named the callee. It may be allowed already. */
export function callerChanges(
  caller: FunctionRef,
  names: QueueNames,
  beside: string | undefined,
  isAllowed: boolean,
): InfraChange[] {
  const { key } = caller.function
  return [
    { kind: 'set-environment', function: key, name: names.urlVariable, value: names.url, beside },
    ...(isAllowed ? [] : [{ kind: 'allow', function: key, action: 'sqs:SendMessage', resource: names.arn } as const]),
  ]
}
