import type { KeptFunction, SplitFunction } from './candidates'

/** What a reader of the plan should know of the functions below a chain. */
export function splitNotes(key: string, splits: readonly SplitFunction[], kept: readonly KeptFunction[]): string[] {
  return [
    ...splits.map(
      ({ ref }) =>
        `${key}: what "${ref.function.key}" did is part of the workflow now, and the function is removed (--keep-callees keeps it, and calls it).`,
    ),
    ...kept.map((one) => `${key}: ${keptSentence(one)}`),
  ]
}

/** Why a function that calls others is called by a task. */
export function keptSentence({ ref, reasons }: KeptFunction): string {
  return `"${ref.function.key}" stays a function, although it calls others itself: ${reasons.join('; ')}.`
}
