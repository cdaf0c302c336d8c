import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../syntax/bind'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrapAwait } from '../syntax/nodes'
import { GLOBALS, MUTATORS } from './tables/effects'

/** Whether a value was made by the function itself: a local constant that began as a literal or a copy. */
export function isFresh(module: SourceModule, node: ts.Expression): boolean {
  if (!ts.isIdentifier(node)) return ts.isObjectLiteralExpression(node) || ts.isArrayLiteralExpression(node)
  const binding = module.bindings.of(node)
  if (!binding || ts.isSourceFile(binding.scope)) return false
  const initializer = constantInitializer(binding)
  return initializer !== undefined && isCopy(unwrapAwait(initializer))
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
