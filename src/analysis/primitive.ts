import { ts } from 'ts-morph'
import { accessedName, isAccess, isFunctionNode, unwrap } from '../syntax/nodes'
import { ARITHMETIC, BOOLEAN_CALLS, COMPARISONS, NUMBERS, TEXT_CALLS } from './tables/json'

/** Whether an expression is a primitive, whatever the values in it are. */
export function isPrimitiveExpression(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (isPrimitiveByKind(node)) return true
  if (ts.isConditionalExpression(node))
    return isPrimitiveExpression(node.whenTrue) && isPrimitiveExpression(node.whenFalse)
  if (ts.isBinaryExpression(node)) {
    const kind = node.operatorToken.kind
    if (ARITHMETIC.has(kind) || COMPARISONS.has(kind)) return true
    return isPrimitiveExpression(node.left) && isPrimitiveExpression(node.right)
  }
  if (isAccess(node)) return accessedName(node) === 'length'
  if (ts.isIdentifier(node)) return /^(undefined|NaN|Infinity)$/.test(node.text)
  return ts.isCallExpression(node) && !isFunctionNode(node.expression) && isPrimitiveCall(node)
}

function isPrimitiveByKind(node: ts.Expression): boolean {
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return true
  return PRIMITIVES.has(node.kind)
}

const PRIMITIVES = new Set([
  ts.SyntaxKind.NumericLiteral,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.PostfixUnaryExpression,
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
])

function isPrimitiveCall(node: ts.CallExpression): boolean {
  const callee = unwrap(node.expression)
  const name = isAccess(callee) ? accessedName(callee) : ts.isIdentifier(callee) ? callee.text : undefined
  const text = callee.getText()
  return (
    (name !== undefined && (TEXT_CALLS.has(name) || BOOLEAN_CALLS.has(name))) ||
    NUMBERS.test(text) ||
    /^(Math\.\w+|Number(\.parse\w+)?|parseInt|parseFloat)$/.test(text)
  )
}
