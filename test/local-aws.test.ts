import { FunctionsHost } from './equivalence/functions-host'
import { deploy } from './equivalence/hosts'
import type { Observation, Scenario } from './equivalence/observe'

/** What a function is given, and how it is called. */
interface Call {
  readonly name: string
  readonly type?: string
  readonly qualifier?: string
  readonly payload?: string
}

const CALLEE = 'shop-dev-price'
const ARN = `arn:aws:lambda:eu-west-1:000000000000:function:${CALLEE}`

const FILES = {
  'serverless.yml': `service: shop
provider:
  name: aws
  runtime: nodejs22.x
functions:
  v2: { handler: v2.handler }
  v3: { handler: v3.handler }
  price: { handler: price.handler }
  queue: { handler: queue.handler, environment: { QUEUE_URL: !Ref JobQueue } }
  fifo: { handler: queue.handler, environment: { QUEUE_URL: !Ref Fifo } }
  fifoByContent: { handler: queue.handler, environment: { QUEUE_URL: !Ref FifoByContent } }
  bucket: { handler: bucket.handler }
  machine: { handler: machine.handler }
  start: { handler: start.handler }
  table: { handler: table.handler }
  job:
    handler: price.handler
    events: [{ sqs: { arn: !GetAtt JobQueue.Arn, batchSize: 1 } }]
resources:
  Resources:
    JobQueue: { Type: AWS::SQS::Queue, Properties: { RedrivePolicy: { maxReceiveCount: 4 } } }
    Fifo: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true } }
    FifoByContent: { Type: AWS::SQS::Queue, Properties: { FifoQueue: true, ContentBasedDeduplication: true } }
    Machine:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        StateMachineName: prices
        StateMachineType: EXPRESS
        DefinitionString: |
          {"QueryLanguage":"JSONata","StartAt":"End","States":{"End":{"Type":"Succeed","Output":"{% {'is': $states.input.id} %}"}}}
    Started:
      Type: AWS::StepFunctions::StateMachine
      Properties:
        StateMachineName: started
        DefinitionString: |
          {"QueryLanguage":"JSONata","StartAt":"Price","States":{"Price":{"Type":"Task","Resource":"${ARN}","End":true}}}
`,
  'price.js': `exports.handler = async (event, context) => {
  await fetch('https://prices.example.com/' + context.invokedFunctionArn.split(':function:')[1])
  const [record] = event.Records ?? []
  if (event.fails || record?.body.includes('fails')) throw Object.assign(new Error('no price'), { name: 'PriceError' })
  return { event }
}
`,
  'v2.js': `const AWS = require('aws-sdk')
const lambda = new AWS.Lambda()
exports.handler = async ({ name, type, qualifier, payload }) => {
  const params = { FunctionName: name, InvocationType: type, Qualifier: qualifier, Payload: payload }
  try {
    const { StatusCode, FunctionError, ExecutedVersion, Payload } = await lambda.invoke(params).promise()
    return { StatusCode, FunctionError, ExecutedVersion, Payload: String(Payload) }
  } catch (error) {
    return { name: error.code, status: error.statusCode, message: error.message }
  }
}
`,
  'v3.js': `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async ({ name, type, qualifier, payload }) => {
  const params = { FunctionName: name, InvocationType: type, Qualifier: qualifier, Payload: payload }
  try {
    const { StatusCode, FunctionError, ExecutedVersion, Payload } = await lambda.send(new InvokeCommand(params))
    return { StatusCode, FunctionError, ExecutedVersion, Payload: Payload ? Buffer.from(Payload).toString() : '' }
  } catch (error) {
    return { name: error.name, status: error.$metadata.httpStatusCode, message: error.message }
  }
}
`,
  'queue.js': `const { SQSClient, SendMessageCommand } = require('@aws-sdk/client-sqs')
exports.handler = async ({ endpoint, url, body, ...ids }) => {
  const sqs = new SQSClient(endpoint ? { endpoint } : {})
  const params = { QueueUrl: url ?? process.env.QUEUE_URL, MessageBody: body, ...ids }
  const { MessageId } = await sqs.send(new SendMessageCommand(params))
  return MessageId
}
`,
  'bucket.js': `const S3 = require('aws-sdk/clients/s3')
exports.handler = async ({ key }) => {
  await new S3().putObject({ Bucket: 'prices', Key: key, Body: 'x' }).promise()
}
`,
  'machine.js': `const { SFNClient, StartSyncExecutionCommand } = require('@aws-sdk/client-sfn')
const sfn = new SFNClient({ endpoint: 'https://states.example.com' })
exports.handler = async (event) => {
  const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:prices'
  const { status, output } = await sfn.send(new StartSyncExecutionCommand({ stateMachineArn, input: JSON.stringify(event) }))
  return { status, output }
}
`,
  'start.js': `const { SFNClient, StartExecutionCommand } = require('@aws-sdk/client-sfn')
const sfn = new SFNClient({})
exports.handler = async ({ machine = 'started', starts }) => {
  const stateMachineArn = 'arn:aws:states:eu-west-1:000000000000:stateMachine:' + machine
  try {
    return await Promise.all(
      starts.map(async ({ name, id }) => {
        const { executionArn } = await sfn.send(new StartExecutionCommand({ stateMachineArn, name, input: JSON.stringify({ id }) }))
        return executionArn.split(':').at(-1)
      }),
    )
  } catch (error) {
    return error.name
  }
}
`,
  'table.js': `const { DynamoDBClient, PutItemCommand } = require('@aws-sdk/client-dynamodb')
const dynamo = new DynamoDBClient({})
exports.handler = async ({ id }) => {
  await dynamo.send(new PutItemCommand({ TableName: 'prices', Item: { id: { S: id } } }))
  await fetch('https://prices.example.com/' + id, { method: 'PUT', body: id })
}
`,
}

