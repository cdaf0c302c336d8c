import type { ConfigDocument, ConfigObject } from './document'
import type { Include } from './variable-sources'

/** One `serverless.{yml,yaml,json,ts,js}` and its folder, with its variables resolved. */
export interface Service {
  /** Name of the service. Variables that only the deployment knows stay in it as written. */
  readonly name: string
  /** Path of the configuration file. */
  readonly config: string
  /** Folder of the service; `''` at the root. */
  readonly folder: string
  readonly stage: string
  readonly region: string
  readonly functions: readonly ServiceFunction[]
  /** The whole configuration, variables resolved, `functions` and `resources` merged to maps. */
  readonly data: ConfigObject
  readonly document: ConfigDocument
  /** Parts of the configuration that stand in other files. */
  readonly includes: readonly Include[]
  /** Names of the plugins that it loads. */
  readonly plugins: readonly string[]
}

/** A key under `functions`. */
export interface ServiceFunction {
  readonly key: string
  /** Name of the deployed function: `name:`, or `service-stage-key`. */
  readonly name: string
  /** Logical id in the template: `ValidateOrderLambdaFunction`. */
  readonly logicalId: string
  /** The exported symbol; `undefined` where the handler is no Node module of the repository. */
  readonly handler: Handler | undefined
  /** Environment of this function: the provider's, overridden by its own. Values may be intrinsics. */
  readonly environment: ConfigObject
  /** Whether the whole of an `environment` is a variable that is not resolved: it may declare anything. */
  readonly hasOpenEnvironment: boolean
  readonly events: readonly ConfigObject[]
  /** In seconds; the most that Lambda gives, where what is written is not known, or not the same for every deployment. */
  readonly timeout: number
  readonly isTimeoutKnown: boolean
  /** Settings that another stage, or other options, may give other values: `maximumRetryAttempts`; its `timeout` and `vpc` also by the provider. */
  readonly chosen: readonly string[]
  /** In MB. */
  readonly memorySize: number
  readonly runtime: string
  readonly inVpc: boolean
  /** The function's own part of the configuration. */
  readonly data: ConfigObject
}

export interface Handler {
  readonly file: string
  readonly export: string
}

/** Identity of a function across services: `config#key`. */
export interface FunctionRef {
  readonly service: Service
  readonly function: ServiceFunction
}

export function functionOf(service: Service, key: string): ServiceFunction | undefined {
  return service.functions.find((candidate) => candidate.key === key)
}

/** Whether the function runs at the edge: CloudFront calls it, and it has limits of its own. */
export function isAtEdge({ events }: Pick<ServiceFunction, 'events'>): boolean {
  return events.some(({ cloudFront }) => Boolean(cloudFront))
}

/** Stable identity of a function: services may share a name. */
export function refKey(ref: FunctionRef): string {
  return `${ref.service.config}#${ref.function.key}`
}
