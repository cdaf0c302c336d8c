import { asArray, type ConfigObject, isObject } from '../../../../load/document'
import type { Resource } from '../../../template'
import { type Cors, unitedCors } from '../../events/http/cors-options'
import { allowedMethods, answeringMethod } from '../../events/http/preflight'
import type { MachineEndpoint } from './endpoint'

const HEADERS = ['Content-Type', 'X-Amz-Date', 'Authorization', 'X-Api-Key', 'X-Amz-Security-Token', 'X-Amz-User-Agent']

/** Source: `getCors` in `events/apiGateway/validate.js` of serverless-step-functions 3.28.1. */
export function machineCors(value: unknown, method: string): Cors {
  const own: ConfigObject = isObject(value) ? value : { origin: '*', origins: ['*'], methods: ['OPTIONS'] }
  return {
    origin: own.origin,
    origins: asArray(own.origins),
    methods: [...new Set([...asArray(own.methods), 'OPTIONS', method.toUpperCase()])],
    headers: own.headers ? asArray(own.headers) : HEADERS,
    allowCredentials: Boolean(own.allowCredentials),
    maxAge: own.maxAge,
  }
}

/** The origins that answers are for: several as one text. */
export function allowedOrigin({ origin, origins }: Cors): string {
  return `'${origins.length > 0 ? origins.join(',') : origin}'`
}

/** What is allowed at each path that has `cors`. */
export function preflights(endpoints: readonly MachineEndpoint[]): Map<string, Cors> {
  const byPath = new Map<string, Cors>()
  for (const { path, cors } of endpoints) {
    if (cors) byPath.set(path, unitedCors(byPath.get(path), { ...cors, origin: cors.origin || '*' }))
  }
  return byPath
}

/** Unlike that of functions it names all origins, and always says whether there may be credentials. Source: `cors.js`. */
export function machinePreflight(cors: Cors, resourceId: unknown, apiId: unknown): Resource {
  const headers = {
    'Access-Control-Allow-Origin': allowedOrigin(cors),
    'Access-Control-Allow-Headers': `'${cors.headers.join(',')}'`,
    'Access-Control-Allow-Methods': allowedMethods(cors),
    'Access-Control-Allow-Credentials': `'${cors.allowCredentials}'`,
    ...(cors.maxAge ? { 'Access-Control-Max-Age': `'${cors.maxAge}'` } : {}),
  }
  return answeringMethod(headers, '', resourceId, apiId)
}
