import { asArray, asObject, type ConfigPath, isObject } from '../../load/document'
import { logGroupLogicalId, normalizedName } from '../../load/naming'
import { functionOf, type Service, type ServiceFunction } from '../../load/service'
import { SHARED_ROLE } from '../synth/functions'
import { stateMachineLogicalId } from '../synth/step-functions/names'

type TemplatePath = readonly (string | number)[]

/**
 * The part of the configuration that a resource or an output is compiled from: as far down as the configuration has it.
 * @param path Path below the resource, `Properties` included.
 */
export function originOf(service: Service, logicalId: string, path: TemplatePath = []): ConfigPath {
  const resources = asObject(service.data.resources)
  for (const section of ['Resources', 'Outputs']) {
    if (logicalId in asObject(resources[section])) return ['resources', section, logicalId, ...path]
  }
  for (const [key, value] of Object.entries(asObject(asObject(service.data.stepFunctions).stateMachines))) {
    const id = stateMachineLogicalId(key, asObject(value))
    const machine = ['stepFunctions', 'stateMachines', key]
    if (logicalId === id || logicalId === `${id}Role` || logicalId === `${id}Arn`) {
      return [...machine, ...machineOption(path)]
    }
    const isTold = ['Notifications', 'ResourcePolicy'].some((suffix) => logicalId.startsWith(id + suffix))
    if (isTold) return [...machine, 'notifications']
  }
  if (logicalId === SHARED_ROLE) return statementsOrigin(service)
  const fn = ownerOf(service, logicalId)
  return fn ? ['functions', fn.key, ...functionOption(service, fn, logicalId, path)] : ['service']
}

/** The function whose name a logical id begins with; of several, the one with the longest. */
function ownerOf(service: Service, logicalId: string): ServiceFunction | undefined {
  const owners = service.functions.filter(({ key }) => logicalId.startsWith(normalizedName(key)))
  return owners.reduce<ServiceFunction | undefined>(
    (best, fn) => (best && normalizedName(best.key).length >= normalizedName(fn.key).length ? best : fn),
    undefined,
  )
}

function statementsOrigin(service: Service): ConfigPath {
  const provider = asObject(service.data.provider)
  if (asObject(asObject(provider.iam).role).statements !== undefined) return ['provider', 'iam', 'role', 'statements']
  return provider.iamRoleStatements === undefined ? ['provider'] : ['provider', 'iamRoleStatements']
}

const MACHINE_OPTIONS: Readonly<Record<string, string>> = {
  DefinitionString: 'definition',
  StateMachineName: 'name',
  StateMachineType: 'type',
}

function machineOption([section, property, ...rest]: TemplatePath): ConfigPath {
  return section === 'Properties' && typeof property === 'string'
    ? [MACHINE_OPTIONS[property] ?? property, ...rest]
    : []
}

const FUNCTION_OPTIONS: Readonly<Record<string, string>> = {
  FunctionName: 'name',
  VpcConfig: 'vpc',
  ReservedConcurrentExecutions: 'reservedConcurrency',
  DeadLetterConfig: 'onError',
  TracingConfig: 'tracing',
}

function functionOption(service: Service, fn: ServiceFunction, logicalId: string, path: TemplatePath): ConfigPath {
  if (logicalId === fn.logicalId) {
    const [, property, , name] = path
    if (property === 'Environment' && typeof name === 'string') return environmentOption(service, fn.key, name)
    if (typeof property !== 'string') return []
    return [FUNCTION_OPTIONS[property] ?? property.charAt(0).toLowerCase() + property.slice(1)]
  }
  if (logicalId === logGroupLogicalId(fn.key)) return []
  const rest = logicalId.slice(normalizedName(fn.key).length)
  if (rest === SHARED_ROLE) return ['iamRoleStatements']
  if (/^LambdaVersion|^LambdaFunction/.test(rest)) return []
  const index = fn.events.findIndex((event) => isNamedAfter(rest, event))
  return index < 0 ? ['events'] : ['events', index]
}

/** Variables of the provider are in the environment of every function. */
function environmentOption(service: Service, key: string, name: string): ConfigPath {
  const own = asObject(functionOf(service, key)?.data.environment)
  return name in own || !(name in asObject(asObject(service.data.provider).environment)) ? ['environment', name] : []
}

/** Whether the id of a resource ends in a name that stands in an event. */
function isNamedAfter(rest: string, event: unknown): boolean {
  const name = /^EventSourceMapping(?:SQS|Kinesis|Dynamodb|Documentdb|Msk|Kafka)(.+)$/i.exec(rest)?.[1]
  return name !== undefined && texts(event).some((text) => text.replace(/[^0-9A-Za-z]/g, '').endsWith(name))
}

function texts(value: unknown): string[] {
  if (typeof value === 'string') return [value]
  const items = Array.isArray(value) ? value : Object.values(asObject(value))
  return items.flatMap(texts)
}

/** The first node below `path` of a configuration that mentions a name, in a key or in a text; else `path` itself. */
export function mentionBelow(service: Service, path: ConfigPath, name: string): ConfigPath {
  let node: unknown = service.data
  for (const step of path) node = Array.isArray(node) ? node[Number(step)] : asObject(node)[step]
  return mention(node, name, path) ?? path
}

function mention(node: unknown, name: string, path: ConfigPath): ConfigPath | undefined {
  if (typeof node === 'string') return isMentioned(node, name) ? path : undefined
  const entries: readonly (readonly [string | number, unknown])[] = isObject(node)
    ? Object.entries(node)
    : [...asArray(node).entries()]
  for (const [key, item] of entries) {
    // an intrinsic is told by the node that holds it
    const isIntrinsic = typeof key === 'string' && (key === 'Ref' || key.startsWith('Fn::'))
    const found = mention(item, name, isIntrinsic ? path : [...path, key])
    if (found) return isIntrinsic ? path : found
  }
  return undefined
}

function isMentioned(text: string, name: string): boolean {
  return /^\w+$/.test(name) ? text.split(/\W/).includes(name) : text.includes(name)
}
