import type { Resource } from '../../../template'
import type { Cors } from './cors-options'

/** The method that answers a browser's question whether it may call. Source: `api-gateway/lib/cors.js` of osls 4.3.1. */
export function preflightMethod(cors: Cors, resourceId: unknown, apiId: unknown): Resource {
  const origins = originsOf(cors)
  const headers = headersOf(cors, origins.length > 0 ? origins[0] : cors.origin)
  return answeringMethod(headers, origins.length > 0 ? originTemplate(origins) : '', resourceId, apiId)
}

/** A method that answers `OPTIONS` with headers, and calls nothing. */
export function answeringMethod(
  headers: Readonly<Record<string, string>>,
  template: string,
  resourceId: unknown,
  apiId: unknown,
): Resource {
  const parameters = (toValue: (value: string) => unknown) =>
    Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [`method.response.header.${name}`, toValue(value)]),
    )
  return {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      AuthorizationType: 'NONE',
      HttpMethod: 'OPTIONS',
      MethodResponses: [{ StatusCode: '200', ResponseParameters: parameters(() => true), ResponseModels: {} }],
      RequestParameters: {},
      Integration: {
        Type: 'MOCK',
        RequestTemplates: { 'application/json': '{statusCode:200}' },
        ContentHandling: 'CONVERT_TO_TEXT',
        IntegrationResponses: [
          {
            StatusCode: '200',
            ResponseParameters: parameters((value) => value),
            ResponseTemplates: { 'application/json': template },
          },
        ],
      },
      ResourceId: resourceId,
      RestApiId: apiId,
    },
  }
}

/** Origins that the request's is compared with: none if one stands for all. */
function originsOf({ origin, origins }: Cors): readonly unknown[] {
  return typeof origin === 'string' && origin.includes(',') ? origin.split(',').map((part) => part.trim()) : origins
}

function headersOf(cors: Cors, origin: unknown): Record<string, string> {
  return {
    'Access-Control-Allow-Origin': `'${origin}'`,
    'Access-Control-Allow-Headers': `'${cors.headers.join(',')}'`,
    'Access-Control-Allow-Methods': allowedMethods(cors),
    ...(cors.allowCredentials && { 'Access-Control-Allow-Credentials': `'${cors.allowCredentials}'` }),
    ...(cors.maxAge ? { 'Access-Control-Max-Age': `'${cors.maxAge}'` } : {}),
    ...(cors.cacheControl ? { 'Cache-Control': `'${cors.cacheControl}'` } : {}),
  }
}

/** `ANY` stands for all of them. */
export function allowedMethods({ methods }: Cors): string {
  const list = `'${methods.join(',')}'`
  return methods.includes('ANY') ? list.replace('ANY', 'DELETE,GET,HEAD,PATCH,POST,PUT') : list
}

/** A template that answers with the origin that asks, if it is one of these. */
function originTemplate(origins: readonly unknown[]): string {
  const patterns = origins.map((origin) => String(origin).replace(/\./g, '[.]').replace('*', '.+'))
  return (
    '#set($origin = $input.params("Origin"))\n' +
    '#if($origin == "") #set($origin = $input.params("origin")) #end\n' +
    `#if(${patterns.map((pattern) => `$origin.matches("${pattern}")`).join(' || ')}` +
    ') #set($context.responseOverride.header.Access-Control-Allow-Origin = $origin) #end'
  )
}
