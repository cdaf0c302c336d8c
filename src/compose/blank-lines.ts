import { byOffset, type Edit } from '../edit/edit'

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

/** Where the last statements of a file go, the blank lines before them go, too. */
export function withoutBlankEnd(text: string, edits: readonly Edit[]): Edit[] {
  const result = [...edits].sort(byOffset)
  let end = text.length
  for (let index = result.length - 1; index >= 0; index--) {
    const edit = result[index] as Edit
    if (edit.text !== '' || text.slice(edit.end, end).trim() !== '') break
    const before = result[index - 1]?.end ?? 0
    const start = Math.max(before, text.slice(0, edit.start).replace(/(^|\n)([ \t]*\r?\n)+$/, '$1').length)
    result[index] = { ...edit, start: Math.min(start, edit.start) }
    if (start > before) break
    end = start
  }
  return result
}

/** Where several statements go that follow each other, the blank lines around and between them do not meet. */
export function withoutMeetingBlankLines(text: string, edits: readonly Edit[]): Edit[] {
  const result = [...edits].sort(byOffset)
  let isRun = false
  let isBehindBlank = false
  for (const [index, edit] of result.entries()) {
    const next = result[index + 1]
    const isWholeLine = /(^|\n)$/.test(text.slice(0, edit.end))
    if (edit.text !== '' || !isWholeLine) {
      isRun = false
      continue
    }
    if (!isRun) isBehindBlank = /(^|\n[ \t]*\r?\n)$/.test(text.slice(0, edit.start))
    const gap = text.slice(edit.end, next?.start ?? text.length)
    const blank = /^([ \t]*\r?\n)+/.exec(gap)?.[0].length ?? 0
    if (isBehindBlank) result[index] = { ...edit, end: edit.end + blank }
    else isBehindBlank = blank > 0
    isRun = gap.trim() === ''
  }
  return result
}
