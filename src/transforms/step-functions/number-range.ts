import type { Expression, ExpressionOf } from './expression'
import { isWhole } from './facts'

/** What `isWhole` counts with is below this in all the rounds that an execution can have. */
const LARGEST_WHOLE = 1e16

/** Added to the largest number, or taken from it, this is lost: half of the distance to its neighbour is 1e292. */
const LOST = 1e290

/**
 * Whether arithmetic of numbers may give one beyond 1.8e308: `null` in JSON, and the text `"Infinity"` for Step Functions
 * (measured with TestState).
 */
export function mayLeaveRange({ operator, left, right }: ExpressionOf<'arithmetic'>): boolean {
  const sizes = [sizeOf(left), sizeOf(right)] as const
  switch (operator) {
    case '%':
      return false
    case '+':
    case '-':
      return Math.min(...sizes) >= LOST
    case '*':
      return Math.min(...sizes) > 1 && sizes[0] * sizes[1] > Number.MAX_VALUE
    case '/':
      return !isWhole(right) && !(right.kind === 'literal' && sizes[1] >= 1)
    case '**':
      return true
  }
}

/** How far from zero a number is at most. */
function sizeOf(expression: Expression): number {
  if (expression.kind === 'literal') return Math.abs(Number(expression.value))
  if (isWhole(expression)) return LARGEST_WHOLE
  if (expression.kind === 'conditional') return Math.max(sizeOf(expression.whenTrue), sizeOf(expression.whenFalse))
  if (expression.kind !== 'arithmetic' || mayLeaveRange(expression)) return Number.POSITIVE_INFINITY
  const { operator, left, right } = expression
  const [one, other] = [sizeOf(left), sizeOf(right)]
  if (operator === '%') return other
  if (operator === '/') return one
  return operator === '*' ? one * other : one + other
}
