import { ts } from 'ts-morph'
import { unwrap } from '../../syntax/nodes'
import { classOf } from './error-classes'
import type { ArithmeticOperator, ComparisonOperator, Expression } from './expression'
import { typeOf } from './facts'
import { refusedText } from './http-texts'
import { LARGEST_EXPONENT } from './jsonata-operators'
import { readExpression } from './read-expression'
import {
  declarationOf,
  type Position,
  placeText,
  type ReadScope,
  shortText,
  UNREADABLE,
  unreadable,
} from './read-scope'

const EQUALITY = new Map<ts.SyntaxKind, { negated: boolean; strict: boolean }>([
  [ts.SyntaxKind.EqualsEqualsEqualsToken, { negated: false, strict: true }],
  [ts.SyntaxKind.ExclamationEqualsEqualsToken, { negated: true, strict: true }],
  [ts.SyntaxKind.EqualsEqualsToken, { negated: false, strict: false }],
  [ts.SyntaxKind.ExclamationEqualsToken, { negated: true, strict: false }],
])

const LOGICAL = new Map<ts.SyntaxKind, 'and' | 'or' | 'nullish'>([
  [ts.SyntaxKind.AmpersandAmpersandToken, 'and'],
  [ts.SyntaxKind.BarBarToken, 'or'],
  [ts.SyntaxKind.QuestionQuestionToken, 'nullish'],
])

const COMPARISON = new Map<ts.SyntaxKind, ComparisonOperator>([
  [ts.SyntaxKind.LessThanToken, '<'],
  [ts.SyntaxKind.LessThanEqualsToken, '<='],
  [ts.SyntaxKind.GreaterThanToken, '>'],
  [ts.SyntaxKind.GreaterThanEqualsToken, '>='],
])

const ARITHMETIC = new Map<ts.SyntaxKind, ArithmeticOperator>([
  [ts.SyntaxKind.PlusToken, '+'],
  [ts.SyntaxKind.MinusToken, '-'],
  [ts.SyntaxKind.AsteriskToken, '*'],
  [ts.SyntaxKind.SlashToken, '/'],
  [ts.SyntaxKind.PercentToken, '%'],
  [ts.SyntaxKind.AsteriskAsteriskToken, '**'],
])

/** The operator of `+=` and its kin, and `++`. */
export const COMPOUND = new Map<ts.SyntaxKind, ts.SyntaxKind>([
  [ts.SyntaxKind.PlusEqualsToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusEqualsToken, ts.SyntaxKind.MinusToken],
  [ts.SyntaxKind.AsteriskEqualsToken, ts.SyntaxKind.AsteriskToken],
  [ts.SyntaxKind.SlashEqualsToken, ts.SyntaxKind.SlashToken],
  [ts.SyntaxKind.PercentEqualsToken, ts.SyntaxKind.PercentToken],
  [ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.PlusToken],
  [ts.SyntaxKind.MinusMinusToken, ts.SyntaxKind.MinusToken],
  [ts.SyntaxKind.BarBarEqualsToken, ts.SyntaxKind.BarBarToken],
  [ts.SyntaxKind.AmpersandAmpersandEqualsToken, ts.SyntaxKind.AmpersandAmpersandToken],
  [ts.SyntaxKind.QuestionQuestionEqualsToken, ts.SyntaxKind.QuestionQuestionToken],
])

/** `left operator right` of two values that are read already. */
export function combined(
  operator: ts.SyntaxKind,
  left: Expression,
  right: Expression,
  at: string,
): Expression | undefined {
  const logical = LOGICAL.get(operator)
  if (logical === 'nullish' && left.kind === 'undefined') return right
  if (logical === 'nullish' && left.kind === 'literal' && left.value !== null) return left
  if (logical) return { kind: 'logical', operator: logical, left, right }
  const arithmetic = ARITHMETIC.get(operator)
  return arithmetic && { kind: 'arithmetic', operator: arithmetic, left, right, at }
}

export function readUnary(scope: ReadScope, node: ts.PrefixUnaryExpression | ts.TypeOfExpression): Expression {
  if (ts.isTypeOfExpression(node)) {
    const operand = readExpression(scope, node.expression, 'looked-at')
    return operand === UNREADABLE ? operand : { kind: 'typeof', operand }
  }
  const operand = readExpression(scope, node.operand, 'looked-at')
  if (operand === UNREADABLE) return UNREADABLE
  const at = placeText(scope, node)
  if (node.operator === ts.SyntaxKind.MinusToken && refusedText(scope, node, [node.operand])) return UNREADABLE
  if (node.operator === ts.SyntaxKind.ExclamationToken) return { kind: 'not', operand }
  if (node.operator === ts.SyntaxKind.MinusToken)
    return { kind: 'arithmetic', operator: '-', left: { kind: 'literal', value: 0 }, right: operand, at }
  if (node.operator === ts.SyntaxKind.PlusToken)
    return { kind: 'method', name: 'number', subject: operand, arguments: [], isForJson: false, at }
  return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
}

