import { asNumber, asObject, asString, type ConfigObject, isObject } from '../../../load/document'
import { getAtt, joinAll, type Output, type Resource, ref } from '../../template'
import { cdkLogicalId } from './cdk-id'

/** What a construct adds to a service. */
export interface Construct {
  readonly resources: Readonly<Record<string, Resource>>
  readonly outputs: Readonly<Record<string, Output>>
  /** Values of `${construct:<id>.<name>}`. */
  readonly variables: Readonly<Record<string, unknown>>
  /** Statement for the shared role. */
  readonly statement: ConfigObject
}

const DEFAULT_TIMEOUT = 6

/**
 * A queue with its dead-letter queue. Source: `constructs/aws/Queue.js` of serverless-lift 1.37.7, which takes the timeout
 * from the function and not from the provider.
 * @param timeout of the worker, in seconds
 */
export function queueConstruct(id: string, options: ConfigObject, stackName: string, timeout: unknown): Construct {
  const queueId = cdkLogicalId(id, 'Queue', 'Resource')
  const dlqId = cdkLogicalId(id, 'Dlq', 'Resource')
  const name = `${stackName}-${id}`
  const suffix = options.fifo === true ? '.fifo' : ''
  const common = { ...encryption(id, options), ...(options.fifo === true && { FifoQueue: true }) }
  const extensions = asObject(options.extensions)
  const window = asNumber(options.maxBatchingWindow) ?? 0
  const queue = queueResource({
    QueueName: name + suffix,
    RedrivePolicy: { deadLetterTargetArn: getAtt(dlqId), maxReceiveCount: options.maxRetries ?? 3 },
    VisibilityTimeout: (asNumber(timeout) ?? DEFAULT_TIMEOUT) * 6 + window,
    ...common,
    ...(typeof options.fifo === 'boolean' && { ContentBasedDeduplication: options.fifo }),
    ...(options.delay !== undefined && { DelaySeconds: options.delay }),
  })
  const dlq = queueResource({ QueueName: `${name}-dlq${suffix}`, MessageRetentionPeriod: 1209600, ...common })
  return {
    resources: {
      [dlqId]: overridden(dlq, extensions.dlq),
      [queueId]: overridden(queue, extensions.queue),
      ...key(id, options),
      ...alarm(id, options, name, dlqId),
    },
    outputs: {
      [cdkLogicalId(id, 'QueueArn')]: { Description: `ARN of the "${id}" SQS queue.`, Value: getAtt(queueId) },
      [cdkLogicalId(id, 'QueueUrl')]: { Description: `URL of the "${id}" SQS queue.`, Value: ref(queueId) },
      [cdkLogicalId(id, 'DlqUrl')]: { Description: `URL of the "${id}" SQS dead letter queue.`, Value: ref(dlqId) },
    },
    variables: { queueUrl: ref(queueId), queueArn: getAtt(queueId), dlqUrl: ref(dlqId), dlqArn: getAtt(dlqId) },
    statement: {
      Effect: 'Allow',
      Action: ['sqs:SendMessage', 'sqs:ChangeMessageVisibility'],
      Resource: [getAtt(queueId)],
    },
  }
}

function queueResource(properties: Record<string, unknown>): Resource {
  return {
    Type: 'AWS::SQS::Queue',
    Properties: properties,
    UpdateReplacePolicy: 'Delete',
    DeletionPolicy: 'Delete',
  }
}

function keyId(id: string, options: ConfigObject): string | undefined {
  const name = asString(options.encryptionKey)
  return options.encryption === 'kms' && name ? cdkLogicalId(id, name, 'Resource') : undefined
}

function encryption(id: string, options: ConfigObject): { KmsMasterKeyId?: unknown } {
  if (options.encryption === 'kmsManaged') return { KmsMasterKeyId: 'alias/aws/sqs' }
  const own = keyId(id, options)
  return own === undefined ? {} : { KmsMasterKeyId: getAtt(own) }
}

/** A key of the service's own, that its account administers. */
function key(id: string, options: ConfigObject): Record<string, Resource> {
  const own = keyId(id, options)
  if (own === undefined) return {}
  const account = joinAll('', ['arn:', ref('AWS::Partition'), ':iam::', ref('AWS::AccountId'), ':root'])
  const statement = { Action: 'kms:*', Effect: 'Allow', Principal: { AWS: account }, Resource: '*' }
  return {
    [own]: {
      Type: 'AWS::KMS::Key',
      Properties: { KeyPolicy: { Statement: [statement], Version: '2012-10-17' } },
      UpdateReplacePolicy: 'Retain',
      DeletionPolicy: 'Retain',
    },
  }
}

/** Tells by mail as soon as a message is in the dead-letter queue. */
function alarm(id: string, options: ConfigObject, name: string, dlqId: string): Record<string, Resource> {
  if (options.alarm === undefined) return {}
  const topicId = cdkLogicalId(id, 'AlarmTopic', 'Resource')
  const resource: Resource = {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmActions: [ref(topicId)],
      AlarmDescription: 'Alert triggered when there are failed jobs in the dead letter queue.',
      AlarmName: `${name}-dlq-alarm`,
      ComparisonOperator: 'GreaterThanThreshold',
      Dimensions: [{ Name: 'QueueName', Value: getAtt(dlqId, 'QueueName') }],
      EvaluationPeriods: 1,
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Namespace: 'AWS/SQS',
      Period: 60,
      Statistic: 'Sum',
      Threshold: 0,
      TreatMissingData: 'notBreaching',
    },
  }
  return {
    [topicId]: {
      Type: 'AWS::SNS::Topic',
      Properties: {
        DisplayName: `[Alert][${id}] failed jobs in the DLQ.`.slice(0, 100),
        TopicName: `${name}-dlq-alarm-topic`,
      },
    },
    [cdkLogicalId(id, 'AlarmTopicSubscription', 'Resource')]: {
      Type: 'AWS::SNS::Subscription',
      Properties: { Endpoint: options.alarm, Protocol: 'email', TopicArn: ref(topicId) },
    },
    [cdkLogicalId(id, 'Alarm', 'Resource')]: overridden(resource, asObject(options.extensions).alarm),
  }
}

/** `extensions`: every value that is no map replaces what is there. */
function overridden(resource: Resource, extension: unknown): Resource {
  const over = (base: unknown, value: unknown): unknown => {
    if (!isObject(value) || Object.keys(value).length === 0) return value
    const result: Record<string, unknown> = { ...asObject(base) }
    for (const [name, item] of Object.entries(value)) result[name] = over(result[name], item)
    return result
  }
  return isObject(extension) ? (over(resource, extension) as Resource) : resource
}
