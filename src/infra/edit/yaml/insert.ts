import { isMap, isScalar, isSeq, type Node, type Pair, type Scalar, type YAMLMap, type YAMLSeq } from 'yaml'
import type { Splice } from '../../../edit/piece-table'
import { CannotEdit } from '../cannot-edit'
import type { Place } from '../config-change'
import type { Parent } from './remove'
import { renderYaml } from './render'
import { columnOf, hasFlowLists, hasQuotedTexts, type YamlStyle } from './style'
import type { YamlText } from './text'

/** Puts new keys and items into maps and lists, where and as their siblings stand. */
export class YamlWriter {
  constructor(
    private readonly source: YamlText,
    private readonly style: YamlStyle,
  ) {}

  /** Gives a key that is empty (or holds `{}`, `[]`) its first content; without a parent, the file. */
  fill(parent: Parent | undefined, node: Node | null, value: unknown): Splice[] {
    if (!parent) {
      const start = this.source.text.length
      return [{ start, end: start, text: renderYaml(value, this.style) + this.style.eol }]
    }
    const inline = () => renderYaml(value, this.style, true)
    if (!('map' in parent)) {
      if (!isEmptyFlow(node) || !node.range) throw new CannotEdit('the place is an empty list item')
      return [{ start: node.range[0], end: node.range[1], text: inline() }]
    }
    const key = parent.pair.key as Scalar
    const start = this.source.colonEnd(key)
    // `{}`, `[]`, `~` and `null` make room
    const isWritten = isEmptyFlow(node) || (isScalar(node) && !!node.source)
    const valueEnd = isWritten ? (node.range?.[1] ?? start) : start
    if (parent.map.flow) return [{ start, end: valueEnd, text: ` ${inline()}` }]
    const column = columnOf(this.source.text, key.range?.[0] ?? 0)
    const isList = Array.isArray(value)
    const inner = column + (isList && !this.style.indentSequences ? 0 : this.style.indent)
    const lineEnd = this.source.endOfLine(valueEnd)
    const body = indented(renderYaml(value, this.style), inner, this.style.eol)
    const lost = { start, end: valueEnd, text: '' }
    const added = { start: lineEnd, end: lineEnd, text: this.style.eol + body }
    // `key: {} # why`: the comment stays where it is
    return start === valueEnd ? [added] : [lost, added]
  }

  /** Adds a key to a map that has some. */
  addPair(map: YAMLMap, key: string, value: unknown, place: Place | undefined): Splice[] {
    const items = map.items as Pair[]
    const named = typeof place === 'object' ? pairOf(map, place.after) : undefined
    const anchor = named ?? (items.at(-1) as Pair)
    const style = this.styleBeside(items)
    if (map.flow) {
      const inner = renderYaml({ [key]: value }, style, true)
        .slice(1, -1)
        .trim()
      return this.addFlow(place === 'first' ? { before: items[0] as Pair } : { after: anchor }, inner)
    }
    const first = items[0] as Pair
    const column = columnOf(this.source.text, this.source.startOf(first))
    const block = renderYaml({ [key]: value }, style)
    const line = this.source.lineStart(this.source.startOf(first))
    // the first key of a list item shares its line with the dash
    if (place === 'first' && this.source.text.slice(line, this.source.startOf(first)).trim() === '') {
      const start = this.source.commentStart(line)
      return [{ start, end: start, text: indented(block, column, this.style.eol) + this.style.eol }]
    }
    return this.addBlock(anchor, items, block, column)
  }

  /** What is added has quotes where its siblings have, and lists on one line where theirs are. */
  private styleBeside(siblings: readonly unknown[]): YamlStyle {
    const quotedTexts = hasQuotedTexts(siblings) ?? this.style.quotedTexts
    return { ...this.style, quotedTexts, flowLists: hasFlowLists(siblings) }
  }

  private addFlow(at: { before: Node | Pair } | { after: Node | Pair }, inner: string): Splice[] {
    if ('before' in at) {
      const start = this.source.startOf(at.before)
      return [{ start, end: start, text: `${inner}, ` }]
    }
    const end = this.source.endOf(at.after)
    return [{ start: end, end, text: `, ${inner}` }]
  }

  /** Adds an item to a list that has some. */
  addItem(seq: YAMLSeq, value: unknown): Splice[] {
    const last = seq.items.at(-1) as Node
    const style = this.styleBeside(seq.items)
    if (seq.flow) return this.addFlow({ after: last }, renderYaml(value, style, true))
    const column = columnOf(this.source.text, seq.range?.[0] ?? 0)
    const block = renderYaml([value], style)
    return this.addBlock(last, seq.items as Node[], block, column)
  }

  /** Puts a block of lines behind `anchor`; siblings that are set apart by blank lines stay so. */
  private addBlock(anchor: Node | Pair, siblings: readonly (Node | Pair)[], block: string, column: number): Splice[] {
    const start = this.source.behindInnerComments(this.source.lineAfter(this.source.endOf(anchor)), column)
    const index = siblings.indexOf(anchor)
    const neighbour = siblings[index + 1] ?? (index > 0 ? anchor : undefined)
    const lead = neighbour && this.source.isSetApart(neighbour) ? this.style.eol : ''
    const lines = indented(block, column, this.style.eol) + this.style.eol
    const ownsLine = start === this.source.lineStart(start)
    const text = ownsLine ? lead + lines : this.style.eol + lead + lines.trimEnd()
    return [{ start, end: start, text }]
  }
}

/** The lines of a block at a column. */
export function indented(block: string, column: number, eol: string): string {
  const pad = ' '.repeat(column)
  return block
    .split('\n')
    .map((line) => (line === '' ? line : pad + line))
    .join(eol)
}

export function pairOf(map: YAMLMap, step: string | number): Pair | undefined {
  return (map.items as Pair[]).find((item) => isScalar(item.key) && String(item.key.value) === String(step))
}

export function isEmptyFlow(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.items.length === 0
}
