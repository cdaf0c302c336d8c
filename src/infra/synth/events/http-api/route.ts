import { isObject } from '../../../../load/document'
import { textOf } from '../event'

/** `GET /orders` or `*`: the key of a route, and its method. */
export function routeOf(event: unknown): { key: string; method: string } {
  const [method = '', path = ''] = isObject(event)
    ? [textOf(event.method), textOf(event.path)]
    : textOf(event).trim().split(/\s+/)
  const isCatchAll = path === '*' || (!isObject(event) && method === '*')
  if (isCatchAll) return { key: '*', method: 'ANY' }
  const verb = method === '*' ? 'ANY' : method.toUpperCase()
  return { key: `${verb} ${path}`, method: verb }
}
