import { asObject, asString, type ConfigObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import { methodId } from '../../events/http/method'
import { type ApiResources, addResources } from '../../events/http/resources'
import { apiGatewaySettings, restApiId } from '../../events/http/settings'
import { addValidators } from '../../events/http/validators'
import { addMachineAuthorizer } from './authorizer'
import { addAuthorizerPermissions } from './authorizer-permissions'
import { machinePreflight, preflights } from './cors'
import { endpointsOf, type MachineEndpoint } from './endpoint'
import { machineMethod } from './method'
import { addMachineDeployment, addMachineRestApi } from './rest-api'
import { addApiRole } from './role'
import { addMachineUsage } from './usage'

/**
 * `http` events of state machines: merged into the API that the events of functions made, if there is one. Source:
 * `lib/deploy/events/apiGateway` of serverless-step-functions 3.28.1.
 */
export function addMachineApi(builder: TemplateBuilder, machines: readonly [string, ConfigObject][]): void {
  const endpoints = machines.flatMap(([key, machine]) => endpointsOf(builder, key, machine))
  if (endpoints.length === 0) return
  const settings = apiGatewaySettings(builder.service)
  const apiId = restApiId(settings)
  addMachineRestApi(builder, settings)
  const paths = endpoints.map(({ path }) => path)
  const resources = named(addResources(builder, paths, settings), endpoints)
  const idOf = ({ path, method }: { path: string; method: string }) => methodId(resources.nameOf(path), method)
  for (const endpoint of endpoints) {
    builder.merge(idOf(endpoint), machineMethod(endpoint, resources.idOf(endpoint.path), settings))
  }
  for (const { path, method, options } of endpoints) {
    addValidators(builder, { path, method, request: schemasOf(options) }, resources, settings, apiId)
  }
  for (const { authorizer } of endpoints) if (authorizer) addMachineAuthorizer(builder, apiId, authorizer)
  addAuthorizerPermissions(builder)
  for (const [path, cors] of preflights(endpoints)) {
    builder.merge(idOf({ path, method: 'options' }), machinePreflight(cors, resources.idOf(path), apiId))
  }
  addApiRole(builder, endpoints)
  addMachineDeployment(builder, endpoints.map(idOf), settings)
  addMachineUsage(builder, settings)
}

/** All that is validated of a request: the parameters of methods are none. */
function schemasOf({ request }: ConfigObject): ConfigObject {
  return { schemas: asObject(request).schemas }
}

/** Events of functions have no `name`. Of those of machines the plugin takes it for the name of a path that is new. */
function named(resources: ApiResources, endpoints: readonly MachineEndpoint[]): ApiResources {
  if (endpoints.every(({ path }) => resources.exists(path))) return resources
  const names = new Map(endpoints.map(({ path, options }) => [path, options.name]))
  return { ...resources, nameOf: (path) => (path && asString(names.get(path))) || resources.nameOf(path) }
}
