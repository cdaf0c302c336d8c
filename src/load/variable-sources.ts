import type { DiagnosticCode } from '../messages/diagnostics'
import { asObject, type ConfigPath, isObject } from './document'

/** Where the values of variables come from. */
export interface VariableSources {
  /** The configuration as written. */
  readonly root: unknown
  readonly stage: string
  readonly region: string
  /** Options of the command line: `--stage`, `--region`, where they are given. */
  readonly options: ReadonlyMap<string, string>
  /** `--param`, over those of the configuration. */
  readonly params: ReadonlyMap<string, unknown>
  /** `--env-file`. The environment of this process is no source: the answer must not depend on the machine. */
  readonly env: ReadonlyMap<string, string>
  /** Data of an included file; `undefined` where it cannot be read. `path` is relative to the service's folder. */
  include(path: string, address: string | undefined): Included | undefined
  report(code: DiagnosticCode, message: string, path: ConfigPath): void
}

export interface Included {
  readonly value: unknown
  /** File of the workspace, and the node in it. */
  readonly file: string
  readonly path: ConfigPath
  /** Whether the file does not parse; that has been reported. */
  readonly isBroken?: boolean
}

/** Where a variable is written. */
export interface WrittenAt {
  /** Place in the configuration. */
  readonly at: ConfigPath
  /** The whole text of that place: `${file(functions.yml)}`. */
  readonly variable: string
  /** Whether another stage, or other options, may lead to another file or to another part of it. */
  readonly isChosen: boolean
}

/** A place in the configuration whose value stands in another file. */
export interface Include extends WrittenAt {
  readonly file: string
  readonly path: ConfigPath
}

/** What a variable comes to: a value, a symbol that only the deployment knows, or nothing. */
export type Result =
  | { readonly kind: 'value'; readonly value: unknown }
  | { readonly kind: 'symbol' }
  | { readonly kind: 'missing'; readonly file?: string }

export const SYMBOL: Result = { kind: 'symbol' }
export const MISSING: Result = { kind: 'missing' }

/** Sources whose values live in AWS or in the shell of whoever deploys. */
const SYMBOLIC = new Set([
  'ssm',
  'cf',
  's3',
  'output',
  'state',
  'git',
  'terraform',
  'construct',
  'aws',
  'sls',
  'secrets',
  'vault',
  'doppler',
  'awssecretsmanager',
])

/** Looks into the configuration itself, for sources that refer to it. */
export interface SelfReader {
  /** The value at a path, resolved all the way down. */
  at(path: ConfigPath): unknown
  /** Whether anything stands at a path. */
  has(path: ConfigPath): boolean
}

/** What the sources of variables hold: `self`, `opt`, `sls`, `aws`, `env`, `param`, `file`… */
export class SourceReader {
  readonly includes: Include[] = []

  constructor(
    private readonly sources: VariableSources,
    private readonly own: SelfReader,
  ) {}

  read(type: string, params: string | undefined, address: string | undefined, written: WrittenAt): Result {
    switch (type) {
      case 'self':
        return this.self(address ?? '')
      case 'opt':
        return found(this.sources.options.get(address ?? ''))
      case 'sls':
        return address === 'stage' ? found(this.sources.stage) : SYMBOL
      case 'aws':
        return address === 'region' ? found(this.sources.region) : SYMBOL
      case 'env':
        return address !== undefined && this.sources.env.has(address) ? found(this.sources.env.get(address)) : SYMBOL
      case 'param':
        return this.param(address ?? '')
      case 'file':
        return this.file(params, address, written)
      case 'strToBool':
        return params === undefined ? MISSING : found(params === 'true' || params === '1')
      default:
        return SYMBOLIC.has(type) ? SYMBOL : MISSING
    }
  }

  private self(address: string): Result {
    const path = address === '' ? [] : address.split('.')
    const value = this.own.at(path)
    if (value !== undefined && value !== null) {
      // `${self:service}` where the service is `{ name: … }`
      return found(address === 'service' && isObject(value) ? value.name : value)
    }
    if (address === 'provider.stage') return found(this.sources.stage)
    if (address === 'provider.region') return found(this.sources.region)
    if (address === 'service.name') return found(this.own.at(['service']))
    const functionName = /^functions\.([^.]+)\.name$/.exec(address)?.[1]
    if (functionName === undefined || !this.own.has(['functions', functionName])) return MISSING
    return found(`${String(asName(this.own.at(['service'])))}-${this.sources.stage}-${functionName}`)
  }

  private param(name: string): Result {
    if (this.sources.params.has(name)) return found(this.sources.params.get(name))
    const { stage } = this.sources
    for (const path of [
      ['stages', stage, 'params', name],
      ['params', stage, name],
      ['stages', 'default', 'params', name],
      ['params', 'default', name],
    ]) {
      const value = this.own.at(path)
      if (value !== undefined) return found(value)
    }
    return MISSING
  }

  private file(params: string | undefined, address: string | undefined, written: WrittenAt): Result {
    if (params === undefined) return MISSING
    const included = this.sources.include(params.trim(), address)
    if (!included) return { kind: 'missing', file: params.trim() }
    if (included.isBroken) return SYMBOL
    if (included.value === undefined) return MISSING
    this.includes.push({ ...written, file: included.file, path: included.path })
    return found(included.value)
  }
}

export function found(value: unknown): Result {
  return value === undefined ? MISSING : { kind: 'value', value }
}

function asName(service: unknown): unknown {
  return isObject(service) ? asObject(service).name : service
}
