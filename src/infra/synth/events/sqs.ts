import { asArray, asObject, isObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import type { Statement } from '../../template'
import { flag, number, record, text } from '../shape'
import { type EventType, isIntrinsic, textOf } from './event'
import { allow, eventSourceMapping, filterCriteria } from './event-source-mapping'

/** Source: `compile/events/sqs.js` of osls 4.3.1. */
export const sqs: EventType = {
  type: 'sqs',
  shape: record({
    batchSize: number,
    enabled: flag,
    maximumBatchingWindow: number,
    functionResponseType: text,
    maximumConcurrency: number,
  }),
  compile(builder, events) {
    for (const { fn, event } of events) {
      const options = optionsOf(event)
      const { arn } = options
      const mapping = eventSourceMapping(builder, fn, {
        BatchSize: options.batchSize || 10,
        MaximumBatchingWindowInSeconds: options.maximumBatchingWindow,
        EventSourceArn: arn,
        Enabled: options.enabled === undefined ? true : options.enabled,
        ...(options.functionResponseType != null && { FunctionResponseTypes: [options.functionResponseType] }),
        ...filterCriteria(options.filterPatterns),
        ...(options.maximumConcurrency ? { ScalingConfig: { MaximumConcurrency: options.maximumConcurrency } } : {}),
      })
      builder.add(`${normalizedName(fn.key)}EventSourceMappingSQS${alphanumericName(queueName(arn))}`, mapping)
    }
    if (events.length > 0) builder.grant(sqsStatement(events.map(({ event }) => event)))
  },
}

/** What the events need: one statement for all their queues. */
export function sqsStatement(events: readonly unknown[]): Statement {
  const actions = ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes']
  return allow(
    actions,
    events.map((event) => optionsOf(event).arn),
  )
}

function optionsOf(event: unknown): Readonly<Record<string, unknown>> {
  return isObject(event) && !isIntrinsic(event) ? event : { arn: event }
}

/** The name that the mapping's logical id ends in, by the form of the ARN. */
function queueName(arn: unknown): string {
  if (typeof arn === 'string') return arn.split(':').pop() ?? arn
  const value = asObject(arn)
  const [attribute] = asArray(value['Fn::GetAtt'])
  if (typeof attribute === 'string') return attribute
  if (value['Fn::ImportValue'] !== undefined) return textOf(value['Fn::ImportValue'])
  const [, parts] = asArray(value['Fn::Join'])
  return textOf(asArray(parts).at(-1))
}
