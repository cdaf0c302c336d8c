import { asObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { flag, number, record, text } from '../shape'
import { byFunction, type EventType, textOf } from './event'
import { allow, eventSourceMapping, filterCriteria, NETWORK_STATEMENT } from './event-source-mapping'
import { consumerGroup } from './kafka'

/** Kafka that AWS manages. Source: `compile/events/msk` of osls 4.3.1. */
export const msk: EventType = {
  type: 'msk',
  shape: record({
    batchSize: number,
    maximumBatchingWindow: number,
    enabled: flag,
    startingPosition: text,
    startingPositionTimestamp: number,
    topic: text,
    saslScram512: text,
    consumerGroupId: text,
    provisionedPollerConfig: record({ minimumPollers: number, maximumPollers: number }),
  }),
  compile(builder, events) {
    for (const group of byFunction(events)) {
      for (const { fn, event } of group) {
        const options = asObject(event)
        const poller = asObject(options.provisionedPollerConfig)
        const secret = options.saslScram512
        const mapping = eventSourceMapping(builder, fn, {
          EventSourceArn: options.arn,
          StartingPosition: options.startingPosition || 'TRIM_HORIZON',
          Topics: [options.topic],
          StartingPositionTimestamp: options.startingPositionTimestamp,
          BatchSize: options.batchSize || undefined,
          MaximumBatchingWindowInSeconds: options.maximumBatchingWindow || undefined,
          ...(options.consumerGroupId ? consumerGroup('AmazonManagedKafka', options.consumerGroupId) : {}),
          Enabled: options.enabled,
          ...(secret != null && { SourceAccessConfigurations: [{ Type: 'SASL_SCRAM_512_AUTH', URI: secret }] }),
          ...filterCriteria(options.filterPatterns),
          ...(options.provisionedPollerConfig !== undefined && {
            ProvisionedPollerConfig: { MinimumPollers: poller.minimumPollers, MaximumPollers: poller.maximumPollers },
          }),
        })
        const cluster = alphanumericName(clusterName(options.arn)).slice(0, 79)
        const topic = alphanumericName(textOf(options.topic)).slice(0, 79)
        builder.add(`${normalizedName(fn.key)}EventSourceMappingMSK${cluster}${topic}`, mapping)
      }
      const arns = group.map(({ event }) => asObject(event).arn)
      builder.grant(allow(['kafka:DescribeCluster', 'kafka:GetBootstrapBrokers'], arns))
      builder.grant(NETWORK_STATEMENT)
    }
  },
}

function clusterName(arn: unknown): string {
  if (typeof arn === 'string') return arn.split('/')[1] ?? arn
  const value = asObject(arn)
  return textOf(value['Fn::ImportValue'] ?? value.Ref)
}
