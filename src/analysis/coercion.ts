import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../syntax/bind'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isFunctionNode, unwrap } from '../syntax/nodes'
import { isNeverNullish } from './freshness'
import { ARITHMETIC, BOOLEAN_CALLS, COMPARISONS, NUMBERS, TEXT_CALLS } from './tables/json'

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
  if (ts.isTemplateExpression(node)) return node.templateSpans.some(({ expression }) => !isPrimitive(expression))
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind
    const isConverting =
      ARITHMETIC.has(kind) || RELATIONAL.has(kind) || (isAssignmentOperator(kind) && isCompound(kind))
    return isConverting && !(isPrimitive(node.left) && isPrimitive(node.right))
  }
  if (ts.isPrefixUnaryExpression(node))
    return node.operator !== ts.SyntaxKind.ExclamationToken && !isPrimitive(node.operand)
  if (ts.isElementAccessExpression(node)) return !isPrimitive(node.argumentExpression)
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  const isMath = isAccess(callee) && ts.isIdentifier(callee.expression) && callee.expression.text === 'Math'
  const isConverting = isMath || (ts.isIdentifier(callee) && CONVERTING.has(callee.text)) || isJoin(callee)
  return isConverting && (isJoin(callee) || !node.arguments.every((argument) => isPrimitive(argument)))
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

/** Whether an expression is a primitive, whatever the values in it are. */
function isPrimitive(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || ts.isTemplateExpression(node)) return true
  if (ts.isTypeOfExpression(node) || ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return true
  if (node.kind === ts.SyntaxKind.TrueKeyword || node.kind === ts.SyntaxKind.FalseKeyword) return true
  if (node.kind === ts.SyntaxKind.NullKeyword) return true
  if (ts.isConditionalExpression(node)) return isPrimitive(node.whenTrue) && isPrimitive(node.whenFalse)
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind
    return ARITHMETIC.has(kind) || COMPARISONS.has(kind) || (isPrimitive(node.left) && isPrimitive(node.right))
  }
  if (isAccess(node)) return accessedName(node) === 'length'
  if (ts.isIdentifier(node)) return /^(undefined|NaN|Infinity)$/.test(node.text)
  if (!ts.isCallExpression(node) || isFunctionNode(node.expression)) return false
  const callee = unwrap(node.expression)
  const name = isAccess(callee) ? accessedName(callee) : ts.isIdentifier(callee) ? callee.text : undefined
  const text = callee.getText()
  return (
    (name !== undefined && (TEXT_CALLS.has(name) || BOOLEAN_CALLS.has(name))) ||
    NUMBERS.test(text) ||
    /^(Math\.\w+|Number(\.parse\w+)?|parseInt|parseFloat)$/.test(text)
  )
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
