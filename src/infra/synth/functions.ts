import { createHash } from 'node:crypto'
import { asArray, asNumber, asObject, asString, type ConfigObject, isObject } from '../../load/document'
import { logGroupLogicalId, normalizedName } from '../../load/naming'
import type { Service, ServiceFunction } from '../../load/service'
import { getAtt, type Resource, ref } from '../template'
import type { TemplateBuilder } from './builder'
import { asEnvironment, asTags } from './coerce'

/** Name of the shared role. */
export const SHARED_ROLE = 'IamRoleLambdaExecution'

/** Stands for the hash of the packaged code, which only packaging knows. */
const ARTIFACT_HASH = 'ARTIFACT_HASH'

/** Log groups, functions, versions and their outputs. Source: `compile/functions.js`, `lib/merge-iam-templates.js` of osls 4.3.1. */
export function addFunctions(builder: TemplateBuilder): void {
  const { service } = builder
  for (const fn of service.functions) {
    if (fn.data.disableLogs !== true) builder.add(logGroupLogicalId(fn.key), logGroup(service, fn))
  }
  for (const fn of service.functions) builder.add(fn.logicalId, lambdaFunction(builder, fn))
  for (const fn of service.functions) addVersion(builder, fn)
}

function logGroup(service: Service, fn: ServiceFunction): Resource {
  const retention = asNumber(fn.data.logRetentionInDays) ?? asNumber(asObject(service.data.provider).logRetentionInDays)
  return {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName: `/aws/lambda/${fn.name}`,
      ...(retention !== undefined && { RetentionInDays: retention }),
    },
  }
}

function lambdaFunction(builder: TemplateBuilder, fn: ServiceFunction): Resource {
  const { service } = builder
  const provider = asObject(service.data.provider)
  const { role, dependsOn } = roleOf(provider, fn.data)
  const either = (name: string): unknown => fn.data[name] ?? provider[name]
  const properties: Record<string, unknown> = {
    Code: {
      S3Bucket: deploymentBucket(provider),
      S3Key: `serverless/${service.name}/${service.stage}/${service.name}.zip`,
    },
    Handler: fn.data.handler,
    Runtime: either('runtime') ?? 'nodejs24.x',
    FunctionName: fn.name,
    MemorySize: fn.memorySize,
    Timeout: fn.timeout,
  }
  const optional: Record<string, unknown> = {
    Architectures: either('architecture') === undefined ? undefined : [either('architecture')],
    Description: fn.data.description,
    Tags: asTags({ ...asObject(provider.tags), ...asObject(fn.data.tags) }),
    EphemeralStorage: fn.data.ephemeralStorageSize === undefined ? undefined : { Size: fn.data.ephemeralStorageSize },
    DeadLetterConfig: fn.data.onError === undefined ? undefined : { TargetArn: fn.data.onError },
    KmsKeyArn: either('kmsKeyArn'),
    TracingConfig: tracing(provider, fn),
    Environment: environment(fn),
    Role: role,
    VpcConfig: vpc(fn.data.vpc ?? provider.vpc),
    ReservedConcurrentExecutions: asNumber(fn.data.reservedConcurrency),
    Layers: layers(either('layers')),
  }
  for (const [name, value] of Object.entries(optional)) if (value !== undefined) properties[name] = value
  for (const option of UNMODELLED) {
    if (fn.data[option] !== undefined)
      builder.note(`The option "${option}" is not compiled.`, ['functions', fn.key, option])
  }
  const logs = fn.data.disableLogs === true ? [] : [logGroupLogicalId(fn.key)]
  const own = asArray(fn.data.dependsOn ?? []).map(String)
  return { Type: 'AWS::Lambda::Function', Properties: properties, DependsOn: [...logs, ...dependsOn, ...own] }
}

/** Options whose effect on the template this synthesizer does not know. */
const UNMODELLED = [
  'image',
  'fileSystemConfig',
  'destinations',
  'url',
  'provisionedConcurrency',
  'snapStart',
  'logs',
  'runtimeManagement',
  'durableConfig',
  'recursiveLoop',
  'maximumRetryAttempts',
  'maximumEventAge',
  'condition',
] as const

