import { isObject } from '../../load/document'
import type { Resource, Template } from '../template'
import { canonical } from './canonical'
import { definitionTree } from './definition'

/** Types whose logical id carries a hash or a time stamp: the resource is the same, whatever follows the prefix. */
const VOLATILE: Readonly<Record<string, RegExp>> = {
  'AWS::Lambda::Version': /^(\w+LambdaVersion)[0-9A-Za-z]{8,}$/,
  'AWS::ApiGateway::Deployment': /^(ApiGatewayDeployment)[0-9A-Za-z]{8,}$/,
}

/** Properties that say where the packaged code is. */
const PLACES_OF_CODE = new Set(['S3Key', 'CodeSha256'])

/**
 * Removes from a template what changes with every packaging and means nothing: hashes in logical ids, the place of the
 * code; and puts in one form what can be written in several. State machine definitions become trees, so that they can be
 * compared inside. An entry that is no resource is left out.
 */
export function normalize(template: Template): Template {
  const resources = Object.entries(template.Resources).filter(([, resource]) => isObject(resource))
  const renamed = new Map<string, string>()
  for (const [id, { Type }] of resources) {
    const stable = VOLATILE[Type]?.exec(id)?.[1]
    if (stable !== undefined) renamed.set(id, stable)
  }
  const { Resources: _, ...sections } = template
  const visited = visit({ ...sections, Resources: Object.fromEntries(resources) }, renamed) as Template
  return canonical({ ...visited, Resources: orderedDependencies(visited.Resources) }) as Template
}

function visit(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return renamed.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => visit(item, renamed))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (PLACES_OF_CODE.has(key)) return [key, '']
    if (key === 'DefinitionString') return ['Definition', visit(definitionTree(item), renamed)]
    return [renamed.get(key) ?? key, visit(item, renamed)]
  })
  return Object.fromEntries(entries)
}

/** `DependsOn` is a set. */
function orderedDependencies(resources: Template['Resources']): Record<string, Resource> {
  return Object.fromEntries(
    Object.entries(resources).map(([id, resource]) => {
      const { DependsOn, ...rest } = resource
      const dependencies = [...new Set([DependsOn ?? []].flat())].sort()
      return [id, dependencies.length > 0 ? { ...rest, DependsOn: dependencies } : rest]
    }),
  )
}
