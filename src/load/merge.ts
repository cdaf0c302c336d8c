import { isObject } from './document'

/**
 * Merges deeply, as the packager does where it joins parts of a configuration: maps by key, lists by index, and the rest is
 * replaced. Source: `utils/merge-plain-objects.js` of osls 4.3.1.
 */
export function mergeDeep(base: unknown, over: unknown): unknown {
  if (over === undefined) return base
  if (Array.isArray(base) && Array.isArray(over)) {
    return Array.from({ length: Math.max(base.length, over.length) }, (_, index) =>
      index < over.length ? mergeDeep(base[index], over[index]) : base[index],
    )
  }
  if (!isObject(base) || !isObject(over)) return over
  const result: Record<string, unknown> = { ...base }
  for (const [key, value] of Object.entries(over)) {
    result[key] = Object.hasOwn(base, key) ? mergeDeep(base[key], value) : value
  }
  return result
}
