/** An event by its type. */
export type Event = Readonly<Record<string, unknown>>
export type Functions = Record<
  string,
  { readonly handler: string; readonly events: readonly Event[]; readonly [option: string]: unknown }
>

type Options = Readonly<Record<string, unknown>>

/** What is known where an event stands. */
interface Place {
  readonly functionKey: string
  readonly provider: Options
  /** Whether this is the first time that the text is asked for. */
  once(key: string): boolean
  next(): number
}

/** Settings that exclude one another. */
export function consistent(provider: Options): Options {
  const { logs, ...rest } = provider
  const result: Record<string, unknown> = { name: 'aws', runtime: 'nodejs20.x', ...rest }
  if (String(result.endpointType).toUpperCase() !== 'PRIVATE') delete result.vpcEndpointIds
  const { restApi, httpApi, ...others } = Object(logs)
  result.logs = {
    ...others,
    ...(restApi !== undefined && !has(provider.apiGateway, 'restApiId') && { restApi }),
    ...(httpApi !== undefined && !has(provider.httpApi, 'id') && { httpApi }),
  }
  if (has(provider.apiGateway, 'restApiId')) delete result.tracing
  return result
}

function has(value: unknown, key: string): boolean {
  return Object.hasOwn(Object(value), key)
}

/** Leaves out events that the packager refuses beside the others. */
export function packageable(functions: Functions, provider: Options): Functions {
  const seen = new Set<string>()
  let count = 0
  const once = (key: string) => !seen.has(key) && Boolean(seen.add(key))
  const entries = Object.entries(functions).map(([functionKey, fn]) => {
    const place: Place = { functionKey, provider, once, next: () => ++count }
    const events = fn.events.flatMap((event): Event[] => {
      const [[type, value] = ['', undefined]] = Object.entries(event)
      const rule = RULES[type]
      const kept = rule ? rule(value, place) : value
      return kept === undefined ? [] : [{ [type]: kept }]
    })
    return [functionKey, { ...fn, events }]
  })
  return Object.fromEntries(entries)
}

/** By type: the event as it can be packaged, or nothing. */
const RULES: Readonly<Record<string, (value: unknown, place: Place) => unknown>> = {
  // a priority is used once
  alb(value, { provider, next }) {
    const { authorizer, ...options } = Object(value)
    return { ...options, ...(provider.alb && authorizer !== undefined ? { authorizer } : {}), priority: next() }
  },
  // a route is used once, and its authorizer has to be configured
  httpApi(value, { provider, once }) {
    const { authorizer, ...options } = Object(value)
    const route = typeof value === 'string' ? value : `${options.method} ${options.path}`
    if (!once(`httpApi ${route.toUpperCase().replace('*', 'ANY')}`)) return undefined
    return typeof value === 'string' || has(provider.httpApi, 'authorizers') ? value : options
  },
  iotFleetProvisioning: (value, { functionKey, once }) => (once(`iot ${functionKey}`) ? value : undefined),
  // all existing buckets of a function are one
  s3(value, { functionKey }) {
    if (!has(value, 'existing')) return value
    return { ...Object(value), bucket: functionKey === 'fn' ? 'shared' : { Ref: 'Thing' } }
  },
  // a pool has one key
  cognitoUserPool(value, { once }) {
    const { pool, trigger } = Object(value)
    return once(`pool ${pool} ${trigger}`) ? value : undefined
  },
  // a pattern has one behaviour
  cloudFront(value, { provider, once, next }) {
    const { cachePolicy, ...options } = Object(value)
    const own = { ...options, ...(provider.cloudFront && cachePolicy ? { cachePolicy } : {}) }
    if (once('cloudFront')) return { ...own, isDefaultOrigin: true }
    return { ...own, pathPattern: `/${next()}` }
  },
}
