import { originOf } from '../src/infra/check/origin'
import { synthesize } from '../src/infra/synth/synthesize'
import { serviceOf } from './support/service'

const synthesized = (notifications: unknown, more: object = {}) => {
  const definition = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }
  const service = serviceOf({
    service: 'svc',
    plugins: ['serverless-step-functions'],
    provider: { name: 'aws' },
    stepFunctions: { stateMachines: { flow: { definition, notifications, ...more } } },
  })
  const { template, notes } = synthesize(service)
  return {
    service,
    types: Object.values(template.Resources).map(({ Type }) => Type),
    ids: Object.keys(template.Resources),
    notes,
  }
}

const topic = { Ref: 'Topic' }
const queue = { 'Fn::GetAtt': ['Queue', 'Arn'] }

test.each<[string, unknown]>([
  ['a status that is none', { STOPPED: [] }],
  ['no list', { FAILED: { sns: topic } }],
  ['an unknown kind', { FAILED: [{ email: 'a@b.example' }] }],
  ['an empty text', { FAILED: [{ sns: '' }] }],
  ['an intrinsic that is not known', { FAILED: [{ sns: { 'Fn::ImportValue': 'topic' } }] }],
  ['a queue without its group', { FAILED: [{ sqs: { arn: queue } }] }],
  ['a stream without an ARN', { FAILED: [{ kinesis: { partitionKeyPath: '$.a' } }] }],
  ['an input without a template', { FAILED: [{ sns: topic, inputTransformer: { inputPathsMap: {} } }] }],
  ['a path that is no text', { FAILED: [{ inputTransformer: { inputTemplate: 'a', inputPathsMap: { a: 1 } } }] }],
  ['one of two', { FAILED: [{ sns: topic }], SUCCEEDED: [null] }],
  ['a variable', '${file(missing.yml)}'],
])('what the plugin leaves out is noted: %s', (_, notifications) => {
  const { types, notes } = synthesized(notifications)
  expect(types).not.toContain('AWS::Events::Rule')
  expect(types).not.toContain('AWS::SNS::TopicPolicy')
  expect(notes).toEqual([
    {
      message: 'These "notifications" do not fit the schema of the plugin, which leaves them out.',
      path: ['stepFunctions', 'stateMachines', 'flow', 'notifications'],
    },
  ])
})

test('so are those of Express state machines, and queues that the plugin makes no address of', () => {
  expect(synthesized({ FAILED: [{ sns: topic }] }, { type: 'EXPRESS' }).notes).toHaveLength(1)
  expect(synthesized({ FAILED: [{ sqs: { Ref: 'Queue' } }] }).notes).toHaveLength(1)
  expect(synthesized({ FAILED: [{ sqs: queue }] }).notes).toEqual([])
})

test('their resources come from "notifications"', () => {
  const { service, ids, types } = synthesized({ FAILED: [{ sns: topic }, { stepFunctions: topic }] })
  expect(types).toContain('AWS::Events::Rule')
  const made = ids.filter((id) => /Notifications|ResourcePolicy/.test(id))
  expect(made).toHaveLength(3)
  for (const id of made) expect(originOf(service, id).join('.')).toBe('stepFunctions.stateMachines.flow.notifications')
})

test('an "http" event of a state machine without a path is noted', () => {
  const { types, notes } = synthesized(undefined, { events: [{ http: 'get' }, { http: '${file(missing.yml)}' }] })
  expect(types).not.toContain('AWS::ApiGateway::RestApi')
  expect(notes.map(({ path }) => path.at(-1))).toEqual([0, 1])
})
