import { type ChildProcess, fork } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Template } from '../../src/infra/template'

/** What osls says of a service: its template, or why it cannot package it. */
export type Packaged = { readonly template: Template } | { readonly error: string }

export interface PackageOptions {
  readonly stage?: string
  readonly region?: string
  /** Packages in spite of what only concerns the version of the framework, and of what does not fit its schema. */
  readonly relaxed?: boolean
  /** Whether the variables are resolved already: those that are left stay as they are. */
  readonly resolved?: boolean
}

interface Answer {
  readonly id: number
  readonly template?: Template
  readonly error?: string
}

/** A running osls. It lives in one process and one temporary folder, which is also its home. `close` ends both. */
export class Packager {
  private readonly base = mkdtempSync(join(tmpdir(), 'lambda-unchain-oracle-'))
  private readonly waiting = new Map<number, (packaged: Packaged) => void>()
  private readonly child: ChildProcess
  private last: Promise<unknown> = Promise.resolve()
  private count = 0
  private ended: Packaged | undefined

  constructor(modules = join(__dirname, '..', '..', 'node_modules')) {
    // plugins are looked up from the folder of the service
    symlinkSync(modules, join(this.base, 'node_modules'))
    this.child = fork(join(__dirname, 'worker.js'), {
      cwd: this.base,
      env: {
        PATH: process.env.PATH,
        HOME: this.base,
        USERPROFILE: this.base,
        NODE_PATH: modules,
        AWS_EC2_METADATA_DISABLED: 'true',
        // the validator that osls compiles from its schema takes 4 s, once
        SLS_SCHEMA_CACHE_BASE_DIR: join(tmpdir(), 'lambda-unchain-oracle-schema'),
      },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.child.on('message', (answer: Answer) => {
      const { id, template, error } = answer
      this.waiting.get(id)?.(template ? { template } : { error: error ?? 'no answer' })
      this.waiting.delete(id)
    })
    this.child.on('exit', (code) => {
      this.ended = { error: `the packager ended with ${code}` }
      for (const answer of this.waiting.values()) answer(this.ended)
      this.waiting.clear()
    })
  }

  /** Packages a service from its files: paths relative to its folder, texts. */
  package(files: Readonly<Record<string, string>>, options: PackageOptions = {}): Promise<Packaged> {
    const next = this.last.then(() => this.run(files, options))
    this.last = next
    return next
  }

  /** Packages a service from its configuration as an object. */
  packageObject(configuration: unknown, options: PackageOptions = {}): Promise<Packaged> {
    return this.package({ 'serverless.json': JSON.stringify(configuration) }, options)
  }

  close(): void {
    this.child.disconnect()
    rmSync(this.base, { recursive: true, force: true })
  }

  private async run(files: Readonly<Record<string, string>>, options: PackageOptions): Promise<Packaged> {
    if (this.ended) return this.ended
    const id = this.count++
    const folder = join(this.base, `service-${id}`)
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true })
      writeFileSync(join(folder, path), text)
    }
    const filename = Object.keys(files).find((path) => /^serverless\.\w+$/.test(path))
    const { relaxed = false, resolved = false, ...flags } = options
    const packaged = await new Promise<Packaged>((resolve) => {
      this.waiting.set(id, resolve)
      this.child.send({ id, folder, filename, relaxed, resolved, options: flags })
    })
    rmSync(folder, { recursive: true, force: true })
    return packaged
  }
}
