import { compareNumbers } from './comparison'
import type { ComparisonOperator, Expression, ExpressionOf } from './expression'
import { isWhole, typeOf } from './facts'
import type { Guard } from './guards'
import type { Writing } from './jsonata'
import {
  ATOM,
  all,
  atom,
  choice,
  comparison,
  inside,
  isOf,
  literalText,
  not,
  type Piece,
  PRODUCT,
  SUM,
} from './jsonata-pieces'
import { mayLeaveRange } from './number-range'

export const LARGEST_EXPONENT = 100

/** `<` and its kin: JSONata compares numbers with numbers and texts with texts, as JavaScript does. */
export function compare(writing: Writing, { operator, left, right, at }: ExpressionOf<'compare'>): Piece {
  const types = [typeOf(left), typeOf(right)]
  const test = (one: Piece, other: Piece) => comparison(`${inside(one, SUM)} ${operator} ${inside(other, SUM)}`)
  const [own] = types
  if (own && own === types[1] && ['number', 'string'].includes(own))
    return test(writing.valueOf(left), writing.valueOf(right))
  const literal = [left, right].find(({ kind }) => kind === 'literal')
  return writing.named([writing.valueOf(left), writing.valueOf(right)], (one, other) => {
    const known = types.find((type) => type === 'number' || type === 'string')
    const open = [left, right].flatMap((side, index) =>
      typeOf(side) === known && known ? [] : [index === 0 ? one : other],
    )
    const isComparable =
      known === undefined
        ? all(comparison(`$type(${one.text}) = $type(${other.text})`), isOf(one, 'number', 'string'))
        : all(...open.map((piece) => isOf(piece, known)))
    const absent = open.map((piece) => atom(`$exists(${piece.text})`))
    const [subject] = open
    const ofNull =
      subject && known === 'number' && literal?.kind === 'literal'
        ? choice(
            comparison(`${subject.text} = null`),
            atom(String(comparedNull(operator, left, right))),
            writing.fails(at),
          )
        : writing.fails(at)
    return choice(isComparable, test(one, other), choice(all(...absent), ofNull, atom('false')))
  })
}

/** `null` is compared as zero. */
function comparedNull(operator: ComparisonOperator, left: Expression, right: Expression): boolean {
  const one = left.kind === 'literal' ? Number(left.value) : 0
  const other = right.kind === 'literal' ? Number(right.value) : 0
  return compareNumbers(operator, one, other)
}

/** `===` of two values: objects are compared by identity, which a workflow does not know. */
export function same(writing: Writing, { left, right, negated, at }: ExpressionOf<'same'>): Piece {
  const test = writing.named([writing.valueOf(left), writing.valueOf(right)], (one, other) => {
    const equal = comparison(`${inside(one, SUM)} = ${inside(other, SUM)}`)
    if ([left, right].some(isScalar)) return equal
    const areBoth = all(isOf(one, 'object', 'array'), isOf(other, 'object', 'array'))
    const whole = writing.isDefined(left)
      ? equal
      : choice(atom(`$exists(${one.text})`), equal, not(atom(`$exists(${other.text})`)))
    return choice(areBoth, writing.fails(at), whole)
  })
  return negated ? not(test) : test
}

/** `==` with a literal: numbers and texts are converted. */
export function loose(writing: Writing, { left, right, negated, at }: ExpressionOf<'loose'>): Piece {
  const test = writing.named([writing.valueOf(left)], (value) => {
    const equal = comparison(`${value.text} = ${literalText(right)}`)
    const isNever = typeof right === 'string' && Number.isNaN(Number(right))
    const converted = isNever
      ? ['array', 'object']
      : ['array', 'object', 'boolean', typeof right === 'string' ? 'number' : 'string']
    return choice(isOf(value, ...converted), writing.fails(at), equal)
  })
  return negated ? not(test) : test
}

