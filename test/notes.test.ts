import { defaultPlanOptions, type PlanOptions } from '../src/transforms/options'
import { fixtures, planOf, workspaceOf } from './support/fixtures'

/** A caller that sends an event to a worker, with the configuration given. */
function notesOf(functions: string, files: Readonly<Record<string, string>> = {}): readonly string[] {
  const { plan } = planOf(
    workspaceOf({
      'serverless.yml': `service: shop\nprovider:\n  name: aws\n  runtime: nodejs22.x\n${functions}`,
      'order.js': caller('worker'),
      'worker.js': 'exports.handler = async (event) => { await fetch(`https://example.com/${event.id}`) }\n',
      'package.json': '{ "dependencies": { "@aws-sdk/client-lambda": "^3.700.0" } }\n',
      ...files,
    }),
  )
  return plan.document.notes
}

const caller = (callee: string) => `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async (event) => {
  if (!event.id) return
  await lambda.send(new InvokeCommand({ FunctionName: 'shop-dev-${callee}', InvocationType: 'Event', Payload: JSON.stringify({ id: event.id }) }))
}
`

const FUNCTIONS = 'functions:\n  order:\n    handler: order.handler\n  worker:\n    handler: worker.handler\n'

describe('a role that the service does not make', () => {
  const notes = notesOf(`  iam:\n    role: arn:aws:iam::123456789012:role/shared\n${FUNCTIONS}`).join('\n')

  test('must let the caller send', () => {
    expect(notes).toContain(
      'The role of "order" is not made by this service: add {"Effect":"Allow","Action":"sqs:SendMessage"',
    )
  })

  test('must let the callee receive', () => {
    expect(notes).toContain(
      'The role of "worker" is not made by this service: add {"Effect":"Allow","Action":["sqs:ReceiveMessage","sqs:DeleteMessage","sqs:GetQueueAttributes"],"Resource":{"Fn::GetAtt":["WorkerQueue","Arn"]}} to it.',
    )
  })
})

test('a permission that cannot be taken alone is told', () => {
  const other = caller('stock').replace("InvocationType: 'Event', ", '').replace('await', 'return')
  const notes = notesOf(
    `  iam:
    role:
      statements:
        - Effect: Allow
          Action: [lambda:InvokeFunction, lambda:GetFunction]
          Resource: [!GetAtt WorkerLambdaFunction.Arn, !GetAtt StockLambdaFunction.Arn]
${FUNCTIONS}  check:\n    handler: check.handler\n  stock:\n    handler: stock.handler\n`,
    { 'check.js': other, 'stock.js': "exports.handler = async () => fetch('https://example.com')\n" },
  )
  expect(notes).toContain(
    'To be done by hand: "order" may still invoke "worker", because the same statement allows it lambda:GetFunction: take it out where that is not needed.',
  )
})

test('a lock file is not edited: the command that does is told', () => {
  const note = (lockFile: string) =>
    notesOf(FUNCTIONS, { [lockFile]: '' }).find((text) => text.includes('package.json'))
  expect(note('yarn.lock')).toBe(
    'To be done by hand: Run "yarn install" and commit yarn.lock, because package.json changes.',
  )
  expect(note('README.md')).toBe('To be done by hand: Run "npm install", because package.json changes.')
})

test('a caller in a VPC must reach the queue', () => {
  const vpc =
    'functions:\n  order:\n    handler: order.handler\n    vpc:\n      subnetIds: [subnet-1]\n      securityGroupIds: [sg-1]\n  worker:\n    handler: worker.handler\n'
  expect(notesOf(vpc).join('\n')).toContain('order: it runs in a VPC')
  expect(notesOf(FUNCTIONS).join('\n')).not.toContain('VPC')
})

describe('tests of what changes', () => {
  const note = (files: Readonly<Record<string, string>>) =>
    notesOf(FUNCTIONS, files).find((one) => one.startsWith('Tests that stand in'))

  test('are named where they stand in for the client', () => {
    const text = "const { handler } = require('./order')\nmockClient(LambdaClient).on(InvokeCommand).resolves({})\n"
    expect(note({ 'order.test.js': text })).toContain('see order.test.js.')
  })

  test('are named where they mock what changes', () => {
    expect(note({ '__tests__/worker.js': "jest.mock('../worker')\n" })).toContain('see __tests__/worker.js.')
  })

  test('are not named where they do neither', () => {
    const files = {
      'order.test.js': "const { handler } = require('./order')\n",
      'other.test.js': "jest.mock('./other')\nmockClient(LambdaClient)\n",
      'other.js': 'exports.other = 1\n',
    }
    expect(note(files)).toBeUndefined()
  })
})

