import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { arnOf, getAtt, ref } from '../../../template'
import { allowedOrigin } from './cors'
import type { MachineEndpoint } from './endpoint'
import { bodyTemplates, proxyTemplates, type Templates } from './request-templates'
import { API_ROLE } from './role'

/** The request that a method makes to Step Functions. Source: `getMethodIntegration` in `methods.js`. */
export function machineIntegration(endpoint: MachineEndpoint, settings: ConfigObject): Record<string, unknown> {
  const { action, iamRole, timeoutInMillis } = endpoint.options
  const timeout = timeoutInMillis || settings.timeoutInMillis
  return {
    IntegrationHttpMethod: 'POST',
    Type: 'AWS',
    Credentials: iamRole === undefined ? getAtt(API_ROLE) : iamRole,
    Uri: arnOf(':apigateway:', ref('AWS::Region'), `:states:action/${action || 'StartExecution'}`),
    PassthroughBehavior: action ? 'WHEN_NO_TEMPLATES' : 'NEVER',
    RequestTemplates: requestTemplates(endpoint),
    ...(timeout ? { TimeoutInMillis: timeout } : {}),
    IntegrationResponses: integrationResponses(endpoint),
  }
}

/** An action has no default: what to send it, the event has to say. */
function requestTemplates({ machineId, options }: MachineEndpoint): Templates {
  const { request } = options
  if (!isObject(request) || !('template' in request)) return 'action' in options ? {} : bodyTemplates(machineId)
  if (request.template === 'lambda_proxy') return proxyTemplates(machineId)
  return { ...bodyTemplates(machineId), ...asObject(request.template) }
}

function integrationResponses({ options, cors }: MachineEndpoint): Record<string, unknown>[] {
  const responses = 'responses' in options ? asObject(options.responses) : defaultResponses(asObject(options.response))
  return Object.entries(responses).map(([code, value]) => {
    const { statusCode, selectionPattern = code, responseParameters = {}, responseTemplates = {} } = asObject(value)
    return {
      StatusCode: statusCode === undefined ? Math.trunc(Number(code)) || 0 : statusCode,
      SelectionPattern: selectionPattern,
      ResponseParameters: cors
        ? { ...asObject(responseParameters), 'method.response.header.Access-Control-Allow-Origin': allowedOrigin(cors) }
        : responseParameters,
      ResponseTemplates: responseTemplates,
    }
  })
}

function defaultResponses({ headers, template }: ConfigObject): Record<string, ConfigObject> {
  return {
    200: {
      statusCode: 200,
      selectionPattern: '',
      responseParameters: headerParameters(headers),
      responseTemplates: template,
    },
    400: { statusCode: 400, selectionPattern: '400' },
  }
}

export function headerParameters(headers: unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(asObject(headers)).map(([name, value]) => [`method.response.header.${name}`, value]),
  )
}
