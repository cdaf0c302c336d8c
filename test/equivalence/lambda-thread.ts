import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { OutwardCall } from './local-aws'

interface ThreadResult {
  readonly payload: string
  readonly functionError?: string
}

interface Waiting {
  readonly resolve: (result: ThreadResult) => void
  readonly reject: (error: Error) => void
}

/** A function's thread. Invocations run one after the other, as in one execution environment. */
export class LambdaThread {
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