export function readBinary(scope: ReadScope, node: ts.BinaryExpression, position: Position): Expression {
  const operator = node.operatorToken.kind
  const at = placeText(scope, node)
  if (operator === ts.SyntaxKind.InstanceOfKeyword) return instance(scope, node)
  if (LOGICAL.has(operator)) {
    const left = readExpression(scope, node.left, 'looked-at')
    const right = scope.conditionally(() => readExpression(scope, node.right, position))
    return combined(operator, left, right, at) ?? UNREADABLE
  }
  const comparison = COMPARISON.get(operator)
  const equality = EQUALITY.get(operator)
  if (!comparison && !equality && !ARITHMETIC.has(operator))
    return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
  const left = readExpression(scope, node.left, 'looked-at')
  const right = readExpression(scope, node.right, 'looked-at')
  if (left === UNREADABLE || right === UNREADABLE) return UNREADABLE
  if (isNumeric(operator, left, right) && refusedText(scope, node, [node.left, node.right])) return UNREADABLE
  if (comparison) return { kind: 'compare', operator: comparison, left, right, at }
  if (operator === ts.SyntaxKind.AsteriskAsteriskToken) return power(scope, node, left, right)
  return equality
    ? equal(scope, node, { ...equality, left, right, at })
    : (combined(operator, left, right, at) ?? UNREADABLE)
}

/** Whether an operator makes numbers of texts: `+` makes texts of numbers, and two texts are compared as such. */
export function isNumeric(operator: ts.SyntaxKind, left: Expression, right: Expression): boolean {
  if (operator === ts.SyntaxKind.PlusToken) return false
  if (ARITHMETIC.has(operator)) return true
  const isLoose = EQUALITY.get(operator)?.strict === false
  return (COMPARISON.has(operator) || isLoose) && [left, right].some((side) => typeOf(side) === 'number')
}

/** `2 ** n`, `Math.pow(2, n)` of a base between 1 and 1000. */
export function power(scope: ReadScope, node: ts.Node, left: Expression, right: Expression): Expression {
  const base = left.kind === 'literal' ? left.value : undefined
  const isKnown = typeof base === 'number' && base >= 1 && base <= 1000
  const isSmall =
    right.kind !== 'literal' || (typeof right.value === 'number' && Math.abs(right.value) <= LARGEST_EXPONENT)
  if (!isKnown || !isSmall) return unreadable(scope, node, `"${shortText(node)}" has no exact form`)
  return { kind: 'arithmetic', operator: '**', left, right, at: placeText(scope, node) }
}

interface Equality {
  readonly left: Expression
  readonly right: Expression
  readonly negated: boolean
  readonly strict: boolean
  readonly at: string
}

function equal(scope: ReadScope, node: ts.Node, { left, right, negated, strict, at }: Equality): Expression {
  const isConstant = ({ kind }: Expression) => kind === 'literal' || kind === 'undefined'
  const [value, constant] = isConstant(right) ? [left, right] : [right, left]
  const isNothing = constant.kind === 'undefined' || (constant.kind === 'literal' && constant.value === null)
  if (!strict && isNothing) return { kind: 'nullish', operand: value, negated }
  if (constant.kind === 'undefined') return { kind: 'absent', operand: value, negated }
  if (strict && constant.kind === 'literal') return { kind: 'equals', left: value, right: constant.value, negated }
  if (strict) return { kind: 'same', left, right, negated, at }
  if (constant.kind === 'literal' && (typeof constant.value === 'string' || typeof constant.value === 'number'))
    return { kind: 'loose', left: value, right: constant.value, negated, at }
  return unreadable(scope, node, `"${shortText(node)}" compares loosely: use "==="`)
}

/** `error instanceof X` of a caught error. */
function instance(scope: ReadScope, node: ts.BinaryExpression): Expression {
  const subject = unwrap(node.left)
  const declaration = ts.isIdentifier(subject) ? declarationOf(scope, subject) : undefined
  const variable = declaration && scope.errors.get(declaration)
  const type = unwrap(node.right)
  const name = variable !== undefined && ts.isIdentifier(type) ? classOf(scope, type) : undefined
  // what a call fails with is no instance of a class of the handler, whatever its name
  if (variable === undefined || name?.name !== 'Error' || name.isShared)
    return unreadable(
      scope,
      node,
      `"${shortText(node)}" asks for a class, which JSON does not have: ask for "error.name"`,
    )
  return { kind: 'literal', value: true }
}
