import { ts } from 'ts-morph'
import type { Evaluator, Scope } from './evaluator'
import { type Argument, unknown, type Value } from './value'

/** The arguments of a call. Each is looked at when something asks for it: most never are. */
export interface Arguments {
  readonly values: readonly Argument[]
  /** Whether there may be more: an unknown list is spread into the call. */
  readonly isOpen: boolean
}

export function argumentsOf(
  evaluator: Evaluator,
  { module, frame }: Scope,
  nodes: readonly ts.Expression[] | undefined,
): Arguments {
  const values: Argument[] = []
  for (const node of nodes ?? []) {
    if (!ts.isSpreadElement(node)) {
      values.push(lazy(() => evaluator.evaluate(module, node, frame)))
      continue
    }
    const list = evaluator.evaluate(module, node.expression, frame)
    if (list.kind === 'array') values.push(...list.elements.map((element) => () => element))
    // what comes after an unknown number of arguments has no known place
    if (list.kind !== 'array' || list.open) return { values, isOpen: true }
  }
  return { values, isOpen: false }
}

/** The value of an argument by its place; `otherwise` where there is none. */
export function argumentAt({ values, isOpen }: Arguments, index: number, otherwise: Value): Value {
  return values[index]?.() ?? (isOpen ? unknown('an argument') : otherwise)
}

export function lazy(find: () => Value): Argument {
  let value: Value | undefined
  return () => {
    value ??= find()
    return value
  }
}
