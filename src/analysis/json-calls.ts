import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isFunctionNode, unwrap } from '../syntax/nodes'
import { BORN, DEFINED, FRESH, type JsonShape, UNKNOWN } from './json-shape'
import { ANSWERING, BOOLEAN_CALLS, COPIES, MAPPING, NUMBERS, TEXT_CALLS } from './tables/json'
import { REORDERING } from './tables/uses'
import { isTextFunction } from './text-function'

/**
 * What a call gives, by the name of what is called.
 * @param of Classifies what a method is called on.
 */
export function shapeOfCall(
  { evaluator, module }: { readonly evaluator: Evaluator; readonly module: SourceModule },
  node: ts.CallExpression,
  of: (receiver: ts.Expression) => JsonShape,
): JsonShape {
  const callee = unwrap(node.expression)
  if (isAccess(callee)) {
    const text = callee.getText()
    if (text === 'JSON.parse') return { ...BORN, isShared: false }
    if (text === 'JSON.stringify') return { ...FRESH, maybeUndefined: true }
    const found = shapeOfMethod(callee, node.arguments, of)
    if (found) return found
    // the keys of anything are texts, in a list of its own
    if (NUMBERS.test(text) || text === 'Object.keys') return FRESH
    if (ANSWERING.test(text)) return DEFINED
  }
  const isTelling = ts.isIdentifier(callee) && (TEXT_CALLS.has(callee.text) || BOOLEAN_CALLS.has(callee.text))
  return isTelling || isTextFunction(evaluator, module, callee) ? FRESH : UNKNOWN
}

function shapeOfMethod(
  callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  [first]: readonly ts.Expression[],
  of: (receiver: ts.Expression) => JsonShape,
): JsonShape | undefined {
  const name = accessedName(callee)
  if (name === undefined) return undefined
  if (TEXT_CALLS.has(name) || BOOLEAN_CALLS.has(name)) return FRESH
  // of a text: what has a method of that name otherwise is given no pattern
  if (name === 'replace' && first && ts.isRegularExpressionLiteral(first)) return FRESH
  if (COPIES.has(name) || REORDERING.has(name)) return { ...of(callee.expression), maybeUndefined: false }
  return MAPPING.has(name) && isFunctionNode(first) ? DEFINED : undefined
}
