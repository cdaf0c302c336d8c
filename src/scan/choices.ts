import type { ts } from 'ts-morph'
import { oneOf, type Value } from '../syntax/evaluate/value'
import { isFunctionNode } from '../syntax/nodes'
import type { InvokeCall, SiteKind, WrapperLevel } from './site'
import { type Invoke, isFixed, passesOn } from './wrappers'

/** A place where a callee is chosen. */
export interface Choice {
  readonly call: InvokeCall
  readonly kind: SiteKind
  readonly name: Value
  /** The functions on the way to each SDK call; a way that is not made of plain calls is empty. */
  readonly through: readonly (readonly WrapperLevel[])[]
}

/**
 * Which calls of a chain of wrappers are sites: the SDK call itself, and above it the outermost calls that fix one
 * callee. Where none does (the names come from a list, or only at run time), the call of the innermost wrapper is.
 */
export function choicesOf(invokes: readonly Invoke[]): Choice[] {
  return merged(invokes.flatMap((invoke) => [sdkCall(invoke), ...above(invoke)]))
}

function sdkCall({ call, isOpen, name }: Invoke): Choice {
  return { call, kind: isOpen ? 'wrapper-definition' : 'direct', name, through: [] }
}

function above(invoke: Invoke): Choice[] {
  return invoke.outer.flatMap((outer): Choice[] => {
    const { call, name, isOpen } = outer
    const through = [levels(outer)]
    if (!isOpen) return [{ call, kind: 'wrapper-call', name, through }, ...above(outer)]
    if (!outer.outer.some(fixesCallee)) return [{ call, kind: 'wrapper-call', name, through }]
    const definition: Choice[] = passesOn(outer) ? [] : [{ call, kind: 'wrapper-definition', name, through }]
    return [...definition, ...above(outer)]
  })
}

function levels(outer: Invoke): WrapperLevel[] {
  const { inner, callee, isByName } = outer
  if (!inner) return []
  if (isByName || !callee || !isFunctionNode(callee.node)) return []
  const rest = levels(inner)
  if (inner.inner && rest.length === 0) return []
  return [{ module: callee.module, node: callee.node, call: inner.call }, ...rest]
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
        through: [...known.through, ...choice.through],
      })
    }
  }
  return [...byNode.values()]
}
