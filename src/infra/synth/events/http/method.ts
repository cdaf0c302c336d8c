import { asArray, type ConfigObject, isObject } from '../../../../load/document'
import { normalizedName, upperFirst } from '../../../../load/naming'
import type { Resource } from '../../../template'
import { aliasId } from '../target'
import { authorization } from './authorizer'
import { type Endpoint, parametersOf } from './endpoint'
import { integrationFor } from './integration'
import type { ApiResources } from './resources'
import { methodResponses } from './responses'
import { restApiId } from './settings'

/** Source: `api-gateway/lib/method/index.js` of osls 4.3.1. */
export function methodOf(endpoint: Endpoint, resources: ApiResources, settings: ConfigObject): Resource {
  const { fn, options, method, path } = endpoint
  const authorized = authorization(endpoint.authorizer)
  const dependsOn = [`${normalizedName(fn.key)}LambdaPermissionApiGateway`, aliasId(fn) ?? []].flat()
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      HttpMethod: method.toUpperCase(),
      RequestParameters: Object.fromEntries(
        Object.entries(parametersOf(endpoint)).map(([name, value]) => [name, isRequired(value)]),
      ),
      ResourceId: resources.idOf(path),
      RestApiId: restApiId(settings),
      OperationName: options.operationId,
      ApiKeyRequired: Boolean(options.private),
      ...authorized.Properties,
      Integration: integrationFor(endpoint, settings),
      MethodResponses: methodResponses(endpoint),
    },
    // the packager merges the two lists by index: the authorizer stands in the place of the permission
    DependsOn: [...asArray(authorized.DependsOn).map(String), ...dependsOn.slice(authorized.DependsOn ? 1 : 0)],
  }
}

/** Whether a request has to have a parameter; `true` where it is not said. */
export function isRequired(value: unknown): unknown {
  return isObject(value) ? (value.required ?? true) : value
}

export function methodId(resourceName: string, method: string): string {
  return `ApiGatewayMethod${resourceName}${upperFirst(method.toLowerCase())}`
}
