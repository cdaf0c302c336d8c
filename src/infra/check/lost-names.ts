import { asObject, isObject } from '../../load/document'
import { escapeRegExp } from '../../load/function-name'
import type { Service } from '../../load/service'
import type { Template } from '../template'
import type { Fault } from './fault'
import { literalText } from './literal'

/**
 * Functions that go while a resource of the template after still has their name in a text: in a variable for code that
 * makes its calls unseen, in a statement, in a definition. CloudFormation deploys it; what uses the name then fails.
 */
export function lostNames(before: Service, after: Service, template: Template): Fault[] {
  const kept = new Set(after.functions.map(({ name }) => name))
  const lost = before.functions.map(({ name }) => name).filter((name) => !kept.has(name))
  if (lost.length === 0) return []
  return Object.entries(template.Resources).flatMap(([logicalId, resource]) =>
    lost.flatMap((name): Fault[] => {
      const path = pathOf(resource?.Properties, name, after)
      if (!path) return []
      const message = `${logicalId} still names the function "${name}", which goes.`
      return [{ code: 'name-still-used', logicalId, path: ['Properties', ...path], mention: name, message }]
    }),
  )
}

/** The first place below a value whose text has the name, as a word of its own. */
function pathOf(value: unknown, name: string, service: Service): (string | number)[] | undefined {
  const text = typeof value === 'string' ? value : isObject(value) ? literalText(value, service) : undefined
  if (text !== undefined && new RegExp(`(?<![\\w-])${escapeRegExp(name)}(?![\\w-])`).test(text)) return []
  const items = Array.isArray(value) ? [...value.entries()] : Object.entries(asObject(value))
  for (const [key, item] of items) {
    const path = pathOf(item, name, service)
    if (path) return [key, ...path]
  }
  return undefined
}
