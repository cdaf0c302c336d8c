import { afterPlan, planOf, workspaceOf } from './support/fixtures'

/** The imports of a caller after its call has become a message. */
function importsAfter(imports: string, rest = ''): string[] {
  const files = {
    'serverless.yml': `service: shop
provider:
  name: aws
  runtime: nodejs22.x
functions:
  order:
    handler: order.handler
  mail:
    handler: mail.handler
`,
    'order.js': `${imports}
const lambda = new LambdaClient({})
export const handler = async (event) => {
  await lambda.send(new InvokeCommand({ FunctionName: 'shop-dev-mail', InvocationType: 'Event', Payload: JSON.stringify({ id: event.id }) }))
${rest}}
`,
    'mail.js': 'export const handler = async (event) => { await fetch(`https://example.com/${event.id}`) }\n',
  }
  const { plan } = planOf(workspaceOf(files))
  return (afterPlan(files, plan)['order.js'] ?? '').split('\n\n')[0]?.split('\n') ?? []
}

const LAMBDA = "import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'"
const SQS = "import { SendMessageCommand, SQSClient } from '@aws-sdk/client-sqs'"
const of = (specifier: string) => `import * as ${specifier.replace(/\W/g, '')} from '${specifier}'`
const uses = (...specifiers: string[]) => specifiers.map((one) => `  ${one.replace(/\W/g, '')}.use()\n`).join('')

test('a new import takes the place of the old one where that is in order', () => {
  const imports = [of('@aws-sdk/a'), LAMBDA, of('zod')]
  expect(importsAfter(`${imports.join('\n')}\n`, uses('@aws-sdk/a', 'zod'))).toEqual([of('@aws-sdk/a'), SQS, of('zod')])
})

test('else it goes to its own place', () => {
  const imports = [LAMBDA, of('@aws-sdk/client-s3'), of('zod')]
  const after = importsAfter(`${imports.join('\n')}\n`, uses('@aws-sdk/client-s3', 'zod'))
  expect(after).toEqual([of('@aws-sdk/client-s3'), SQS, of('zod')])
})

test('in a file without an order it stands where the old one stood', () => {
  const imports = [of('zod'), LAMBDA, of('@aws-sdk/client-s3')]
  const after = importsAfter(`${imports.join('\n')}\n`, uses('@aws-sdk/client-s3', 'zod'))
  expect(after).toEqual([of('zod'), SQS, of('@aws-sdk/client-s3')])
})

describe('the names of a list', () => {
  const own = (names: string) => `import { ${names} } from '@aws-sdk/client-sqs'`
  const listAfter = (names: string) =>
    importsAfter(`${LAMBDA}\n${own(names)}\n`, uses(...names.split(', '))).find((line) => line.includes('client-sqs'))

  test('keep their order', () => {
    expect(listAfter('PurgeQueueCommand, SetQueueAttributesCommand')).toBe(
      own('PurgeQueueCommand, SendMessageCommand, SetQueueAttributesCommand, SQSClient'),
    )
    expect(listAfter('TagQueueCommand, UntagQueueCommand')).toBe(
      own('SendMessageCommand, SQSClient, TagQueueCommand, UntagQueueCommand'),
    )
  })

  test('stand at the end where there is no order', () => {
    expect(listAfter('TagQueueCommand, PurgeQueueCommand')).toBe(
      own('TagQueueCommand, PurgeQueueCommand, SendMessageCommand, SQSClient'),
    )
  })
})
