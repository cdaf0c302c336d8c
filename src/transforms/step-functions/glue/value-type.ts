import { ts } from 'ts-morph'
import { COMPARISONS, NUMERIC } from '../../../analysis/tables/json'
import { accessedName, isAccess, unwrapAwait } from '../../../syntax/nodes'
import type { JsonType } from '../expression'

/** Methods that only texts, numbers and dates have, and functions of the language: what they give is a text. */
const TEXTS =
  /^(String|encodeURIComponent|decodeURIComponent|to(Fixed|Precision|ISOString|UpperCase|LowerCase)|pad(Start|End)|trim(Start|End)?|replaceAll)$/

/** Of which type the value of an expression that stays JavaScript is, as far as its own form says, where it is never `undefined`. */
export function valueType(expression: ts.Expression): JsonType | undefined {
  const node = unwrapAwait(expression)
  if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return 'string'
  if (ts.isBinaryExpression(node)) {
    if (COMPARISONS.has(node.operatorToken.kind)) return 'boolean'
    const isSum = node.operatorToken.kind === ts.SyntaxKind.PlusToken
    return isSum && [node.left, node.right].some((side) => valueType(side) === 'string') ? 'string' : undefined
  }
  if (ts.isPrefixUnaryExpression(node)) return node.operator === ts.SyntaxKind.ExclamationToken ? 'boolean' : undefined
  if (!ts.isCallExpression(node)) return undefined
  const callee = unwrapAwait(node.expression)
  const name = ts.isIdentifier(callee) ? callee.text : isAccess(callee) ? accessedName(callee) : undefined
  if (name === undefined) return undefined
  if (TEXTS.test(name)) return 'string'
  const isTest = name === 'test' && isAccess(callee) && ts.isRegularExpressionLiteral(unwrapAwait(callee.expression))
  return isTest ? 'boolean' : undefined
}

/** Whether an expression gives a number, which may be none that JSON has. */
export function isNumber(expression: ts.Expression): boolean {
  const node = unwrapAwait(expression)
  if (ts.isBinaryExpression(node)) return NUMERIC.has(node.operatorToken.kind)
  if (ts.isPrefixUnaryExpression(node)) return node.operator !== ts.SyntaxKind.ExclamationToken
  const isCalled = ts.isCallExpression(node) && node.expression.getText().replace(/\s/g, '')
  return isCalled !== false && /^(Number|(Number\.)?parse(Int|Float)|Math\.\w+)$/.test(isCalled)
}
