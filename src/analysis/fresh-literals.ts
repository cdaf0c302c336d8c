import { ts } from 'ts-morph'
import { unwrap } from '../syntax/nodes'

/** Expressions that are texts, numbers, booleans or `null` as they stand there. */

export function isFreshKeyword(node: ts.Node): boolean {
  return [ts.SyntaxKind.TrueKeyword, ts.SyntaxKind.FalseKeyword, ts.SyntaxKind.NullKeyword].includes(node.kind)
}

export function isPrimitiveLiteral(node: ts.Expression): boolean {
  const inner = unwrap(node)
  return ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner) || isFreshKeyword(inner)
}

export function isText(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)
}

/** `!value`, `-1`: not `-0`, which JSON writes without its sign. */
export function isFreshOperation({ operator, operand }: ts.PrefixUnaryExpression): boolean {
  if (operator === ts.SyntaxKind.ExclamationToken) return true
  return operator === ts.SyntaxKind.MinusToken && ts.isNumericLiteral(operand) && Number(operand.text) !== 0
}
