import type { ConfigObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { arnOf, type Resource, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import type { EventType } from '../event'
import { permission } from '../target'
import { addApiKeys } from './api-keys'
import { addAuthorizer, isUserPool } from './authorizer'
import { type Cors, unitedCors } from './cors-options'
import { addDeployment, addStageLogs } from './deployment'
import { type Endpoint, endpointOf } from './endpoint'
import { methodId, methodOf } from './method'
import { preflightMethod } from './preflight'
import { addResources } from './resources'
import { addRestApi } from './rest-api'
import { apiGatewaySettings, restApiId } from './settings'
import { httpShape } from './shape'
import { addUsagePlans } from './usage-plan'
import { addValidators } from './validators'

/** Source: `compile/events/api-gateway` of osls 4.3.1. */
export const http: EventType = {
  type: 'http',
  shape: httpShape,
  compile(builder, events) {
    if (events.length === 0) return
    const settings = apiGatewaySettings(builder.service)
    const apiId = restApiId(settings)
    const endpoints = events.map((entry) => endpointOf(builder, entry))
    addRestApi(builder, settings)
    const resources = addResources(
      builder,
      endpoints.map(({ path }) => path),
      settings,
    )
    const methodIds: string[] = []
    const addMethod = (path: string, method: string, resource: Resource) => {
      const id = methodId(resources.nameOf(path), method)
      builder.add(id, resource)
      methodIds.push(id)
    }
    for (const [path, cors] of preflights(endpoints)) {
      addMethod(path, 'options', preflightMethod(cors, resources.idOf(path), apiId))
    }
    for (const endpoint of endpoints) {
      addMethod(endpoint.path, endpoint.method, methodOf(endpoint, resources, settings))
    }
    for (const endpoint of endpoints) addValidators(builder, endpoint, resources, settings)
    for (const { authorizer } of endpoints) if (authorizer) addAuthorizer(builder, apiId, authorizer)
    addDeployment(builder, methodIds, settings)
    addUsagePlans(builder, settings)
    addApiKeys(builder, settings)
    for (const endpoint of endpoints) addPermissions(builder, endpoint, settings)
    addStageLogs(builder)
  },
}

/** What is allowed at each path that has `cors`. */
function preflights(endpoints: readonly Endpoint[]): Map<string, Cors> {
  const byPath = new Map<string, Cors>()
  for (const { path, cors } of endpoints) if (cors) byPath.set(path, unitedCors(byPath.get(path), cors))
  return byPath
}

/** Lets the API call the function, and the authorizer. Source: `api-gateway/lib/permissions.js`. */
function addPermissions(builder: TemplateBuilder, { fn, authorizer }: Endpoint, settings: ConfigObject): void {
  const source = {
    SourceArn: arnOf(':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', restApiId(settings), '/*/*'),
  }
  const principal = 'apigateway.amazonaws.com'
  builder.add(`${normalizedName(fn.key)}LambdaPermissionApiGateway`, permission(fn, principal, source))
  if (!authorizer?.arn || isUserPool(authorizer) || authorizer.options.managedExternally) return
  const id = `${normalizedName(authorizer.name)}LambdaPermissionApiGateway`
  if (builder.resources[id]) return
  builder.add(id, {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      FunctionName: authorizer.aliasId === undefined ? authorizer.arn : ref(authorizer.aliasId),
      Action: 'lambda:InvokeFunction',
      Principal: principal,
      ...source,
    },
  })
}
