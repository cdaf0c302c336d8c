import { ts } from 'ts-morph'
import type { Evaluator, Scope } from './evaluator'
import { isStringLike, literal, oneOf, parametersIn, text, UNDEFINED, type Value } from './value'

type Operation = ts.ConditionalExpression | ts.BinaryExpression | ts.PrefixUnaryExpression

export function isOperation(node: ts.Expression): node is Operation {
  return ts.isConditionalExpression(node) || ts.isBinaryExpression(node) || ts.isPrefixUnaryExpression(node)
}

/** `condition ? a : b`, `a || b`, `!a`; `undefined` for operators that no name and no choice is made with. */
export function operationOf(evaluator: Evaluator, scope: Scope, node: Operation): Value | undefined {
  if (ts.isConditionalExpression(node)) return conditionalOf(evaluator, scope, node)
  return ts.isBinaryExpression(node) ? binaryOf(evaluator, scope, node) : prefixOf(evaluator, scope, node)
}

/** `condition ? a : b`: the branch where the condition is known, else one of both. */
function conditionalOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.ConditionalExpression): Value {
  const condition = evaluator.evaluate(module, node.condition, frame)
  const truth = truthOf(condition)
  if (truth !== undefined) return evaluator.evaluate(module, truth ? node.whenTrue : node.whenFalse, frame)
  const branches = [node.whenTrue, node.whenFalse].map((branch) => evaluator.evaluate(module, branch, frame))
  return oneOf(branches, condition)
}

/** Operators that strings and choices are made with; `undefined` for all others. */
function binaryOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.BinaryExpression): Value | undefined {
  const left = () => evaluator.evaluate(module, node.left, frame)
  const right = () => evaluator.evaluate(module, node.right, frame)
  switch (node.operatorToken.kind) {
    case ts.SyntaxKind.PlusToken:
      return plus(left(), right())
    case ts.SyntaxKind.BarBarToken:
    case ts.SyntaxKind.BarBarEqualsToken:
      return otherwise(left(), (value) => !value, right)
    case ts.SyntaxKind.QuestionQuestionToken:
    case ts.SyntaxKind.QuestionQuestionEqualsToken:
      return otherwise(left(), (value) => value === null || value === undefined, right)
    case ts.SyntaxKind.AmpersandAmpersandToken:
      return and(left(), right)
    case ts.SyntaxKind.CommaToken:
    case ts.SyntaxKind.EqualsToken:
      return right()
    case ts.SyntaxKind.EqualsEqualsEqualsToken:
      return equal(left(), right(), true)
    case ts.SyntaxKind.ExclamationEqualsEqualsToken:
      return equal(left(), right(), false)
    default:
      return arithmetic(node.operatorToken.kind, left, right)
  }
}

/** `60 * 5`: numbers that are written as sums of others. */
function arithmetic(operator: ts.SyntaxKind, left: () => Value, right: () => Value): Value | undefined {
  const compute = ARITHMETIC.get(operator)
  if (!compute) return undefined
  const [first, second] = [left(), right()]
  if (first.kind !== 'literal' || second.kind !== 'literal') return undefined
  const [a, b] = [first.value, second.value]
  return typeof a === 'number' && typeof b === 'number' ? literal(compute(a, b)) : undefined
}

const ARITHMETIC: ReadonlyMap<ts.SyntaxKind, (a: number, b: number) => number> = new Map([
  [ts.SyntaxKind.MinusToken, (a, b) => a - b],
  [ts.SyntaxKind.AsteriskToken, (a, b) => a * b],
  [ts.SyntaxKind.SlashToken, (a, b) => a / b],
])

/** `!value`, `-1`. */
function prefixOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.PrefixUnaryExpression): Value | undefined {
  if (node.operator === ts.SyntaxKind.MinusToken) {
    const number = evaluator.evaluate(module, node.operand, frame)
    return number.kind === 'literal' && typeof number.value === 'number' ? literal(-number.value) : undefined
  }
  if (node.operator !== ts.SyntaxKind.ExclamationToken) return undefined
  const value = evaluator.evaluate(module, node.operand, frame)
  const truth = truthOf(value)
  return truth === undefined ? oneOf([literal(true), literal(false)], value) : literal(!truth)
}

/** Whether a value counts as true, where that is known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'literal':
      return !!value.value
    case 'object':
    case 'array':
    case 'function':
    case 'class':
    case 'instance':
      return true
    default:
      return undefined
  }
}

/** `left + right`, where it is a text or known. */
export function plus(left: Value, right: Value): Value | undefined {
  const [a, b] = [left, right].map((value) => (value.kind === 'literal' ? value.value : undefined))
  if (typeof a === 'number' && typeof b === 'number') return literal(a + b)
  return isStringLike(left) || isStringLike(right) ? text([left, right]) : undefined
}

function otherwise(first: Value, isSkipped: (value: unknown) => boolean, second: () => Value): Value {
  if (first.kind === 'literal') return isSkipped(first.value) ? second() : first
  return { kind: 'fallback', first, second: second() }
}

function and(left: Value, right: () => Value): Value {
  const truth = truthOf(left)
  if (truth !== undefined) return truth ? right() : left
  return oneOf([UNDEFINED, right()], left)
}

function equal(left: Value, right: Value, expected: boolean): Value | undefined {
  if (left.kind !== 'literal' || right.kind !== 'literal') {
    // not known yet, but once the parameter is bound it will be
    const by = [left, right].find((side) => parametersIn(side).length > 0)
    return by && oneOf([literal(true), literal(false)], by)
  }
  return literal((left.value === right.value) === expected)
}
