import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import { lineStart } from '../../../syntax/lines'
import { indentAt } from '../../../syntax/style'
import { LineBreaker } from './line-breaker'
import { type Container, EntryPositions, entriesOf } from './positions'
import type { Layout } from './render'
import type { LiteralStyle } from './style'

/** Inserts entries into object and array literals and takes them out, in the layout that the literal has. */
export class LiteralEntries {
  private readonly positions: EntryPositions
  private readonly breaker: LineBreaker

  constructor(
    ast: ts.SourceFile,
    text: string,
    private readonly style: LiteralStyle,
  ) {
    this.positions = new EntryPositions(ast, text)
    this.breaker = new LineBreaker(this.positions, style)
  }

  /** Puts an entry behind the one of an index; -1 puts it first. */
  insert(container: Container, after: number, render: (layout: Layout) => string): Splice[] {
    const items = entriesOf(container)
    if (items.length === 0) return [this.fill(container, render)]
    const anchor = items[Math.max(after, 0)] as ts.Node
    const indent = indentAt(this.positions.text, this.positions.start(anchor))
    if (!this.positions.ownsLine(anchor)) {
      const inline = this.insertInline(items, after, render({ indent, inline: true }))
      return this.breaker.isTooLong(inline) ? (this.breaker.broken(container, after, render) ?? [inline]) : [inline]
    }
    const entry = render({ indent, inline: false })
    if (after < 0) {
      const at = lineStart(this.positions.text, this.positions.attachedStart(anchor))
      return [{ start: at, end: at, text: `${indent}${entry},${this.style.eol}` }]
    }
    const gap = this.positions.isApart(items, after) ? this.style.eol + this.style.eol : this.style.eol
    const comma = this.positions.commaAfter(items, after)
    const end = this.positions.lineEnd(comma ?? anchor.end)
    if (comma !== undefined && this.positions.text.slice(end, this.positions.lineBreak(end)).trim() !== '') {
      return [{ start: comma, end: comma, text: ` ${render({ indent, inline: true })},` }]
    }
    if (comma !== undefined) return [{ start: end, end, text: `${gap}${indent}${entry},` }]
    if (end === anchor.end) return [{ start: end, end, text: `,${gap}${indent}${entry}` }]
    return [
      { start: anchor.end, end: anchor.end, text: ',' },
      { start: end, end, text: `${gap}${indent}${entry}` },
    ]
  }

  /** Takes an entry out, with the comments above it and beside it. */
  remove(container: Container, index: number): Splice[] {
    const items = entriesOf(container)
    const item = items[index] as ts.Node
    const before = items[index - 1]
    const next = items[index + 1]
    if (!before && !next) return [this.emptied(container)]
    const comma = this.positions.commaAfter(items, index)
    if (!this.positions.ownsLine(item)) {
      if (before) return [{ start: before.end, end: item.end, text: '' }]
      return [{ start: this.positions.start(item), end: this.positions.start(next as ts.Node), text: '' }]
    }
    const end = this.positions.lineEnd(comma ?? item.end)
    const start = this.positions.gapStart(
      before ? this.positions.lineEnd(this.positions.commaAfter(items, index - 1) ?? before.end) : undefined,
      item,
      container,
    )
    if (comma !== undefined || !before) return [{ start, end, text: '' }]
    // the last entry had no comma: the one before it is the last now
    const lost = this.positions.commaAfter(items, index - 1) as number
    return [
      { start: lost - 1, end: lost, text: '' },
      { start, end, text: '' },
    ]
  }

  private insertInline(items: ts.NodeArray<ts.Node>, after: number, entry: string): Splice {
    const { gap } = this.style
    const first = items[0] as ts.Node
    if (after < 0)
      return { start: this.positions.start(first), end: this.positions.start(first), text: `${entry},${gap}` }
    const anchor = items[after] as ts.Node
    return { start: anchor.end, end: anchor.end, text: `,${gap}${entry}` }
  }

  /** Gives a literal without entries its first one. */
  private fill(container: Container, render: (layout: Layout) => string): Splice {
    const start = this.positions.start(container) + 1
    const end = container.end - 1
    const inner = this.positions.text.slice(start, end)
    const outer = indentAt(this.positions.text, this.positions.start(container))
    const isInline = this.style.gap === '' || this.positions.isInsideInline(container)
    if (isInline) {
      const padding = ts.isObjectLiteralExpression(container) ? this.style.padding : ''
      return { start, end, text: inner.trimEnd() + padding + render({ indent: outer, inline: true }) + padding }
    }
    const indent = outer + this.style.unit
    const entry = render({ indent, inline: false }) + (this.style.trailingCommas ? ',' : '')
    return { start, end, text: `${inner.trimEnd()}${this.style.eol}${indent}${entry}${this.style.eol}${outer}` }
  }

  private emptied(container: Container): Splice {
    return { start: this.positions.start(container) + 1, end: container.end - 1, text: '' }
  }
}
