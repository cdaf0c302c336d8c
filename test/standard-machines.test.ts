import { defaultPlanOptions, type PlanOptions } from '../src/transforms/options'
import { courseOf } from '../src/transforms/step-functions/transitions'
import { afterPlan, planOf, workspaceOf } from './support/fixtures'

/** Which handlers start a Standard execution, and how: a chain of two functions that may take longer than five minutes. */

const BODY = `{
  const one = await lambda.send(new InvokeCommand({ FunctionName: process.env.ONE_FN, Payload: JSON.stringify({ n: 1 }) }))
  const { id } = JSON.parse(Buffer.from(one.Payload).toString())
  const two = await lambda.send(new InvokeCommand({ FunctionName: process.env.TWO_FN, Payload: JSON.stringify({ id }) }))
  return JSON.parse(Buffer.from(two.Payload).toString())
}
`

const JS = (head: string) =>
  `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')\nconst lambda = new LambdaClient({})\n${head}${BODY}`
const TS = (head: string, types = '') =>
  `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'\n${types}const lambda = new LambdaClient({})\n${head}${BODY.replace(/\.Payload\)/g, '.Payload!)')}`

const STEPS = `exports.one = async (event) => (await fetch('https://shop.example.com/one')).json()
exports.two = async (event) => (await fetch('https://shop.example.com/two')).json()
`

interface Case {
  /** Lines of the function's part of the configuration. */
  readonly settings?: string
  readonly resources?: string
  /** Of the handler, in seconds. */
  readonly timeout?: number
  readonly files?: Readonly<Record<string, string>>
  readonly options?: Partial<PlanOptions>
}

const SCHEDULE = 'events: [{ schedule: rate(1 day) }]'

function planned({
  settings = `${SCHEDULE}\n    maximumRetryAttempts: 0`,
  resources = '',
  timeout = 900,
  files,
  options,
}: Case) {
  const before = {
    'serverless.yml': `service: jobs
provider: { name: aws, runtime: nodejs22.x }
functions:
  job:
    handler: job.handler
    timeout: ${timeout}
    environment: { ONE_FN: !Ref OneLambdaFunction, TWO_FN: !Ref TwoLambdaFunction }
    ${settings}
  one: { handler: steps.one, timeout: 400 }
  two: { handler: steps.two }
${resources}`,
    'steps.js': STEPS,
    ...(files ?? { 'job.js': JS('exports.handler = async (event) => ') }),
  }
  const { plan } = planOf(workspaceOf(before), { ...defaultPlanOptions, ...options })
  const [site] = plan.document.sites
  const after = afterPlan(before, plan)
  const text = after['job.js'] ?? after['job.ts'] ?? ''
  return { refusal: site?.refusal && `${site.refusal.code}: ${site.refusal.message}`, text, plan }
}

test.each([
  'schedule: rate(1 day)',
  's3: uploads',
  'sns: orders',
  'eventBridge: { pattern: { source: [shop] } }',
  "cloudwatchEvent: { event: { source: ['aws.ec2'] } }",
  'cloudwatchLog: /shop/orders',
  "iot: { sql: 'SELECT * FROM orders' }",
])('nobody reads what an event gets: %s', (event) => {
  const { refusal, text } = planned({ settings: `events: [{ ${event} }]\n    maximumRetryAttempts: 0` })
  expect(refusal).toBeUndefined()
  expect(text).toContain('new StartExecutionCommand({')
})

