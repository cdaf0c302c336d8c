import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { alphanumericName, normalizedName, upperFirst } from '../../../load/naming'
import type { Service, ServiceFunction } from '../../../load/service'
import { ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { either, flag, number, record, text } from '../shape'
import { byFunction, type EventType, isIntrinsic, textOf } from './event'
import { eventSourceMapping, filterCriteria } from './event-source-mapping'
import { streamStatements } from './stream-statements'

/** Source: `compile/events/stream.js` of osls 4.3.1. */
export const stream: EventType = {
  type: 'stream',
  shape: record({
    type: text,
    batchSize: number,
    parallelizationFactor: number,
    startingPosition: text,
    startingPositionTimestamp: number,
    enabled: flag,
    consumer: either(text, (value) => value),
    batchWindow: number,
    maximumRetryAttempts: number,
    bisectBatchOnFunctionError: flag,
    maximumRecordAgeInSeconds: number,
    functionResponseType: text,
    tumblingWindowInSeconds: number,
  }),
  compile(builder, events) {
    for (const group of byFunction(events)) {
      const sources = group.map(({ fn, event }) => addMapping(builder, fn, event))
      for (const statement of streamStatements(sources)) builder.grant(statement)
    }
  },
}

/** What a stream's mapping reads and writes. */
export interface StreamSource {
  readonly type: string
  readonly arn: unknown
  /** ARN of the consumer with a throughput of its own. */
  readonly consumer?: unknown
  readonly onFailure?: { readonly type: string; readonly arn: unknown }
}

function addMapping(builder: TemplateBuilder, fn: ServiceFunction, event: unknown): StreamSource {
  const options: ConfigObject = isObject(event) && !isIntrinsic(event) ? event : { arn: event }
  const source = streamSource(options)
  const name = streamName(options.arn)
  const onFailure = source.onFailure?.arn
  const mapping = eventSourceMapping(builder, fn, {
    BatchSize: options.batchSize || 10,
    Enabled: options.enabled === undefined ? true : options.enabled,
    EventSourceArn: options.arn,
    ParallelizationFactor: options.parallelizationFactor || undefined,
    StartingPosition: options.startingPosition || 'TRIM_HORIZON',
    MaximumBatchingWindowInSeconds: options.batchWindow,
    MaximumRetryAttempts: options.maximumRetryAttempts,
    BisectBatchOnFunctionError: options.bisectBatchOnFunctionError,
    ...(options.functionResponseType != null && { FunctionResponseTypes: [options.functionResponseType] }),
    MaximumRecordAgeInSeconds: options.maximumRecordAgeInSeconds || undefined,
    TumblingWindowInSeconds: options.tumblingWindowInSeconds,
    ...(onFailure !== undefined && { DestinationConfig: { OnFailure: { Destination: onFailure } } }),
    ...filterCriteria(options.filterPatterns),
  })
  const mappingId = `${normalizedName(fn.key)}EventSourceMapping${upperFirst(source.type)}${alphanumericName(name)}`
  builder.add(mappingId, mapping)
  if (!options.consumer || source.type !== 'kinesis') return source
  let consumer = options.consumer
  if (consumer === true || consumer === 'true') {
    const consumerName = nameOfConsumer(builder.service, fn, name)
    const id = `${normalizedName(consumerName)}StreamConsumer`
    builder.add(id, {
      Type: 'AWS::Kinesis::StreamConsumer',
      Properties: { StreamARN: options.arn, ConsumerName: consumerName },
    })
    mapping.DependsOn.push(id)
    consumer = ref(id)
  }
  mapping.Properties.EventSourceArn = consumer
  if (options.startingPositionTimestamp)
    mapping.Properties.StartingPositionTimestamp = options.startingPositionTimestamp
  return { ...source, consumer }
}

/** What the options say of the stream, without its consumer. */
export function streamSource(options: ConfigObject): StreamSource {
  const destination = asObject(options.destinations).onFailure
  const target: ConfigObject = isObject(destination) && !isIntrinsic(destination) ? destination : { arn: destination }
  return {
    type: textOf(options.type ?? textOf(options.arn).split(':')[2]),
    arn: options.arn,
    ...(target.arn !== undefined && {
      onFailure: { type: textOf(target.type ?? textOf(target.arn).split(':')[2]), arn: target.arn },
    }),
  }
}

function nameOfConsumer(service: Service, fn: ServiceFunction, streamName: string): string {
  const mode = asObject(asObject(service.data.provider).kinesis).consumerNamingMode
  return `${fn.key}${streamName}${mode ? `${service.name}${service.stage}` : ''}Consumer`
}

/** The name that logical ids hold, by the form of the ARN. */
function streamName(arn: unknown): string {
  if (typeof arn === 'string') return arn.split('/')[1] ?? arn
  const value = asObject(arn)
  const [attribute] = asArray(value['Fn::GetAtt'])
  const name = attribute ?? value['Fn::ImportValue'] ?? value.Ref
  if (name !== undefined) return textOf(name)
  const [, parts] = asArray(value['Fn::Join'])
  return textOf(asArray(parts).at(-1)).split('/').pop() ?? ''
}
