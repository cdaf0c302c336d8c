import type { FileChange, SourceEdit } from '../transforms/file-change'

/** Whether two edits do the same. */
export function sameEdit(a: SourceEdit, b: SourceEdit): boolean {
  return a.start === b.start && a.end === b.end && a.text === b.text
}

/** The edits, each once: any number of sites may ask for the adapter of one callee. */
export function distinctEdits(edits: readonly SourceEdit[]): SourceEdit[] {
  return edits.filter((edit, index) => edits.findIndex((other) => sameEdit(edit, other)) === index)
}

/** A change without the edits that others make already. */
export function withoutRepeats(change: FileChange, known: readonly FileChange[]): FileChange {
  const taken = known.flatMap((other) => other.edits)
  return { ...change, edits: change.edits.filter((edit) => !taken.some((other) => sameEdit(other, edit))) }
}

/** A change without some of its edits. */
export function withoutEdits(change: FileChange, taken: ReadonlySet<SourceEdit>): FileChange {
  return { ...change, edits: change.edits.filter((edit) => !taken.has(edit)) }
}
