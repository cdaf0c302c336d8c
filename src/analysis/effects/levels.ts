import type { Put } from './summary'

/** No level of a value, or deeper than all. */
export const NEVER = Number.POSITIVE_INFINITY

/** The least of some levels. */
export function least(levels: readonly number[]): number {
  return Math.min(NEVER, ...levels)
}

/** What is put into a part that stands so many steps below a value. */
export function below({ shared, passed }: Put, steps: number): Put {
  return { shared: shared + steps, passed: passed + steps }
}
