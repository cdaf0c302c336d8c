import { join } from 'node:path'
import { planMarkdown } from '../src/review/markdown'
import { noColors } from '../src/review/palette'
import { planText } from '../src/review/text/plan'
import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

const wrapped = planOf(workspaceOf(readTree(join(FIXTURES, 'sqs', 'commonjs-helper', 'input')))).plan

const sender = (field: string) => `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

const lambda = new LambdaClient({})

export const handler = async (event) => {
  await lambda.send(
    new InvokeCommand({
      FunctionName: 'shop-dev-mail',
      InvocationType: 'Event',
      Payload: JSON.stringify({ to: event.${field} }),
    }),
  )
}
`

const twice = planOf(
  workspaceOf({
    'serverless.yml': `service: shop
provider:
  name: aws
  runtime: nodejs22.x
functions:
  order:
    handler: order.handler
  refund:
    handler: refund.handler
  mail:
    handler: mail.handler
`,
    'order.mjs': sender('buyer'),
    'refund.mjs': sender('payer'),
    'mail.mjs': "import { send } from 'mailer'\nexport const handler = async (event) => send(event.to)\n",
  }),
).plan

function count(text: string, part: string): number {
  return text.split(part).length - 1
}

describe('a call of a helper', () => {
  const definitions = wrapped.document.sites.filter(({ kind }) => kind === 'wrapper-definition')
  const calls = wrapped.document.sites.filter(({ kind }) => kind === 'wrapper-call')

  test('is rewritten together with the call in the helper, and counted once', () => {
    expect(definitions.filter(({ outcome }) => outcome === 'rewritten')).not.toHaveLength(0)
    expect(planText(wrapped, noColors)).toContain(`Plan: ${calls.length} of ${calls.length} site`)
  })

  test('tells once what is waived for both', () => {
    const [waived] = (definitions[0]?.obligations ?? []).filter(({ status }) => status === 'waived')
    expect(waived).toBeDefined()
    expect(count(planText(wrapped, noColors), waived?.message ?? '')).toBe(1)
  })
})

describe('what is waived for the name of a callee', () => {
  const owing = twice.document.sites.filter(({ obligations }) => obligations?.some((o) => o.code === 'stage-literal'))

  test('holds for each call of it', () => expect(owing).toHaveLength(2))

  test('is told once', () => expect(count(planText(twice, noColors), 'waived stage-literal')).toBe(1))

  test('is told in a comment with all its places', () =>
    expect(planMarkdown(twice)).toContain('- `order.mjs:6`, `refund.mjs:6` stage-literal: '))
})
