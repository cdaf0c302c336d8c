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

/** `: any` behind the name or pattern that a result is declared by, where it has no other type. */
export function annotation(value: ts.Expression, { isAny }: CallText, reason: string): SourceEdit | undefined {
  const { parent } = value
  if (!isAny || !ts.isVariableDeclaration(parent) || parent.initializer !== value || parent.type) return undefined
  const { end } = parent.name
  return { start: end, end, text: ': any', reason }
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
