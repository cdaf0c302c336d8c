import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { arnOf, getAtt, ref } from '../../../template'
import { textOf } from '../event'
import { targetAlias } from '../target'
import { type Endpoint, isMapped, parametersOf } from './endpoint'
import { CLAIMS, FORM_TEMPLATE, JSON_TEMPLATE } from './request-templates'
import { integrationResponses } from './responses'

/** What a method calls. Source: `api-gateway/lib/method/integration.js` of osls 4.3.1. */
export function integrationFor(endpoint: Endpoint, settings: ConfigObject): Record<string, unknown> {
  const { integration: type, options, request, response } = endpoint
  const isOfLambda = type === 'AWS' || type === 'AWS_PROXY'
  const isOfHttp = type === 'HTTP' || type === 'HTTP_PROXY'
  const hasParameters = ['AWS', 'HTTP', 'HTTP_PROXY'].includes(type) && Object.keys(parametersOf(endpoint)).length > 0
  return {
    IntegrationHttpMethod: 'POST',
    Type: type,
    TimeoutInMillis: options.timeoutInMillis || settings.timeoutInMillis || undefined,
    ...(isOfLambda && { Uri: lambdaUri(endpoint) }),
    ...(isOfHttp && httpTarget(endpoint)),
    ...(isMapped(endpoint) && {
      PassthroughBehavior: request?.passThrough,
      ContentHandling: request?.contentHandling,
      RequestTemplates: requestTemplates(endpoint),
      IntegrationResponses: integrationResponses(endpoint),
    }),
    ...(hasParameters || options.async ? { RequestParameters: requestParameters(endpoint) } : {}),
    ...(response?.transferMode && !isMapped(endpoint) ? { ResponseTransferMode: response.transferMode } : {}),
  }
}

function lambdaUri({ fn, integration, response }: Endpoint): unknown {
  const isStreamed = integration === 'AWS_PROXY' && response?.transferMode === 'STREAM'
  const alias = targetAlias(fn)
  return arnOf(
    ':apigateway:',
    ref('AWS::Region'),
    `:lambda:path/${isStreamed ? '2021-11-15' : '2015-03-31'}/functions/`,
    getAtt(fn.logicalId),
    ...(alias ? [':', alias.name] : []),
    isStreamed ? '/response-streaming-invocations' : '/invocations',
  )
}

function httpTarget({ method, options, request }: Endpoint): Record<string, unknown> {
  const connectionType = textOf(options.connectionType).toUpperCase().replace('-', '_')
  return {
    Uri: request?.uri,
    IntegrationHttpMethod: textOf(request?.method || method).toUpperCase(),
    ...(connectionType !== '' && { ConnectionType: connectionType, ConnectionId: options.connectionId }),
  }
}

/** Templates by content type; `null` takes a default away. */
function requestTemplates({ integration, request, authorizer }: Endpoint): Record<string, unknown> | undefined {
  const defaults =
    integration === 'AWS'
      ? { 'application/json': JSON_TEMPLATE, 'application/x-www-form-urlencoded': FORM_TEMPLATE }
      : {}
  const claims = authorizer?.options.claims
  const extra = Array.isArray(claims) && claims.length > 0 ? `${claims.map(claimText).join(',')},` : ''
  const entries = Object.entries({ ...defaults, ...asObject(request?.template) })
    .filter(([, template]) => template !== null)
    .map(([type, template]) => [type, typeof template === 'string' ? template.replace(CLAIMS, extra) : template])
  return entries.length > 0 ? Object.fromEntries(entries) : undefined
}

/** `custom:role` stands as `role`. */
function claimText(claim: unknown): string {
  const name = textOf(claim)
  const colon = name.indexOf(':')
  return colon < 0
    ? `"${name}": "$context.authorizer.claims.${name}"`
    : `"${name.slice(colon + 1)}": "$context.authorizer.claims['${name}']"`
}

function requestParameters(endpoint: Endpoint): Record<string, unknown> {
  const parameters = Object.entries(parametersOf(endpoint)).map(([key, value]) => [
    `integration.${key.slice('method.'.length)}`,
    (isObject(value) && value.mappedValue) || key,
  ])
  return {
    ...Object.fromEntries(parameters),
    ...(endpoint.options.async ? { 'integration.request.header.X-Amz-Invocation-Type': "'Event'" } : {}),
  }
}
