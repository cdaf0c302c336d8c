import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import { lineStart } from '../../../syntax/lines'
import { indentAt } from '../../../syntax/style'
import { type Container, type EntryPositions, entriesOf } from './positions'
import type { Layout } from './render'
import type { LiteralStyle } from './style'

/** Lines that get longer are broken. */
const MAX_LINE = 100

/** Breaks literals that stand on one line, where it would get too long. */
export class LineBreaker {
  constructor(
    private readonly positions: EntryPositions,
    private readonly style: LiteralStyle,
  ) {}

  isTooLong({ start, text }: Splice): boolean {
    const line = this.positions.lineBreak(start) - lineStart(this.positions.text, start)
    return this.style.gap !== '' && line + text.length > MAX_LINE
  }

  /** Breaks the literals that a line holds over several lines, as formatters do, with a new entry in the last of them. */
  broken(container: Container, after: number, render: (layout: Layout) => string): Splice[] | undefined {
    const chain = this.literalsOnLine(container)
    const [outermost] = chain
    if (!outermost || this.positions.text.slice(this.positions.start(outermost), outermost.end).includes('\n'))
      return undefined
    const { eol, unit, trailingCommas } = this.style
    const base = indentAt(this.positions.text, this.positions.start(outermost))
    const splices = chain.flatMap((literal, depth): Splice[] => {
      const items = entriesOf(literal)
      const outer = base + unit.repeat(depth)
      const indent = outer + unit
      const leads = items.map((item, index) => ({
        start:
          index === 0 ? this.positions.start(literal) + 1 : (this.positions.commaAfter(items, index - 1) as number),
        end: this.positions.start(item),
        text: eol + indent,
      }))
      const close = { start: items.end, end: literal.end - 1, text: eol + outer }
      if (trailingCommas && !items.hasTrailingComma) close.text = `,${close.text}`
      if (literal !== container) return [...leads, close]
      const entry = render({ indent, inline: false })
      const at = after < 0 ? this.positions.start(items[0] as ts.Node) : (items[after] as ts.Node).end
      const text = after < 0 ? `${entry},${eol}${indent}` : `,${eol}${indent}${entry}`
      return [...leads.slice(0, after + 1), { start: at, end: at, text }, ...leads.slice(after + 1), close]
    })
    const isBlank = splices.every(({ start, end }) => this.positions.text.slice(start, end).trim() === '')
    return isBlank ? splices : undefined
  }

  /** The literals around an entry that begin on its line, the outermost first. */
  private literalsOnLine(container: Container): Container[] {
    const chain: Container[] = []
    for (let node: ts.Node = container; !ts.isSourceFile(node); node = node.parent) {
      if (!ts.isObjectLiteralExpression(node) && !ts.isArrayLiteralExpression(node)) continue
      const [first] = entriesOf(node)
      if (first && this.positions.ownsLine(first)) break
      chain.unshift(node)
    }
    return chain
  }
}
