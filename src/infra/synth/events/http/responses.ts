import { asObject, type ConfigObject } from '../../../../load/document'
import { corsHeaders } from './cors-options'
import { type Endpoint, isMapped } from './endpoint'

/** Source: `getIntegrationResponses` in `api-gateway/lib/method/integration.js` of osls 4.3.1. */
export function integrationResponses(endpoint: Endpoint): Record<string, unknown>[] {
  const { response } = endpoint
  const headers = { ...corsHeaders(endpoint.cors), ...asObject(response?.headers) }
  return statusCodes(response).map(([code, config]) => ({
    StatusCode: code,
    SelectionPattern: config.pattern || '',
    ResponseParameters: parameters({ ...headers, ...asObject(config.headers) }, (value) => value),
    ResponseTemplates: {
      ...(response?.template ? { 'application/json': response.template } : {}),
      ...(typeof config.template === 'string' && config.template !== ''
        ? { 'application/json': config.template }
        : asObject(config.template)),
    },
    ContentHandling: code.startsWith('2') ? response?.contentHandling : undefined,
  }))
}

/** Source: `api-gateway/lib/method/responses.js`. */
export function methodResponses(endpoint: Endpoint): Record<string, unknown>[] {
  const { response } = endpoint
  if (!isMapped(endpoint)) return []
  const headers = { ...corsHeaders(endpoint.cors), ...asObject(response?.headers) }
  return statusCodes(response).map(([code, config]) => ({
    ResponseParameters: parameters({ ...headers, ...asObject(config.headers) }, () => true),
    ResponseModels: {},
    StatusCode: code,
  }))
}

function statusCodes(response: ConfigObject | undefined): [string, ConfigObject][] {
  return Object.entries(asObject(response?.statusCodes)).map(([code, config]) => [code, asObject(config)])
}

function parameters(headers: ConfigObject, toValue: (value: unknown) => unknown): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, toValue(value)]),
  )
}
