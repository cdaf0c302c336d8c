import { isObject } from '../../src/load/document'
import type { Service, ServiceFunction } from '../../src/load/service'
import { EventBridge } from './aws/event-bridge'
import { Lambda } from './aws/lambda'
import type { Invocation, Origin, Runner } from './aws/runner'
import { type AwsAnswer, type AwsRequest, type LocalService, ok } from './aws/service'
import { Sns } from './aws/sns'
import { Sqs } from './aws/sqs'
import { REGION, Stack } from './aws/stack'
import { StepFunctions } from './aws/step-functions'
import { built } from './built'
import type { Fault, Functions, LoadedFunction } from './functions-host'

/** A call that leaves the service: what before and after must have in common. */
export interface OutwardCall {
  readonly kind: string
  /** The function that made it: no part of what is compared, for code moves. */
  readonly by?: string | undefined
  readonly [detail: string]: unknown
}

/** How a call to the outside is answered. */
export interface Stub {
  /** Part of the URL. */
  readonly match: string
  readonly status?: number
  readonly body?: unknown
}

/** What goes wrong while something is observed. */
export interface Trouble {
  readonly stubs?: readonly Stub[]
  /** Functions whose synchronous calls are throttled. */
  readonly throttled?: readonly string[]
  /** Functions whose errors are thrown where they are called: what `errors=propagate` says, made true of the code before. */
  readonly propagated?: readonly string[]
  readonly faults?: readonly Fault[]
}

/** A function that failed, whose error a caller may have seen. */
export interface Failure {
  readonly key: string
  readonly event: unknown
  readonly errorType: string
  readonly errorMessage: string
  /** How many calls to the outside were made before. */
  readonly callsBefore: number
}

/** Queue URLs point to it; no host is ever looked up. */
const ENDPOINT = 'https://sqs.eu-west-1.amazonaws.com'

/**
 * Services running on this machine: their functions in the Lambda runtime client, with the real SDK clients, whose requests
 * are answered by a small AWS that is wired by the synthesized template.
 */
export class LocalAws implements Runner {
  /** Calls to the outside of what somebody waits for, in order. */
  calls: OutwardCall[] = []
  /** Calls to the outside of what runs by itself: asynchronous events, queues. */
  backgroundCalls: OutwardCall[] = []
  /** What functions were given that nobody waits for. */
  backgroundEvents: unknown[] = []
  failures: Failure[] = []
  /** Events and messages that were given up. */
  deadLetters: unknown[] = []
  /** How executions ended that nobody waited for. */
  executions: Invocation[] = []
  /** Whether a function had two requests under way at once. */
  isParallel = false
  private trouble: Trouble = {}
  private readonly stack: Stack
  private readonly services: readonly LocalService[]
  /** Work that goes on though its request is answered. */
  private readonly background = new Set<Promise<void>>()
  /** Invocations that run in the background, those included that they make. */
  private readonly backgroundIds = new Set<number>()
  /** The function of each invocation. */
  private readonly keys = new Map<number, string>()
  private invocations = 0
  /** Rejected where a service cannot answer: a fault of the tests, and nothing that a function may see. */
  readonly broken: Promise<never>
  private fail: (error: unknown) => Promise<never>

  private constructor(
    services: readonly Service[],
    private readonly functions: Functions,
  ) {
    this.stack = new Stack(services, () => ENDPOINT)
    // a new service: its file in aws/, and its place in this list
    this.services = [Lambda, Sqs, Sns, EventBridge, StepFunctions].map((Service) => new Service(this.stack, this))
    const never = new Promise<never>(() => {})
    this.fail = () => never
    this.broken = new Promise((_, reject) => {
      this.fail = (error) => {
        reject(error)
        return never
      }
    })
    // told by whoever waits for an observation
    this.broken.catch(() => {})
  }

  static start(
    services: readonly Service[],
    modules: Readonly<Record<string, string>>,
    functions: Functions,
  ): LocalAws {
    const aws = new LocalAws(services, functions)
    const loaded = aws.stack.functions.flatMap((fn) => {
      const own = aws.loaded(fn)
      return own ? [[fn.key, own]] : []
    })
    functions.load({ modules, functions: Object.fromEntries(loaded) }, (kind, message, id) =>
      (kind === 'aws' ? aws.answer(message, id) : aws.outward(message, id)).catch((error) => aws.fail(error)),
    )
    return aws
  }

