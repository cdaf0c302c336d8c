import { createHash } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { synthesize } from '../../src/infra/synth/synthesize'
import type { Template } from '../../src/infra/template'
import { isObject } from '../../src/load/document'
import type { Service, ServiceFunction } from '../../src/load/service'
import type { Definition } from '../../src/transforms/step-functions/states'
import { runStateMachine, StateError } from './asl'
import { endpointsOf, notification, PUBLISHED, type Publication, publicationOf } from './sns'
import { built } from './transpile'

/** A call that leaves the service: what before and after must have in common. */
export interface OutwardCall {
  readonly kind: string
  readonly [detail: string]: unknown
}

/** How a call to the outside is answered. */
export interface Stub {
  /** Part of the URL. */
  readonly match: string
  readonly status?: number
  readonly body?: unknown
}

export interface Invocation {
  readonly payload: unknown
  readonly functionError: string | undefined
}

const ACCOUNT = '000000000000'
const REGION = 'eu-west-1'
const THROTTLED = 'TooManyRequestsException'

/**
 * A service running on this machine: its functions in threads, with the real SDK clients pointed at a small AWS that
 * is wired by the synthesized template: event source mappings, queues with their redrive policy, topics, state machines.
 */
export class LocalAws {
  calls: OutwardCall[] = []
  /** Functions that failed, in order: whose error a caller may have seen. */
  failures: { readonly key: string; readonly errorType: string; readonly errorMessage: string }[] = []
  /** Messages that ended in a dead-letter queue. */
  deadLetters: unknown[] = []
  stubs: readonly Stub[] = []
  /** Functions whose synchronous calls are refused: the SDK throws, a Task fails. */
  throttled: readonly string[] = []
  private readonly server: Server
  private readonly workers = new Map<string, LambdaThread>()
  private readonly template: Template
  /** Work that goes on though its request is answered: asynchronous events, queues. */
  private readonly background = new Set<Promise<void>>()
  private invocations = 0

  private constructor(
    private readonly service: Service,
    private readonly folder: string,
  ) {
    this.template = synthesize(service).template
    this.server = createServer((request, response) => void this.serve(request, response))
  }

  static async start(service: Service, folder: string): Promise<LocalAws> {
    const aws = new LocalAws(service, folder)
    await new Promise<void>((resolve) => aws.server.listen(0, '127.0.0.1', resolve))
    return aws
  }

  async stop(): Promise<void> {
    await Promise.all([...this.workers.values()].map((worker) => worker.stop()))
    this.server.closeAllConnections()
    await new Promise((resolve) => this.server.close(resolve))
  }

  /** Forgets what was observed; the functions keep running, as warm ones do. */
  clear(stubs: readonly Stub[], throttled: readonly string[]): void {
    this.calls = []
    this.failures = []
    this.deadLetters = []
    this.stubs = stubs
    this.throttled = throttled
  }

