import { isDeepStrictEqual } from 'node:util'
import { asObject, type ConfigObject, isObject } from '../../../../load/document'
import type { Resource } from '../../../template'
import { ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { flag, list, number, record, text } from '../../shape'
import { type EventEntry, textOf } from '../event'
import { cachePolicyId } from '.'
import { originOf } from './origin'

export const behaviorShape = record({
  AllowedMethods: list(),
  CachedMethods: list(),
  CachePolicyId: text,
  Compress: flag,
  FieldLevelEncryptionId: text,
  SmoothStreaming: flag,
  TrustedSigners: list(text),
  TrustedKeyGroups: list(),
  MaxTTL: number,
  MinTTL: number,
  DefaultTTL: number,
  ForwardedValues: record({ Headers: list(text), QueryString: flag, QueryStringCacheKeys: list(text) }),
})

/** The cache policy of AWS that stands where nothing else says how to cache. */
const CACHING_OPTIMIZED = '658327ea-f89d-4fab-a63d-7e88639e58f6'

type Properties = Record<string, unknown>

/** The distribution of all events: origins and behaviours that are the same are one. */
export function distribution(
  { service }: TemplateBuilder,
  events: readonly EventEntry[],
  versions: ReadonlyMap<string, string>,
): Resource {
  const origins: Properties[] = []
  const behaviors: Properties[] = []
  let defaultOrigin: unknown
  for (const { fn, event } of events) {
    const options = asObject(event)
    const origin = merged(origins, originOf(options.origin), ['Id'])
    if (options.isDefaultOrigin) defaultOrigin = origin.Id
    merged(behaviors, behaviorOf(options, origin.Id, versions.get(fn.key) ?? ''), ['PathPattern', 'TargetOriginId'])
  }
  // the one without a pattern is first
  behaviors.sort((a, b) => Number(Boolean(a.PathPattern)) - Number(Boolean(b.PathPattern)))
  const [first] = behaviors
  if (first?.PathPattern) {
    const { PathPattern: _pattern, LambdaFunctionAssociations: _functions, ...rest } = first
    behaviors.unshift({ ...rest, TargetOriginId: defaultOrigin ?? origins[0]?.Id })
  }
  const [DefaultCacheBehavior, ...CacheBehaviors] = behaviors
  return {
    Type: 'AWS::CloudFront::Distribution',
    Properties: {
      DistributionConfig: {
        Comment: `${service.name} ${service.stage}`,
        Enabled: true,
        DefaultCacheBehavior,
        Origins: origins,
        ...(CacheBehaviors.length > 0 && { CacheBehaviors }),
      },
    },
  }
}

function behaviorOf(options: ConfigObject, originId: unknown, version: string): Properties {
  const behavior = asObject(options.behavior)
  const policy = asObject(options.cachePolicy)
  const isCached =
    behavior.CachePolicyId ||
    behavior.ForwardedValues ||
    ['MaxTTL', 'MinTTL', 'DefaultTTL'].some((name) => behavior[name] != null) ||
    options.cachePolicy
  return {
    ViewerProtocolPolicy: 'allow-all',
    ...behavior,
    ...(isCached ? {} : { CachePolicyId: CACHING_OPTIMIZED }),
    ...(options.cachePolicy ? { CachePolicyId: policy.id || ref(cachePolicyId(textOf(policy.name))) } : {}),
    TargetOriginId: originId,
    LambdaFunctionAssociations: [
      {
        EventType: options.eventType,
        LambdaFunctionARN: ref(version),
        ...(options.includeBody != null && { IncludeBody: options.includeBody }),
      },
    ],
    ...(options.pathPattern ? { PathPattern: options.pathPattern } : {}),
  }
}

/** Adds an item, or joins it to the one that has the same keys; gives the one that is in the list then. */
function merged(items: Properties[], item: Properties, keys: readonly string[]): Properties {
  const index = items.findIndex((known) => keys.every((key) => known[key] === item[key]))
  const known = items[index]
  if (!known) {
    items.push(item)
    return item
  }
  items[index] = extended(known, item)
  return items[index]
}

/** Lists are united, objects merged; of two other values the first stays. */
function extended(base: Properties, more: ConfigObject): Properties {
  const result = { ...base }
  for (const [key, value] of Object.entries(more)) {
    const known = result[key]
    if (Array.isArray(known) && Array.isArray(value)) result[key] = united([...known, ...value])
    else if (isObject(known) && isObject(value)) result[key] = extended(known, value)
    else if (known === undefined) result[key] = value
  }
  return result
}

function united(items: readonly unknown[]): unknown[] {
  return items.filter((item, index) => items.findIndex((other) => isDeepStrictEqual(item, other)) === index)
}
