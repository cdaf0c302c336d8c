import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, unwrap, unwrapAwait } from '../../syntax/nodes'
import { ELEMENT_CALLBACKS } from '../tables/methods'

/** What the parameters of a callback hold, by the method that is given it. */

const REDUCING = /^reduce(Right)?$/

/** What a method hands to the function that it is given. */
export interface Handed {
  readonly list: ts.Expression
  readonly method: string
}

/** The list whose elements a parameter of a callback stands for, and the method that hands them to it. */
export function elementsIn(parameter: ts.ParameterDeclaration): Handed | undefined {
  const fn = parameter.parent
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined
  return ts.isCallExpression(fn.parent) ? elementsFor(fn.parent, fn, fn.parameters.indexOf(parameter)) : undefined
}

/** The list whose elements the parameter `at` of a callback stands for. */
export function elementsFor(call: ts.CallExpression, callback: ts.Expression, at: number): Handed | undefined {
  if (!isAccess(call.expression)) return undefined
  const method = accessedName(call.expression) ?? ''
  const target = unwrap(call.expression.expression)
  if (method === 'from') {
    const [list] = call.arguments
    const isArrays = ts.isIdentifier(target) && target.text === 'Array' && call.arguments[1] === callback
    return isArrays && list && at === 0 ? { list, method } : undefined
  }
  if (call.arguments[0] !== callback) return undefined
  const isElement =
    (ELEMENT_CALLBACKS.has(method) && at === 0) ||
    (REDUCING.test(method) && at === 1 && call.arguments.length > 1) ||
    (/^(sort|toSorted)$/.test(method) && at <= 1)
  return isElement ? { list: target, method } : undefined
}

/** What the first parameter of a named function stands for at every step of `list.reduce(add, start)`. */
export function startFor(call: ts.CallExpression, callback: ts.Expression, at: number): ts.Expression | undefined {
  if (at !== 0 || call.arguments[0] !== callback || !isAccess(call.expression)) return undefined
  return REDUCING.test(accessedName(call.expression) ?? '') ? call.arguments[1] : undefined
}

/** What `list.reduce((all, one) => { …; return all }, start)` begins with: at every step `all` is the same. */
export function accumulatorStart(module: SourceModule, fn: ts.Node): ts.Expression | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined
  const start = ts.isCallExpression(fn.parent) ? startFor(fn.parent, fn, 0) : undefined
  return start && isGivingBackFirst(module, fn) ? start : undefined
}

/** Whether a function gives back nothing but its first parameter. */
export function isGivingBackFirst(module: SourceModule, fn: ts.Node): boolean {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn) && !ts.isFunctionDeclaration(fn)) return false
  const [first] = fn.parameters
  if (!first || !ts.isIdentifier(first.name) || first.dotDotDotToken || first.initializer) return false
  const binding = module.bindings.of(first.name)
  const isGenerator = !ts.isArrowFunction(fn) && !!fn.asteriskToken
  return !isGenerator && binding?.writes.length === 0 && isGivenBack(module, fn, binding)
}

/** Whether a function gives back nothing but one of its parameters. */
function isGivenBack(module: SourceModule, { body }: { readonly body?: ts.ConciseBody }, binding: Binding): boolean {
  const isIt = (expression: ts.Expression | undefined): boolean => {
    const node = expression && unwrapAwait(expression)
    return !!node && ts.isIdentifier(node) && module.bindings.of(node) === binding
  }
  if (!body) return false
  if (!ts.isBlock(body)) return isIt(body)
  let isSo = ts.isReturnStatement(body.statements.at(-1) ?? body)
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) isSo &&= isIt(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(body)
  return isSo
}
