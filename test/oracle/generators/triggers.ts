import fc from 'fast-check'
import { arn, flag, getAtt, importValue, joined, json, listOf, name, number, object, ref, sub, words } from './values'

const rate = fc.constantFrom('rate(1 minute)', 'rate(10 hours)', 'cron(0 12 * * ? *)')
const rule = { name, description: words, enabled: flag }
const transformer = object(
  { inputTemplate: fc.constantFrom('{"a": <a>}', 'text') },
  { inputPathsMap: fc.constant({ a: '$.detail.a' }) },
)
const input = fc.oneof(words, json, fc.constantFrom('{"a":"b"}', { body: '{"n":1}' }, 'line one\\nline two'))

const schedule = fc.oneof(
  rate,
  object({ rate }, { ...rule, input }),
  object({ rate: listOf(rate) }, { description: words, enabled: flag, inputPath: fc.constant('$.a') }),
  object(
    { rate: fc.array(sub, { minLength: 1, maxLength: 2 }) },
    { inputTransformer: transformer, method: fc.constant('eventBus') },
  ),
  object(
    { rate, method: fc.constant('scheduler') },
    {
      ...rule,
      input,
      timezone: fc.constant('Europe/Berlin'),
      groupName: fc.oneof(name, ref),
      roleArn: fc.oneof(arn('iam', name), getAtt),
    },
  ),
  object({ rate: listOf(rate), method: fc.constant('scheduler') }, { description: words }),
)

const oneInput = (path: fc.Arbitrary<string>) =>
  fc.oneof(
    fc.constant({}),
    object({ input: json }),
    object({ inputPath: path }),
    object({ inputTransformer: transformer }),
  )

const eventBridge = fc
  .tuple(
    fc.oneof(
      object({ schedule: rate }),
      object({ pattern: fc.constantFrom({ source: ['a'] }, { 'detail-type': ['b'], detail: { n: [1, null] } }) }),
    ),
    oneInput(fc.constant('$.a')),
    object(
      {},
      {
        ...rule,
        eventBus: fc.oneof(
          fc.constantFrom('default', 'my-bus_1', 'Bus', 'a'.repeat(40)),
          arn('events', fc.constantFrom('event-bus/default', 'event-bus/other', 'event-bus/a/b')),
          ref,
          importValue,
          fc.constant({ 'Fn::GetAtt': ['Bus', 'Name'] }),
        ),
        retryPolicy: object({}, { maximumEventAge: number(60, 86400), maximumRetryAttempts: number(0, 185) }),
        deadLetterQueueArn: fc.oneof(arn('sqs', name), getAtt, sub),
      },
    ),
  )
  .map(([what, inputs, more]) => ({ ...what, ...inputs, ...more }))

const cloudwatchEvent = fc
  .tuple(
    object({ event: fc.constantFrom({ source: ['aws.ec2'] }, { detail: { text: ['two\nlines', 'x'] } }) }, rule),
    oneInput(fc.constant('$.a')),
  )
  .map(([what, inputs]) => ({ ...what, ...inputs }))

const logGroup = fc.integer({ min: 0, max: 1e9 }).map((n) => `/aws/${n % 2 ? 'lambda' : 'other'}/group-${n}`)
const cloudwatchLog = fc.oneof(
  logGroup,
  object({ logGroup }, { filter: fc.constantFrom('{$.a = "b"}', '{$.a = \\"b\\"}', '[x]', 'a\nb', '') }),
)

const redrivePolicy = fc.oneof(
  object({ deadLetterTargetArn: arn('sqs', name) }),
  object({ deadLetterTargetRef: fc.constant('Thing') }),
  fc.constant({ deadLetterTargetImport: { arn: 'arn:a', url: 'url' } }),
)
const subscription = {
  displayName: words,
  filterPolicy: fc.constantFrom({ pet: ['dog'] }, { n: [{ numeric: ['>', 1] }], x: [null] }),
  filterPolicyScope: fc.constantFrom('MessageBody', 'MessageAttributes'),
  redrivePolicy,
}
const sns = fc.oneof(
  name,
  arn('sns', name),
  object({ topicName: name }, subscription),
  object({ arn: arn('sns', name) }, { topicName: name, ...subscription }),
  fc.constant({ arn: 'arn:${AWS::Partition}:sns:${AWS::Region}:${AWS::AccountId}:orders' }),
  object({ arn: fc.oneof(ref, getAtt, importValue, joined('sns', name)), topicName: name }, subscription),
)

const iot = object(
  { sql: fc.constantFrom("SELECT * FROM 'topic'", "SELECT *\nFROM 'a/b'") },
  { ...rule, sqlVersion: fc.constantFrom('2015-10-08', 'beta') },
)
const iotFleetProvisioning = object(
  { templateBody: json, provisioningRoleArn: fc.oneof(arn('iam', name), getAtt) },
  { enabled: flag, templateName: name },
)
const appId = fc.constantFrom('amzn1.ask.skill.xx-xx', 'app')
const alexa = fc.oneof(appId, object({ appId }, { enabled: flag }))

export const triggers = {
  schedule,
  eventBridge,
  cloudwatchEvent,
  cloudwatchLog,
  sns,
  iot,
  iotFleetProvisioning,
  alexaSkill: alexa,
  alexaSmartHome: alexa,
}
