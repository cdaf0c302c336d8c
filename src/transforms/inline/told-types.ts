import { ts } from 'ts-morph'
import type { SourceEdit } from '../file-change'
import type { CallTypes } from '../transform'
import type { CallText } from './call-text'

/** A call whose result has its type told elsewhere. */
export function withToldType(call: CallText): CallText {
  return { ...call, isAny: false }
}

/** `: any` where a result is declared by a name of its own. */
export function anyText({ isAny }: CallText): string {
  return isAny ? ': any' : ''
}

/**
 * A call in the place of what was decoded: with `: any` behind the name or pattern that the result is declared by, where that
 * has no other type, and `as any` elsewhere.
 */
export function toldAt(
  value: ts.Expression,
  call: CallText,
  reason: string,
): { readonly call: CallText; readonly edits: readonly SourceEdit[] } {
  const { parent } = value
  const isDeclared = ts.isVariableDeclaration(parent) && parent.initializer === value && !parent.type
  if (!call.isAny || !isDeclared) return { call, edits: [] }
  const { end } = parent.name
  return { call: withToldType(call), edits: [{ start: end, end, text: anyText(call), reason }] }
}

/** What is told of the types of calls, and more of one of them. */
export function withTypes(
  types: ReadonlyMap<number, CallTypes>,
  site: number,
  more: CallTypes,
): ReadonlyMap<number, CallTypes> {
  const { result, args } = types.get(site) ?? { result: false, args: [] }
  const all = args === 'all' || more.args === 'all' ? 'all' : [...args, ...more.args]
  return new Map([...types, [site, { result: result || more.result, args: all }]])
}

/** Arguments with `as any`, where they are told to have no type. */
export function withoutTypes(
  args: readonly string[],
  values: readonly (ts.Expression | undefined)[],
  types: CallTypes,
): string[] {
  return args.map((text, index) => {
    const isTold = types.args === 'all' || types.args.includes(index)
    if (!isTold || text.startsWith('JSON.parse(')) return text
    const value = values[index]
    return value && !isTight(value) ? `(${text}) as any` : `${text} as any`
  })
}

/** Whether `as` behind an expression takes all of it. */
function isTight(node: ts.Expression): boolean {
  return ts.isLeftHandSideExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isAsExpression(node)
}