const host = new FunctionsHost()
beforeAll(() => deploy(host, FILES))
afterAll(() => host.stop())

async function run(key: string, event: unknown, trouble: Partial<Scenario> = {}): Promise<Observation> {
  const [observed] = await host.observe([{ function: key, event, ...trouble }])
  if (!observed) throw new Error('Nothing was observed.')
  return observed
}

const invoke = (sdk: string, call: Call, trouble?: Partial<Scenario>) => run(sdk, call, trouble)
const urls = (calls: Observation['calls']) => calls.map(({ url }) => url)

describe.each(['v2', 'v3'])('Invoke by %s', (sdk) => {
  test.each([
    ['name', CALLEE, undefined, CALLEE],
    ['name with a qualifier', `${CALLEE}:live`, undefined, `${CALLEE}:live`],
    ['name and qualifier', CALLEE, '7', `${CALLEE}:7`],
    ['partial ARN', `000000000000:function:${CALLEE}`, undefined, CALLEE],
    ['ARN', ARN, undefined, CALLEE],
    ['ARN with a qualifier', `${ARN}:live`, undefined, `${CALLEE}:live`],
  ])('a function by its %s', async (_, name, qualifier, invoked) => {
    const call = { name, ...(qualifier && { qualifier }), payload: '{"id":1}' }
    const { answer, calls } = await invoke(sdk, call)
    expect(answer.payload).toEqual({ StatusCode: 200, ExecutedVersion: '$LATEST', Payload: '{"event":{"id":1}}' })
    expect(urls(calls)).toEqual([`https://prices.example.com/${invoked}`])
  })

  test('no payload is an empty object', async () => {
    const { answer } = await invoke(sdk, { name: CALLEE })
    expect(answer.payload).toMatchObject({ Payload: '{"event":{}}' })
  })

  test('an error of the function is an answer', async () => {
    const { answer, failures } = await invoke(sdk, { name: CALLEE, payload: '{"fails":true}' })
    const payload = answer.payload as { Payload: string }
    expect(payload).toMatchObject({ StatusCode: 200, FunctionError: 'Unhandled' })
    expect(JSON.parse(payload.Payload)).toMatchObject({ errorType: 'PriceError', errorMessage: 'no price' })
    expect(failures).toMatchObject([{ key: 'price', errorType: 'PriceError' }])
  })

  test('an error of the function is thrown at the call where errors are propagated', async () => {
    const call = { name: CALLEE, payload: '{"fails":true}' }
    const { answer } = await invoke(sdk, call, { propagated: ['price'] })
    expect(answer.payload).toMatchObject({ message: 'no price' })
  })

  test.each([
    ['an unknown function', { name: 'shop-dev-none' }, 'ResourceNotFoundException', 404],
    ['a payload that is no JSON', { name: CALLEE, payload: '{' }, 'InvalidRequestContentException', 400],
  ])('%s is an error of the call', async (_, call, name, status) => {
    const { answer, calls } = await invoke(sdk, call)
    expect(answer.payload).toMatchObject({ name, status })
    expect(calls).toEqual([])
  })

  test('a throttled function is an error of the call', async () => {
    const { answer } = await invoke(sdk, { name: CALLEE }, { throttled: ['price'] })
    expect(answer.payload).toMatchObject({ name: 'TooManyRequestsException', status: 429, message: 'Rate Exceeded.' })
  })

  test('DryRun runs nothing', async () => {
    const { answer, calls, backgroundCalls } = await invoke(sdk, { name: CALLEE, type: 'DryRun' })
    expect(answer.payload).toMatchObject({ StatusCode: 204 })
    expect([...calls, ...backgroundCalls]).toEqual([])
  })

  test('an Event is answered at once', async () => {
    const { answer, calls, backgroundCalls, deadLetters } = await invoke(sdk, { name: CALLEE, type: 'Event' })
    expect(answer.payload).toMatchObject({ StatusCode: 202 })
    expect(calls).toEqual([])
    expect(backgroundCalls).toHaveLength(1)
    expect(deadLetters).toEqual([])
  })

  test('an Event that fails is tried twice again, and given up', async () => {
    const call = { name: CALLEE, type: 'Event', payload: '{"fails":true}' }
    const { backgroundCalls, deadLetters } = await invoke(sdk, call)
    expect(backgroundCalls).toHaveLength(3)
    expect(deadLetters).toEqual([{ fails: true }])
  })
})

