import { asArray, asObject, isObject } from '../../load/document'
import type { Service } from '../../load/service'
import { arnOf, type Resource, ref, type Template } from '../template'
import { type SynthNote, TemplateBuilder } from './builder'
import { withoutNulls } from './coerce'
import { addEvents } from './events'
import { addFunctions } from './functions'
import { addRolesPerFunction, addSharedRole } from './roles'
import { addStateMachines } from './step-functions'

export interface Synthesized {
  readonly template: Template
  /** What the template lacks because it is not modelled. */
  readonly notes: readonly SynthNote[]
}

/** Compiles a service to the template that the packager would make, in memory. */
export function synthesize(service: Service): Synthesized {
  const builder = new TemplateBuilder(service)
  addDeploymentBucket(builder)
  addFunctions(builder)
  addEvents(builder)
  addStateMachines(builder)
  addSharedRole(builder)
  addRolesPerFunction(builder)
  noteUnmodelled(builder)
  exportOutputs(builder)
  return { template: finish(builder), notes: builder.notes }
}

function addDeploymentBucket(builder: TemplateBuilder): void {
  if (asObject(builder.service.data.provider).deploymentBucket !== undefined) return
  builder.add('ServerlessDeploymentBucket', {
    Type: 'AWS::S3::Bucket',
    Properties: {
      BucketEncryption: {
        ServerSideEncryptionConfiguration: [{ ServerSideEncryptionByDefault: { SSEAlgorithm: 'AES256' } }],
      },
    },
  })
  const bucket = ref('ServerlessDeploymentBucket')
  builder.add('ServerlessDeploymentBucketPolicy', {
    Type: 'AWS::S3::BucketPolicy',
    Properties: {
      Bucket: bucket,
      PolicyDocument: {
        Statement: [
          {
            Action: 's3:*',
            Effect: 'Deny',
            Principal: '*',
            Resource: [arnOf(':s3:::', bucket, '/*'), arnOf(':s3:::', bucket)],
            Condition: { Bool: { 'aws:SecureTransport': false } },
          },
        ],
      },
    },
  })
  builder.output('ServerlessDeploymentBucketName', { Value: bucket })
}

/** Plugins that change the template and are compiled here. */
const COMPILED_PLUGINS = new Set(['serverless-iam-roles-per-function', 'serverless-step-functions'])
/** Plugins that are known to leave the template alone. */
const INERT_PLUGINS = new Set([
  'serverless-offline',
  'serverless-esbuild',
  'serverless-webpack',
  'serverless-plugin-typescript',
  'serverless-bundle',
  'serverless-dotenv-plugin',
  'serverless-prune-plugin',
  'serverless-pseudo-parameters',
])

function noteUnmodelled(builder: TemplateBuilder): void {
  builder.service.plugins.forEach((plugin, index) => {
    if (COMPILED_PLUGINS.has(plugin) || INERT_PLUGINS.has(plugin)) return
    builder.note(`What the plugin "${plugin}" adds to the template is not compiled.`, ['plugins', index])
  })
  for (const section of ['layers', 'constructs']) {
    if (builder.service.data[section] !== undefined) builder.note(`"${section}" is not compiled.`, [section])
  }
}

function exportOutputs(builder: TemplateBuilder): void {
  const { name, stage } = builder.service
  for (const [key, output] of Object.entries(builder.outputs)) {
    builder.outputs[key] = { ...output, Export: { Name: `sls-${name}-${stage}-${key}` } }
  }
}

/** Merges the service's own `resources` over what was compiled, and drops empty properties. */
function finish(builder: TemplateBuilder): Template {
  const { extensions, ...own } = asObject(builder.service.data.resources)
  const base = {
    AWSTemplateFormatVersion: '2010-09-09' as const,
    Description: 'The AWS CloudFormation template for this Serverless application',
    Resources: builder.resources,
    Outputs: builder.outputs,
  }
  const template = merge(base, dependsOnLists(own)) as Template
  extend(template.Resources as Record<string, Resource>, asObject(extensions))
  return withoutNulls(template) as Template
}

function dependsOnLists(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const resources = Object.entries(asObject(own.Resources)).map(([id, resource]) => {
    const isScalar = isObject(resource) && typeof resource.DependsOn === 'string'
    return [id, isScalar ? { ...resource, DependsOn: [resource.DependsOn] } : resource]
  })
  return own.Resources === undefined ? { ...own } : { ...own, Resources: Object.fromEntries(resources) }
}

/** Deep merge as the packager does it: lists merge by index. */
function merge(base: unknown, over: unknown): unknown {
  if (Array.isArray(base) && Array.isArray(over)) {
    return Array.from({ length: Math.max(base.length, over.length) }, (_, index) =>
      index in over ? merge(base[index], over[index]) : base[index],
    )
  }
  if (!isObject(base) || !isObject(over)) return over === undefined ? base : over
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) result[key] = merge(base[key], value)
  return result
}

/** `resources.extensions`: properties are assigned one level deep, other attributes replaced. */
function extend(resources: Record<string, Resource>, extensions: Readonly<Record<string, unknown>>): void {
  for (const [id, extension] of Object.entries(extensions)) {
    const resource = resources[id]
    if (!resource || !isObject(extension)) continue
    for (const [attribute, value] of Object.entries(extension)) {
      if (attribute === 'Properties' || attribute === 'Metadata') {
        resource[attribute] = { ...asObject(resource[attribute]), ...asObject(value) }
      } else if (attribute === 'DependsOn') {
        resource.DependsOn = [
          ...[resource.DependsOn ?? []].flat(),
          ...(Array.isArray(value) ? asArray(value) : [value]).map(String),
        ]
      } else resource[attribute] = value
    }
  }
}
