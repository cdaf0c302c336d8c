import { planOf, workspaceOf } from './support/fixtures'

const chain = (first: string, second: string) => `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

const lambda = new LambdaClient({})

interface Price {
  total: number
}

export const handler = async (event: { id: string }) => {
  const { Payload } = await lambda.send(
    new InvokeCommand({ FunctionName: 'shop-dev-${first}', Payload: JSON.stringify({ id: event.id }) }),
  )
  const price = JSON.parse(Buffer.from(Payload!).toString()) as Price
  const { Payload: answer } = await lambda.send(
    new InvokeCommand({ FunctionName: 'shop-dev-${second}', Payload: JSON.stringify({ price: price.total }) }),
  )
  return JSON.parse(Buffer.from(answer!).toString()) as Price
}
`

const CALLEE = "export const handler = async () => (await fetch('https://example.com')).json()\n"

const FUNCTIONS = `functions:
  order:
    handler: order.handler
  price:
    handler: price.handler
  charge:
    handler: charge.handler
`

/** The template after, of a service in which "order" calls "price" and "charge". */
function planned(functions: string, files: Readonly<Record<string, string>> = {}, top = '') {
  const { document, compiled } = planOf(
    workspaceOf({
      'serverless.yml': `service: shop\nprovider:\n  name: aws\n  runtime: nodejs22.x\n  stage: dev\n${top}${functions}`,
      'order.ts': chain('price', 'charge'),
      'price.ts': CALLEE,
      'charge.ts': CALLEE,
      'package.json': '{ "dependencies": { "@aws-sdk/client-lambda": "^3.700.0" } }\n',
      ...files,
    }),
  ).plan
  const variables = (id: string) =>
    Object.values(asRecord(asRecord(compiled[0]?.after.template.Resources[id]?.Properties?.Environment).Variables))
  return { document, variables }
}

const asRecord = (value: unknown) => (value ?? {}) as Readonly<Record<string, unknown>>

const BY_NAME = { 'Fn::Sub': expect.stringMatching(/:stateMachine:shop-dev-order$/) }

test('a handler refers to its machine, which is there first then', () => {
  const { variables, document } = planned(FUNCTIONS)
  expect(variables('OrderLambdaFunction')).toEqual([{ Ref: 'OrderStateMachine' }])
  expect(document.notes.join()).toContain('order: one deployment brings the state machine, and then its handler.')
})

describe('where a reference would close a circle', () => {
  test('it knows the machine by its name: a function of the machine refers to the handler', () => {
    const { variables, document } = planned(`${FUNCTIONS}    environment:\n      ORDER: !Ref OrderLambdaFunction\n`)
    expect(variables('OrderLambdaFunction')).toEqual([BY_NAME])
    expect(document.infra.flatMap(({ findings }) => findings)).toEqual([])
    expect(document.notes.join()).toContain('in any order: a call in between may fail.')
  })

  test('one of two that call each other refers to its machine, the other one does not', () => {
    const functions = `${FUNCTIONS}    events:\n      - httpApi: POST /charges\n  refund:\n    handler: refund.handler\n`
    const { variables, document } = planned(functions, {
      'charge.ts': chain('refund', 'order'),
      'refund.ts': CALLEE,
    })
    const known = [...variables('OrderLambdaFunction'), ...variables('ChargeLambdaFunction')]
    expect(known.filter((value) => 'Ref' in asRecord(value))).toHaveLength(1)
    expect(known.filter((value) => 'Fn::Sub' in asRecord(value))).toHaveLength(1)
    expect(document.infra.flatMap(({ findings }) => findings)).toEqual([])
  })
})

test('functions that may be put into other stacks know it by its name', () => {
  const { variables } = planned(FUNCTIONS, {}, 'plugins:\n  - serverless-plugin-split-stacks\n')
  expect(variables('OrderLambdaFunction')).toEqual([BY_NAME])
})