test.each([
  ['http: post /jobs', 'an event of "http" may give it'],
  ['httpApi: post /jobs', 'an event of "httpApi" may give it'],
  ['websocket: $default', 'an event of "websocket" may give it'],
  ['alexaSkill: amzn1.ask.skill.1', 'an event of "alexaSkill" may give it'],
  ['cognitoUserPool: { pool: p, trigger: PreSignUp }', 'an event of "cognitoUserPool" may give it'],
  ['madeUp: 1', 'an event of "madeUp" may give it'],
  ['sqs: arn:aws:sqs:eu-west-1:1:q', 'a record of "sqs" is done when the handler has ended well'],
  ['stream: arn:aws:kinesis:eu-west-1:1:stream/s', 'a record of "stream" is done when the handler has ended well'],
])('somebody may wait for an event: %s', (event, reader) => {
  const settings = `events: [{ schedule: rate(1 day) }, { ${event} }]\n    maximumRetryAttempts: 0`
  expect(planned({ settings }).refusal).toMatch(/^chain-too-long/)
  expect(planned({ settings }).refusal).toContain(reader)
})

test.each<[string, Case, string]>([
  ['a URL', { settings: `url: true\n    ${SCHEDULE}` }, 'its URL gives it'],
  ['events that are not known', { settings: 'events: ${file(events.yml)}' }, 'an event that is not known may give it'],
  ['no event', { settings: 'memorySize: 512' }, 'nothing in the repository tells who invokes it'],
  [
    'a resource that refers to it',
    { resources: 'resources: { Outputs: { Job: { Value: !GetAtt JobLambdaFunction.Arn } } }' },
    'the configuration refers to it',
  ],
  [
    'a script',
    { files: { 'job.js': JS('exports.handler = async (event) => '), 'run.sh': 'sls invoke -f job' } },
    'run.sh:1',
  ],
  [
    'a helper beside it',
    { files: { 'job.js': JS(`exports.handler = async (event) => helper(event)\nconst helper = async (event) => `) } },
    'the calls stand in a function that is not the handler itself',
  ],
  [
    'its own file',
    {
      files: {
        'job.js': `${JS('exports.handler = async (event) => ')}exports.twice = (event) => exports.handler(event)\n`,
      },
    },
    'its file uses the handler itself',
  ],
])('the answer may be read: %s', (_, given, reader) => {
  expect(planned(given).refusal).toMatch(/^chain-too-long/)
  expect(planned(given).refusal).toContain(reader)
})

test('a test that imports the handler is no caller', () => {
  const files = {
    'job.js': JS('exports.handler = async (event) => '),
    'job.test.js': "const { handler } = require('./job')\ntest('it works', () => handler({}))\n",
  }
  expect(planned({ files }).refusal).toBeUndefined()
})

test.each([
  ['onError: arn:aws:sns:eu-west-1:1:errors', 'onError'],
  ['destinations: { onFailure: two }', 'destinations.onFailure'],
  ['destinations: { onSuccess: two }', 'destinations.onSuccess'],
  ['reservedConcurrency: 5', 'reservedConcurrency'],
  ['alarms: [functionErrors]', 'alarms'],
])('settings that would hold for the start alone: %s', (setting, name) => {
  const settings = `${SCHEDULE}\n    maximumRetryAttempts: 0\n    ${setting}`
  expect(planned({ settings, options: { eventRetries: false } }).refusal).toMatch(
    `keeps-event-settings: "job" has "${name}"`,
  )
})

test('retries of the event are given up by a flag', () => {
  expect(planned({ settings: SCHEDULE }).refusal).toMatch(
    'keeps-event-settings: Lambda tries an event of "job" 3 times',
  )
  const { refusal, plan } = planned({ settings: SCHEDULE, options: { eventRetries: false } })
  expect(refusal).toBeUndefined()
  expect(plan.document.sites[0]?.obligations).toContainEqual(
    expect.objectContaining({ code: 'event-retries', status: 'waived' }),
  )
})

test('a chain that is too long is not started where it is to be waited for', () => {
  const { refusal } = planned({ options: { workflowType: 'express' } })
  expect(refusal).toMatch(/^chain-too-long: [^,]*; a synchronous execution ends after 300 s\.$/)
})

test.each([
  ['auto', 'new StartSyncExecutionCommand({'],
  ['express', 'new StartSyncExecutionCommand({'],
  ['standard', 'new StartExecutionCommand({'],
] as const)('a chain that is short, with --workflow-type %s', (workflowType, command) => {
  const short = { timeout: 60, options: { workflowType } }
  expect(planned(short).text).toContain(command)
})

