import type { ts } from 'ts-morph'
import { oneOf, type Value } from '../syntax/evaluate/value'
import type { InvokeCall, SiteKind } from './site'
import { type Invoke, isFixed, passesOn } from './wrappers'

/** A place where a callee is chosen. */
export interface Choice {
  readonly call: InvokeCall
  readonly kind: SiteKind
  readonly name: Value
}

/**
 * Which calls of a chain of wrappers are sites: the SDK call itself, and above it the outermost calls that fix one
 * callee. Where none does (the names come from a list, or only at run time), the call of the innermost wrapper is.
 */
export function choicesOf(invokes: readonly Invoke[]): Choice[] {
  return merged(invokes.flatMap((invoke) => [sdkCall(invoke), ...above(invoke)]))
}

function sdkCall({ call, isOpen, name }: Invoke): Choice {
  return { call, kind: isOpen ? 'wrapper-definition' : 'direct', name }
}

function above(invoke: Invoke): Choice[] {
  return invoke.outer.flatMap((outer): Choice[] => {
    const { call, name, isOpen } = outer
    if (!isOpen) return [{ call, kind: 'wrapper-call', name }, ...above(outer)]
    if (!outer.outer.some(fixesCallee)) return [{ call, kind: 'wrapper-call', name }]
    const definition: Choice[] = passesOn(outer) ? [] : [{ call, kind: 'wrapper-definition', name }]
    return [...definition, ...above(outer)]
  })
}

function fixesCallee(invoke: Invoke): boolean {
  return invoke.isOpen ? invoke.outer.some(fixesCallee) : isFixed(invoke.name)
}

/** One call may reach several SDK calls of its wrapper: then it has all their names. */
function merged(choices: readonly Choice[]): Choice[] {
  const byNode = new Map<ts.Node, Choice>()
  for (const choice of choices) {
    const known = byNode.get(choice.call.call)
    if (!known) byNode.set(choice.call.call, choice)
    else {
      const params = oneOf([known.call.params, choice.call.params])
      byNode.set(choice.call.call, {
        ...known,
        call: { ...known.call, params },
        name: oneOf([known.name, choice.name]),
      })
    }
  }
  return [...byNode.values()]
}
