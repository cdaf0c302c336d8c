import { ts } from 'ts-morph'
import { accessedName, isAccess, unwrap } from '../syntax/nodes'

/** A comparison of one expression with texts: it holds where the expression is one of them. */
export interface Comparison {
  readonly subject: ts.Expression
  readonly values: readonly string[]
}

/** Reads `kind === 'a'`, `kind === 'a' || kind === 'b'` and `['a', 'b'].includes(kind)`; `undefined` for anything else. */
export function comparisonOf(condition: ts.Expression): Comparison | undefined {
  const node = unwrap(condition)
  if (ts.isCallExpression(node)) return ofList(node)
  if (!ts.isBinaryExpression(node)) return undefined
  const operator = node.operatorToken.kind
  if (operator === ts.SyntaxKind.BarBarToken) return either(comparisonOf(node.left), comparisonOf(node.right))
  const isEqual = operator === ts.SyntaxKind.EqualsEqualsEqualsToken || operator === ts.SyntaxKind.EqualsEqualsToken
  if (!isEqual) return undefined
  const [left, right] = [unwrap(node.left), unwrap(node.right)]
  if (ts.isStringLiteralLike(right)) return { subject: left, values: [right.text] }
  return ts.isStringLiteralLike(left) ? { subject: right, values: [left.text] } : undefined
}

/** Whether two expressions are written alike. */
export function isWrittenAlike(one: ts.Expression, other: ts.Expression): boolean {
  const text = (node: ts.Expression) => unwrap(node).getText().replace(/\s+/g, '')
  return text(one) === text(other)
}

function either(one: Comparison | undefined, other: Comparison | undefined): Comparison | undefined {
  if (!one || !other || !isWrittenAlike(one.subject, other.subject)) return undefined
  return { subject: one.subject, values: [...one.values, ...other.values] }
}

function ofList({ expression, arguments: given }: ts.CallExpression): Comparison | undefined {
  if (!isAccess(expression) || accessedName(expression) !== 'includes') return undefined
  const list = unwrap(expression.expression)
  const [subject, ...others] = given
  if (!subject || others.length > 0 || !ts.isArrayLiteralExpression(list)) return undefined
  const values = list.elements.flatMap((element) => (ts.isStringLiteralLike(element) ? [element.text] : []))
  return values.length === list.elements.length && values.length > 0 ? { subject: unwrap(subject), values } : undefined
}