test.each([
  ['exports.handler = async event => ', 'async (event, context) =>', 'name: context.awsRequestId'],
  ['exports.handler = async () => ', 'async (_event, context) =>', 'name: context.awsRequestId'],
  ['exports.handler = async function (event, ctx) ', 'async function (event, ctx)', 'name: ctx.awsRequestId'],
  [
    'exports.handler = async (event, { awsRequestId: id0 }) => ',
    'async (event, { awsRequestId: id0 }) =>',
    'name: id0,',
  ],
  ['exports.handler = async (event, { functionName }) => ', 'async (event, { functionName }) =>', undefined],
  ['exports.handler = async (...given) => ', 'async (...given) =>', undefined],
  [
    'const context = {}\nexports.handler = async (event) => ',
    'async (event, lambdaContext) =>',
    'name: lambdaContext.',
  ],
])('the execution has the name of its event: %s', (head, after, name) => {
  const { refusal, text } = planned({ files: { 'job.js': JS(head) } })
  expect(refusal).toBeUndefined()
  expect(text).toContain(after)
  if (name === undefined) expect(text).not.toContain('name:')
  else expect(text).toContain(name)
})

test.each([
  [
    TS('export const handler = async (event: { id: string }): Promise<{ id: string }> => '),
    'async (event: { id: string }, context: { awsRequestId: string }): Promise<void> =>',
  ],
  [
    TS(
      'export const handler: Handler<unknown, string> = async (event) => ',
      "import type { Handler } from 'aws-lambda'\n",
    ),
    'handler: Handler<unknown, void> = async (event, context) =>',
  ],
  [
    TS('export const handler: ScheduledHandler = async () => ', "import type { ScheduledHandler } from 'aws-lambda'\n"),
    'handler: ScheduledHandler = async (_event, context) =>',
  ],
  [
    TS('export const handler = async (event: string, context: { memory: number }) => '),
    'async (event: string, context: { memory: number }) =>',
  ],
])('types say that nothing is given: %#', (source, after) => {
  const { refusal, text } = planned({ files: { 'job.ts': source } })
  expect(refusal).toBeUndefined()
  expect(text).toContain(after)
})

test('a type of its own that asks for a value is refused', () => {
  const source = TS('export const handler: Job = async (event) => ', 'type Job = (event: string) => Promise<string>\n')
  expect(planned({ files: { 'job.ts': source } }).refusal).toMatch(/^chain-not-compilable: The handler is declared/)
})

describe('states on the longest way', () => {
  const task = (Next?: string, more = {}) => ({ Type: 'Task', ...(Next ? { Next } : { End: true }), ...more })
  test.each([
    ['in a row', { A: task('B'), B: task() }, 2, false],
    ['with a way around', { A: task('B', { Catch: [{ Next: 'C' }] }), B: task(), C: task('D'), D: task() }, 3, false],
    [
      'with choices',
      { A: { Type: 'Choice', Choices: [{ Next: 'B' }], Default: 'C' }, B: task('C'), C: task() },
      3,
      false,
    ],
    [
      'in a circle',
      { A: task('B'), B: { Type: 'Choice', Choices: [{ Next: 'A' }], Default: 'C' }, C: task() },
      3,
      true,
    ],
    [
      'side by side',
      {
        A: {
          Type: 'Parallel',
          Branches: [
            { StartAt: 'B', States: { B: task() } },
            { StartAt: 'C', States: { C: task() } },
          ],
          End: true,
        },
      },
      3,
      false,
    ],
    ['for a list', { A: { Type: 'Map', ItemProcessor: { StartAt: 'B', States: { B: task() } }, End: true } }, 2, true],
  ])('%s', (_, States, transitions, goesRound) => {
    expect(courseOf({ StartAt: 'A', States })).toEqual({ transitions, goesRound })
  })
})
