import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrap, unwrapAwait } from '../syntax/nodes'
import { constantInitializer } from './nullish'
import { isPrimitiveExpression } from './primitive'
import { TEXT_CALLS } from './tables/json'
import { words } from './tables/words'

/** What an expression is for sure, by the way it is made, whatever the values in it are. */

/** Methods and functions that answer with a new list, or with what can be gone through. */
const LISTING = words(
  'map filter slice concat flat flatMap split toSorted toReversed toSpliced keys values entries from of',
)

/** Methods that give the elements of what they are called on, or some of them. */
const SAME_ELEMENTS = /^(filter|slice|sort|reverse|toSorted|toReversed|from|values)$/

/** Methods that answer with texts. */
const TEXT_LISTS = /^(split|keys|getOwnPropertyNames)$/

/** The expression that a constant is given, or the expression itself. */
function source(module: SourceModule, expression: ts.Expression): ts.Expression {
  const node = unwrapAwait(expression)
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  const initializer = binding && constantInitializer(binding)
  return initializer ? unwrapAwait(initializer) : node
}

/** Whether an expression is a primitive, or a constant that is one. */
export function isPrimitive(module: SourceModule, expression: ts.Expression): boolean {
  return isPrimitiveExpression(expression) || isPrimitiveExpression(source(module, expression))
}

export function isText(module: SourceModule, expression: ts.Expression): boolean {
  const node = source(module, expression)
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  const name = isAccess(callee) ? accessedName(callee) : ts.isIdentifier(callee) ? callee.text : ''
  return TEXT_CALLS.has(name ?? '')
}

/** A list, a set, a map, or an iterator over one. */
export function isList(module: SourceModule, expression: ts.Expression): boolean {
  const node = source(module, expression)
  if (ts.isArrayLiteralExpression(node)) return true
  if (ts.isNewExpression(node))
    return ts.isIdentifier(node.expression) && /^(Array|Set|Map)$/.test(node.expression.text)
  return LISTING.has(methodOf(node) ?? '')
}

/** A list whose elements are texts. */
export function isTextList(module: SourceModule, expression: ts.Expression): boolean {
  const node = source(module, expression)
  if (ts.isArrayLiteralExpression(node)) return node.elements.every((element) => isText(module, element))
  const method = methodOf(node) ?? ''
  return TEXT_LISTS.test(method) || keepsElements(node, method, (list) => isTextList(module, list))
}

/** A list whose elements are lists or objects that are made here: taking one apart never fails. */
export function isListOfMade(module: SourceModule, expression: ts.Expression, isPairs: boolean): boolean {
  const node = source(module, expression)
  const isMade = (value: ts.Expression) =>
    ts.isArrayLiteralExpression(unwrap(value)) || (!isPairs && ts.isObjectLiteralExpression(unwrap(value)))
  if (ts.isArrayLiteralExpression(node)) return node.elements.every(isMade)
  const method = methodOf(node) ?? ''
  if (method === 'entries') return true
  if (method === 'map' && ts.isCallExpression(node)) {
    const [callback] = node.arguments
    const made = callback && unwrap(callback)
    return !!made && ts.isArrowFunction(made) && !ts.isBlock(made.body) && isMade(made.body)
  }
  return keepsElements(node, method, (list) => isListOfMade(module, list, isPairs))
}

function keepsElements(node: ts.Expression, method: string, test: (list: ts.Expression) => boolean): boolean {
  if (!ts.isCallExpression(node) || !isAccess(node.expression) || !SAME_ELEMENTS.test(method)) return false
  return !isStatic(node.expression, method) && test(node.expression.expression)
}

/** `Object.values(x)` and `Array.from(x)` are called on no list. */
function isStatic({ expression }: ts.PropertyAccessExpression | ts.ElementAccessExpression, method: string): boolean {
  return /^(values|from)$/.test(method) && ts.isIdentifier(expression) && /^(Object|Array)$/.test(expression.text)
}

function methodOf(node: ts.Expression): string | undefined {
  return ts.isCallExpression(node) && isAccess(node.expression) ? accessedName(node.expression) : undefined
}
