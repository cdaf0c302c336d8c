import { afterPlan, planOf, workspaceOf } from './support/fixtures'

const topics = (count: number) =>
  Array.from({ length: count }, (_, index) => `    Topic${index}:\n      Type: AWS::SNS::Topic\n`).join('')

/** A service that has `count` topics and one call that wants a queue with its dead-letter queue. */
const service = (count: number) => ({
  'serverless.yml': `service: orders

provider:
  name: aws
  runtime: nodejs22.x

functions:
  create:
    handler: create.handler
    environment:
      MAIL_FN: !Ref MailLambdaFunction
  mail:
    handler: mail.handler

resources:
  Resources:
${topics(count)}`,
  'create.js': `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')

const lambda = new LambdaClient({})

exports.handler = async (event) => {
  await lambda.send(
    new InvokeCommand({
      FunctionName: process.env.MAIL_FN,
      InvocationType: 'Event',
      Payload: JSON.stringify({ to: event.to }),
    }),
  )
}
`,
  'mail.js': `exports.handler = async (event) => {
  await fetch('https://mail.example', { method: 'POST', body: event.to })
}
`,
  'package.json': '{ "dependencies": { "@aws-sdk/client-lambda": "^3.700.0" } }\n',
})

describe('a template that would not deploy', () => {
  // bucket and its policy, role, two functions with their versions and log groups
  const before = 9
  // queue, dead-letter queue, event source mapping
  const added = 3

  test('is refused, and nothing is written', () => {
    const files = service(500 - before - added + 1)
    const { plan } = planOf(workspaceOf(files))
    expect(plan.document.sites[0]).toMatchObject({
      verdict: 'sqs',
      outcome: 'refused',
      refusal: { code: 'template-broken', message: expect.stringContaining('500'), file: 'serverless.yml' },
    })
    expect(afterPlan(files, plan)).toEqual(files)
  })

  test('is not refused where the stack was too large before: a plugin splits it', () => {
    const { plan } = planOf(workspaceOf(service(500)))
    expect(plan.document.sites[0]).toMatchObject({ outcome: 'rewritten' })
  })

  test('is not refused where it just fits', () => {
    const { plan } = planOf(workspaceOf(service(500 - before - added)))
    expect(plan.document.sites[0]).toMatchObject({ outcome: 'rewritten' })
  })
})
