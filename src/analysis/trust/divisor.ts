import { ts } from 'ts-morph'
import { unwrap } from '../../syntax/nodes'

/** Whether what is divided grows no larger: by a number that is written out, or the length of a list that is not empty. */
export function isAtLeastOne(divisor: ts.Expression): boolean {
  const node = unwrap(divisor)
  if (ts.isNumericLiteral(node)) return Number(node.text) >= 1
  if (!isLength(node)) return false
  for (let inner: ts.Node = divisor; !ts.isFunctionLike(inner) && inner.parent; inner = inner.parent) {
    const { parent } = inner
    if (!ts.isConditionalExpression(parent) || parent.condition === inner) continue
    if (excludesZero(unwrap(parent.condition), node.getText(), parent.whenTrue === inner)) return true
  }
  return false
}

function isLength(node: ts.Expression): boolean {
  return ts.isPropertyAccessExpression(node) && node.name.text === 'length' && isName(node.expression)
}

/** A name, or a member of one: nothing changes it from the condition to its use. */
function isName(node: ts.Expression): boolean {
  return ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && isName(node.expression))
}

/** `n`, `n > 0`, `n !== 0` where they hold; `!n`, `n === 0` where they do not. */
function excludesZero(test: ts.Expression, name: string, holds: boolean): boolean {
  if (ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken)
    return excludesZero(unwrap(test.operand), name, !holds)
  if (!ts.isBinaryExpression(test)) return holds && test.getText() === name
  const { left, right, operatorToken } = test
  if (unwrap(left).getText() !== name || unwrap(right).getText() !== '0') return false
  return (holds ? NOT_ZERO : ZERO).has(operatorToken.kind)
}

const NOT_ZERO: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
])

const ZERO: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsToken,
])