test.each([
  ['its own', undefined],
  ['another host', 'https://queues.example.com/000000000000/JobQueue'],
])('a message reaches the queue of the URL, whatever the endpoint: %s', async (_, url) => {
  const { answer, backgroundCalls } = await run('queue', { url, body: '{}', endpoint: 'https://sqs.example.com' })
  expect(answer).toEqual({ payload: '1', functionError: undefined })
  expect(urls(backgroundCalls)).toEqual(['https://prices.example.com/shop-dev-job'])
})

test('a message that fails is tried as often as the redrive policy says', async () => {
  const { backgroundCalls, deadLetters } = await run('queue', { body: '{"fails":true}' })
  expect(backgroundCalls).toHaveLength(4)
  expect(deadLetters).toEqual([{ fails: true }])
})

test.each<[string, string, Record<string, unknown>, string | undefined]>([
  ['a body', 'queue', { body: 'a\u0001' }, 'InvalidMessageContents'],
  ['a body', 'queue', { body: '\uFFFE' }, 'InvalidMessageContents'],
  ['a body', 'queue', { body: '"\t\n\r 😀\uD7FF\uE000\uFFFD"' }, undefined],
  ['no group', 'fifoByContent', {}, 'MissingParameter'],
  ['no group', 'queue', {}, undefined],
  ['a group', 'fifoByContent', { MessageGroupId: 'order-1~!' }, undefined],
  ['a group', 'fifoByContent', { MessageGroupId: 'order 1' }, 'InvalidParameterValue'],
  ['a group', 'fifoByContent', { MessageGroupId: 'ü' }, 'InvalidParameterValue'],
  ['a group', 'fifoByContent', { MessageGroupId: '' }, 'InvalidParameterValue'],
  ['a group', 'fifoByContent', { MessageGroupId: 'a'.repeat(129) }, 'InvalidParameterValue'],
  ['a group', 'fifoByContent', { MessageGroupId: 7 }, 'SerializationException'],
  ['a group', 'fifoByContent', { MessageGroupId: { name: 'a' } }, 'SerializationException'],
  // the client cuts each of its characters to a byte
  ['a group', 'fifoByContent', { MessageGroupId: { name: '😀' } }, 'SerializationException'],
  ['no duplicate', 'fifo', { MessageGroupId: 'a' }, 'InvalidParameterValue'],
  ['a duplicate', 'fifo', { MessageGroupId: 'a', MessageDeduplicationId: '1' }, undefined],
  ['a duplicate', 'fifo', { MessageGroupId: 'a', MessageDeduplicationId: '1 2' }, 'InvalidParameterValue'],
])('a queue takes %s or refuses it: %s, %j, %s', async (_, key, message, code) => {
  const { answer } = await run(key, { body: '"{}"', ...message })
  expect((answer.payload as { errorType?: string }).errorType).toBe(code)
})

test('an object whose name begins with slashes is written', async () => {
  const { answer, calls } = await run('bucket', { key: '//' })
  expect(answer).toEqual({ payload: null, functionError: undefined })
  expect(calls).toHaveLength(1)
})

test('an execution starts, though the client puts "sync-" before its host', async () => {
  const { answer } = await run('machine', { id: 7 })
  expect(answer.payload).toEqual({ status: 'SUCCEEDED', output: '{"is":7}' })
})

describe('an execution that is started', () => {
  const start = async (event: object) => {
    const { answer, executions } = await run('start', event)
    return { names: answer.payload, ended: executions.map(({ payload }) => (payload as { event: unknown }).event) }
  }

  test('is not waited for, and ends', async () => {
    expect(await start({ starts: [{ name: 'one', id: 1 }] })).toEqual({ names: ['one'], ended: [{ id: 1 }] })
  })

  test('is one for each name, while it runs and later', async () => {
    const twice = [
      { name: 'two', id: 1 },
      { name: 'two', id: 1 },
    ]
    expect(await start({ starts: twice })).toEqual({ names: ['two', 'two'], ended: [{ id: 1 }] })
    expect(await start({ starts: [{ name: 'two', id: 1 }] })).toEqual({ names: 'ExecutionAlreadyExists', ended: [] })
    const other = [
      { name: 'three', id: 1 },
      { name: 'three', id: 2 },
    ]
    expect(await start({ starts: other })).toMatchObject({ names: 'ExecutionAlreadyExists' })
    expect((await start({ starts: [{ id: 1 }, { id: 1 }] })).ended).toHaveLength(2)
  })

  test('is no Express one', async () => {
    const refused = await start({ machine: 'prices', starts: [{ id: 1 }] })
    expect(refused).toEqual({ names: 'StateMachineTypeNotSupported', ended: [] })
  })
})

test('what is no service of the local AWS is recorded, in its order', async () => {
  const { calls } = await run('table', { id: 'a' })
  expect(calls).toMatchObject([
    { kind: 'DynamoDB_20120810.PutItem', by: 'table' },
    { kind: 'fetch', url: 'https://prices.example.com/a', method: 'PUT', body: 'a' },
  ])
  expect(JSON.parse(String(calls[0]?.body))).toEqual({ TableName: 'prices', Item: { id: { S: 'a' } } })
})
