import { isMap, isPair, isScalar, isSeq, type Node, type Pair } from 'yaml'
import { CannotEdit } from '../cannot-edit'
import { startOfLine } from './style'

/** Tags, anchors and dashes stand at most so far before their node. */
const NEAR = 300

/** Where the lines, nodes and comments of a YAML text begin and end. */
export class YamlText {
  constructor(readonly text: string) {}

  lineStart(offset: number): number {
    return startOfLine(this.text, offset)
  }

  /** End of a line, its line break not included. */
  endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset)
    if (newline < 0) return this.text.length
    return this.text[newline - 1] === '\r' ? newline - 1 : newline
  }

  /** Start of the line behind the one that holds (the last character before) an offset. */
  lineAfter(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === '\n') return offset
    const newline = this.text.indexOf('\n', offset)
    return newline < 0 ? this.text.length : newline + 1
  }

  /** The offset without the white space before it. */
  trimEnd(start: number, end: number): number {
    let at = end
    while (at > start && /\s/.test(this.text[at - 1] ?? '')) at--
    return at
  }

  /** Behind the colon of a key. @throws CannotEdit for a key without one, as in `{ a }` or `? a`. */
  colonEnd(key: Node): number {
    const end = this.colonOf(key)
    if (end === undefined) throw new CannotEdit('a key is written without a colon')
    return end
  }

  private colonOf(key: Node): number | undefined {
    const end = key.range?.[1] ?? 0
    const colon = this.text.indexOf(':', end)
    return colon >= 0 && this.text.slice(end, colon).trim() === '' ? colon + 1 : undefined
  }

  /** Start of a node with the tag and the anchor before it. */
  propertiesStart(node: Node): number {
    const start = node.range?.[0] ?? 0
    const { tag, anchor } = node as { tag?: string; anchor?: string }
    if (tag === undefined && anchor === undefined) return start
    const properties = /(?:[!&][^\s,[\]{}]*\s+)+$/.exec(this.text.slice(Math.max(0, start - NEAR), start))
    return start - (properties?.[0].length ?? 0)
  }

  /** First character of a pair or an item: a list item begins at its dash. */
  startOf(item: Node | Pair): number {
    if (isPair(item)) return (item.key as Node).range?.[0] ?? 0
    const start = this.propertiesStart(item)
    // a dash may stand on a line of its own, with a comment beside it
    const dash = /-[ \t]*(?:(?:#[^\n]*)?\r?\n[ \t]*)*$/.exec(this.text.slice(Math.max(0, start - NEAR), start))
    return start - (dash?.[0].length ?? 0)
  }

  /** Behind the last character of a pair or an item; the comments behind a block are no part of it. */
  endOf(item: Node | Pair): number {
    if (!isPair(item)) return this.extent(item).end
    const value = item.value as Node | null
    const keyEnd = this.colonOf(item.key as Node) ?? (item.key as Node).range?.[1] ?? 0
    return value?.range ? Math.max(this.extent(value).end, keyEnd) : keyEnd
  }

  extent(node: Node): { start: number; end: number } {
    const [start, end] = node.range ?? [0, 0]
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last = node.items.at(-1) as Node | Pair | undefined
      return { start, end: last ? this.endOf(last) : end }
    }
    // the blank lines behind a block scalar are no part of it, unless it keeps them (`|+`)
    const isKept = /^[|>][-\d]*\+/.test(this.text.slice(start, start + 4))
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    return { start, end: isBlock && !isKept ? this.trimEnd(start, end) : end }
  }

  /** Start of the comment lines that stand directly above a line, at the same indentation. */
  commentStart(lineStart: number): number {
    const column = /^[ \t]*/.exec(this.text.slice(lineStart))?.[0].length ?? 0
    let start = lineStart
    while (start > this.lineStart(0)) {
      const previous = this.lineStart(start - 1)
      const comment = /^([ \t]*)#/.exec(this.text.slice(previous, start))
      if (!comment || comment[1]?.length !== column) break
      start = previous
    }
    return start
  }

  /** Comments that stand deeper than `column` belong to what is above them. */
  behindInnerComments(offset: number, column: number): number {
    let end = offset
    for (let at = offset; at < this.text.length; ) {
      const next = this.lineAfter(at + 1)
      const line = this.text.slice(at, next)
      const comment = /^[ \t]*#/.exec(line)
      if (comment && comment[0].length - 1 > column) end = next
      else if (line.trim() !== '') break
      at = next
    }
    return end
  }

  /** Whether a blank line stands above an item and its comments. */
  isSetApart(item: Node | Pair): boolean {
    const start = this.commentStart(this.lineStart(this.startOf(item)))
    return /\n[ \t]*\r?\n$/.test(this.text.slice(0, start))
  }
}
