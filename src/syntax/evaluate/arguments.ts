import { ts } from 'ts-morph'
import { accessedName, isAccess } from '../nodes'
import { LIST_METHODS } from './declarations'
import type { Evaluator, Scope } from './evaluator'
import { type Argument, ELEMENT, unknown, type Value } from './value'

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

/**
 * What `list.map(fn)` passes to `fn`: any element of the list.
 * @returns `undefined` for other calls, and where the function is written in its place
 */
export function elementArguments(
  evaluator: Evaluator,
  { module, frame }: Scope,
  node: ts.CallExpression,
): Arguments | undefined {
  const [callback] = node.arguments
  const isNamed = !!callback && (ts.isIdentifier(callback) || isAccess(callback))
  if (!isNamed || !isAccess(node.expression) || !LIST_METHODS.has(accessedName(node.expression) ?? '')) return undefined
  const list = node.expression.expression
  return { values: [lazy(() => evaluator.member(evaluator.evaluate(module, list, frame), ELEMENT))], isOpen: true }
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
