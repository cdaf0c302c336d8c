/**
 * The one kind of change to an existing file: replace `[start, end)` of its text. Every byte that no edit covers stays
 * as it is. Offsets are UTF-16 offsets into the original text; a plan document carries byte offsets.
 */
export interface Edit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
  /** What asked for it: the transform or the clean-up rule. */
  readonly rule: string
  /** Why, for people. */
  readonly reason: string
  /** Sites that need it; it goes when all of them go. */
  readonly sites: readonly number[]
}

/** Order in which edits stand in a plan. Insertions at one place keep the order in which they were made. */
export function byOffset(a: Edit, b: Edit): number {
  return a.start - b.start || a.end - b.end
}

/** Applies edits of one file. They must not overlap. */
export function applyEdits(text: string, edits: readonly Edit[]): string {
  let result = ''
  let at = 0
  for (const edit of [...edits].sort(byOffset)) {
    if (edit.start < at) throw new RangeError(`Edits overlap at ${edit.file}:${edit.start}.`)
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  return result + text.slice(at)
}

/** Pairs of edits that want the same text. Two insertions at one place do not conflict. */
export function findOverlaps(edits: readonly Edit[]): [Edit, Edit][] {
  const sorted = [...edits].sort(byOffset)
  const overlaps: [Edit, Edit][] = []
  for (let index = 1; index < sorted.length; index++) {
    const before = sorted[index - 1] as Edit
    const after = sorted[index] as Edit
    if (after.start < before.end) overlaps.push([before, after])
  }
  return overlaps
}
