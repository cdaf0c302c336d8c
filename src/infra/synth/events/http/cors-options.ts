import { asArray, isObject } from '../../../../load/document'

/** `cors` of an endpoint with its defaults. */
export interface Cors {
  readonly origin: unknown
  readonly origins: readonly unknown[]
  readonly methods: readonly unknown[]
  readonly headers: readonly unknown[]
  readonly allowCredentials: boolean
  readonly maxAge?: unknown
  readonly cacheControl?: unknown
}

const HEADERS = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
  'X-Amzn-Trace-Id',
]

/** Source: `getCors` in `api-gateway/lib/validate.js` of osls 4.3.1. */
export function corsOf(value: unknown, method: string): Cors {
  const own = isObject(value) ? value : {}
  const methods = own.methods ? asArray(own.methods) : isObject(value) && 'methods' in own ? [] : ['OPTIONS']
  return {
    origin: own.origin ?? (own.origins ? undefined : '*'),
    origins: asArray(own.origins),
    methods: [...new Set([...methods, 'OPTIONS', method.toUpperCase()])],
    headers: own.headers ? asArray(own.headers) : HEADERS,
    allowCredentials: Boolean(own.allowCredentials),
    maxAge: own.maxAge,
    cacheControl: own.cacheControl,
  }
}

/** What the endpoints of one path allow together: of single values the last counts. */
export function unitedCors(first: Cors | undefined, next: Cors): Cors {
  const united = (more: readonly unknown[], known: readonly unknown[] = []) => [...new Set([...more, ...known])]
  return {
    origin: next.origin,
    origins: united(next.origins, first?.origins),
    methods: united(next.methods, first?.methods),
    headers: united(next.headers, first?.headers),
    allowCredentials: first?.allowCredentials || next.allowCredentials,
    maxAge: next.maxAge || first?.maxAge,
    cacheControl: next.cacheControl || first?.cacheControl,
  }
}

/** Headers that the answers of a mapped integration have for their origin. */
export function corsHeaders(cors: Cors | undefined): Record<string, string> {
  if (!cors) return {}
  const origin = cors.origins.length > 0 ? cors.origins.join(',') : cors.origin
  return {
    'Access-Control-Allow-Origin': `'${origin}'`,
    ...(cors.allowCredentials && { 'Access-Control-Allow-Credentials': 'true' }),
  }
}
