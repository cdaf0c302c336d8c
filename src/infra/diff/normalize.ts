import { isObject } from '../../load/document'
import type { Template } from '../template'

/** Logical ids that carry a hash or a time stamp: the resource is the same, whatever follows the prefix. */
const VOLATILE = /^(\w+LambdaVersion|ApiGatewayDeployment)[0-9A-Za-z]{8,}$/

/**
 * Removes from a template what changes with every packaging and means nothing: hashes in logical ids, the place of the
 * code. State machine definitions become trees, so that they can be compared inside.
 */
export function normalize(template: Template): Template {
  const renamed = new Map<string, string>()
  for (const id of Object.keys(template.Resources)) {
    const stable = VOLATILE.exec(id)?.[1]
    if (stable !== undefined) renamed.set(id, stable)
  }
  return visit(template, renamed) as Template
}

function visit(value: unknown, renamed: ReadonlyMap<string, string>): unknown {
  if (typeof value === 'string') return renamed.get(value) ?? value
  if (Array.isArray(value)) return value.map((item) => visit(item, renamed))
  if (!isObject(value)) return value
  const entries = Object.entries(value).map(([key, item]): [string, unknown] => {
    if (key === 'S3Key' || key === 'CodeSha256') return [key, '']
    if (key === 'DefinitionString') return ['Definition', visit(definition(item), renamed)]
    return [renamed.get(key) ?? key, visit(item, renamed)]
  })
  return Object.fromEntries(entries)
}

/** The tree behind a definition text; its `Fn::Sub` variables are put back where they stood. */
function definition(value: unknown): unknown {
  const [text, variables] = isObject(value) && Array.isArray(value['Fn::Sub']) ? value['Fn::Sub'] : [value, {}]
  if (typeof text !== 'string') return value
  try {
    return JSON.parse(text, (_, item: unknown) => {
      const name = typeof item === 'string' ? /^\$\{([0-9a-f]{32})\}$/.exec(item)?.[1] : undefined
      return name !== undefined && isObject(variables) ? (variables[name] ?? item) : item
    })
  } catch {
    return value
  }
}
