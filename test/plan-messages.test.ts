import type { PlanDocument } from '../src/plan/document'
import { defaultPlanOptions } from '../src/transforms/options'
import { planOf, workspaceOf } from './support/fixtures'

/** What a plan says of a small service: a caller, a callee, and how the one names the other. */

const CALL = (name: string, extra = '') => `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async (event) => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: ${name}, ${extra}Payload: JSON.stringify({ n: event.n }) }))
  const { value } = JSON.parse(Buffer.from(answer.Payload).toString())
  return { value }
}
`

const EVENT = CALL('process.env.CALLEE_FN', "InvocationType: 'Event', ")
  .replace('const answer = ', '')
  .replace(/ {2}const \{ value[^\n]*\n {2}return[^\n]*\n/, '')

const CONFIG = (functions: string, runtime = '  runtime: nodejs20.x\n') =>
  `service: s\nprovider:\n  name: aws\n${runtime}functions:\n${functions}`

const FUNCTIONS = (variable = '!Ref CalleeLambdaFunction', more = '') =>
  `  caller:\n    handler: caller.handler\n    environment:\n      CALLEE_FN: ${variable}\n  callee:\n    handler: callee.handler\n${more}`

const HARMLESS = 'exports.handler = async ({ n }) => ({ value: `${n}` })\n'

function plan(files: Readonly<Record<string, string>>): PlanDocument {
  return planOf(
    workspaceOf({
      'serverless.yml': CONFIG(FUNCTIONS()),
      'caller.js': CALL('process.env.CALLEE_FN'),
      'callee.js': HARMLESS,
      ...files,
    }),
  ).plan.document
}

describe('why a callee needs its own Lambda', () => {
  test.each([
    [
      'AWS, by a client of the SDK',
      {
        'callee.js': `const { DynamoDBClient, GetItemCommand } = require('@aws-sdk/client-dynamodb')
const client = new DynamoDBClient({})
exports.handler = async ({ n }) => (await client.send(new GetItemCommand({ TableName: 't', Key: { n } }))).Item
`,
      },
      'it uses AWS ("@aws-sdk/client-dynamodb") (callee.js:3, by callee → dynamodb)',
    ],
    [
      'AWS, by the promise of a call',
      {
        'callee.js': `const AWS = require('aws-sdk')
const tables = new AWS.DynamoDB.DocumentClient()
exports.handler = async ({ n }) => tables.get({ TableName: 't', Key: { n } }).promise()
`,
      },
      'it uses AWS ("aws-sdk") (callee.js:3, by callee → dynamodb.get)',
    ],
    [
      'a value of another file that is no constant',
      {
        'callee.js': "const { ZERO } = require('./zero')\nexports.handler = async ({ n }) => ({ value: n === ZERO })\n",
        'zero.js': 'exports.ZERO = Math.random()\n',
      },
      '"ZERO" of ./zero is no function, and other values of other files are not followed (callee.js:2)',
    ],
    [
      'a package',
      {
        'callee.js': "const rules = require('shop-rules')\nexports.handler = async ({ n }) => ({ value: rules(n) })\n",
      },
      '"shop-rules" is of the package "shop-rules", which is not known to be harmless (callee.js:2',
    ],
  ])('%s', (_, files, expected) => {
    const [site] = plan(files).sites
    expect(site?.verdict).toBe('keep')
    expect(site?.reasons.map(({ message }) => message).join('\n')).toContain(expected)
  })
})

describe('the place of a refusal is that of its cause', () => {
  test.each([
    [
      'the handler',
      { 'callee.js': '// a comment\nexports.handler = ({ n }) => ({ value: n })\n' },
      'sync-handler-returns-null',
      'callee.js:2',
    ],
    [
      'the handler, where the configuration names no runtime',
      { 'serverless.yml': CONFIG(FUNCTIONS(), ''), 'callee.js': 'exports.handler = ({ n }) => ({ value: n })\n' },
      'sync-handler-returns-null',
      'callee.js:1',
    ],
    [
      'the configuration of the callee',
      { 'serverless.yml': CONFIG(FUNCTIONS('!Ref CalleeLambdaFunction', '    reservedConcurrency: 5\n')) },
      'not-relocatable',
      'serverless.yml:12',
    ],
    [
      'the place that cannot be edited',
      {
        'serverless.yml': CONFIG(
          '  caller:\n    handler: caller.handler\n    environment: &shared\n      CALLEE_FN: !Ref CalleeLambdaFunction\n  other:\n    handler: other.handler\n    environment: *shared\n  callee:\n    handler: callee.handler\n',
        ),
        'caller.js': EVENT,
        'other.js': HARMLESS,
      },
      'config-not-editable',
      'serverless.yml:8',
    ],
    [
      'the place that cannot be edited, in another file',
      {
        'serverless.yml': CONFIG(
          '  caller:\n    handler: caller.handler\n    environment: ${file(env.yml):caller}\n  callee:\n    handler: callee.handler\n',
        ),
        'env.yml': 'all: &all\n  CALLEE_FN: s-dev-callee\n\ncaller: *all\n',
        'caller.js': EVENT,
      },
      'config-not-editable',
      'env.yml:4',
    ],
  ])('%s', (_, files, code, place) => {
    const [site] = plan(files).sites
    expect(site?.refusal).toMatchObject({ code })
    expect(`${site?.refusal?.file}:${site?.refusal?.line}`).toBe(place)
    expect(site?.refusal?.message).not.toContain('nodejs.')
  })
})

describe('a stage that is written out', () => {
  const owed = (files: Readonly<Record<string, string>>) =>
    plan(files).sites[0]?.obligations?.find(({ code }) => code === 'stage-literal')

  test.each([
    ['a literal', { 'caller.js': CALL("'s-dev-callee'") }, 's-dev-callee'],
    ['a literal of another stage', { 'caller.js': CALL("'s-prod-callee'") }, 's-prod-callee'],
    [
      'an ARN of the own account',
      {
        'serverless.yml': CONFIG(
          FUNCTIONS(),
          '  runtime: nodejs20.x\n  region: eu-west-1\n  role: arn:aws:iam::123456789012:role/s\n',
        ),
        'caller.js': CALL("'arn:aws:lambda:eu-west-1:123456789012:function:s-dev-callee'"),
      },
      'arn:aws:lambda:eu-west-1:123456789012:function:s-dev-callee',
    ],
    ['a variable of the configuration', { 'serverless.yml': CONFIG(FUNCTIONS('s-dev-callee')) }, 's-dev-callee'],
  ])('is waived: %s', (_, files, name) => {
    expect(owed(files)).toMatchObject({ status: 'waived', message: expect.stringContaining(`"${name}"`) })
  })

  test.each([
    ['a reference', {}],
    ['a variable with the stage', { 'serverless.yml': CONFIG(FUNCTIONS('s-${sls:stage}-callee')) }],
    ['a name with the stage of the environment', { 'caller.js': CALL('`s-${process.env.STAGE}-callee`') }],
    [
      'a function whose name has no stage',
      { 'serverless.yml': CONFIG(FUNCTIONS('fixed', '    name: fixed\n')), 'caller.js': CALL("'fixed'") },
    ],
  ])('is not there: %s', (_, files) => {
    const [site] = plan(files).sites
    expect(site?.outcome).toBe('rewritten')
    expect(owed(files)).toBeUndefined()
  })
})

test('a call in the callback of another call is told to wait for that one', () => {
  const invoke = (n: string, body: string) =>
    `lambda.invoke({ FunctionName: process.env.CALLEE_FN, Payload: JSON.stringify({ n: ${n} }) }, (e, data) => {\n${body}\n})`
  const inner = invoke('1', 'callback(null, JSON.parse(data.Payload))')
  const [outer, call] = plan({
    'caller.js': `const AWS = require('aws-sdk')\nconst lambda = new AWS.Lambda()\nexports.handler = (event, context, callback) => {\n${invoke(
      'event.n',
      `const one = JSON.parse(data.Payload)\nconsole.log(one)\n${inner}`,
    )}\n}\n`,
  }).sites
  expect(outer?.outcome).toBe('rewritten')
  expect(call?.refusal).toMatchObject({ code: 'response-form', remedy: expect.stringContaining('plan again') })
})

describe('a permission that goes with the last call', () => {
  const notes = (resources: string) =>
    plan({
      'serverless.yml': CONFIG(
        FUNCTIONS(),
        `  runtime: nodejs20.x\n  iam:\n    role:\n      statements:\n        - Effect: Allow\n          Action: lambda:InvokeFunction\n          Resource:\n${resources}`,
      ),
    }).notes.join('\n')
  const own = '            - !GetAtt CalleeLambdaFunction.Arn\n'

  test.each([
    ['a text', '            - arn:aws:lambda:us-east-1:123456789012:function:other\n'],
    ['a text with parts', "            - !Sub 'arn:aws:lambda:${AWS::Region}:${AWS::AccountId}:function:other'\n"],
  ])('is told where it names another function: %s', (_, other) => {
    expect(notes(own + other)).toMatch(/"caller" loses the permission to invoke "arn:[^"]*:function:other"/)
  })

  test.each([
    ['no other', ''],
    ['a pattern', "            - '*'\n"],
  ])('is not told of %s', (_, other) => {
    expect(notes(own + other)).not.toContain('loses the permission')
  })
})

describe('a call that the next plan can rewrite', () => {
  const nested = (third: string) => ({
    'serverless.yml': CONFIG(
      '  caller:\n    handler: caller.handler\n    environment:\n      CALLEE_FN: !Ref CalleeLambdaFunction\n  callee:\n    handler: callee.handler\n    environment:\n      THIRD_FN: !Ref ThirdLambdaFunction\n  third:\n    handler: third.handler\n',
    ),
    'callee.js': CALL('process.env.THIRD_FN'),
    'third.js': third,
  })
  const notes = (third: string) => plan(nested(third)).notes.filter((note) => note.startsWith('Plan again'))

  test('is told', () => {
    expect(notes(HARMLESS)).toEqual([
      'Plan again once this is applied: the call of "callee" (caller.js) can become a function call then.',
    ])
  })

  test('is not told where nothing changes', () => {
    expect(notes('exports.handler = async ({ n }) => ({ value: await fetch(n) })\n')).toEqual([])
  })
})

const fifoFor = (callee: string) => ({
  ...defaultPlanOptions,
  queue: { ...defaultPlanOptions.queue, fifo: [{ callee, group: 'String(event.n)' }] },
})

describe('options that name a callee', () => {
  const files = workspaceOf({ 'serverless.yml': CONFIG(FUNCTIONS()), 'callee.js': HARMLESS })

  test.each([
    ['--fifo', fifoFor('calle')],
    ['--detail-type', { ...defaultPlanOptions, detailTypes: { calle: 'Called' } }],
  ])('%s tells of a function that does not exist', (option, options) => {
    const make = () => planOf(files, options)
    expect(make).toThrow(`${option} names "calle", which is no function of these services.`)
  })

  test('name one that exists', () => {
    expect(() => planOf(files, fifoFor('callee'))).not.toThrow()
  })
})

describe('type errors that a rewrite brings', () => {
  const TYPED_CALL = `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient({})
export const handler = async (event: { n: number }) => {
  const answer = await lambda.send(new InvokeCommand({ FunctionName: process.env.CALLEE_FN, Payload: JSON.stringify({ n: event.n }) }))
  const { label } = JSON.parse(Buffer.from(answer.Payload!).toString())
  return { label }
}
`
  const outcomeOf = (callee: string, settings: object) => {
    const { document } = planOf(
      workspaceOf({
        'serverless.yml': CONFIG(FUNCTIONS()),
        'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, types: ['node'], ...settings } }),
        'caller.ts': TYPED_CALL,
        'callee.ts': callee,
      }),
    ).plan
    return [document.sites[0]?.outcome, document.sites[0]?.refusal?.code, document.deletedFiles.map(({ file }) => file)]
  }

  test.each([
    ['a value of another type', 'const label: string = n\n  return { label }'],
    ['a name of Node that is not installed', "return { label: new URL('/' + n, 'http://x').pathname }"],
    ['a method that the settings do not know', 'return { label: [n].findLast((one) => one > 1) }'],
  ])('%s was there before', (_, body) => {
    const callee = `export const handler = async ({ n }: { n: number }) => {\n  ${body}\n}\n`
    expect(outcomeOf(callee, {})).toEqual(['rewritten', undefined, ['callee.ts']])
  })

  test('a result without a written type, where one is asked for, was not', () => {
    const callee = `type Pricing = (event: { n: number }) => Promise<{ label: string }>
export const handler: Pricing = async ({ n }) => ({ label: 'x'.repeat(n) })
`
    expect(outcomeOf(callee, { isolatedDeclarations: true, declaration: true })).toEqual(['refused', 'type-errors', []])
  })
})

describe('what is waived of numbers', () => {
  const waived = (value: string) => {
    const { document } = planOf(
      workspaceOf({
        'serverless.yml': CONFIG(FUNCTIONS()),
        'tsconfig.json': JSON.stringify({ compilerOptions: { strict: true, target: 'es2022' } }),
        'caller.ts': CALL('process.env.CALLEE_FN')
          .replace(/const (\{.*\}) = require\((.*)\)/, 'import $1 from $2')
          .replace('exports.handler = async (event)', 'export const handler = async (event: { n: number })')
          .replace('answer.Payload', 'answer.Payload!')
          .replace('{ value } =', 'value =')
          .replace('return { value }', 'return { text: value.value.toLocaleString() }'),
        'callee.ts': `export const handler = async ({ n }: { n: number }) => ({ value: ${value} })\n`,
      }),
    ).plan
    const [site] = document.sites
    expect(site?.outcome).toBe('rewritten')
    return site?.obligations?.find(({ code }) => code === 'result-json')?.message
  }

  test.each(['-n', 'n * 2', 'Math.round(n)', 'Math.ceil(n)', 'n / 2', 'n % 2'])('of %s, that it is not -0', (value) => {
    expect(waived(value)).toContain('no number is -0, which JSON writes as 0')
  })

  test.each(['n', 'n + 1', 'n - 1', 'Math.floor(n)', 'Math.abs(n)', '+n'])('of %s, nothing of -0', (value) => {
    expect(waived(value)).not.toContain('-0')
  })
})

describe('what to do about an answer that is not waited for at once', () => {
  test('what follows a call with a callback goes into it', () => {
    const { sites } = plan({
      'caller.js': `const AWS = require('aws-sdk')
const lambda = new AWS.Lambda()
const log = []
exports.handler = (event, context, callback) => {
  lambda.invoke({ FunctionName: process.env.CALLEE_FN, Payload: JSON.stringify({ n: event.n }) }, (error, data) => {
    if (error) return callback(error)
    callback(null, JSON.parse(data.Payload))
  })
  log.push('after')
}
`,
    })
    expect(sites[0]?.refusal).toMatchObject({
      code: 'response-form',
      remedy: expect.stringContaining('into its callback'),
    })
  })

  test('a call of a helper that others run beside is awaited first', () => {
    const { sites } = plan({
      'caller.js': `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
const call = async (name, input) => {
  const { Payload } = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(input) }))
  return JSON.parse(Buffer.from(Payload).toString())
}
exports.handler = async (event) => {
  const first = call(process.env.CALLEE_FN, { n: event.n })
  event.n = 2
  const { value } = await first
  return { value }
}
`,
    })
    const refusal = sites.find(({ outcome }) => outcome === 'refused')?.refusal
    expect(refusal).toMatchObject({ code: 'response-form', remedy: expect.stringContaining('before the other work') })
  })

  test('a default function without a name gets one', () => {
    const { sites } = plan({
      'serverless.yml': CONFIG(FUNCTIONS()).replace('callee.handler', 'callee.default'),
      'callee.js': 'export default async function ({ n }) {\n  return { value: String(n) }\n}\n',
    })
    expect(sites[0]?.refusal).toMatchObject({
      code: 'handler-not-found',
      remedy: expect.stringContaining('Give the function a name'),
    })
  })
})

describe('what a callee changes or calls is named', () => {
  test.each([
    [
      'a value whose origin is lost',
      'const own = (o) => { o = { ...o }; o.lines = [1]; return o }\nexports.handler = async (event) => { event = own(event); event.lines.push(2); return { value: event.lines.length } }\n',
      'it changes "o", which it is not known to have made itself',
    ],
    [
      'a part of a copy',
      'const own = (o) => { const copy = { ...o }; copy.lines.push(1); return copy }\nexports.handler = async (event) => ({ value: own(event).lines.length })\n',
      'it changes "copy.lines" with "push", which it is not known to have made itself',
    ],
    [
      'a method that is not known',
      'exports.handler = async (event) => ({ value: event.n.twice() })\n',
      'it calls the method "twice", and what that does is not known',
    ],
    [
      'a class that is not known',
      'class Price { static of() { return new this() } }\nexports.handler = async () => ({ value: typeof Price.of() })\n',
      'it makes a "this", and what that does is not known',
    ],
  ])('%s', (_, callee, words) => {
    expect(JSON.stringify(plan({ 'callee.js': callee }).sites[0]?.reasons)).toContain(
      JSON.stringify(words).slice(1, -1),
    )
  })
})

test('a stage that is written out is told once for the calls of one callee', () => {
  const name = "'s-dev-callee'"
  const two = CALL(name).replace('  return { value }', '  ') // the second call takes the answer of the first
  const [head = ''] = two.split('  const { value }')
  const { sites } = plan({
    'caller.js': `${head}  const { value } = JSON.parse(Buffer.from(answer.Payload).toString())
  const other = await lambda.send(new InvokeCommand({ FunctionName: ${name}, Payload: JSON.stringify({ n: value }) }))
  return JSON.parse(Buffer.from(other.Payload).toString()).value
}
`,
  })
  expect(sites.map(({ outcome }) => outcome)).toEqual(['rewritten', 'rewritten'])
  const told = sites.map((site) => site.obligations?.filter(({ code }) => code === 'stage-literal').length)
  expect(told).toEqual([1, 1])
})

test.each([
  ['n.trim()', 'proved'],
  ["n ? n.trim() : ''", 'proved'],
  ['n?.trim()', 'emulated'],
  ['n && n.trim()', 'emulated'],
  ['n.price', 'emulated'],
])('a function that gives %s has a result that is %s', (given, status) => {
  const { sites } = plan({
    'caller.js': CALL('process.env.CALLEE_FN')
      .replace('const { value } =', 'const value =')
      .replace('{ value }', 'Object.keys(value)'),
    'callee.js': `const label = (n) => ${given}\nexports.handler = async ({ n }) => ({ value: label(n) })\n`,
  })
  expect(sites[0]?.obligations?.find(({ code }) => code === 'result-json')?.status).toBe(status)
})
