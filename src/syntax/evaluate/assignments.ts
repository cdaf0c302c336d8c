import { ts } from 'ts-morph'
import { isAccess, unwrap } from '../nodes'

/** Operators that assign only where there is nothing yet, or something: `client ??= new Client()`. */
const LOGICAL: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
])

/** Something that may be assigned to, and what an assignment gives it beside what it was before. */
export interface Assignment {
  readonly target: ts.Expression
  readonly value: ts.Expression
}

/**
 * `target = value`, `target ??= value`; of `target = target || value` it is the value alone, for what the target was before
 * is what another assignment gave it. `undefined` for what computes with what was there: `target += value`.
 */
export function assignmentOf(node: ts.Node): Assignment | undefined {
  if (!ts.isBinaryExpression(node)) return undefined
  const { left: target, right, operatorToken } = node
  if (isLogicalAssignment(node)) return { target, value: right }
  if (operatorToken.kind !== ts.SyntaxKind.EqualsToken) return undefined
  return { target, value: besideItself(target, right) }
}

/** `target ??= value`: what was there may stay. */
export function isLogicalAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return LOGICAL.has(operatorToken.kind)
}

function besideItself(target: ts.Expression, value: ts.Expression): ts.Expression {
  const inner = unwrap(value)
  if (ts.isConditionalExpression(inner)) {
    if (isSame(target, unwrap(inner.whenTrue))) return inner.whenFalse
    return isSame(target, unwrap(inner.whenFalse)) ? inner.whenTrue : value
  }
  if (!ts.isBinaryExpression(inner)) return value
  const { kind } = inner.operatorToken
  const isChoice = kind === ts.SyntaxKind.BarBarToken || kind === ts.SyntaxKind.QuestionQuestionToken
  return isChoice && isSame(target, unwrap(inner.left)) ? inner.right : value
}

/** Whether two expressions of one statement mean the same variable or field. */
function isSame(one: ts.Expression, other: ts.Expression): boolean {
  if (one.kind === ts.SyntaxKind.ThisKeyword) return other.kind === ts.SyntaxKind.ThisKeyword
  if (ts.isIdentifier(one)) return ts.isIdentifier(other) && one.text === other.text
  if (!isAccess(one) || !isAccess(other)) return false
  return isSame(one.expression, other.expression) && keyText(one) === keyText(other)
}

function keyText(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): string {
  return ts.isPropertyAccessExpression(node) ? node.name.text : node.argumentExpression.getText()
}