  /** Forgets what was observed; the functions keep running, as warm ones do. */
  begin(trouble: Trouble): void {
    this.calls = []
    this.backgroundCalls = []
    this.backgroundEvents = []
    this.failures = []
    this.deadLetters = []
    this.executions = []
    this.isParallel = false
    this.backgroundIds.clear()
    this.keys.clear()
    this.trouble = trouble
    this.functions.scenario(trouble.faults ?? [])
  }

  /** Invokes a function and waits, as a client outside would. */
  async call(key: string, event: unknown): Promise<Invocation> {
    const fn = this.stack.functions.find((candidate) => candidate.key === key)
    if (!fn) throw new Error(`There is no function "${key}".`)
    return this.invoke(fn, event, { isBackground: false })
  }

  async invoke(fn: ServiceFunction, event: unknown, { isBackground, arn }: Origin): Promise<Invocation> {
    this.invocations++
    const { id, result } = this.functions.invoke(fn.key, JSON.stringify(event), arn ?? this.stack.functionArn(fn))
    this.keys.set(id, fn.key)
    if (isBackground) {
      this.backgroundIds.add(id)
      this.backgroundEvents.push(event)
    }
    const { payload, functionError, isParallel } = await result
    if (isParallel) this.isParallel = true
    const value: unknown = JSON.parse(payload)
    if (functionError && isObject(value)) {
      const { errorType, errorMessage } = value
      const failure = { key: fn.key, event, errorType: String(errorType), errorMessage: String(errorMessage) }
      this.failures.push({ ...failure, callsBefore: this.calls.length })
    }
    return { payload: value, functionError }
  }

  isThrottled(fn: ServiceFunction): boolean {
    return this.trouble.throttled?.includes(fn.key) === true
  }

  isPropagated(fn: ServiceFunction): boolean {
    return this.trouble.propagated?.includes(fn.key) === true
  }

  inBackground(work: () => Promise<void>): void {
    const running = work().catch((error) => this.fail(error))
    this.background.add(running)
    void running.finally(() => this.background.delete(running))
  }

  ended(execution: Invocation): void {
    this.executions.push(execution)
  }

  giveUp(event: unknown): void {
    this.deadLetters.push(event)
  }

  /** Waits until nothing is queued or running any more, requests that nobody waits for included. */
  async settle(): Promise<void> {
    let before: number
    do {
      before = this.invocations
      await this.functions.idle()
      await Promise.all(this.background)
    } while (this.invocations !== before || this.background.size > 0)
  }

  private loaded({ handler, environment, name, runtime }: ServiceFunction): LoadedFunction | undefined {
    if (!handler) return undefined
    const variables = Object.entries(environment).map(([key, value]) => [key, this.stack.resolve(value)])
    return {
      handler: `${built(handler.file).replace(/\.js$/, '')}.${handler.export}`,
      runtime,
      env: { ...Object.fromEntries(variables), AWS_REGION: REGION, AWS_LAMBDA_FUNCTION_NAME: name },
    }
  }

  /** What is sent after its function has answered is nobody's any more. */
  private isBackground(invocation: number | undefined): boolean {
    return invocation === undefined || this.backgroundIds.has(invocation)
  }

  private async outward(call: OutwardCall, invocation: number | undefined): Promise<{ status: number; body: unknown }> {
    const calls = this.isBackground(invocation) ? this.backgroundCalls : this.calls
    calls.push({ ...call, by: invocation === undefined ? undefined : this.keys.get(invocation) })
    const stub = this.trouble.stubs?.find(({ match }) => JSON.stringify(call).includes(match))
    return { status: stub?.status ?? 200, body: stub?.body ?? {} }
  }

  private async answer(sent: Omit<AwsRequest, 'isBackground'>, invocation: number | undefined): Promise<AwsAnswer> {
    const request = { ...sent, isBackground: this.isBackground(invocation) }
    for (const service of this.services) {
      const answer = service.answer(request)
      if (answer) return answer
    }
    await this.outward({ kind: request.headers['x-amz-target'] ?? request.path, body: request.body }, invocation)
    // where the path says what is done, nothing more is answered: S3 would have to write XML
    return request.method === 'POST' ? ok({}) : { status: 200, headers: {}, text: '' }
  }
}
