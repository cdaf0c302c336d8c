import type { ts } from 'ts-morph'
import type { SourceModule } from './module'
import type { Range } from './nodes'

/**
 * The lines that go with a statement: its own, the comments directly above it, and one of two blank lines that would
 * meet. A comment at the head of the file stays: it speaks of the file.
 */
export function wholeLines({ text, ast }: SourceModule, node: ts.Node): Range {
  const start = commentStart(text, lineStart(text, node.getStart(ast)), ast)
  const ownEnd = endOf(text, node.end)
  const end = lineAfter(text, ownEnd)
  // something else on the same line: only the node goes
  if (text.slice(lineStart(text, node.getStart(ast)), node.getStart(ast)).trim() !== '')
    return { start: node.getStart(ast), end: ownEnd }
  if (!/^[ \t]*(;|\/\/[^\n]*)?\r?\n?$/.test(text.slice(ownEnd, end))) return { start: node.getStart(ast), end: ownEnd }
  return withBlankLine(text, start, end)
}

/**
 * Where a statement ends. In code without semicolons, one at the head of a line keeps that line from being read as a part
 * of the one before: it belongs to what follows.
 */
export function endOf(text: string, end: number): number {
  const head = /\n[ \t]*;$/.exec(text.slice(Math.max(0, end - 200), end))
  return head ? text.slice(0, end - 1).trimEnd().length : end
}

/** Where a statement ends with the comment behind it, on its last line. */
export function endWithComment({ text }: SourceModule, node: ts.Node): number {
  const behind = /^[ \t]*(\/\/[^\r\n]*|\/\*[^\r\n]*?\*\/)(?=[ \t]*(\r?\n|$))/.exec(
    text.slice(node.end, lineAfter(text, node.end)),
  )
  return node.end + (behind?.[0].length ?? 0)
}

/** The lines of a statement without the comments above it, which stay with what follows. */
export function ownLines(module: SourceModule, node: ts.Node): Range {
  const { start, end } = wholeLines(module, node)
  return { start: Math.max(start, lineStart(module.text, node.getStart(module.ast))), end }
}

/** Takes a blank line along where two would meet, or where one would stand first in a block or in the file. */
function withBlankLine(text: string, start: number, end: number): Range {
  const opensBlock =
    start === 0 || /[{([]\s*$/.test(text.slice(0, start)) || /(^|\n)[ \t]*\r?\n$/.test(text.slice(0, start))
  const blank = /^([ \t]*\r?\n)+/.exec(text.slice(end))?.[0]
  if (blank === undefined || !opensBlock) return { start, end }
  return { start, end: end + blank.length }
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf('\n', offset - 1) + 1
}

export function lineAfter(text: string, offset: number): number {
  const newline = text.indexOf('\n', offset)
  return newline < 0 ? text.length : newline + 1
}

/** Where a block comment begins that ends on the line directly above and has its lines for itself. */
function blockStart(text: string, start: number): number {
  if (!/\*\/[ \t]*\r?\n$/.test(text.slice(0, start))) return start
  const open = text.lastIndexOf('/*', start)
  const line = lineStart(text, open)
  return open < 0 || text.slice(line, open).trim() !== '' ? start : line
}

function commentStart(text: string, start: number, ast: ts.SourceFile): number {
  let at = start
  while (at > 0) {
    const previous = lineStart(text, at - 1)
    if (!/^[ \t]*\/\//.test(text.slice(previous, at))) break
    at = previous
  }
  at = blockStart(text, at)
  const isHead =
    text.slice(0, at).trim() === '' && ast.statements[0] !== undefined && start <= ast.statements[0].getStart(ast)
  return isHead ? start : at
}
