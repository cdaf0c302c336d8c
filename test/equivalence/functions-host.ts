import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Service } from '../../src/load/service'
import type { Observation, Scenario } from './observe'

/** The functions of a service, ready to run. */
export interface LoadedService {
  /** Path in the service → CommonJS. */
  readonly modules: Readonly<Record<string, string>>
  readonly functions: Readonly<Record<string, LoadedFunction>>
}

export interface LoadedFunction {
  /** `src/handlers/quote.handler`. */
  readonly handler: string
  readonly env: Readonly<Record<string, string>>
  readonly runtime: string
}

/** A function that throws the n-th time that it is called (from 0) in a scenario. */
export interface Fault {
  /** File and exported name: `src/lib/quote.js#quote`. */
  readonly place: string
  readonly calls: number
  /** Whether it throws every time. */
  readonly isLasting: boolean
  readonly error: { readonly name: string; readonly message: string }
}

/** What the runtime client posted. */
export interface RunResult {
  readonly payload: string
  readonly functionError?: string
  /** Whether the function had two requests under way at once, or one when it answered. */
  readonly isParallel: boolean
}

/** The functions of a service in their thread (`host/functions.js`). */
export interface Functions {
  /** @param answer What answers their requests; where it throws, the tests are at fault. */
  load(service: LoadedService, answer: AnswerRequest): void
  /** What goes wrong from now on. */
  scenario(faults: readonly Fault[]): void
  invoke(key: string, payload: string, arn: string): { id: number; result: Promise<RunResult> }
  /** Waits until no function has anything under way, awaited or not. */
  idle(): Promise<void>
}

/** Answers a request that a function made. */
export type AnswerRequest = (
  kind: 'aws' | 'outward',
  message: never,
  invocation: number | undefined,
) => Promise<unknown>

interface Waiting {
  readonly resolve: (result: never) => void
  readonly reject: (error: Error) => void
}

const CLIENTS = join(__dirname, '..', '..', '.tmp', 'runtime-clients')

/** Sources of the runtime client by major version, where `scripts/fetch-runtime-clients.js` has been run. */
export function runtimeClients(): Record<string, string> {
  const files = { 3: '3.3.0/package/dist/index.mjs', 4: '4.0.2/package/index.mjs' }
  const paths = Object.entries(files).map(([major, file]) => [major, join(CLIENTS, file)] as const)
  return Object.fromEntries(paths.filter(([, path]) => existsSync(path)))
}

/** The thread in which services run, outside of the test runner. */
export class FunctionsHost {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private next = 0

  constructor(clients: Readonly<Record<string, string>> = runtimeClients()) {
    this.worker = new Worker(join(__dirname, 'host', 'host.js'), {
      workerData: { clients },
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_MAX_ATTEMPTS: '1',
        // not those of whoever runs the tests
        AWS_CONFIG_FILE: join(CLIENTS, 'none'),
        AWS_SHARED_CREDENTIALS_FILE: join(CLIENTS, 'none'),
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      },
    })
    // a test that fails must not keep the process
    this.worker.unref()
    this.worker.on('message', (message) => this.receive(message))
    this.worker.on('error', (error) => this.fail(error))
  }

  /** Deploys services, in place of those before. */
  load(services: readonly Service[], modules: Readonly<Record<string, string>>): Promise<void> {
    return this.ask({ type: 'load', services, modules })
  }

  /** Runs scenarios one after the other: what is loaded stays warm. */
  observe(scenarios: readonly Scenario[]): Promise<Observation[]> {
    return this.ask({ type: 'observe', scenarios })
  }

  /** Loads functions that need no AWS, in place of services. */
  loadFunctions(service: LoadedService): Promise<void> {
    return this.ask({ type: 'loadFunctions', service })
  }

  invoke(key: string, payload: string, arn: string): Promise<RunResult> {
    return this.ask({ type: 'invoke', key, payload, arn })
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  private fail(error: Error): void {
    for (const { reject } of this.waiting.values()) reject(error)
  }

  private ask<Result>(message: object): Promise<Result> {
    const id = this.next++
    return new Promise<Result>((resolve, reject) => {
      this.waiting.set(id, { resolve, reject })
      this.worker.postMessage({ ...message, id })
    })
  }

  private receive({ id, result, error }: { id: number; result: never; error?: string }): void {
    const waiting = this.waiting.get(id)
    this.waiting.delete(id)
    if (error === undefined) waiting?.resolve(result)
    else waiting?.reject(new Error(error))
  }
}
