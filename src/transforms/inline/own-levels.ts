import { ts } from 'ts-morph'
import { constantInitializer } from '../../analysis/nullish'
import { isPrimitiveExpression } from '../../analysis/primitive'
import { LOGICAL } from '../../analysis/tables/uses'
import type { SourceModule } from '../../syntax/module'
import { enclosing, enclosingFunction, isFunctionNode, propertyName, unwrap } from '../../syntax/nodes'

/**
 * How many levels of what an expression gives are made there, for nobody else: 1 for `{ order: event.order }`, 2 for
 * `{ order: { ...event.order } }`, infinite for a text. What a callee changes of those, nobody sees.
 */
export function ownLevels(module: SourceModule, expression: ts.Expression): number {
  const node = unwrap(expression)
  if (ts.isObjectLiteralExpression(node)) return 1 + least(node.properties.map((one) => propertyLevels(module, one)))
  if (ts.isArrayLiteralExpression(node)) return 1 + least(node.elements.map((one) => partLevels(module, one)))
  const either = ts.isConditionalExpression(node) ? [node.whenTrue, node.whenFalse] : sides(node)
  if (either) return least(either.map((one) => ownLevels(module, one)))
  // a method is no more than a name: who knows what it gives
  if (ts.isCallExpression(node)) return isParse(module, node) ? Number.POSITIVE_INFINITY : 0
  if (isPrimitiveExpression(node)) return Number.POSITIVE_INFINITY
  const made = ts.isIdentifier(node) ? madeForThis(module, node) : undefined
  return made ? ownLevels(module, made) : 0
}

function sides(node: ts.Expression): ts.Expression[] | undefined {
  return ts.isBinaryExpression(node) && LOGICAL.has(node.operatorToken.kind) ? [node.left, node.right] : undefined
}

function propertyLevels(module: SourceModule, property: ts.ObjectLiteralElementLike): number {
  // as `__proto__` it is no member
  if (property.name && propertyName(property.name) === '__proto__') return 0
  if (ts.isPropertyAssignment(property)) return ownLevels(module, property.initializer)
  if (ts.isShorthandPropertyAssignment(property)) return ownLevels(module, property.name)
  return ts.isSpreadAssignment(property) ? spreadLevels(module, property.expression) : 0
}

function partLevels(module: SourceModule, element: ts.Expression): number {
  return ts.isSpreadElement(element) ? spreadLevels(module, element.expression) : ownLevels(module, element)
}

/** Of what is spread only the members go in. */
function spreadLevels(module: SourceModule, expression: ts.Expression): number {
  return Math.max(0, ownLevels(module, expression) - 1)
}

function isParse(module: SourceModule, { expression, arguments: args }: ts.CallExpression): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !ts.isIdentifier(expression.expression)) return false
  const isJson = expression.expression.text === 'JSON' && !module.bindings.of(expression.expression)
  return isJson && expression.name.text === 'parse' && args.length === 1
}

/** What a constant was given that stands right before, and is used here alone. */
function madeForThis(module: SourceModule, name: ts.Identifier): ts.Expression | undefined {
  const binding = module.bindings.of(name)
  const initializer = binding && constantInitializer(binding)
  const [declaration] = binding?.declarations ?? []
  if (!initializer || !declaration || !ts.isVariableDeclaration(declaration)) return undefined
  if (!ts.isIdentifier(declaration.name) || binding.references.length !== 1) return undefined
  return isOncePerUse(declaration, name) ? initializer : undefined
}

/** Whether a name is read at most once each time that it is given a value: no loop and no function stands between. */
function isOncePerUse(declaration: ts.Node, use: ts.Node): boolean {
  const block = enclosing(declaration, ts.isBlock)
  if (!block || enclosingFunction(declaration) === undefined) return false
  for (let at = use.parent; at && at !== block; at = at.parent)
    if (isFunctionNode(at) || ts.isFunctionLike(at) || ts.isIterationStatement(at, false)) return false
  return declaration.pos >= block.pos && use.pos > declaration.pos && use.end <= block.end
}

function least(levels: readonly number[]): number {
  return Math.min(Number.POSITIVE_INFINITY, ...levels)
}
