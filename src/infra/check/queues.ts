import { asArray, asNumber, asObject, type ConfigObject } from '../../load/document'
import type { Resource, Template } from '../template'
import type { Check, Fault } from './fault'

/** Defaults of SQS and Lambda, in seconds. */
const DEFAULT = { visibility: 30, timeout: 3 } as const

/** Rules for functions that read queues and streams, and for FIFO. Source: the Lambda and SQS developer guides. */
export const queueFaults: Check = (template) =>
  Object.entries(template.Resources).flatMap(([logicalId, resource]) => {
    const properties = asObject(resource?.Properties)
    switch (resource?.Type) {
      case 'AWS::Lambda::EventSourceMapping':
        return mappingFaults(template, logicalId, properties)
      case 'AWS::SQS::Queue':
        return queueNameFaults(template, logicalId, properties)
      case 'AWS::SNS::Topic':
        return isTrue(properties.FifoTopic) === endsInFifo(properties.TopicName, isTrue(properties.FifoTopic))
          ? []
          : [fifoName(logicalId, 'TopicName', 'topic')]
      case 'AWS::SNS::Subscription':
        return subscriptionFaults(template, logicalId, properties)
      default:
        return []
    }
  })

function mappingFaults(template: Template, logicalId: string, mapping: ConfigObject): Fault[] {
  const queue = target(template, mapping.EventSourceArn, 'AWS::SQS::Queue')
  const isQueue = queue !== undefined || isQueueArn(mapping.EventSourceArn)
  if (!isQueue) return rangeFault(logicalId, 'BatchSize', mapping.BatchSize, 1, 10_000)
  const isFifo = queue !== undefined && isTrue(queue.properties.FifoQueue)
  const size = asNumber(mapping.BatchSize) ?? 10
  const window = asNumber(mapping.MaximumBatchingWindowInSeconds) ?? 0
  const fault = (message: string, property: string): Fault => ({
    code: 'batch-settings',
    logicalId,
    message: `${logicalId}: ${message}`,
    path: ['Properties', property],
  })
  return [
    ...rangeFault(logicalId, 'BatchSize', mapping.BatchSize, 1, isFifo ? 10 : 10_000),
    ...rangeFault(logicalId, 'MaximumBatchingWindowInSeconds', mapping.MaximumBatchingWindowInSeconds, 0, 300),
    ...rangeFault(logicalId, 'MaximumConcurrency', asObject(mapping.ScalingConfig).MaximumConcurrency, 2, 1000),
    ...(!isFifo && size > 10 && window < 1
      ? [fault(`a BatchSize of ${size} needs a MaximumBatchingWindowInSeconds of at least 1.`, 'BatchSize')]
      : []),
    ...(isFifo && window > 0
      ? [fault('a FIFO queue takes no MaximumBatchingWindowInSeconds.', 'MaximumBatchingWindowInSeconds')]
      : []),
    ...visibilityFault(template, queue, mapping),
  ]
}

function rangeFault(logicalId: string, property: string, value: unknown, least: number, most: number): Fault[] {
  const number = asNumber(value)
  if (number === undefined || (number >= least && number <= most)) return []
  const message = `${logicalId}: ${property} is ${number}; it has to be between ${least} and ${most}.`
  return [{ code: 'batch-settings', logicalId, message, path: ['Properties', property] }]
}

/** Lambda refuses a mapping whose queue hands messages out again while its function may still work on them. */
function visibilityFault(template: Template, queue: Target | undefined, mapping: ConfigObject): Fault[] {
  const fn = target(template, mapping.FunctionName, 'AWS::Lambda::Function')
  if (!queue || !fn) return []
  const visibility = asNumber(queue.properties.VisibilityTimeout ?? DEFAULT.visibility)
  const timeout = asNumber(fn.properties.Timeout ?? DEFAULT.timeout)
  if (visibility === undefined || timeout === undefined || visibility >= timeout) return []
  const message = `${queue.id} hides a message for ${visibility} seconds, and ${fn.id} may take ${timeout}: its VisibilityTimeout has to be as long at least.`
  return [
    {
      code: 'visibility-below-timeout',
      logicalId: queue.id,
      message,
      path: ['Properties', 'VisibilityTimeout'],
      subject: fn.id,
    },
  ]
}

function queueNameFaults(template: Template, logicalId: string, queue: ConfigObject): Fault[] {
  const isFifo = isTrue(queue.FifoQueue)
  const deadLetters = target(template, asObject(queue.RedrivePolicy).deadLetterTargetArn, 'AWS::SQS::Queue')
  const fault = (message: string, property: string): Fault => ({
    code: 'fifo-mismatch',
    logicalId,
    message,
    path: ['Properties', property],
  })
  return [
    ...(isFifo === endsInFifo(queue.QueueName, isFifo) ? [] : [fifoName(logicalId, 'QueueName', 'queue')]),
    ...(deadLetters && isTrue(deadLetters.properties.FifoQueue) !== isFifo
      ? [
          fault(
            `${logicalId} and its dead-letter queue ${deadLetters.id} have to be FIFO both or neither.`,
            'RedrivePolicy',
          ),
        ]
      : []),
    ...(!isFifo && isTrue(queue.ContentBasedDeduplication)
      ? [
          fault(
            `${logicalId} is no FIFO queue, and ContentBasedDeduplication is for those only.`,
            'ContentBasedDeduplication',
          ),
        ]
      : []),
  ]
}

function fifoName(logicalId: string, property: string, what: string): Fault {
  const message = `${logicalId}: the name of a FIFO ${what} ends in ".fifo", and that of no other.`
  return { code: 'fifo-mismatch', logicalId, message, path: ['Properties', property] }
}

function subscriptionFaults(template: Template, logicalId: string, subscription: ConfigObject): Fault[] {
  const topic = target(template, subscription.TopicArn, 'AWS::SNS::Topic')
  const queue = target(template, subscription.Endpoint, 'AWS::SQS::Queue')
  if (!topic || !queue || isTrue(topic.properties.FifoTopic) || !isTrue(queue.properties.FifoQueue)) return []
  const message = `${logicalId}: ${topic.id} is no FIFO topic and cannot write to the FIFO queue ${queue.id}.`
  return [{ code: 'fifo-mismatch', logicalId, message, path: ['Properties', 'Endpoint'] }]
}

interface Target {
  readonly id: string
  readonly properties: ConfigObject
}

/** The resource of the template that a reference names, if it is of that type. */
function target(template: Template, reference: unknown, type: string): Target | undefined {
  const { Ref: named, 'Fn::GetAtt': attribute } = asObject(reference)
  const id = named ?? (typeof attribute === 'string' ? attribute.split('.')[0] : asArray(attribute)[0])
  const resource: Resource | undefined = typeof id === 'string' ? template.Resources[id] : undefined
  return typeof id === 'string' && resource?.Type === type
    ? { id, properties: asObject(resource.Properties) }
    : undefined
}

function isQueueArn(value: unknown): boolean {
  return /:sqs:/.test(JSON.stringify(value) ?? '')
}

function isTrue(value: unknown): boolean {
  return value === true || value === 'true'
}

/** Whether a literal name ends in `.fifo`; a name that is not known is taken to be right. */
function endsInFifo(name: unknown, expected: boolean): boolean {
  return typeof name === 'string' && !/\$\{[^}]*\}$/.test(name) ? name.endsWith('.fifo') : expected
}
