import { asObject, type ConfigObject } from '../../../../load/document'
import { pathName } from '../../../../load/naming'
import { ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { type ExistingResource, pathsToAdd } from './existing-resources'
import { restApiId, rootResourceId } from './settings'

/** The parts of the API's paths. */
export interface ApiResources {
  /** Id of the resource of a path. */
  idOf(path: string): unknown
  /** Name of a path in logical ids. */
  nameOf(path: string): string
  /** Whether the resource of a path is not the service's own. */
  exists(path: string): boolean
}

/** Adds what is new of the paths. Source: `api-gateway/lib/resources.js` of osls 4.3.1. */
export function addResources(builder: TemplateBuilder, paths: readonly string[], settings: ConfigObject): ApiResources {
  const existing = existingResources(settings)
  const ids = new Map<string, unknown>(existing.map(({ path, id }) => [path, id]))
  const idOf = (path: string) => (path === '' ? rootResourceId(settings) : ids.get(path))
  const { added, unknown } = pathsToAdd(paths, existing)
  for (const path of added) {
    const parts = path.split('/')
    const logicalId = `ApiGatewayResource${pathName(path)}`
    builder.add(logicalId, {
      Type: 'AWS::ApiGateway::Resource',
      Properties: {
        ParentId: idOf(parts.slice(0, -1).join('/')),
        PathPart: parts.at(-1),
        RestApiId: restApiId(settings),
      },
    })
    ids.set(path, ref(logicalId))
  }
  for (const path of unknown) {
    builder.note(`The id of the resource "${path}" is needed.`, ['provider', 'apiGateway', 'restApiResources'])
  }
  return { idOf, nameOf: pathName, exists: (path) => existing.some((resource) => resource.path === path) }
}

/** `restApiResources`: a list of `{ path, resourceId }`, or a map. */
function existingResources({ restApiResources }: ConfigObject): ExistingResource[] {
  const entries: [unknown, unknown][] = Array.isArray(restApiResources)
    ? restApiResources.map(asObject).map(({ path, resourceId }) => [path, resourceId])
    : Object.entries(asObject(restApiResources))
  return entries.map(([path, id]) => ({ path: textOf(path).replace(/^\//, '').replace(/\/$/, ''), id }))
}
