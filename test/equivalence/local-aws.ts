import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { isObject } from '../../src/load/document'
import type { Service, ServiceFunction } from '../../src/load/service'
import { Lambda } from './aws/lambda'
import type { Invocation, Runner } from './aws/runner'
import { type AwsAnswer, type AwsRequest, type LocalService, ok } from './aws/service'
import { Sqs } from './aws/sqs'
import { REGION, Stack } from './aws/stack'
import { StepFunctions } from './aws/step-functions'
import { LambdaThread } from './lambda-thread'
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

/**
 * A service running on this machine: its functions in threads, with the real SDK clients pointed at a small AWS that
 * is wired by the synthesized template: event source mappings, queues with their redrive policy, state machines.
 */
export class LocalAws implements Runner {
  calls: OutwardCall[] = []
  /** Functions that failed, in order: whose error a caller may have seen. */
  failures: { readonly key: string; readonly errorType: string; readonly errorMessage: string }[] = []
  /** Messages that ended in a dead-letter queue. */
  deadLetters: unknown[] = []
  private stubs: readonly Stub[] = []
  private throttled: readonly string[] = []
  private readonly server: Server
  private readonly stack: Stack
  private readonly services: readonly LocalService[]
  private readonly threads = new Map<string, LambdaThread>()
  /** Work that goes on though its request is answered: asynchronous events, queues. */
  private readonly background = new Set<Promise<void>>()
  private invocations = 0

  private constructor(
    service: Service,
    private readonly folder: string,
  ) {
    this.stack = new Stack(service, () => this.endpoint)
    // a new service: its file in aws/, and its place in this list
    this.services = [new Lambda(this.stack, this), new Sqs(this.stack, this), new StepFunctions(this.stack, this)]
    this.server = createServer((request, response) => void this.serve(request, response))
  }

  static async start(service: Service, folder: string): Promise<LocalAws> {
    const aws = new LocalAws(service, folder)
    await new Promise<void>((resolve) => aws.server.listen(0, '127.0.0.1', resolve))
    return aws
  }

  async stop(): Promise<void> {
    await Promise.all([...this.threads.values()].map((thread) => thread.stop()))
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
  async call(key: string, event: unknown): Promise<Invocation> {
    const fn = this.stack.service.functions.find((candidate) => candidate.key === key)
    if (!fn) throw new Error(`There is no function "${key}".`)
    return this.invoke(fn, event)
  }

  async invoke(fn: ServiceFunction, event: unknown): Promise<Invocation> {
    this.invocations++
    const { payload, functionError } = await this.thread(fn).run(JSON.stringify(event))
    const value: unknown = JSON.parse(payload)
    if (functionError && isObject(value)) {
      this.failures.push({
        key: fn.key,
        errorType: String(value.errorType),
        errorMessage: String(value.errorMessage),
      })
    }
    return { payload: value, functionError }
  }

  isThrottled(fn: ServiceFunction): boolean {
    return this.throttled.includes(fn.key)
  }

  inBackground(work: () => Promise<void>): void {
    const running = work()
    this.background.add(running)
    void running.finally(() => this.background.delete(running))
  }

  giveUp(event: unknown): void {
    this.deadLetters.push(event)
  }

  /** Waits until nothing is queued or running any more, requests that nobody waits for included. */
  async settle(): Promise<void> {
    let before: number
    do {
      before = this.invocations
      await Promise.all([...this.threads.values()].map((thread) => thread.idle()))
      await Promise.all(this.background)
    } while (this.invocations !== before || this.background.size > 0)
  }

  private thread(fn: ServiceFunction): LambdaThread {
    const known = this.threads.get(fn.key)
    if (known) return known
    if (!fn.handler) throw new Error(`"${fn.key}" has no handler.`)
    const environment = Object.entries(fn.environment).map(([name, value]) => [name, this.stack.resolve(value)])
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
    this.threads.set(fn.key, thread)
    return thread
  }

  private outward(call: OutwardCall): { status: number; body: unknown } {
    this.calls.push(call)
    const stub = this.stubs.find(({ match }) => JSON.stringify(call).includes(match))
    return { status: stub?.status ?? 200, body: stub?.body ?? {} }
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    const { status, headers, text } = await this.answer({
      method: request.method ?? 'GET',
      path: request.url ?? '/',
      headers: request.headers as Record<string, string | undefined>,
      body: Buffer.concat(chunks).toString('utf8'),
    })
    response.writeHead(status, { 'content-type': 'application/json', ...headers })
    response.end(text)
  }

  private async answer(request: AwsRequest): Promise<AwsAnswer> {
    for (const service of this.services) {
      const answer = service.answer(request)
      if (answer) return answer
    }
    this.outward({ kind: request.headers['x-amz-target'] ?? '', body: JSON.parse(request.body || '{}') })
    return ok({})
  }
}
