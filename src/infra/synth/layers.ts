import { createHash } from 'node:crypto'
import { asArray, asObject, asString, type ConfigObject } from '../../load/document'
import { normalizedName } from '../../load/naming'
import { ref } from '../template'
import type { TemplateBuilder } from './builder'
import { artifactFolder, deploymentBucket } from './functions/code'

export function layerLogicalId(name: string): string {
  return `${normalizedName(name)}LambdaLayer`
}

/**
 * Layers of the service, with who may use them, and their outputs. Source: `compile/layers.js` of osls 4.3.1. The content of
 * a layer counts as empty in its hash: only packaging knows it.
 */
export function addLayers(builder: TemplateBuilder): void {
  for (const [name, value] of Object.entries(asObject(builder.service.data.layers))) {
    addLayer(builder, name, asObject(value))
  }
}

function addLayer(builder: TemplateBuilder, name: string, layer: ConfigObject): void {
  const { service } = builder
  const file = asString(asObject(layer.package).artifact)?.split('/').pop() ?? `${name}.zip`
  const key = `${artifactFolder(service)}/${file}`
  const bucket = deploymentBucket(service)
  const properties = (content: ConfigObject): Record<string, unknown> => ({
    Content: content,
    LayerName: layer.name || name,
    ...(layer.description ? { Description: layer.description } : {}),
    ...(layer.licenseInfo ? { LicenseInfo: layer.licenseInfo } : {}),
    ...(layer.compatibleRuntimes ? { CompatibleRuntimes: layer.compatibleRuntimes } : {}),
    ...(layer.compatibleArchitectures ? { CompatibleArchitectures: layer.compatibleArchitectures } : {}),
  })
  const type = 'AWS::Lambda::LayerVersion'
  const hash = createHash('sha1')
    .update(JSON.stringify({ Type: type, Properties: properties({ S3Bucket: bucket }) }))
    .digest('hex')
  const suffix = layer.retain ? hash : ''
  const retained = layer.retain ? { DeletionPolicy: 'Retain' } : {}
  const id = layerLogicalId(name)
  builder.add(id + suffix, { Type: type, Properties: properties({ S3Bucket: bucket, S3Key: key }), ...retained })
  for (const account of asArray(layer.allowedAccounts).map(String)) {
    builder.add(`${normalizedName(name)}${account.replace('*', 'Wild')}LambdaLayerPermission${suffix}`, {
      Type: 'AWS::Lambda::LayerVersionPermission',
      Properties: { Action: 'lambda:GetLayerVersion', LayerVersionArn: ref(id + suffix), Principal: account },
      ...retained,
    })
  }
  builder.output(`${id}QualifiedArn`, { Description: 'Current Lambda layer version', Value: ref(id + suffix) })
  builder.output(`${id}Hash`, { Description: 'Current Lambda layer hash', Value: hash })
  builder.output(`${id}S3Key`, { Description: 'Current Lambda layer S3Key', Value: key })
}
