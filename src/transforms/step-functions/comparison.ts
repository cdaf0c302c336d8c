import type { ComparisonOperator } from './expression'

/** What an operator that orders says of two numbers. */
export function compareNumbers(operator: ComparisonOperator, one: number, other: number): boolean {
  switch (operator) {
    case '<':
      return one < other
    case '<=':
      return one <= other
    case '>':
      return one > other
    case '>=':
      return one >= other
  }
}
