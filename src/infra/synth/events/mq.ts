import { asObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { flag, number, record, text } from '../shape'
import { byFunction, type EventType, textOf } from './event'
import { allow, eventSourceMapping, filterCriteria, NETWORK_STATEMENT } from './event-source-mapping'

/** Queues of a broker. Source: `compile/events/activemq.js`, `rabbitmq.js` of osls 4.3.1. */
export const activemq = brokerQueue('activemq', 'ActiveMQ')
export const rabbitmq = brokerQueue('rabbitmq', 'RabbitMQ')

function brokerQueue(type: string, kind: string): EventType {
  return {
    type,
    shape: record({ batchSize: number, maximumBatchingWindow: number, enabled: flag, queue: text, virtualHost: text }),
    compile(builder, events) {
      for (const group of byFunction(events)) {
        for (const { fn, event } of group) {
          const options = asObject(event)
          const { virtualHost } = options
          const mapping = eventSourceMapping(builder, fn, {
            EventSourceArn: options.arn,
            Queues: [options.queue],
            SourceAccessConfigurations: [
              { Type: 'BASIC_AUTH', URI: options.basicAuthArn },
              ...(virtualHost ? [{ Type: 'VIRTUAL_HOST', URI: virtualHost }] : []),
            ],
            BatchSize: options.batchSize || undefined,
            MaximumBatchingWindowInSeconds: options.maximumBatchingWindow || undefined,
            Enabled: options.enabled,
            ...filterCriteria(options.filterPatterns),
          })
          const queue = alphanumericName(textOf(options.queue)).slice(0, 150)
          builder.add(`${normalizedName(fn.key)}EventSourceMapping${kind}${queue}`, mapping)
        }
        const all = (name: string) => group.map(({ event }) => asObject(event)[name])
        builder.grant(allow(['secretsmanager:GetSecretValue'], all('basicAuthArn')))
        builder.grant(allow(['mq:DescribeBroker'], all('arn')))
        builder.grant(NETWORK_STATEMENT)
      }
    },
  }
}
