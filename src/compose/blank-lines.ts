import type { Edit } from '../edit/edit'

/** What is added where something goes brings no blank line of its own, where one stands before what goes. */
export function withoutDoubleBlankLines(text: string, edits: readonly Edit[]): Edit[] {
  const ends = edits
    .filter((edit) => edit.text === '' && edit.rule === 'remove-unused')
    .filter(({ start }) => start === 0 || /\n[ \t]*\r?\n$/.test(text.slice(0, start)))
    .map(({ end }) => end)
  const done = new Set<number>()
  return edits.map((edit) => {
    const isFirst = edit.start === edit.end && ends.includes(edit.start) && !done.has(edit.start)
    if (!isFirst) return edit
    done.add(edit.start)
    return { ...edit, text: edit.text.replace(/^\r?\n/, '') }
  })
}
