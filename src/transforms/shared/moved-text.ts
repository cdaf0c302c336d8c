import type { ts } from 'ts-morph'
import { endWithComment, lineStart, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { indentAt } from '../../syntax/style'

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
  return atDepth((result + text.slice(at, endWithComment(module, last))).trim(), before, column)
}

/** The text of something that stood at one depth, at another: the white space that its lines begin with. */
export function atDepth(text: string, from: string, to: string): string {
  // a text of several lines must keep its own
  if (/`[^`]*\n[^`]*`/.test(text)) return text
  return text
    .split('\n')
    .map((line, index) => (isMoved(line, index, from) ? to + line.slice(from.length) : line))
    .join('\n')
}

function isMoved(line: string, index: number, from: string): boolean {
  return index > 0 && line.startsWith(from) && line.trim() !== ''
}

/** The text of an expression, as if the line that it begins in stood at the margin. */
export function atMargin({ text, ast }: SourceModule, node: ts.Node): string {
  return atDepth(node.getText(ast), indentAt(text, node.getStart(ast)), '')
}

/** A text that stood at the margin, where it begins in a line of another depth. */
export function fromMargin(text: string, column: string): string {
  return atDepth(text, '', column)
}

/** The text of one statement at another depth, with an expression replaced. */
export function movedStatement(
  { text, ast }: SourceModule,
  statement: ts.Statement,
  column: string,
  use: { readonly value: ts.Expression; readonly text: string } | undefined,
): string {
  const start = statement.getStart(ast)
  const own = use
    ? text.slice(start, use.value.getStart(ast)) + use.text + text.slice(use.value.end, statement.end)
    : text.slice(start, statement.end)
  const before = /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? ''
  return atDepth(own, before, column)
}