function deploymentBucket(provider: ConfigObject): unknown {
  const bucket = provider.deploymentBucket
  const name = isObject(bucket) ? bucket.name : bucket
  return name ?? ref('ServerlessDeploymentBucket')
}

function roleOf(provider: ConfigObject, data: ConfigObject): { role: unknown; dependsOn: string[] } {
  const role = data.role ?? customProviderRole(provider)
  if (role === undefined) return { role: getAtt(SHARED_ROLE), dependsOn: [] }
  if (typeof role === 'string') {
    const isArn = role.includes(':') || role.startsWith('${')
    return isArn ? { role, dependsOn: [] } : { role: getAtt(role), dependsOn: [role] }
  }
  const [id] = asArray(asObject(role)['Fn::GetAtt'])
  return { role, dependsOn: typeof id === 'string' ? [id] : [] }
}

/** A role that the service brings itself: then the packager makes no shared one. */
export function customProviderRole(provider: ConfigObject): unknown {
  const { role } = asObject(provider.iam)
  if (provider.role !== undefined) return provider.role
  if (typeof role === 'string') return role
  return isObject(role) && Object.keys(role).some((key) => key === 'Ref' || key.startsWith('Fn::')) ? role : undefined
}

function tracing(provider: ConfigObject, fn: ServiceFunction): unknown {
  const mode = fn.data.tracing ?? asObject(provider.tracing).lambda
  if (mode === undefined || mode === false) return undefined
  return { Mode: mode === true ? 'Active' : mode }
}

/** Whether the function writes traces: then its role may. */
export function isTraced(provider: ConfigObject, fn: ServiceFunction): boolean {
  return tracing(provider, fn) !== undefined
}

function environment(fn: ServiceFunction): unknown {
  const variables = asEnvironment(fn.environment)
  return Object.keys(variables).length > 0 ? { Variables: variables } : undefined
}

function vpc(value: unknown): unknown {
  if (!isObject(value)) return undefined
  const { securityGroupIds, subnetIds } = value
  return { SecurityGroupIds: securityGroupIds, SubnetIds: subnetIds }
}

function layers(value: unknown): unknown {
  const list = asArray(value)
  return list.length > 0 ? list : undefined
}

function addVersion(builder: TemplateBuilder, fn: ServiceFunction): void {
  const provider = asObject(builder.service.data.provider)
  if ((fn.data.versionFunction ?? provider.versionFunctions) === false) return
  const resource = builder.resources[fn.logicalId]
  if (!resource) return
  const id = versionLogicalId(fn.key, resource.Properties ?? {})
  builder.add(id, {
    Type: 'AWS::Lambda::Version',
    DeletionPolicy: 'Retain',
    Properties: {
      FunctionName: ref(fn.logicalId),
      CodeSha256: ARTIFACT_HASH,
      ...(fn.data.description !== undefined && { Description: fn.data.description }),
    },
  })
  builder.output(`${normalizedName(fn.key)}LambdaFunctionQualifiedArn`, {
    Description: 'Current Lambda function version',
    Value: ref(id),
  })
}

/** A version is named by a hash of the code and of the configuration: any edit of the function renames it. */
function versionLogicalId(key: string, properties: Record<string, unknown>): string {
  const { Code: _code, ReservedConcurrentExecutions: _reserved, Tags: _tags, ...rest } = properties
  const hash = createHash('sha256')
    .update(ARTIFACT_HASH)
    .update(JSON.stringify(sorted({ ...rest, layerConfigurations: [] })))
    .digest('base64')
  return `${normalizedName(key)}LambdaVersion${hash.replace(/[^0-9a-z]/gi, '')}`
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, item]) => [key, sorted(item)]),
  )
}

export function runtimeOf(service: Service, fn: ServiceFunction): string | undefined {
  return asString(fn.data.runtime) ?? asString(asObject(service.data.provider).runtime)
}
