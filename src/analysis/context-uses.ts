import { ts } from 'ts-morph'
import { accessedName, contains, isAccess } from '../syntax/nodes'
import { type Effect, effectAt } from './effects/effect'
import type { HandlerCode } from './relocatable'
import type { Witness } from './witness'

/** Uses of the context and the callback, property by property. */
export function contextUses({ module, node: { parameters }, answers }: HandlerCode): Effect[] {
  const label = 'context'
  const [first, invocation] = parameters
  const known = [...(answers?.exits.map(({ call }) => call.expression) ?? []), ...(answers?.settings ?? [])]
  const own = parameters.slice(1).flatMap((parameter) => {
    const it = parameter === invocation ? 'the context of its own invocation' : 'its callback'
    if (!ts.isIdentifier(parameter.name) || parameter.dotDotDotToken)
      return [effectAt(module, parameter, { label, what: `it uses ${it}` })]
    const uses = module.bindings.of(parameter.name)?.references ?? []
    const references = uses.filter((use) => !known.some((node) => contains(node, use)))
    return references.map((reference) => {
      const { parent } = reference
      const isMember = isAccess(parent) && parent.expression === reference
      const name = isMember ? accessedName(parent) : undefined
      const isCalled = ts.isCallExpression(parent) && parent.expression === reference
      return effectAt(module, reference, {
        label,
        what: `it ${isMember || isCalled ? 'uses' : 'hands on'} ${it}`,
        name,
      })
    })
  })
  // `(...all)` holds it, too
  const isInRest = first?.dotDotDotToken !== undefined
  return isInRest
    ? [effectAt(module, first, { label, what: 'it uses the context of its own invocation' }), ...own]
    : own
}

/** The first of them, as what stands in the way. */
export function contextWitness(key: string, [use]: readonly Effect[]): Witness | undefined {
  if (!use) return undefined
  const { what, file, line, name } = use
  return { what, file, line, path: [key, ...(name === undefined ? [] : [`context.${name}`])] }
}
