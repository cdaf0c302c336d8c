import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'

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

/** A request that a function made; the answer goes back to it. */
export type OnRequest = (kind: 'aws' | 'outward', message: never, invocation: number | undefined) => Promise<unknown>

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

/** The thread in which functions run, outside of the test runner. */
export class FunctionsHost {
  private readonly worker: Worker
  private readonly waiting = new Map<number, Waiting>()
  private next = 0
  private onRequest: OnRequest = () => Promise.reject(new Error('No service is loaded.'))

  constructor(clients: Readonly<Record<string, string>> = runtimeClients()) {
    this.worker = new Worker(join(__dirname, 'host', 'host.js'), {
      workerData: { clients },
      env: {
        AWS_REGION: 'eu-west-1',
        AWS_ACCESS_KEY_ID: 'x',
        AWS_SECRET_ACCESS_KEY: 'x',
        AWS_MAX_ATTEMPTS: '1',
        AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
        AWS_SDK_JS_SUPPRESS_MAINTENANCE_MODE_MESSAGE: '1',
      },
    })
    // a test that fails must not keep the process
    this.worker.unref()
    this.worker.on('message', (message) => void this.receive(message))
    this.worker.on('error', (error) => this.fail(error))
  }

  load(service: LoadedService, onRequest: OnRequest): Promise<void> {
    this.onRequest = onRequest
    return this.ask({ type: 'load', ...service })
  }

  /** What goes wrong from now on. */
  scenario(faults: readonly Fault[]): Promise<void> {
    return this.ask({ type: 'scenario', faults })
  }

  invoke(key: string, payload: string, arn: string): { id: number; result: Promise<RunResult> } {
    return { id: this.next, result: this.ask({ type: 'invoke', key, payload, arn }) }
  }

  /** Waits until no function has anything under way, awaited or not. */
  idle(): Promise<void> {
    return this.ask({ type: 'idle' })
  }

  async stop(): Promise<void> {
    await this.worker.terminate()
  }

  /** What the local AWS cannot answer is a fault of the tests. */
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

  private async receive(message: {
    type: string
    id: number
    kind: 'aws' | 'outward'
    message: never
    invocation?: number
    result: never
  }): Promise<void> {
    if (message.type === 'request') {
      await this.onRequest(message.kind, message.message, message.invocation).then(
        (answer) => this.worker.postMessage({ type: 'answer', id: message.id, answer }),
        (error) => this.fail(error),
      )
      return
    }
    this.waiting.get(message.id)?.resolve(message.result)
    this.waiting.delete(message.id)
  }
}
