import { asObject, type ConfigObject } from '../../../../load/document'
import type { Resource } from '../../../template'
import { restApiId } from '../../events/http/settings'
import { machineAuthorization } from './authorizer'
import { allowedOrigin } from './cors'
import type { MachineEndpoint } from './endpoint'
import { headerParameters, machineIntegration } from './integration'

/** Source: `events/apiGateway/methods.js` of serverless-step-functions 3.28.1. */
export function machineMethod(endpoint: MachineEndpoint, resourceId: unknown, settings: ConfigObject): Resource {
  const { Properties: authorization, ...attributes } = machineAuthorization(endpoint.authorizer)
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      HttpMethod: endpoint.method.toUpperCase(),
      RequestParameters: {},
      ApiKeyRequired: Boolean(endpoint.options.private),
      ResourceId: resourceId,
      RestApiId: restApiId(settings),
      ...authorization,
      Integration: machineIntegration(endpoint, settings),
      MethodResponses: methodResponses(endpoint),
    },
    ...attributes,
  }
}

/** Always these two, whatever `responses` says. */
function methodResponses({ options, cors }: MachineEndpoint): Record<string, unknown>[] {
  const headers = cors ? { 'method.response.header.Access-Control-Allow-Origin': allowedOrigin(cors) } : {}
  const own = headerParameters(asObject(options.response).headers)
  return [
    { ResponseParameters: { ...own, ...headers }, ResponseModels: {}, StatusCode: 200 },
    { ResponseParameters: headers, ResponseModels: {}, StatusCode: 400 },
  ]
}