  private get endpoint(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`
  }

  /** Invokes a function and waits, as a client outside would. */
  async invoke(key: string, event: unknown): Promise<Invocation> {
    const fn = this.service.functions.find((candidate) => candidate.key === key)
    if (!fn) throw new Error(`There is no function "${key}".`)
    this.invocations++
    const { payload, functionError } = await this.thread(fn).run(JSON.stringify(event))
    const value: unknown = JSON.parse(payload)
    if (functionError && isObject(value)) {
      this.failures.push({ key, errorType: String(value.errorType), errorMessage: String(value.errorMessage) })
    }
    return { payload: value, functionError }
  }

  /** Waits until nothing is queued or running any more, requests that nobody waits for included. */
  async settle(): Promise<void> {
    let before: number
    do {
      before = this.invocations
      await Promise.all([...this.workers.values()].map((worker) => worker.idle()))
      await Promise.all(this.background)
    } while (this.invocations !== before || this.background.size > 0)
  }

  private thread(fn: ServiceFunction): LambdaThread {
    const known = this.workers.get(fn.key)
    if (known) return known
    if (!fn.handler) throw new Error(`"${fn.key}" has no handler.`)
    const environment = Object.entries(fn.environment).map(([name, value]) => [name, this.resolve(value)])
    const thread = new LambdaThread(
      {
        handlerFile: join(this.folder, built(fn.handler.file)),
        exportName: fn.handler.export,
        endpoint: this.endpoint,
        functionName: fn.name,
      },
      {
        ...Object.fromEntries(environment),
        AWS_REGION: REGION,
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_LAMBDA_FUNCTION_NAME: fn.name,
        AWS_ENDPOINT_URL: this.endpoint,
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
        AWS_MAX_ATTEMPTS: '1',
      },
      (call) => this.outward(call),
    )
    this.workers.set(fn.key, thread)
    return thread
  }

  private outward(call: OutwardCall): { status: number; body: unknown } {
    this.calls.push(call)
    const stub = this.stubs.find(({ match }) => JSON.stringify(call).includes(match))
    return { status: stub?.status ?? 200, body: stub?.body ?? {} }
  }

  /** Values of references and attributes, as the deployed stack has them. */
  private resolve(value: unknown): string {
    if (typeof value === 'string') return value
    if (!isObject(value)) return String(value)
    if (typeof value.Ref === 'string') return this.reference(value.Ref)
    if (Array.isArray(value['Fn::GetAtt'])) return this.arn(String(value['Fn::GetAtt'][0]))
    if (typeof value['Fn::Sub'] === 'string')
      return value['Fn::Sub'].replace(/\$\{AWS::(\w+)\}/g, (_, name: string) => PSEUDO[name] ?? '')
    return `imported:${JSON.stringify(value)}`
  }

  private reference(id: string): string {
    const fn = this.service.functions.find(({ logicalId }) => logicalId === id)
    if (this.template.Resources[id]?.Type === 'AWS::SNS::Topic') return `arn:aws:sns:${REGION}:${ACCOUNT}:${id}`
    return fn ? fn.name : `${this.endpoint}/${ACCOUNT}/${id}`
  }

  private arn(id: string): string {
    const fn = this.service.functions.find(({ logicalId }) => logicalId === id)
    return fn ? `arn:aws:lambda:${REGION}:${ACCOUNT}:function:${fn.name}` : `arn:aws:sqs:${REGION}:${ACCOUNT}:${id}`
  }

  private functionNamed(nameOrArn: string): ServiceFunction | undefined {
    const name = nameOrArn.split(':function:').at(-1)?.split(':')[0]
    // a name with another stage frozen in means the same function here
    return this.service.functions.find((fn) => fn.name === name || name?.endsWith(`-${fn.key}`))
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const body = Buffer.concat(chunks).toString('utf8')
    const { status, headers, text } = await this.answer(request, body)
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(text)
  }

  private async answer(request: IncomingMessage, body: string): Promise<Answer> {
    const path = /\/functions\/([^/]+)\/(invocations|invoke-async)/.exec(request.url ?? '')
    if (path)
      return this.lambda(
        decodeURIComponent(path[1] ?? ''),
        path[2] === 'invoke-async' ? 'Event' : String(request.headers['x-amz-invocation-type'] ?? 'RequestResponse'),
        body,
      )
    const target = String(request.headers['x-amz-target'] ?? '')
    if (target === 'AmazonSQS.SendMessage') return this.sendMessage(JSON.parse(body))
    if (target === 'AWSStepFunctions.StartSyncExecution') return this.startSync(JSON.parse(body))
    const publication = publicationOf(body)
    if (publication) return this.publish(publication)
    this.outward({ kind: target, body: JSON.parse(body || '{}') })
    return ok({})
  }

  private async lambda(name: string, type: string, body: string): Promise<Answer> {
    const fn = this.functionNamed(name)
    if (!fn)
      return {
        status: 404,
        headers: { 'x-amzn-errortype': 'ResourceNotFoundException' },
        text: JSON.stringify({ Message: `Function not found: ${name}` }),
      }
    const event: unknown = body === '' ? {} : JSON.parse(body)
    if (type === 'Event') {
      this.inBackground(this.retried(fn, event))
      return { status: 202, headers: {}, text: '' }
    }
    if (this.throttled.includes(fn.key))
      return {
        status: 429,
        headers: { 'x-amzn-errortype': THROTTLED },
        text: JSON.stringify({ Reason: 'ReservedFunctionConcurrentInvocationLimitExceeded', message: THROTTLED }),
      }
    const { payload, functionError } = await this.invoke(fn.key, event)
    return {
      status: 200,
      headers: functionError ? { 'x-amz-function-error': functionError } : {},
      text: JSON.stringify(payload),
    }
  }

  private inBackground(work: Promise<void>): void {
    this.background.add(work)
    void work.finally(() => this.background.delete(work))
  }

  /** Lambda tries an asynchronous event three times, unless the function says otherwise; then it is gone. */
  private async retried(fn: ServiceFunction, event: unknown, payload = event): Promise<void> {
    const retries = typeof fn.data.maximumRetryAttempts === 'number' ? fn.data.maximumRetryAttempts : 2
    for (let attempt = 0; attempt <= retries; attempt++) {
      if (!(await this.invoke(fn.key, event)).functionError) return
    }
    this.deadLetters.push(payload)
  }

  private publish(publication: Publication): Answer {
    const { TopicArn, Message } = publication
    const topic = TopicArn.split(':').at(-1) ?? ''
    const headers = { 'content-type': 'text/xml' }
    if (this.template.Resources[topic]?.Type !== 'AWS::SNS::Topic') {
      return { status: 404, headers, text: '<ErrorResponse><Error><Code>NotFound</Code></Error></ErrorResponse>' }
    }
    for (const endpoint of endpointsOf(this.template, topic, Message)) {
      const fn = this.functionNamed(this.resolve(endpoint))
      if (fn) this.inBackground(this.retried(fn, notification(publication), JSON.parse(Message)))
    }
    return { status: 200, headers, text: PUBLISHED }
  }

  private sendMessage({ QueueUrl, MessageBody }: { QueueUrl: string; MessageBody: string }): Answer {
    const id = QueueUrl.split('/').at(-1) ?? ''
    const queue = this.template.Resources[id]
    if (!queue)
      return { status: 400, headers: {}, text: JSON.stringify({ __type: 'com.amazonaws.sqs#QueueDoesNotExist' }) }
    this.inBackground(this.deliver(id, MessageBody))
    // the SDKs check it
    return ok({ MessageId: '1', MD5OfMessageBody: createHash('md5').update(MessageBody).digest('hex') })
  }

  /** Delivers a message to the function that the template maps the queue to, until it succeeds or is given up. */
  private async deliver(id: string, body: string): Promise<void> {
    const mapping = Object.values(this.template.Resources).find(
      ({ Type, Properties }) =>
        Type === 'AWS::Lambda::EventSourceMapping' && this.resolve(Properties?.EventSourceArn) === this.arn(id),
    )
    const target = mapping?.Properties?.FunctionName
    const fn = this.service.functions.find(({ logicalId }) => JSON.stringify(target)?.includes(logicalId))
    if (!fn) return
    const redrive = this.template.Resources[id]?.Properties?.RedrivePolicy as { maxReceiveCount?: number } | undefined
    const record = { messageId: '1', body, eventSource: 'aws:sqs', eventSourceARN: this.arn(id) }
    for (let attempt = 0; attempt < (redrive?.maxReceiveCount ?? 1); attempt++) {
      if (!(await this.invoke(fn.key, { Records: [record] })).functionError) return
    }
    this.deadLetters.push(JSON.parse(body))
  }

  private async startSync({ stateMachineArn, input }: { stateMachineArn: string; input: string }): Promise<Answer> {
    const name = stateMachineArn.split(':').at(-1)
    const machine = Object.values(this.template.Resources).find(
      ({ Properties }) => Properties?.StateMachineName === name,
    )
    if (!machine) return { status: 400, headers: {}, text: JSON.stringify({ __type: 'StateMachineDoesNotExist' }) }
    const common = { executionArn: 'arn:x', startDate: 0, stopDate: 0 }
    try {
      const output = await runStateMachine(
        this.definition(machine.Properties?.DefinitionString),
        JSON.parse(input),
        (arn, payload) => this.step(arn, payload),
      )
      return ok({ ...common, status: 'SUCCEEDED', output: JSON.stringify(output) })
    } catch (error) {
      if (!(error instanceof StateError)) throw error
      return ok({ ...common, status: 'FAILED', error: error.error, cause: error.reason })
    }
  }

  private async step(arn: string, payload: unknown): Promise<unknown> {
    const fn = this.functionNamed(arn)
    if (!fn) throw new StateError('Lambda.ResourceNotFoundException', arn)
    if (this.throttled.includes(fn.key)) throw new StateError(`Lambda.${THROTTLED}`, THROTTLED)
    const result = await this.invoke(fn.key, payload)
    if (!result.functionError) return result.payload
    const { errorType } = result.payload as { errorType: string }
    throw new StateError(errorType, JSON.stringify(result.payload))
  }

  /** The definition with its `Fn::Sub` variables filled in. */
  private definition(value: unknown): Definition {
    const [text, variables] = isObject(value)
      ? (value['Fn::Sub'] as [string, Record<string, unknown>])
      : [String(value), {}]
    return JSON.parse(text.replace(/\$\{([0-9a-f]{32})\}/g, (_, name: string) => this.resolve(variables[name])))
  }
}

const PSEUDO: Record<string, string> = { Partition: 'aws', Region: REGION, AccountId: ACCOUNT }

interface Answer {
  readonly status: number
  readonly headers: Record<string, string>
  readonly text: string
}

function ok(body: unknown): Answer {
  return { status: 200, headers: {}, text: JSON.stringify(body) }
}

interface ThreadResult {
  readonly payload: string
  readonly functionError?: string
}

interface Waiting {
  readonly resolve: (result: ThreadResult) => void
  readonly reject: (error: Error) => void
}

/** A function's thread. Invocations run one after the other, as in one execution environment. */
class LambdaThread {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private next = 0

  constructor(workerData: object, env: Record<string, string>, outward: (call: OutwardCall) => unknown) {
    this.worker = new Worker(join(__dirname, 'lambda-worker.js'), { workerData, env })
    this.worker.on('message', (message: { type: string; id: number; message: OutwardCall } & ThreadResult) => {
      if (message.type === 'outward')
        this.worker.postMessage({ type: 'answer', id: message.id, answer: outward(message.message) })
      else {
        this.waiting.get(message.id)?.resolve(message)
        this.waiting.delete(message.id)
      }
    })
    this.worker.on('error', (error) => {
      for (const { reject } of this.waiting.values()) reject(error)
    })
  }

  run(payload: string): Promise<ThreadResult> {
    return this.ask({ type: 'invoke', payload })
  }

  /** Waits until the function has no request under way, awaited or not. */
  async idle(): Promise<void> {
    await this.ask({ type: 'idle' })
  }

  private ask(message: object): Promise<ThreadResult> {
    const id = this.next++
    return new Promise((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ ...message, id })
    })
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }
}
