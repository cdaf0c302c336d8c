import { createHash } from 'node:crypto'
import { asObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { getAtt, type Resource, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { targetAlias } from '../events/target'
import { layerLogicalId } from '../layers'
import { imageOf } from './code'
import { conditionOf, layersOf } from './settings'

/** Stands for the hash of the packaged code, which only packaging knows. */
const ARTIFACT_HASH = 'ARTIFACT_HASH'

/** The version that a deployment publishes, and the alias that points at it, with their outputs. */
export function addVersion(
  builder: TemplateBuilder,
  fn: ServiceFunction,
  properties: Readonly<Record<string, unknown>>,
): void {
  const { data } = fn
  const provider = asObject(builder.service.data.provider)
  const isVersioned =
    Boolean(data.durableConfig) || (data.versionFunction ?? provider.versionFunctions ?? true) !== false
  if (!isVersioned && !data.provisionedConcurrency && !data.snapStart) return
  const id = versionLogicalId(builder, fn, properties)
  builder.add(id, {
    Type: 'AWS::Lambda::Version',
    ...(isVersioned && { DeletionPolicy: 'Retain' }),
    Properties: {
      FunctionName: ref(fn.logicalId),
      CodeSha256: imageOf(builder.service, fn)?.digest ?? ARTIFACT_HASH,
      ...(data.description ? { Description: data.description } : {}),
    },
    ...conditionOf(fn),
  })
  builder.output(`${fn.logicalId}QualifiedArn`, {
    Description: 'Current Lambda function version',
    Value: ref(id),
    ...conditionOf(fn),
  })
  const alias = targetAlias(fn)
  if (alias) builder.add(alias.logicalId, aliasOf(fn, alias.name, id))
}

function aliasOf(fn: ServiceFunction, name: string, versionId: string): Resource {
  const { provisionedConcurrency: provisioned } = fn.data
  return {
    Type: 'AWS::Lambda::Alias',
    Properties: {
      FunctionName: ref(fn.logicalId),
      FunctionVersion: getAtt(versionId, 'Version'),
      Name: name,
      ...(provisioned ? { ProvisionedConcurrencyConfig: { ProvisionedConcurrentExecutions: provisioned } } : {}),
    },
    DependsOn: fn.logicalId,
    ...conditionOf(fn),
  }
}

/** A version is named by a hash of the code and of the configuration: any edit of the function renames it. */
function versionLogicalId(
  builder: TemplateBuilder,
  fn: ServiceFunction,
  properties: Readonly<Record<string, unknown>>,
): string {
  const { Code, ReservedConcurrentExecutions: _reserved, Tags: _tags, ...rest } = properties
  const layers = ownLayers(builder, fn)
  const hash = createHash('sha256')
  if (!fn.data.image) hash.update(ARTIFACT_HASH)
  for (const _ of layers) hash.update(ARTIFACT_HASH)
  hash.update(JSON.stringify(sorted({ ...rest, ...(fn.data.image ? { Code } : {}), layerConfigurations: layers })))
  return `${normalizedName(fn.key)}LambdaVersion${hash.digest('base64').replace(/[^0-9a-z]/gi, '')}`
}

/** Layers of this service that the function uses; their settings are part of the hash. */
function ownLayers(builder: TemplateBuilder, fn: ServiceFunction): unknown[] {
  const { data } = builder.service
  return (layersOf(asObject(data.provider), fn) ?? []).flatMap((layer) => {
    const { Ref: id } = asObject(layer)
    const name = Object.keys(asObject(data.layers)).find((key) => layerLogicalId(key) === id)
    const resource = name === undefined ? undefined : builder.resources[String(id)]
    if (!resource) return []
    const { Content, ...properties } = asObject(resource.Properties)
    const { S3Key: _key, ...content } = asObject(Content)
    return [{ name, ref: id, properties: { ...properties, Content: content } }]
  })
}

/** Keys in the order of the packager's `deepSortObjectByKey`. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([key, item]) => [key, sorted(item)]),
  )
}
