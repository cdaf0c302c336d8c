import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../syntax/bind'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrapAwait } from '../syntax/nodes'
import { GLOBALS, MUTATORS } from './tables/effects'

/** Whether a value was made by the function itself: a local constant that began as a literal or a copy. */
export function isFresh(module: SourceModule, node: ts.Expression): boolean {
  if (ts.isCallExpression(node)) return isFreshCall(module, node)
  if (!ts.isIdentifier(node)) return isCopy(node)
  const binding = module.bindings.of(node)
  if (!binding || ts.isSourceFile(binding.scope)) return false
  if (isAccumulator(module, binding)) return true
  const initializer = constantInitializer(binding)
  return initializer !== undefined && isCopy(unwrapAwait(initializer))
}

/** Methods that give what they are called on. */
const CHAINING = new Set(['sort', 'reverse', 'fill', 'copyWithin', 'set', 'add'])

/** `[...list].sort()`: what a method makes, or gives back of what is fresh. */
function isFreshCall(module: SourceModule, node: ts.CallExpression): boolean {
  if (isCopy(node)) return true
  const callee = unwrapAwait(node.expression)
  return isAccess(callee) && CHAINING.has(accessedName(callee) ?? '') && isFresh(module, unwrapAwait(callee.expression))
}

/** `all` of `list.reduce((all, one) => { …; return all }, {})`: the new object, and at every step the same one. */
function isAccumulator(module: SourceModule, binding: Binding): boolean {
  const [parameter] = binding.declarations
  if (!parameter || !ts.isParameter(parameter) || binding.writes.length > 0) return false
  const fn = parameter.parent
  if (!(ts.isArrowFunction(fn) || ts.isFunctionExpression(fn)) || fn.parameters[0] !== parameter) return false
  const call = fn.parent
  if (!ts.isCallExpression(call) || call.arguments[0] !== fn || !isAccess(call.expression)) return false
  const [, start] = call.arguments
  const isReduce = /^reduce(Right)?$/.test(accessedName(call.expression) ?? '')
  return isReduce && !!start && isCopy(unwrapAwait(start)) && isGivenBack(module, fn, binding)
}

/** Whether a function gives back nothing but one of its parameters. */
function isGivenBack(module: SourceModule, fn: ts.ArrowFunction | ts.FunctionExpression, binding: Binding): boolean {
  const isIt = (node: ts.Expression | undefined) =>
    !!node && ts.isIdentifier(node) && module.bindings.of(node) === binding
  if (!ts.isBlock(fn.body)) return isIt(unwrapAwait(fn.body))
  let isSo = ts.isReturnStatement(fn.body.statements.at(-1) ?? fn.body)
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) isSo &&= isIt(node.expression)
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit)
  }
  visit(fn.body)
  return isSo
}

/** `Object.assign(own, …)`. */
export function isFreshAssign(module: SourceModule, call: ts.Node): boolean {
  const [target] = ts.isCallExpression(call) ? call.arguments : []
  return target !== undefined && isFresh(module, unwrapAwait(target))
}

/** Values of which a member can be read without a doubt. */
export function isNeverNullish(module: SourceModule, node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node) || ts.isNewExpression(node)) return true
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  if (!ts.isIdentifier(node)) return false
  const binding = module.bindings.of(node)
  if (!binding) return GLOBALS.has(node.text)
  const initializer = constantInitializer(binding)
  return initializer !== undefined && isCopy(unwrapAwait(initializer))
}

function constantInitializer(binding: Binding): ts.Expression | undefined {
  const [declaration] = binding.declarations
  const isConstant = declaration && ts.isVariableDeclaration(declaration) && binding.writes.length === 0
  return isConstant ? declaration.initializer : undefined
}

/** Whether a reference is the target of an assignment to a property, or of a method that mutates. */
export function isMutationOf(reference: ts.Identifier): boolean {
  let node: ts.Node = reference
  while (isAccess(node.parent) && node.parent.expression === node) {
    const name = accessedName(node.parent)
    if (name !== undefined && MUTATORS.has(name) && ts.isCallExpression(node.parent.parent)) return true
    node = node.parent
  }
  const { parent } = node
  if (ts.isBinaryExpression(parent)) return parent.left === node && isAssignmentOperator(parent.operatorToken.kind)
  return ts.isDeleteExpression(parent) || (ts.isPostfixUnaryExpression(parent) && node !== reference)
}

/** Methods that answer with a new array, object or iterator. */
const COPYING = new Set([
  'map',
  'filter',
  'slice',
  'concat',
  'flat',
  'flatMap',
  'split',
  'toSorted',
  'toReversed',
  'keys',
  'values',
  'entries',
  'from',
  'of',
  'fromEntries',
  'parse',
])

function isCopy(node: ts.Expression): boolean {
  if (ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)) return true
  if (ts.isNewExpression(node)) return true
  return ts.isCallExpression(node) && isAccess(node.expression) && COPYING.has(accessedName(node.expression) ?? '')
}
