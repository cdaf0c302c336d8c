import { ts } from 'ts-morph'
import type { ConfigPath } from '../../../load/document'
import { CannotEdit } from '../cannot-edit'
import { type ConfigChange, nested, type Place } from '../config-change'

/** What a change comes to, at the deepest node of its path that exists. */
export type Action =
  /** The entry that the node is gets another value. */
  | { readonly kind: 'replace'; readonly value: unknown }
  | { readonly kind: 'add-element'; readonly node: ts.ArrayLiteralExpression; readonly value: unknown }
  | {
      readonly kind: 'add-property'
      readonly node: ts.ObjectLiteralExpression
      readonly key: string
      readonly value: unknown
      readonly place: Place | undefined
    }

/**
 * @param node The deepest node of the path that exists.
 * @param rest The steps below it, which do not.
 * @throws CannotEdit where the node can hold no such thing.
 */
export function actionOf(
  change: Exclude<ConfigChange, { op: 'remove' }>,
  node: ts.Expression,
  rest: ConfigPath,
): Action {
  const [key, ...deeper] = rest
  const isEmpty = isNothing(node)
  const isNewList = change.op === 'append' && (key !== undefined || isEmpty)
  const value = isNewList ? [change.value] : change.value
  if (isEmpty || (key === undefined && change.op === 'set')) return { kind: 'replace', value: nested(rest, value) }
  if (ts.isArrayLiteralExpression(node)) return elementOf(node, key, nested(deeper, value))
  if (!ts.isObjectLiteralExpression(node) || key === undefined) throw new CannotEdit(NO_CONTAINER)
  const place = change.op === 'set' && deeper.length === 0 ? change.place : undefined
  return { kind: 'add-property', node, key: String(key), value: nested(deeper, value), place }
}

const NO_CONTAINER = 'the place holds a value that is no literal map or list'

function elementOf(node: ts.ArrayLiteralExpression, key: string | number | undefined, value: unknown): Action {
  if (key === undefined) return { kind: 'add-element', node, value }
  const isNext = key === node.elements.length && !node.elements.some(ts.isSpreadElement)
  if (!isNext) throw new CannotEdit(NO_CONTAINER)
  return { kind: 'add-element', node, value }
}

/** `undefined` or `null`: a place that is still empty. */
export function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
}
