import { asArray, asObject, asString, type ConfigObject, isObject } from '../../../load/document'
import { mergeDeep } from '../../../load/merge'
import { defaultFunctionName, functionLogicalId } from '../../../load/naming'
import type { Service, ServiceFunction } from '../../../load/service'
import type { SynthNote } from '../builder'
import { type Construct, queueConstruct } from './queue'
import { withVariables } from './variables'

const PLUGIN = 'serverless-lift'

export interface Lifted {
  readonly service: Service
  readonly notes: readonly SynthNote[]
}

/**
 * The service with what its `constructs` add: functions, events, permissions, resources. Queues only. Source:
 * `plugin.js` and `providers/AwsProvider.js` of serverless-lift 1.37.7.
 */
export function withConstructs(service: Service): Lifted {
  const all = Object.entries(asObject(service.data.constructs))
  if (all.length === 0) return { service, notes: [] }
  if (!service.plugins.includes(PLUGIN)) {
    return { service, notes: [{ message: `"constructs" needs the plugin "${PLUGIN}".`, path: ['constructs'] }] }
  }
  const notes: SynthNote[] = []
  const constructs = new Map<string, Construct>()
  let data = service.data
  for (const [id, value] of all) {
    const options = asObject(value)
    const worker = workerOf(id, options)
    if (options.type !== 'queue' || worker === undefined || options.provider !== undefined) {
      const what = options.type === 'queue' ? 'This queue' : `A construct of the type "${options.type}"`
      notes.push({ message: `${what} is not compiled.`, path: ['constructs', id] })
      continue
    }
    data = withFunction(data, worker.key, worker.options)
    const { timeout } = asObject(asObject(data.functions)[worker.key])
    const construct = queueConstruct(id, options, stackName(service), timeout)
    constructs.set(id, construct)
    data = withEvent(data, worker.key, eventOf(options, construct))
  }
  data = withStatements(
    data,
    [...constructs.values()].map(({ statement }) => statement),
  )
  const replaced = withVariables(data, constructs, notes)
  const resources = [...constructs.values()].reduce<unknown>(
    (merged, construct) => mergeDeep(merged, { Resources: construct.resources, Outputs: construct.outputs }),
    replaced.resources ?? {},
  )
  return { service: rebuilt(service, { ...replaced, resources }), notes }
}

/** A function that exists, by its key, or a new one. */
function workerOf(id: string, { worker }: ConfigObject): { key: string; options: ConfigObject } | undefined {
  const key = asString(worker)
  if (key !== undefined) return { key, options: {} }
  return isObject(worker) ? { key: `${id}Worker`, options: worker } : undefined
}

function stackName({ data, name, stage }: Service): string {
  return asString(asObject(data.provider).stackName) || `${name}-${stage}`
}

function withFunction(data: ConfigObject, key: string, options: ConfigObject): ConfigObject {
  const functions = asObject(data.functions)
  return { ...data, functions: { ...functions, [key]: mergeDeep(asObject(functions[key]), options) } }
}

function withEvent(data: ConfigObject, key: string, event: ConfigObject): ConfigObject {
  const functions = asObject(data.functions)
  const fn = asObject(functions[key])
  return { ...data, functions: { ...functions, [key]: { ...fn, events: [...asArray(fn.events), event] } } }
}

function eventOf(options: ConfigObject, { variables }: Construct): ConfigObject {
  return {
    sqs: {
      arn: variables.queueArn,
      batchSize: options.batchSize ?? 1,
      maximumBatchingWindow: options.maxBatchingWindow ?? 0,
      ...(options.maxConcurrency !== undefined && { maximumConcurrency: options.maxConcurrency }),
      functionResponseType: 'ReportBatchItemFailures',
    },
  }
}

/** Every construct may be used by all functions, unless that is switched off. */
function withStatements(data: ConfigObject, statements: readonly ConfigObject[]): ConfigObject {
  if (asObject(data.lift).automaticPermissions === false || statements.length === 0) return data
  const provider = asObject(data.provider)
  const iam = asObject(provider.iam)
  if (isObject(iam.role) && 'statements' in iam.role) {
    const role = { ...iam.role, statements: [...asArray(iam.role.statements), ...statements] }
    return { ...data, provider: { ...provider, iam: { ...iam, role } } }
  }
  const iamRoleStatements = [...asArray(provider.iamRoleStatements), ...statements]
  return { ...data, provider: { ...provider, iamRoleStatements } }
}

/** The model of the service for other data. */
function rebuilt(service: Service, data: ConfigObject): Service {
  const functions = Object.entries(asObject(data.functions)).flatMap(([key, value]): ServiceFunction[] => {
    const known = service.functions.find((fn) => fn.key === key)
    const own = asObject(value)
    const events = asArray(own.events).map((event) => (typeof event === 'string' ? { [event]: {} } : asObject(event)))
    const base = known ?? newFunction(service, key, own)
    const environment = { ...asObject(asObject(data.provider).environment), ...asObject(own.environment) }
    return [{ ...base, data: own, events, environment }]
  })
  return { ...service, data, functions }
}

function newFunction(service: Service, key: string, data: ConfigObject): ServiceFunction {
  return {
    key,
    name: asString(data.name) ?? defaultFunctionName(service.name, service.stage, key),
    logicalId: functionLogicalId(key),
    handler: undefined,
    environment: {},
    hasOpenEnvironment: false,
    events: [],
    isTimeoutKnown: true,
    chosen: [],
    timeout: 6,
    memorySize: 1024,
    runtime: asString(data.runtime) ?? asString(asObject(service.data.provider).runtime) ?? 'nodejs',
    inVpc: isObject(data.vpc) || isObject(asObject(service.data.provider).vpc),
    data,
  }
}
