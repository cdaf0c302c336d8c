import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { logGroupLogicalId } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import type { Resource, Statement } from '../../template'
import type { TemplateBuilder } from '../builder'
import { archive, imageOf } from './code'
import { roleOf } from './role'
import { conditionOf, layersOf, runtimeManagement, tagList, tracingMode, vpcConfig } from './settings'

/** Defaults of the packager: MB, seconds. */
const DEFAULT = { memorySize: 1024, timeout: 6, runtime: 'nodejs24.x' } as const

/** The function itself; what its options need is granted to the shared role. */
export function lambdaFunction(
  builder: TemplateBuilder,
  fn: ServiceFunction,
): Resource & { Properties: Record<string, unknown> } {
  const { data } = fn
  const provider = asObject(builder.service.data.provider)
  const { role, dependsOn } = roleOf(provider, fn)
  const properties = {
    ...code(builder, provider, fn),
    FunctionName: fn.name,
    MemorySize: data.memorySize || provider.memorySize || DEFAULT.memorySize,
    Timeout: data.timeout || provider.timeout || DEFAULT.timeout,
    Role: role,
    ...options(provider, fn),
  }
  grantWhatOptionsNeed(builder, provider, fn)
  const logs = data.disableLogs ? [] : [logGroupLogicalId(fn.key)]
  const own = asArray(data.dependsOn).map(String)
  const ids = [...logs, ...own, ...dependsOn]
  return {
    Type: 'AWS::Lambda::Function',
    Properties: properties,
    ...(ids.length > 0 && { DependsOn: ids }),
    ...conditionOf(fn),
  }
}

function code(builder: TemplateBuilder, provider: ConfigObject, fn: ServiceFunction): Record<string, unknown> {
  const image = imageOf(builder.service, fn)
  if (image?.isPlaceholder) {
    builder.note('Which image this is, is only known when it is pushed: a digest stands in for it.', [
      'functions',
      fn.key,
      'image',
    ])
  }
  if (image) {
    return { Code: { ImageUri: image.uri }, PackageType: 'Image', ...(image.config && { ImageConfig: image.config }) }
  }
  const management = runtimeManagement(provider, fn)
  return {
    Code: archive(builder.service, fn),
    Handler: fn.data.handler,
    Runtime: fn.data.runtime || provider.runtime || DEFAULT.runtime,
    ...(management !== undefined && { RuntimeManagementConfig: management }),
  }
}

/** Properties that are there only where something asks for them. */
function options(provider: ConfigObject, fn: ServiceFunction): Record<string, unknown> {
  const { data } = fn
  const architecture = data.architecture || provider.architecture
  const mode = tracingMode(provider, fn)
  const files = asObject(data.fileSystemConfig)
  const durable = asObject(data.durableConfig)
  const all: Record<string, unknown> = {
    Architectures: architecture && [architecture],
    Description: data.description || undefined,
    SnapStart: data.snapStart ? { ApplyOn: 'PublishedVersions' } : undefined,
    Tags: tagList(provider, fn),
    EphemeralStorage: data.ephemeralStorageSize ? { Size: data.ephemeralStorageSize } : undefined,
    RecursiveLoop: data.recursiveLoop || undefined,
    DeadLetterConfig: data.onError ? { TargetArn: data.onError } : undefined,
    KmsKeyArn: data.kmsKeyArn || provider.kmsKeyArn || undefined,
    TracingConfig: mode && { Mode: mode },
    Environment: environment(provider, fn),
    VpcConfig: vpcConfig(provider, fn),
    FileSystemConfigs: data.fileSystemConfig ? [{ Arn: files.arn, LocalMountPath: files.localMountPath }] : undefined,
    ReservedConcurrentExecutions:
      data.reservedConcurrency || data.reservedConcurrency === 0 ? data.reservedConcurrency : undefined,
    Layers: layersOf(provider, fn),
    DurableConfig: data.durableConfig
      ? { ExecutionTimeout: durable.executionTimeout, RetentionPeriodInDays: durable.retentionPeriodInDays }
      : undefined,
  }
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined))
}

function environment(provider: ConfigObject, fn: ServiceFunction): unknown {
  if (!isObject(fn.data.environment) && !isObject(provider.environment)) return undefined
  return { Variables: fn.environment }
}

function grantWhatOptionsNeed(builder: TemplateBuilder, provider: ConfigObject, { data }: ServiceFunction): void {
  const allow = (Action: string[], resource: unknown): Statement => ({ Effect: 'Allow', Action, Resource: [resource] })
  if (typeof data.onError === 'string' && data.onError) builder.grant(allow(['sns:Publish'], data.onError))
  const key = data.kmsKeyArn || provider.kmsKeyArn
  if (typeof key === 'string' && key) builder.grantOnce(allow(['kms:Decrypt'], key))
  if (data.tracing || asObject(provider.tracing).lambda) {
    builder.grantOnce(allow(['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], '*'))
  }
  if (data.fileSystemConfig) {
    const actions = ['elasticfilesystem:ClientMount', 'elasticfilesystem:ClientWrite']
    builder.grant(allow(actions, asObject(data.fileSystemConfig).arn))
  }
}
