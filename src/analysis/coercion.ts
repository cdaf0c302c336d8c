import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../syntax/bind'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, unwrap } from '../syntax/nodes'
import { isNeverNullish } from './nullish'
import { isPrimitiveExpression } from './primitive'
import { ARITHMETIC } from './tables/json'

/** Operators that make a primitive of what they are given. */
const RELATIONAL = new Set([
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
])

/** Functions that do so with their argument. */
const CONVERTING = new Set(['String', 'Number', 'parseInt', 'parseFloat', 'isNaN', 'encodeURIComponent'])

/**
 * Whether an expression makes a primitive of a value that may be an object: `${value}`, `value * 2`. It throws for an object
 * whose own `toString` is no function, which JSON may hold.
 */
export function mayFailToConvert(node: ts.Node): boolean {
  if (ts.isTemplateExpression(node))
    return node.templateSpans.some(({ expression }) => !isPrimitiveExpression(expression))
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind
    if (LOOSE.has(kind)) return ![node.left, node.right].some(isNull) && !areBothPrimitive(node)
    const isConverting =
      ARITHMETIC.has(kind) || RELATIONAL.has(kind) || (isAssignmentOperator(kind) && isCompound(kind))
    return isConverting && !areBothPrimitive(node)
  }
  if (ts.isPostfixUnaryExpression(node)) return !isPrimitiveExpression(node.operand)
  if (ts.isComputedPropertyName(node)) return !isPrimitiveExpression(node.expression)
  if (ts.isPrefixUnaryExpression(node))
    return node.operator !== ts.SyntaxKind.ExclamationToken && !isPrimitiveExpression(node.operand)
  if (ts.isElementAccessExpression(node)) return !isPrimitiveExpression(node.argumentExpression)
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  const isMath = isAccess(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Math'
  const isConverting = isMath || (ts.isIdentifier(callee) && CONVERTING.has(callee.text)) || isJoin(callee)
  return isConverting && (isJoin(callee) || !node.arguments.every((argument) => isPrimitiveExpression(argument)))
}

/** An object is compared as the primitive that it makes; nothing is compared with `null` as it is. */
const LOOSE = new Set([ts.SyntaxKind.EqualsEqualsToken, ts.SyntaxKind.ExclamationEqualsToken])

function areBothPrimitive({ left, right }: ts.BinaryExpression): boolean {
  return isPrimitiveExpression(left) && isPrimitiveExpression(right)
}

function isNull(node: ts.Expression): boolean {
  const inner = unwrap(node)
  return inner.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(inner) && inner.text === 'undefined')
}

/** `&&=`, `||=` and `??=` convert nothing, nor does `=`. */
function isCompound(kind: ts.SyntaxKind): boolean {
  return (
    kind !== ts.SyntaxKind.EqualsToken &&
    kind !== ts.SyntaxKind.AmpersandAmpersandEqualsToken &&
    kind !== ts.SyntaxKind.BarBarEqualsToken &&
    kind !== ts.SyntaxKind.QuestionQuestionEqualsToken
  )
}

/** The elements of a list become texts. */
function isJoin(callee: ts.Expression): boolean {
  return isAccess(callee) && accessedName(callee) === 'join'
}

/** Constructs that throw where their value is null or undefined, or no object. */
export function mayFailToTakeApart(module: SourceModule, node: ts.Node): boolean {
  const isSure = (value: ts.Expression | undefined) => value !== undefined && isNeverNullish(module, unwrap(value))
  if (ts.isBindingElement(node)) return !ts.isIdentifier(node.name)
  if (ts.isVariableDeclaration(node)) return !ts.isIdentifier(node.name) && !isSure(node.initializer)
  if (ts.isForOfStatement(node) || ts.isSpreadElement(node)) return !isSure(node.expression)
  if (!ts.isBinaryExpression(node)) return false
  return (
    node.operatorToken.kind === ts.SyntaxKind.InKeyword || node.operatorToken.kind === ts.SyntaxKind.InstanceOfKeyword
  )
}
