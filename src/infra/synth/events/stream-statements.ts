import type { Statement } from '../../template'
import { allow } from './event-source-mapping'
import type { StreamSource } from './stream'

const READ_DYNAMODB = [
  'dynamodb:GetRecords',
  'dynamodb:GetShardIterator',
  'dynamodb:DescribeStream',
  'dynamodb:ListStreams',
]

const READ_KINESIS = ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:ListStreams']

const READ_BY_CONSUMER = [
  'kinesis:GetRecords',
  'kinesis:GetShardIterator',
  'kinesis:DescribeStreamSummary',
  'kinesis:ListShards',
]

/** What the streams of one function need: a statement for each kind. */
export function streamStatements(sources: readonly StreamSource[]): Statement[] {
  const dynamodb = sources.filter(({ type }) => type === 'dynamodb')
  const kinesis = sources.filter(({ type }) => type !== 'dynamodb')
  const failures = sources.flatMap(({ onFailure }) => onFailure ?? [])
  const arnsOf = (list: readonly { readonly arn: unknown }[]) => list.map(({ arn }) => arn)
  const consumers = kinesis.filter(({ consumer }) => consumer !== undefined)
  const statements: [string[], unknown[]][] = [
    [READ_DYNAMODB, arnsOf(dynamodb)],
    [READ_KINESIS, arnsOf(kinesis.filter(({ consumer }) => consumer === undefined))],
    [READ_BY_CONSUMER, arnsOf(consumers)],
    [['kinesis:SubscribeToShard'], consumers.map(({ consumer }) => consumer)],
    [['sns:Publish'], arnsOf(failures.filter(({ type }) => type === 'sns'))],
    [['sqs:ListQueues', 'sqs:SendMessage'], arnsOf(failures.filter(({ type }) => type !== 'sns'))],
  ]
  return statements.filter(([, arns]) => arns.length > 0).map(([actions, arns]) => allow(actions, arns))
}
