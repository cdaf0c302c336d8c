import { compareNumbers } from '../comparison'
import type { Expression } from '../expression'

export type Literal = string | number | boolean | null

/** Variables whose values are known, and those that hold what can be read of the error that was caught last. */
export type Known = ReadonlyMap<string, Expression>

/** What an expression gives where everything that it reads is known. */
export function literalOf(expression: Expression, known: Known, failure?: Failure): Literal | undefined {
  const of = (inner: Expression) => literalOf(inner, known, failure)
  switch (expression.kind) {
    case 'literal':
      return expression.value
    case 'random':
      return failure?.random
    case 'variable': {
      const held = known.get(expression.name)
      return expression.path.length === 0 && held?.kind === 'literal' ? held.value : undefined
    }
    case 'not': {
      const value = of(expression.operand)
      return value === undefined ? undefined : !value
    }
    case 'equals': {
      const value = failure && isName(expression.left, known, failure) ? failure.name : of(expression.left)
      return value === undefined ? undefined : (value === expression.right) !== expression.negated
    }
    case 'compare':
      return numbers(of(expression.left), of(expression.right), (one, other) =>
        compareNumbers(expression.operator, one, other),
      )
    case 'arithmetic':
      return numbers(of(expression.left), of(expression.right), (one, other) =>
        calculated(expression.operator, one, other),
      )
    case 'logical':
      return logical(expression.operator, of(expression.left), () => of(expression.right))
    case 'conditional': {
      const test = of(expression.condition)
      return test === undefined ? undefined : of(test ? expression.whenTrue : expression.whenFalse)
    }
    case 'method':
      return rounded(expression.name, of(expression.subject), expression.arguments.map(of))
    default:
      return undefined
  }
}

/** Stands for every name that the code does not ask for. */
export const OTHER = '\u0000'

/** How a call fails. */
export interface Failure {
  /** Name of the error, or `OTHER`; `undefined` where nothing is known of it. */
  readonly name: string | undefined
  /** The variable that takes the error. */
  readonly variable: string | undefined
  /** What a random number is taken for. */
  readonly random: number
}

function isName(expression: Expression, known: Known, { variable }: Failure): boolean {
  if (expression.kind !== 'variable' || expression.path.join('.') !== 'name') return false
  const held = known.get(expression.name)
  const isCopy = held?.kind === 'variable' && held.name === variable && held.path.length === 0
  return expression.name === variable || isCopy
}

function numbers(
  one: Literal | undefined,
  other: Literal | undefined,
  use: (one: number, other: number) => Literal | undefined,
): Literal | undefined {
  return typeof one === 'number' && typeof other === 'number' ? use(one, other) : undefined
}

function calculated(operator: string, one: number, other: number): number | undefined {
  switch (operator) {
    case '+':
      return one + other
    case '-':
      return one - other
    case '*':
      return one * other
    case '/':
      return other === 0 ? undefined : one / other
    case '%':
      return other === 0 ? undefined : one % other
    default:
      return one ** other
  }
}

function logical(
  operator: 'and' | 'or' | 'nullish',
  left: Literal | undefined,
  right: () => Literal | undefined,
): Literal | undefined {
  if (left === undefined) return undefined
  if (operator === 'nullish') return left ?? right()
  return Boolean(left) === (operator === 'and') ? right() : left
}

function rounded(
  name: string,
  subject: Literal | undefined,
  values: readonly (Literal | undefined)[],
): number | undefined {
  const given = values.filter((value) => typeof value === 'number')
  if (name === 'max' || name === 'min') return given.length === values.length ? Math[name](...given) : undefined
  const isRounding = name === 'ceil' || name === 'floor' || name === 'abs'
  return isRounding && typeof subject === 'number' ? Math[name](subject) : undefined
}
