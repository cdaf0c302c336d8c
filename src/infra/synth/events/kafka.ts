import { asArray, asObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { flag, list, number, record, text } from '../shape'
import { byFunction, type EventType, textOf } from './event'
import { allow, eventSourceMapping, filterCriteria, NETWORK_STATEMENT } from './event-source-mapping'

/** How each access configuration stands in a mapping; those in a network have no secret. */
const ACCESS: Readonly<Record<string, { type: string; prefix?: string }>> = {
  vpcSubnet: { type: 'VPC_SUBNET', prefix: 'subnet:' },
  vpcSecurityGroup: { type: 'VPC_SECURITY_GROUP', prefix: 'security_group:' },
  saslPlainAuth: { type: 'BASIC_AUTH' },
  saslScram256Auth: { type: 'SASL_SCRAM_256_AUTH' },
  saslScram512Auth: { type: 'SASL_SCRAM_512_AUTH' },
  clientCertificateTlsAuth: { type: 'CLIENT_CERTIFICATE_TLS_AUTH' },
  serverRootCaCertificate: { type: 'SERVER_ROOT_CA_CERTIFICATE' },
}

/** Kafka that is not managed by AWS. Source: `compile/events/kafka.js` of osls 4.3.1. */
export const kafka: EventType = {
  type: 'kafka',
  shape: record({
    accessConfigurations: record(Object.fromEntries(Object.keys(ACCESS).map((name) => [name, list(text)]))),
    batchSize: number,
    maximumBatchingWindow: number,
    enabled: flag,
    bootstrapServers: list(text),
    startingPosition: text,
    startingPositionTimestamp: number,
    topic: text,
    onFailureDestination: text,
    consumerGroupId: text,
    provisionedPollerConfig: record({ minimumPollers: number, maximumPollers: number }),
  }),
  compile(builder, events) {
    for (const group of byFunction(events)) {
      const secrets: unknown[] = []
      let inNetwork = false
      for (const { fn, event } of group) {
        const options = asObject(event)
        const access = accessOf(options.accessConfigurations)
        secrets.push(...access.filter(({ prefix }) => prefix === '').map(({ value }) => value))
        inNetwork ||= access.some(({ prefix }) => prefix !== '')
        const poller = asObject(options.provisionedPollerConfig)
        const destination = options.onFailureDestination
        const mapping = eventSourceMapping(builder, fn, {
          StartingPosition: options.startingPosition || 'TRIM_HORIZON',
          SelfManagedEventSource: { Endpoints: { KafkaBootstrapServers: options.bootstrapServers } },
          Topics: [options.topic],
          SourceAccessConfigurations: access.map(({ type, prefix, value }) => ({
            Type: type,
            URI: `${prefix}${textOf(value)}`,
          })),
          BatchSize: options.batchSize || undefined,
          MaximumBatchingWindowInSeconds: options.maximumBatchingWindow || undefined,
          Enabled: options.enabled,
          ...(options.consumerGroupId ? consumerGroup('SelfManagedKafka', options.consumerGroupId) : {}),
          StartingPositionTimestamp: options.startingPositionTimestamp,
          ...filterCriteria(options.filterPatterns),
          ...(destination ? { DestinationConfig: { OnFailure: { Destination: destination } } } : {}),
          ...(options.provisionedPollerConfig !== undefined && {
            ProvisionedPollerConfig: { MinimumPollers: poller.minimumPollers, MaximumPollers: poller.maximumPollers },
          }),
        })
        const topic = alphanumericName(textOf(options.topic)).slice(0, 158)
        builder.add(`${normalizedName(fn.key)}EventSourceMappingKafka${topic}`, mapping)
      }
      if (secrets.length > 0) builder.grant(allow(['secretsmanager:GetSecretValue'], secrets))
      if (inNetwork) builder.grant(NETWORK_STATEMENT)
    }
  },
}

export function consumerGroup(kind: 'SelfManagedKafka' | 'AmazonManagedKafka', id: unknown): Record<string, unknown> {
  return { [`${kind}EventSourceConfig`]: { ConsumerGroupId: id } }
}

function accessOf(configurations: unknown): { type: string; prefix: string; value: unknown }[] {
  return Object.entries(asObject(configurations)).flatMap(([name, values]) => {
    const { type, prefix = '' } = Object.hasOwn(ACCESS, name) ? (ACCESS[name] ?? { type: name }) : { type: name }
    return asArray(values).map((value) => ({ type, prefix, value }))
  })
}
