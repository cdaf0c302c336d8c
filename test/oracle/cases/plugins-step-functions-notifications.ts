import type { Cases } from '../golden'

const definition = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }
const service = (machines: Readonly<Record<string, object>>, provider: object = {}) => ({
  service: 'svc',
  plugins: ['serverless-step-functions'],
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { 'do-it': { handler: 'index.handler' } },
  stepFunctions: {
    stateMachines: Object.fromEntries(
      Object.entries(machines).map(([key, machine]) => [key, { definition, ...machine }]),
    ),
  },
})
const told = (...targets: readonly object[]) => service({ flow: { notifications: { FAILED: targets } } })

const topic = { Ref: 'Topic' }
const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] }
const stream = 'arn:aws:kinesis:us-east-1:123456789012:stream/s'
const joined = { 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'x']] }

/** `notifications` of state machines: serverless-step-functions. */
export const cases: Cases = {
  none: service({ flow: { notifications: {} } }),
  'no targets': told(),
  sns: told({ sns: topic }),
  'sns by text': told({ sns: 'arn:aws:sns:us-east-1:123456789012:t' }),
  'sns by Fn::Join': told({ sns: joined }),
  sqs: told({ sqs: queue }),
  'sqs by text': told({ sqs: 'arn:aws:sqs:us-east-1:123456789012:q' }),
  'sqs with settings': told({ sqs: { arn: queue, messageGroupId: 'g' } }),
  kinesis: told({ kinesis: stream }),
  'kinesis with settings': told({ kinesis: { arn: stream, partitionKeyPath: '$.id' } }),
  'kinesis with an ARN only': told({ kinesis: { arn: stream } }),
  firehose: told({ firehose: { 'Fn::GetAtt': ['Stream', 'Arn'] } }),
  lambda: told({ lambda: { 'Fn::GetAtt': ['do-it', 'Arn'] } }),
  'lambda by Ref': told({ lambda: { Ref: 'do-it' } }),
  'lambda by text': told({ lambda: 'arn:aws:lambda:us-east-1:123456789012:function:x' }),
  stepFunctions: told({ stepFunctions: { Ref: 'flow' } }),
  'input of a target': told(
    { inputPath: '$.detail', firehose: 'a' },
    { lambda: 'b', inputTransformer: { inputPathsMap: { a: '$.a' }, inputTemplate: '<a>' } },
    { lambda: 'c', inputTransformer: { inputTemplate: 'text' } },
  ),
  'several in one': told({ inputPath: '$.a', lambda: { Ref: 'do-it' }, sqs: queue, stepFunctions: topic, sns: topic }),
  'no target': told({}, { inputPath: '$.a' }),
  'half a reference': told({ lambda: { 'Fn::GetAtt': ['do-it'] } }),
  'all statuses': service(
    {
      flow: {
        name: 'the-flow',
        notifications: {
          TIMED_OUT: [{ sns: topic }, { kinesis: stream }],
          SUCCEEDED: [{ sns: topic }],
          RUNNING: [{ sqs: queue }, { sqs: queue }],
          FAILED: [{ stepFunctions: topic }],
          ABORTED: [{ lambda: { Ref: 'do-it' } }, { firehose: stream }],
        },
      },
    },
    { iam: { role: { path: '/x/' } } },
  ),
  'two machines': service({
    flow: { notifications: { FAILED: [{ sns: topic }] } },
    other: { id: 'Other', notifications: { FAILED: [{ sns: topic }] } },
  }),
}
