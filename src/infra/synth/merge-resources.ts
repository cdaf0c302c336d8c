import { asArray, asObject, isObject } from '../../load/document'
import { mergeDeep } from '../../load/merge'
import type { Resource, Template } from '../template'
import type { TemplateBuilder } from './builder'
import { withPseudoParameters } from './pseudo-parameters'

/**
 * Merges the service's own `resources` over what was compiled, then its `extensions`, and drops empty properties. Source:
 * `lib/merge-custom-provider-resources.js` and `lib/strip-null-props-from-template-resources.js` of osls 4.3.1.
 */
export function mergeResources(builder: TemplateBuilder): Template {
  const { extensions, ...others } = asObject(builder.service.data.resources)
  // an empty section stands for an empty map, but an empty `extensions` stays where it is
  const own = {
    ...others,
    Resources: others.Resources || {},
    Outputs: others.Outputs || {},
    ...(extensions === null && { extensions }),
  }
  const compiled: Template = {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'The AWS CloudFormation template for this Serverless application',
    Resources: withoutUndefined(builder.resources) as Record<string, Resource>,
    Outputs: withoutUndefined(builder.outputs) as Template['Outputs'],
  }
  const merged = mergeDeep(compiled, knownParts(own)) as Template
  const resources = extended(builder, merged.Resources, asObject(extensions))
  const template = withPseudoParameters(builder.service, { ...merged, Resources: resources })
  return {
    ...template,
    Resources: Object.fromEntries(
      Object.entries(template.Resources).map(([id, resource]) => [id, withoutNulls(resource)]),
    ),
  }
}

/** Without sections and resources that are variables nobody can resolve here: merged, they would replace what is compiled. */
function knownParts(own: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const isKnown = ([, value]: [string, unknown]): boolean => !(typeof value === 'string' && value.includes('${'))
  const scalars = new Set(['AWSTemplateFormatVersion', 'Description'])
  const sections = Object.entries(own).filter((entry) => scalars.has(entry[0]) || isKnown(entry))
  return Object.fromEntries(
    sections.map(([name, content]) => [
      name,
      isObject(content) ? Object.fromEntries(Object.entries(content).filter(isKnown)) : content,
    ]),
  )
}

const REPLACED = new Set(['Condition', 'CreationPolicy', 'DeletionPolicy', 'UpdatePolicy', 'UpdateReplacePolicy'])

/** `extensions`: properties are assigned one level deep, dependencies added, other attributes replaced. */
function extended(
  builder: TemplateBuilder,
  resources: Template['Resources'],
  extensions: Readonly<Record<string, unknown>>,
): Template['Resources'] {
  const result: Record<string, Resource> = { ...resources }
  for (const [id, extension] of Object.entries(extensions)) {
    const resource = result[id]
    if (!resource || !isObject(extension)) {
      builder.note(`There is no resource "${id}" to extend.`, ['resources', 'extensions', id])
      continue
    }
    const changed: Resource = { ...resource }
    for (const [attribute, value] of Object.entries(extension)) {
      if (REPLACED.has(attribute)) changed[attribute] = value
      else if (attribute === 'DependsOn') {
        changed.DependsOn = [...[changed.DependsOn ?? []].flat(), ...asArray(value).map(String)]
      } else if (attribute === 'Properties' || attribute === 'Metadata') {
        changed[attribute] = { ...asObject(changed[attribute]), ...asObject(value) }
      } else {
        const path = ['resources', 'extensions', id, attribute]
        builder.note(`The attribute "${attribute}" of a resource cannot be extended.`, path)
      }
    }
    result[id] = changed
  }
  return result
}

function withoutNulls(resource: Resource): Resource {
  if (!isObject(resource)) return resource
  const { Properties: properties, ...attributes } = resource
  return isObject(properties)
    ? { ...resource, Properties: nullsDropped(properties) as Record<string, unknown> }
    : attributes
}

/** Items of lists stay: dropping them would move the others. */
function nullsDropped(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(nullsDropped)
  if (!isObject(value)) return value
  const result: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) if (item !== null) result[key] = nullsDropped(item)
  return result
}

/** What was compiled, as the packager writes it: as JSON. */
function withoutUndefined(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutUndefined)
  if (!isObject(value)) return value
  const result: Record<string, unknown> = {}
  for (const [key, item] of Object.entries(value)) if (item !== undefined) result[key] = withoutUndefined(item)
  return result
}
