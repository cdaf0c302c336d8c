import { asObject, nodeAt } from '../src/load/document'
import { yamlDocument } from '../src/load/yaml-document'
import { defaultPlanOptions, type PlanOptions } from '../src/transforms/options'
import { afterPlan, planOf, workspaceOf } from './support/fixtures'

const caller = (callee: string) => `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async (event) => {
  await lambda.send(new InvokeCommand({ FunctionName: 'shop-dev-${callee}', InvocationType: 'Event', Payload: JSON.stringify({ id: event.id }) }))
}
`
const HANDLER = 'exports.handler = async (event) => { await fetch(`https://example.com/${event.id}`) }\n'
const FUNCTIONS = ['order', 'refund', 'mail', 'stock'].map((key) => `  ${key}:\n    handler: ${key}.handler\n`).join('')

/** Plans two queues, and reads the resources and the notes after. */
function planned(queue: Partial<PlanOptions['queue']>, head = '', resources = '') {
  const files = {
    'serverless.yml': `service: shop\n${head}provider:\n  name: aws\n  runtime: nodejs22.x\nfunctions:\n${FUNCTIONS}${resources}`,
    'order.js': caller('mail'),
    'refund.js': caller('stock'),
    'mail.js': HANDLER,
    'stock.js': HANDLER,
  }
  const { plan } = planOf(workspaceOf(files), {
    ...defaultPlanOptions,
    queue: { ...defaultPlanOptions.queue, ...queue },
  })
  const config = yamlDocument('serverless.yml', afterPlan(files, plan)['serverless.yml'] ?? '').value
  return { resources: asObject(nodeAt(config, ['resources', 'Resources'])), config, notes: plan.document.notes }
}

const TOPIC = `resources:
  Resources:
    Alerts:
      Type: AWS::SNS::Topic
`
const alarm = (id: string, namespace: string, action: string) => `    ${id}:
      Type: AWS::CloudWatch::Alarm
      Properties:
        Namespace: ${namespace}
        AlarmActions: [${action}]
`

const actionsOf = ({ resources }: ReturnType<typeof planned>) =>
  ['MailDLQAlarm', 'StockDLQAlarm'].map((id) => nodeAt(resources, [id, 'Properties', 'AlarmActions']))
const both = (action: unknown) => [[action], [action]]
const TELLS_NOBODY = 'MailDLQ, StockDLQ: its alarm tells nobody.'
const told = (text: string) => expect.arrayContaining([expect.stringContaining(text)])

test('without the option there is no alarm', () => {
  expect(Object.keys(planned({}).resources).sort()).toEqual(['MailDLQ', 'MailQueue', 'StockDLQ', 'StockQueue'])
})

test('an alarm that tells nobody is told', () => {
  const plan = planned({ alarms: true })
  expect(actionsOf(plan)).toEqual([undefined, undefined])
  expect(plan.notes).toEqual(told(TELLS_NOBODY))
})

test('one topic mails the alarms of all queues', () => {
  const plan = planned({ alarms: true, alarmsTo: 'ops@example.com' })
  expect(actionsOf(plan)).toEqual(both({ Ref: 'DeadLettersTopic' }))
  expect(plan.resources.DeadLettersTopic).toEqual({
    Type: 'AWS::SNS::Topic',
    Properties: { Subscription: [{ Protocol: 'email', Endpoint: 'ops@example.com' }] },
  })
  expect(plan.notes).toEqual(told('MailDLQ, StockDLQ: AWS mails ops@example.com a link.'))
})

test('the topic that mails gets a name that is free', () => {
  const taken = TOPIC.replace('Alerts', 'DeadLettersTopic')
  const plan = planned({ alarms: true, alarmsTo: 'ops@example.com' }, '', taken)
  expect(actionsOf(plan)).toEqual(both({ Ref: 'DeadLettersTopic2' }))
})

test('a topic of elsewhere is told by its ARN', () => {
  const alarmsTo = 'arn:aws:sns:eu-west-1:123456789012:ops'
  const plan = planned({ alarms: true, alarmsTo }, '', TOPIC + alarm('Errors', 'AWS/Lambda', '!Ref Alerts'))
  expect(actionsOf(plan)).toEqual(both(alarmsTo))
  expect(plan.notes).not.toEqual(told('tells nobody'))
})

describe('whom the alarms of the service tell', () => {
  const existing = (...alarms: string[]) => actionsOf(planned({ alarms: true }, '', TOPIC + alarms.join('')))
  const OTHER = '    Other:\n      Type: AWS::SNS::Topic\n'

  test('the alarms of the new queues tell, too', () => {
    expect(existing(alarm('Errors', 'AWS/Lambda', '!Ref Alerts'))).toEqual(both({ Ref: 'Alerts' }))
  })

  test('alarms of queues count more', () => {
    const alarms = [OTHER, alarm('Errors', 'AWS/Lambda', '!Ref Other'), alarm('Failed', 'AWS/SQS', '!Ref Alerts')]
    expect(existing(...alarms)).toEqual(both({ Ref: 'Alerts' }))
  })

  test('where they do not agree, nobody is told', () => {
    const alarms = [OTHER, alarm('Errors', 'AWS/Lambda', '!Ref Other'), alarm('Slow', 'AWS/Lambda', '!Ref Alerts')]
    expect(existing(...alarms)).toEqual([undefined, undefined])
  })

  test('what is no topic of the service is not taken', () => {
    expect(existing(alarm('Errors', 'AWS/Lambda', '!Ref Policy'))).toEqual([undefined, undefined])
  })
})

describe('the topic of serverless-plugin-aws-alerts', () => {
  const head = (topic: string) =>
    `plugins:\n  - serverless-plugin-aws-alerts\ncustom:\n  alerts:\n    topics:\n      alarm: ${topic}\n`
  const ofPlugin = (topic: string) => actionsOf(planned({ alarms: true }, head(topic)))

  test('is told, where it is there already', () => {
    const variable = '${self:custom.alerts.topics.alarm'
    expect(ofPlugin('arn:aws:sns:eu-west-1:123456789012:ops')).toEqual(both(`${variable}}`))
    expect(ofPlugin('{ topic: "arn:aws:sns:eu-west-1:123456789012:ops" }')).toEqual(both(`${variable}.topic}`))
  })

  test('is not, where the plugin makes it', () => {
    expect(ofPlugin('ops')).toEqual([undefined, undefined])
  })
})
