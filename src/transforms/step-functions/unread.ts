import { asObject, type ConfigObject, isObject } from '../../load/document'

/**
 * States without the variables that keep a result or an error which nothing reads. What other states assign stays: its
 * expression may fail, as the code did.
 */
export function withoutUnread<T>(states: T): T {
  const text = JSON.stringify(states)
  const isRead = (name: string) => new RegExp(`\\$${name}(?!\\w)`).test(text)
  const visit = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(visit)
    if (!isObject(value)) return value
    const entries = Object.entries(value).flatMap(([key, item]): [string, unknown][] => {
      if (key !== 'Assign' || !keepsOutcome(value)) return [[key, visit(item)]]
      const read = Object.entries(asObject(item)).filter(([name]) => isRead(name))
      return read.length > 0 ? [[key, Object.fromEntries(read)]] : []
    })
    return Object.fromEntries(entries)
  }
  return visit(states) as T
}

/** Whether `Assign` keeps what a state gave, or in an entry of `Catch` how it failed. */
function keepsOutcome({ Type, ErrorEquals }: ConfigObject): boolean {
  return ErrorEquals !== undefined || ['Task', 'Parallel', 'Map'].includes(String(Type))
}
