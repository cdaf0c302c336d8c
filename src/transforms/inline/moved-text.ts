import type { ts } from 'ts-morph'
import { lineStart, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'

/** A stretch of the text of a file, and what stands there instead. */
export interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The text of statements that follow each other, with the comments above them, at another depth. */
export function movedText(
  module: SourceModule,
  statements: readonly ts.Statement[],
  column: string,
  edits: readonly TextEdit[] = [],
): string {
  const [first] = statements
  const last = statements.at(-1)
  if (!first || !last) return ''
  const { text, ast } = module
  const own = first.getStart(ast)
  const before = /^[ \t]*/.exec(text.slice(lineStart(text, own), own))?.[0] ?? ''
  const start = wholeLines(module, first).start
  let result = ''
  let at = start
  for (const edit of [...edits].sort((a, b) => a.start - b.start)) {
    if (edit.start < at || edit.end > last.end) continue
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  const whole = (result + text.slice(at, last.end)).trim()
  // a text of several lines must keep its own
  if (/`[^`]*\n[^`]*`/.test(whole)) return whole
  return whole
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(before) ? column + line.slice(before.length) : line))
    .join('\n')
}
