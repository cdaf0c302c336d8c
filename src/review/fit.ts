/** A part of a document that must not grow beyond a size. */
export interface Part {
  /** What is left out, in words, where it is. */
  readonly what: string
  readonly head: string
  /** Lines that may be left out, the last ones first. */
  readonly lines: readonly string[]
  readonly tail: string
  /** Whether it stays, at least with its head; else it goes as a whole. */
  readonly isKept: boolean
}

/** Room for the sentence that says what is left out. */
const NOTICE = 400

/**
 * Parts as one text of `limit` characters at most: first the parts that may go are left out, the longest first; then
 * lines, from the longest part. The text ends with what is missing.
 */
export function fitted(parts: readonly Part[], limit: number): string {
  const whole = joined(parts)
  if (whole.length <= limit) return whole
  const budget = limit - NOTICE
  let kept = [...parts]
  const gone: string[] = []
  while (joined(kept).length > budget) {
    const longest = largest(kept.filter(({ isKept }) => !isKept))
    if (!longest) break
    kept = kept.filter((part) => part !== longest)
    gone.push(longest.what)
  }
  const shortened = kept.map((part) => ({ part, lines: [...part.lines] }))
  const text = () => joined(shortened.map(({ part, lines }) => ({ ...part, lines: cut(part, lines) })))
  for (let size = text().length; size > budget; size = text().length) {
    const longest = shortened.reduce((a, b) => (lengthOf(b.lines) > lengthOf(a.lines) ? b : a))
    if (longest.lines.length === 0) break
    // down to what fits, but never all at once: the next longest may have to give way too
    let excess = Math.min(size - budget, Math.ceil(lengthOf(longest.lines) / 2))
    while (excess > 0 && longest.lines.length > 0) excess -= (longest.lines.pop() ?? '').length + 1
  }
  const notice = `**This plan is too long for one comment.**${goneText(gone)} Run \`lambda-unchain plan\` to see all of it.`
  return `${text().slice(0, budget)}\n${notice}\n`
}

function goneText(gone: readonly string[]): string {
  if (gone.length === 0) return ''
  const shown = gone.length > 3 ? `${gone.slice(0, 2).join(', ')} and ${gone.length - 2} more diffs` : gone.join(', ')
  return ` Left out: ${shown.slice(0, 200)}.`
}

function cut(part: Part, lines: readonly string[]): readonly string[] {
  const missing = part.lines.length - lines.length
  return missing === 0 ? lines : [...lines, `… ${missing} more lines (${part.what}) are left out.`]
}

function joined(parts: readonly Part[]): string {
  return `${parts
    .map(({ head, lines, tail }) => `${head}${lines.join('\n')}${tail === '' ? '' : `\n${tail}`}`)
    .join('\n\n')}\n`
}

function largest(parts: readonly Part[]): Part | undefined {
  return parts.reduce<Part | undefined>(
    (best, part) => (best && best.head.length >= part.head.length ? best : part),
    undefined,
  )
}

function lengthOf(lines: readonly string[]): number {
  return lines.reduce((sum, line) => sum + line.length + 1, 0)
}