test('a function that sends to itself may be stopped as a loop', () => {
  const files = { 'worker.js': caller('worker') }
  expect(notesOf(FUNCTIONS, files).join('\n')).toContain('worker: it sends to its own queue.')
  expect(notesOf(FUNCTIONS).join('\n')).not.toContain('its own queue')
})

test('a callee that stays is told with its reason', () => {
  const { plan } = planOf(
    workspaceOf({
      'serverless.yml': `service: shop\nprovider:\n  name: aws\n  runtime: nodejs22.x\n${FUNCTIONS}`,
      'order.js': caller('worker')
        .replace("InvocationType: 'Event', ", '')
        .replace('await', 'const { Payload } = await')
        .replace(/}\n$/, '  return JSON.parse(Payload.transformToString())\n}\n'),
      'worker.js': 'exports.handler = async ({ id }) => ({ id })\n',
    }),
    { ...defaultPlanOptions, keepCallees: true },
  )
  expect(plan.document.notes.join('\n')).toContain('the function stays, because --keep-callees asks for it;')
})

test('what lets invoke by the name of another stage is told, where the role still invokes', () => {
  const other = caller('stock').replace("InvocationType: 'Event', ", '').replace('await', 'return')
  const notesFor = (name: string) =>
    notesOf(
      `  iam:
    role:
      statements:
        - Effect: Allow
          Action: lambda:InvokeFunction
          Resource: [!GetAtt StockLambdaFunction.Arn, arn:aws:lambda:eu-west-1:123456789012:function:${name}]
${FUNCTIONS}  check:\n    handler: check.handler\n  stock:\n    handler: stock.handler\n`,
      { 'check.js': other, 'stock.js': "exports.handler = async () => fetch('https://example.com')\n" },
    )
  const told = 'To be done by hand: "order" may still be allowed to invoke "worker", by "arn:aws:lambda:eu-west-1:'
  const isTold = (name: string) => notesFor(name).some((note) => note.startsWith(told))
  expect(isTold('shop-prod-worker')).toBe(true)
  expect(isTold('shop-dev-worker')).toBe(false)
  expect(isTold('shop-prod-other')).toBe(false)
})

describe('options of queues', () => {
  const queued = (queue: Partial<PlanOptions['queue']>, order: string, head = '') =>
    planOf(
      workspaceOf({
        'serverless.yml': `service: shop\n${head}provider:\n  name: aws\n  runtime: nodejs22.x\n${FUNCTIONS}`,
        'order.js': order,
        'worker.js': 'exports.handler = async (event) => { await fetch(`https://example.com/${event.id}`) }\n',
      }),
      { ...defaultPlanOptions, queue: { ...defaultPlanOptions.queue, ...queue } },
    ).plan.document.notes.join('\n')
  const gathered = (payload: string) => `const { LambdaClient, InvokeCommand } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async ({ ids }) => {
  await Promise.all(ids.map(async (id) => {
    await lambda.send(new InvokeCommand({ FunctionName: 'shop-dev-worker', InvocationType: 'Event', Payload: JSON.stringify(${payload}) }))
  }))
}
`

  test('messages that are gathered and go one by one are told, where batches were asked for', () => {
    const told = 'order.js:5: its messages are gathered, and go one by one all the same: its payload is waited for.'
    expect(queued({ batchSends: true }, gathered('{ id: await id }'))).toContain(told)
    expect(queued({ batchSends: true }, gathered('{ id }'))).not.toContain('one by one all the same')
    expect(queued({}, gathered('{ id: await id }'))).not.toContain('one by one all the same')
  })

  test('messages that are put in a list first are told, too', () => {
    const put = gathered('{ id }')
      .replace('await Promise.all(ids.map(async (id) => {', 'const jobs = []\n  for (const id of ids) {')
      .replace('await lambda', 'jobs.push(lambda')
      .replace('}))\n  }))', '})))\n  }\n  await Promise.all(jobs)')
    expect(queued({ batchSends: true }, put)).toContain(
      'one by one all the same: they are put in a list first, which is waited for later.',
    )
    expect(queued({}, put)).not.toContain('one by one all the same')
    const never = put.replace('await Promise.all(jobs)', 'return jobs.length')
    expect(queued({ batchSends: true }, never)).not.toContain('one by one all the same')
  })

  test('sending in batches costs less', () => {
    expect(queued({}, gathered('{ id }'))).toContain('a million calls cost $1.20 more')
    expect(queued({ batchSends: true }, gathered('{ id }'))).toContain('a million calls cost $0.84 more')
  })

  test('an alarm of Lift needs an address', () => {
    const head = 'plugins:\n  - serverless-lift\n'
    const known = `${head}constructs:\n  reports:\n    type: queue\n    alarm: team@example.com\n    worker: order\n`
    const told = 'worker: Lift mails its alarms. Add "alarm" with an address to the construct.'
    expect(queued({ lift: true, alarms: true }, caller('worker'), head)).toContain(told)
    expect(queued({ lift: true, alarms: true }, caller('worker'), known)).not.toContain(told)
    expect(queued({ lift: true, alarms: true, alarmsTo: 'ops@example.com' }, caller('worker'), head)).not.toContain(
      told,
    )
    expect(queued({ lift: true }, caller('worker'), head)).not.toContain(told)
  })
})

