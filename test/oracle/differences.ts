import { isObject } from '../../src/load/document'
import { normalized } from './normalize'

/** Paths at which two templates are different, each with both values; none where they mean the same. */
export function differences(ours: unknown, theirs: unknown): string[] {
  return compare(normalized(JSON.parse(JSON.stringify(ours))), normalized(theirs), [])
}

function compare(ours: unknown, theirs: unknown, path: readonly string[]): string[] {
  if (JSON.stringify(ours) === JSON.stringify(theirs)) return []
  const bothMaps = isObject(ours) && isObject(theirs)
  const bothLists = Array.isArray(ours) && Array.isArray(theirs) && ours.length === theirs.length
  if (!bothMaps && !bothLists) return [`${path.join('.')}: ${short(ours)} instead of ${short(theirs)}`]
  const [a, b] = [Object(ours), Object(theirs)] as Record<string, unknown>[]
  const keys = [...new Set([...Object.keys(a ?? {}), ...Object.keys(b ?? {})])]
  return keys.flatMap((key) => compare(a?.[key], b?.[key], [...path, key]))
}

function short(value: unknown): string {
  const text = value === undefined ? 'nothing' : JSON.stringify(value)
  return text.length > 160 ? `${text.slice(0, 160)}…` : text
}
