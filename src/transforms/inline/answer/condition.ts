import { ts } from 'ts-morph'
import { unwrap } from '../../../syntax/nodes'

/** What part of the answer of an invocation an expression holds. */
export type Role = 'response' | 'FunctionError' | 'Payload' | 'StatusCode' | 'sdk-error'

/**
 * What a condition about the answer asks, where the callee is a function that is called: `failure`, whether the callee
 * failed; `success`, whether it did not; `always` and `never`, what an invocation always answers with, or never.
 */
export type Question = 'failure' | 'success' | 'always' | 'never'

const NEGATED: Readonly<Record<Question, Question>> = {
  failure: 'success',
  success: 'failure',
  always: 'never',
  never: 'always',
}

/** Reads a condition; `undefined` where it asks for anything else, too. */
export function questionOf(
  condition: ts.Expression,
  roleOf: (node: ts.Expression) => Role | undefined,
): Question | undefined {
  const node = unwrap(condition)
  const role = roleOf(node)
  if (role) return truthOf(role)
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = questionOf(node.operand, roleOf)
    return inner && NEGATED[inner]
  }
  if (ts.isCallExpression(node) && node.expression.getText() === 'Boolean' && node.arguments.length === 1)
    return questionOf(node.arguments[0] as ts.Expression, roleOf)
  if (!ts.isBinaryExpression(node)) return undefined
  const operator = node.operatorToken.kind
  if (operator === ts.SyntaxKind.BarBarToken)
    return either(questionOf(node.left, roleOf), questionOf(node.right, roleOf))
  if (operator === ts.SyntaxKind.AmpersandAmpersandToken) {
    const [left, right] = [questionOf(node.left, roleOf), questionOf(node.right, roleOf)]
    const none = left && right && either(NEGATED[left], NEGATED[right])
    return none && NEGATED[none]
  }
  return comparison(node, roleOf)
}

/** An invocation that is waited for always answers with 200 and a payload, whether the function fails or not. */
function truthOf(role: Role): Question {
  if (role === 'sdk-error') return 'never'
  return role === 'FunctionError' ? 'failure' : 'always'
}

function either(left: Question | undefined, right: Question | undefined): Question | undefined {
  if (!left || !right) return undefined
  if (left === 'always' || right === 'always') return 'always'
  if (left === 'never') return right
  return right === 'never' || left === right ? left : 'always'
}

/** `response.FunctionError !== undefined`, `response.StatusCode !== 200`. */
function comparison(
  { left, operatorToken, right }: ts.BinaryExpression,
  roleOf: (node: ts.Expression) => Role | undefined,
): Question | undefined {
  const role = roleOf(unwrap(left))
  if (!role) return undefined
  const other = unwrap(right)
  const operator = operatorToken.getText()
  if (role === 'StatusCode') return ts.isNumericLiteral(other) ? status(operator, Number(other.text)) : undefined
  const isEqual = /^===?$/.test(operator)
  if (!isEqual && !/^!==?$/.test(operator)) return undefined
  // every error of a function of Node is told by this word
  const isWord = role === 'FunctionError' && ts.isStringLiteralLike(other) && other.text === 'Unhandled'
  if (isWord) return isEqual ? 'failure' : 'success'
  const isNull = other.kind === ts.SyntaxKind.NullKeyword
  const isNothing = isNull || (ts.isIdentifier(other) && other.text === 'undefined')
  // a member that is not there is undefined, and not null
  const isStrictNull = isNull && operator.length === 3
  if (!isNothing || isStrictNull) return undefined
  return isEqual ? NEGATED[truthOf(role)] : truthOf(role)
}

function status(operator: string, other: number): Question | undefined {
  const results: Readonly<Record<string, boolean>> = {
    '===': other === 200,
    '==': other === 200,
    '!==': other !== 200,
    '!=': other !== 200,
    '<': other > 200,
    '<=': other >= 200,
    '>': other < 200,
    '>=': other <= 200,
  }
  const result = results[operator]
  return result === undefined ? undefined : result ? 'always' : 'never'
}