/** The notes of a fixture, with other options. */
function notesOfFixture(name: string, options: Partial<typeof defaultPlanOptions> = {}): string {
  const fixture = fixtures().find((candidate) => candidate.name === name)
  if (!fixture) throw new Error(`There is no fixture ${name}.`)
  return planOf(workspaceOf(fixture.input), { ...fixture.options, ...options }).plan.document.notes.join('\n')
}

describe('what messages cost', () => {
  test('a topic costs its publications', () => {
    expect(notesOfFixture('sns/document-example')).toContain(
      'CreateOrderTopic: a million messages cost $0.50 more (messages up to 64 KB; prices of us-east-1, ',
    )
  })

  test('a bus costs its events', () => {
    expect(notesOfFixture('event-bridge/document-example')).toContain(
      'SendMail: a million events cost $1.00 more (events up to 64 KB; prices of us-east-1, ',
    )
  })

  test('what a caller waited is saved', () => {
    expect(notesOfFixture('event-bridge/not-when-the-caller-waits', { unreadIsAsync: true })).toMatch(
      /a million events save \$7\.33 \(events up to 64 KB; a caller of 1024 MB that waited 500 ms; /,
    )
  })
})

test('a filter takes its time to work', () => {
  expect(notesOfFixture('sns/filters-by-if')).toContain('OrderTopic: a filter may take 15 minutes to work everywhere.')
  expect(notesOfFixture('sns/document-example')).not.toContain('15 minutes')
})

describe('notes of several queues', () => {
  const functions = FUNCTIONS.replace('functions:', 'functions:\n  refund:\n    handler: refund.handler')
  const files = {
    'refund.js': caller('stock'),
    'stock.js': "exports.handler = async (event) => { await fetch('https://example.com/' + event.id) }\n",
  }
  const notesWith = (timeout: string) => notesOf(`${functions}  stock:\n    handler: stock.handler\n${timeout}`, files)
  const watched = (notes: readonly string[]) => notes.filter((note) => note.includes(': watch '))

  test('are one where they say the same, and it names the queues', () => {
    const notes = notesWith('')
    expect(watched(notes)).toHaveLength(1)
    expect(watched(notes)[0]).toContain(
      'worker, stock: watch ApproximateAgeOfOldestMessage of WorkerQueue and StockQueue and the depth of WorkerDLQ and StockDLQ.',
    )
    expect(notes.filter((note) => note.includes('a million calls'))).toHaveLength(1)
  })

  test('stay apart where a number differs', () => {
    const notes = notesWith('    timeout: 30\n')
    expect(watched(notes).map((note) => note.split(':')[0])).toEqual(['worker', 'stock'])
    expect(notes.filter((note) => note.includes('a million calls'))).toHaveLength(1)
  })
})

describe('a role of the resources that lets invoke the callee', () => {
  const notesWith = (name: string) =>
    notesOf(
      `functions:
  order:
    handler: order.handler
    role: ShopRole
  worker:
    handler: worker.handler
resources:
  Resources:
    ShopRole:
      Type: AWS::IAM::Role
      Properties:
${name}        Policies:
          - PolicyName: shop
            PolicyDocument:
              Statement:
                - Effect: Allow
                  Action: lambda:InvokeFunction
                  Resource:
                    - arn:aws:lambda:us-east-1:123456789012:function:shop-dev-worker
                    - arn:aws:lambda:us-east-1:123456789012:function:shop-dev-other
`,
    ).join('\n')
  const left =
    'The role ShopRole may still invoke "worker", by "arn:aws:lambda:us-east-1:123456789012:function:shop-dev-worker"'

  test('is left, and told, where others may have it by its name', () => {
    expect(notesWith('        RoleName: shop\n')).toContain(left)
  })

  test('loses the permission where nobody else can have it', () => {
    expect(notesWith('')).not.toContain('may still invoke')
  })
})

test('a comment that goes with a permission is told', () => {
  const notes = notesOf(`  iam:
    role:
      statements:
        # For warm-up functions
        - Effect: Allow
          Action: lambda:InvokeFunction
          Resource: '*'
        # our table
        - Effect: Allow
          Action: dynamodb:GetItem
          Resource: '*'
${FUNCTIONS}`).join('\n')
  expect(notes).toContain(
    'The comment "For warm-up functions" went with a permission to invoke: see that nothing else needs that.',
  )
  expect(notes).not.toContain('our table')
})
