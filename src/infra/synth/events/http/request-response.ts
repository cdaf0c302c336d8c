import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import { textOf } from '../event'

/** The answers of a function that the API tells apart by patterns of its errors, where nothing else is said. */
const DEFAULT_STATUS_CODES: Readonly<Record<string, { pattern: string }>> = {
  200: { pattern: '' },
  400: { pattern: '[\\s\\S]*\\[400\\][\\s\\S]*' },
  401: { pattern: '[\\s\\S]*\\[401\\][\\s\\S]*' },
  403: { pattern: '[\\s\\S]*\\[403\\][\\s\\S]*' },
  404: { pattern: '[\\s\\S]*\\[404\\][\\s\\S]*' },
  422: { pattern: '[\\s\\S]*\\[422\\][\\s\\S]*' },
  500: { pattern: '[\\s\\S]*(Process\\s?exited\\s?before\\s?completing\\s?request|\\[500\\])[\\s\\S]*' },
  502: { pattern: '[\\s\\S]*\\[502\\][\\s\\S]*' },
  504: { pattern: '([\\s\\S]*\\[504\\][\\s\\S]*)|(.*Task timed out after \\d+\\.\\d+ seconds$)' },
}

/** What a proxy still looks at. */
const OF_PROXY: Readonly<Record<string, readonly string[]>> = {
  AWS_PROXY: ['parameters', 'schema', 'schemas'],
  HTTP_PROXY: ['parameters', 'uri', 'schema', 'schemas'],
}

/** The request as it is mapped. */
export function requestOf(options: ConfigObject, integration: string): ConfigObject | undefined {
  const request = isObject(options.request) ? options.request : undefined
  const allowed = OF_PROXY[integration]
  if (allowed) {
    const entries = Object.entries(request ?? {}).filter(([key]) => allowed.includes(key))
    return entries.length > 0 ? withParameters(Object.fromEntries(entries)) : undefined
  }
  if (integration !== 'AWS' && integration !== 'HTTP') return request
  const passThrough = request?.passThrough || (integration === 'AWS' ? 'NEVER' : undefined)
  return { ...withParameters(request ?? {}), passThrough }
}

function withParameters(request: ConfigObject): ConfigObject {
  if (!request.parameters) return request
  const parameters = ['querystrings', 'paths', 'headers'].flatMap((location) =>
    Object.entries(asObject(asObject(request.parameters)[location])).map(([name, value]) => [
      `method.request.${location.slice(0, -1)}.${name}`,
      value,
    ]),
  )
  return { ...request, parameters: Object.fromEntries(parameters) }
}

/** The response as it is mapped. */
export function responseOf(options: ConfigObject, integration: string): ConfigObject | undefined {
  const response = isObject(options.response) ? options.response : undefined
  const transferMode = response?.transferMode ? textOf(response.transferMode).toUpperCase() : undefined
  if (OF_PROXY[integration]) return transferMode ? { transferMode } : undefined
  if (integration !== 'AWS' && integration !== 'HTTP') return response
  if (!response) return integration === 'AWS' ? { statusCodes: DEFAULT_STATUS_CODES } : {}
  if (!response.statusCodes) return { ...response, statusCodes: DEFAULT_STATUS_CODES }
  const codes = asObject(response.statusCodes)
  const hasDefault = Object.values(codes).some((code) => asObject(code).pattern === '')
  return { ...response, statusCodes: hasDefault ? codes : { ...codes, 200: DEFAULT_STATUS_CODES[200] } }
}