/** Arithmetic of numbers; `+` of texts puts them together. */
export function arithmetic(writing: Writing, expression: ExpressionOf<'arithmetic'>): Piece {
  const { operator, left, right, at } = expression
  const types = [typeOf(left), typeOf(right)]
  if (operator === '+' && types.includes('string')) return textOf(writing, { kind: 'text', parts: [left, right], at })
  if (mayLeaveRange(expression)) writing.limits(at, 'range')
  if (operator === '**') return power(writing, left, right, at)
  const pieces = [writing.valueOf(left), writing.valueOf(right)]
  const isNonZero = right.kind === 'literal' && right.value !== 0
  const isDivision = operator === '/' || operator === '%'
  if (types.every((type) => type === 'number') && (!isDivision || isNonZero))
    return operation(operator, pieces[0] as Piece, pieces[1] as Piece)
  return writing.named(pieces, (one, other) => {
    const areNumbers = all(
      types[0] === 'number' ? undefined : isOf(one, 'number'),
      types[1] === 'number' ? undefined : isOf(other, 'number'),
      isDivision && !isNonZero ? comparison(`${other.text} != 0`) : undefined,
    )
    const guards: Guard[] = [
      ...(types.every((type) => type === 'number') ? [] : (['types'] as const)),
      ...(isDivision && !isNonZero ? (['zero'] as const) : []),
    ]
    const isText = [one, other].flatMap((piece, index) =>
      types[index] === 'number' ? [] : [isOf(piece, 'string').text],
    )
    const texts: Piece = { text: isText.join(' or '), rank: 1 }
    const otherwise =
      operator === '+'
        ? choice(
            texts,
            joined([scalarText(writing, left, one, at), scalarText(writing, right, other, at)]),
            writing.fails(at, ...guards),
          )
        : writing.fails(at, ...guards)
    return choice(areNumbers, operation(operator, one, other), otherwise)
  })
}

/** Powers are finite where the exponent is small: JSONata fails for others. */
function power(writing: Writing, base: Expression, exponent: Expression, at: string): Piece {
  return writing.named([writing.valueOf(exponent)], (value) => {
    const raised = atom(`$power(${writing.valueOf(base).text}, ${value.text})`)
    if (exponent.kind === 'literal') return raised
    const isSmall = all(isOf(value, 'number'), comparison(`$abs(${value.text}) <= ${LARGEST_EXPONENT}`))
    const guards = typeOf(exponent) === 'number' ? (['exponent'] as const) : (['exponent', 'types'] as const)
    return choice(isSmall, raised, writing.fails(at, ...guards))
  })
}

function operation(operator: string, one: Piece, other: Piece): Piece {
  const rank = operator === '+' || operator === '-' ? SUM : PRODUCT
  return { text: `${inside(one, rank)} ${operator} ${inside(other, rank + 1)}`, rank }
}

/** A template: texts, and what becomes a text. */
export function textOf(writing: Writing, { parts, at }: Pick<ExpressionOf<'text'>, 'kind' | 'parts' | 'at'>): Piece {
  const pieces = parts.map((part) => {
    const piece = writing.valueOf(part)
    return isPlainText(part)
      ? asText(part, piece)
      : writing.named([piece], (value) => scalarText(writing, part, value, at))
  })
  return joined(pieces)
}

function joined(pieces: readonly Piece[]): Piece {
  const [only, ...others] = pieces
  if (!only) return atom("''")
  return others.length === 0 ? only : { text: pieces.map((piece) => inside(piece, ATOM)).join(' & '), rank: SUM }
}

/** JSONata writes numbers with fifteen digits, and lists and objects as JSON. */
export function scalarText(writing: Writing, part: Expression, value: Piece, at: string): Piece {
  if (isPlainText(part)) return asText(part, value)
  const type = typeOf(part)
  const isOdd =
    type === 'number'
      ? comparison(`$number($string(${value.text})) != ${inside(value, SUM)}`)
      : {
          text: `$type(${value.text}) in ['array', 'object'] or $type(${value.text}) = 'number' and $number($string(${value.text})) != ${value.text}`,
          rank: 1,
        }
  const guards = type === 'number' ? (['digits'] as const) : (['digits', 'types'] as const)
  const text = choice(isOdd, writing.fails(at, ...guards), atom(`$string(${value.text})`))
  return writing.isDefined(part) ? text : choice(atom(`$exists(${value.text})`), text, atom("'undefined'"))
}

/** Whether the text of a value needs no care. */
function isPlainText(part: Expression): boolean {
  const type = typeOf(part)
  return part.kind === 'literal' || type === 'string' || type === 'boolean' || type === 'null' || isWhole(part)
}

function asText(part: Expression, value: Piece): Piece {
  if (typeOf(part) === 'string') return value
  return part.kind === 'literal' ? atom(literalText(String(part.value))) : atom(`$string(${value.text})`)
}

function isScalar(side: Expression): boolean {
  const type = typeOf(side)
  return type !== undefined && type !== 'array' && type !== 'object'
}
