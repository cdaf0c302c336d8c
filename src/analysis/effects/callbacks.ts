import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, unwrap, unwrapAwait } from '../../syntax/nodes'
import { ELEMENT_CALLBACKS } from '../tables/methods'

/** What the parameters of a callback hold, by the method that is given it. */

/** The list whose elements a parameter of a callback stands for, and the method that hands them to it. */
export function elementsIn(
  parameter: ts.ParameterDeclaration,
): { readonly list: ts.Expression; readonly method: string } | undefined {
  const fn = parameter.parent
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined
  const call = fn.parent
  if (!ts.isCallExpression(call) || !isAccess(call.expression)) return undefined
  const method = accessedName(call.expression) ?? ''
  const at = fn.parameters.indexOf(parameter)
  const target = unwrap(call.expression.expression)
  if (method === 'from') {
    const [list] = call.arguments
    const isArrays = ts.isIdentifier(target) && target.text === 'Array' && call.arguments[1] === fn
    return isArrays && list && at === 0 ? { list, method } : undefined
  }
  if (call.arguments[0] !== fn) return undefined
  const isElement =
    (ELEMENT_CALLBACKS.has(method) && at === 0) ||
    (/^reduce(Right)?$/.test(method) && at === 1 && call.arguments.length > 1) ||
    (/^(sort|toSorted)$/.test(method) && at <= 1)
  return isElement ? { list: target, method } : undefined
}

/** What `list.reduce((all, one) => { …; return all }, start)` begins with: at every step `all` is the same. */
export function accumulatorStart(module: SourceModule, fn: ts.Node): ts.Expression | undefined {
  if (!ts.isArrowFunction(fn) && !ts.isFunctionExpression(fn)) return undefined
  const [accumulator] = fn.parameters
  const call = fn.parent
  if (!accumulator || !ts.isIdentifier(accumulator.name) || !ts.isCallExpression(call)) return undefined
  if (call.arguments[0] !== fn || !isAccess(call.expression)) return undefined
  if (!/^reduce(Right)?$/.test(accessedName(call.expression) ?? '')) return undefined
  const binding = module.bindings.of(accumulator.name)
  const isOne = binding && binding.writes.length === 0 && isGivenBack(module, fn, binding)
  return isOne ? call.arguments[1] : undefined
}

/** Whether a function gives back nothing but one of its parameters. */
function isGivenBack(module: SourceModule, fn: ts.ArrowFunction | ts.FunctionExpression, binding: Binding): boolean {
  const isIt = (expression: ts.Expression | undefined): boolean => {
    const node = expression && unwrapAwait(expression)
    return !!node && ts.isIdentifier(node) && module.bindings.of(node) === binding
  }
  if (!ts.isBlock(fn.body)) return isIt(fn.body)
  let isSo = ts.isReturnStatement(fn.body.statements.at(-1) ?? fn.body)
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) isSo &&= isIt(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(fn.body)
  return isSo
}
