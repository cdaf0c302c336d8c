import { type ConfigObject, isObject } from '../../load/document'
import type { Statement } from '../template'

/**
 * Changes that the packager's schema validation makes to the configuration and that are visible in the template.
 * Source: `config-schema-handler` of osls 4.3.1 (AJV with `coerceTypes: 'array'`).
 */

/** Numbers and booleans become strings; `null` removes the variable. */
export function asEnvironment(environment: ConfigObject): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(environment)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([name, value]) => [name, isObject(value) ? value : String(value)]),
  )
}

export function asTags(tags: ConfigObject): { Key: string; Value: unknown }[] | undefined {
  const list = Object.entries(tags).map(([Key, value]) => ({ Key, Value: isObject(value) ? value : String(value) }))
  return list.length > 0 ? list : undefined
}

/** `Action` becomes a list; `Resource` stays as it is. */
export function asStatement(statement: ConfigObject): Statement {
  const listed = (value: unknown): unknown => (typeof value === 'string' ? [value] : value)
  const result: Record<string, unknown> = { ...statement }
  for (const name of ['Action', 'NotAction']) if (name in result) result[name] = listed(result[name])
  return result as unknown as Statement
}

/** Removes `null` properties all the way down, as the packager does last of all. */
export function withoutNulls(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withoutNulls)
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== null && item !== undefined)
      .map(([key, item]) => [key, withoutNulls(item)]),
  )
}
