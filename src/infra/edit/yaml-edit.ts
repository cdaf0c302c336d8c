import {
  type Document,
  isAlias,
  isMap,
  isPair,
  isScalar,
  isSeq,
  type Node,
  type Pair,
  type Scalar,
  type YAMLMap,
  type YAMLSeq,
} from 'yaml'
import type { Splice } from '../../edit/piece-table'
import type { ConfigPath } from '../../load/document'
import { parseYaml } from '../../load/yaml-document'
import { renderYaml } from './yaml-render'
import { columnOf, type YamlStyle } from './yaml-style'

/** One change to a configuration file. */
export type ConfigChange =
  /** Adds a key (with the maps that lead to it), or replaces its value. `after` names the sibling to stand behind. */
  | { readonly op: 'set'; readonly path: ConfigPath; readonly value: unknown; readonly after?: string }
  /** Adds an item to a list, which is made where it is missing. */
  | { readonly op: 'append'; readonly path: ConfigPath; readonly value: unknown }
  /** Removes a key or an item, the comments above it, and parents that it leaves empty. */
  | { readonly op: 'remove'; readonly path: ConfigPath }

/** Why a change cannot be made exactly. */
export class CannotEdit extends Error {
  override readonly name = 'CannotEdit'
}

/**
 * The splice that makes a change in a YAML text. Positions come from the syntax tree, text from the file's own style.
 * @throws CannotEdit where the place is no literal map or list.
 */
export function editYaml(text: string, style: YamlStyle, change: ConfigChange): Splice {
  const document = parseYaml(text)
  const editor = new YamlEditor(text, style, document)
  if (change.op === 'remove') return editor.remove(change.path)
  if (change.op === 'append') return editor.append(change.path, change.value)
  return editor.set(change.path, change.value, change.after)
}

type Parent = { readonly map: YAMLMap; readonly pair: Pair } | { readonly seq: YAMLSeq; readonly index: number }

class YamlEditor {
  private readonly root: Node | null

  constructor(
    private readonly text: string,
    private readonly style: YamlStyle,
    document: Document.Parsed | undefined,
  ) {
    this.root = document?.contents ?? null
  }

  set(path: ConfigPath, value: unknown, after: string | undefined): Splice {
    const { node, rest } = this.descend(path)
    const [key, ...deeper] = rest
    if (key === undefined) return this.replace(path, value)
    const nested = deeper.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value)
    if (isMap(node) && node.items.length > 0) return this.addPair(node, String(key), nested, after)
    return this.fill(path.slice(0, path.length - rest.length), { [key]: nested })
  }

  append(path: ConfigPath, value: unknown): Splice {
    const { node, rest } = this.descend(path)
    if (rest.length > 0) return this.set(path, [value], undefined)
    if (isSeq(node) && node.items.length > 0) return this.addItem(node, value)
    return this.fill(path, [value])
  }

  remove(path: ConfigPath): Splice {
    const parent = this.parentOf(path)
    const siblings = 'map' in parent ? parent.map.items.length : parent.seq.items.length
    // a list or map without children means `null`: its key goes too
    if (siblings === 1 && path.length > 1) return this.remove(path.slice(0, -1))
    const isFlow = ('map' in parent ? parent.map : parent.seq).flow
    return isFlow ? this.removeFlow(parent) : this.removeBlock(parent)
  }

  /** Follows a path as far as nodes exist. */
  private descend(path: ConfigPath): { node: Node | null; rest: (string | number)[] } {
    let node = this.root
    for (const [index, step] of path.entries()) {
      const child = this.child(node, step)
      if (child === undefined) return { node, rest: path.slice(index) }
      node = child
    }
    return { node, rest: [] }
  }

  /** `undefined` where there is no such child, `null` where it is empty. */
  private child(node: Node | null, step: string | number): Node | null | undefined {
    if (isAlias(node)) throw new CannotEdit('the place is an alias, which others share')
    if (isMap(node)) {
      const pair = pairOf(node, step)
      return pair ? ((pair.value as Node | null) ?? null) : undefined
    }
    if (isSeq(node)) return node.items[Number(step)] as Node | undefined
    return undefined
  }

  private parentOf(path: ConfigPath): Parent {
    const { node, rest } = this.descend(path.slice(0, -1))
    const step = path.at(-1)
    if (rest.length === 0 && step !== undefined) {
      if (isMap(node)) {
        const pair = pairOf(node, step)
        if (pair) return { map: node, pair }
      } else if (isSeq(node) && node.items[Number(step)]) return { seq: node, index: Number(step) }
    }
    throw new CannotEdit(`there is no ${path.join('.')}`)
  }

  /** Replaces the value of an existing key or item. */
  private replace(path: ConfigPath, value: unknown): Splice {
    const { node } = this.descend(path)
    if (!node?.range) return this.fill(path, value)
    if (isScalar(node) || (node as YAMLMap).flow) {
      return {
        start: node.range[0],
        end: node.range[1],
        text: renderYaml(value, this.style, typeof value === 'object'),
      }
    }
    const { start, end } = this.extent(node)
    const column = columnOf(this.text, node.range[0])
    return {
      start: node.range[0],
      end: this.trimEnd(start, end),
      text: this.indented(renderYaml(value, this.style), column).trimStart(),
    }
  }

  /** Gives a key that is empty (or holds `{}`, `[]`) its first content. */
  private fill(path: ConfigPath, value: unknown): Splice {
    const { node } = this.descend(path)
    const isEmpty =
      node === null || (isScalar(node) && (node.value === null || node.value === '') && !node.tag?.startsWith('!'))
    if (!isEmpty && !isEmptyFlow(node)) throw new CannotEdit('the place holds a value that is no literal map or list')
    const parent = path.length === 0 ? undefined : this.parentOf(path)
    if (!parent || !('map' in parent)) {
      if (parent) throw new CannotEdit('the place is an empty list item')
      const start = this.text.length
      return { start, end: start, text: renderYaml(value, this.style) + this.style.eol }
    }
    const key = parent.pair.key as Scalar
    const keyEnd = key.range?.[1] ?? 0
    const colon = this.text.indexOf(':', keyEnd)
    if (parent.map.flow) {
      return {
        start: colon + 1,
        end: isEmptyFlow(node) ? (node?.range?.[1] ?? colon + 1) : colon + 1,
        text: ` ${renderYaml(value, this.style, true)}`,
      }
    }
    const column = columnOf(this.text, key.range?.[0] ?? 0)
    const isList = Array.isArray(value)
    const inner = column + (isList && !this.style.indentSequences ? 0 : this.style.indent)
    const valueEnd = isEmptyFlow(node) ? (node?.range?.[1] ?? colon + 1) : colon + 1
    const lineEnd = this.endOfLine(valueEnd)
    const comment = this.text.slice(valueEnd, lineEnd)
    const body = this.indented(renderYaml(value, this.style), inner)
    return { start: colon + 1, end: lineEnd, text: comment.trimEnd() + this.style.eol + body }
  }

  private addPair(map: YAMLMap, key: string, value: unknown, after: string | undefined): Splice {
    const anchor = (after === undefined ? undefined : pairOf(map, after)) ?? (map.items.at(-1) as Pair)
    if (map.flow) {
      const end = this.endOf(anchor)
      const inner = renderYaml({ [key]: value }, { ...this.style, flowPadding: false }, true).slice(1, -1)
      return { start: end, end, text: `, ${inner}` }
    }
    const first = map.items[0]?.key as Node
    const column = columnOf(this.text, first.range?.[0] ?? 0)
    return this.addBlock(
      anchor,
      map.items as Pair[],
      renderYaml({ [key]: value }, this.style),
      column,
      after === undefined,
    )
  }

  private addItem(seq: YAMLSeq, value: unknown): Splice {
    const last = seq.items.at(-1) as Node
    if (seq.flow) {
      const end = this.endOf(last)
      return { start: end, end, text: `, ${renderYaml(value, this.style, true)}` }
    }
    const column = columnOf(this.text, seq.range?.[0] ?? 0)
    return this.addBlock(
      last,
      seq.items as Node[],
      renderYaml([value], { ...this.style, indentSequences: true }),
      column,
      true,
    )
  }

  /** Puts a block of lines behind `anchor`; siblings that are set apart by blank lines stay so. */
  private addBlock(
    anchor: Node | Pair,
    siblings: readonly (Node | Pair)[],
    block: string,
    column: number,
    isLast: boolean,
  ): Splice {
    const start = this.behindInnerComments(this.lineAfter(this.endOf(anchor)), column)
    const apart = isLast && siblings.length > 1 && this.isSetApart(siblings.at(-1) as Node | Pair)
    const lines = this.indented(block, column) + this.style.eol
    const lead = apart ? this.style.eol : ''
    return {
      start,
      end: start,
      text: this.text[start - 1] === '\n' || start === 0 ? lead + lines : this.style.eol + lead + lines.trimEnd(),
    }
  }

  /** Comments that stand deeper than `column` belong to what is above them. */
  private behindInnerComments(offset: number, column: number): number {
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

  private isSetApart(item: Node | Pair): boolean {
    const start = this.commentStart(this.lineStart(this.startOf(item)))
    return /\n[ \t]*\r?\n$/.test(this.text.slice(0, start))
  }

  private removeFlow(parent: Parent): Splice {
    const items: readonly (Node | Pair)[] =
      'map' in parent ? (parent.map.items as Pair[]) : (parent.seq.items as Node[])
    const index = 'map' in parent ? items.indexOf(parent.pair) : parent.index
    const item = items[index] as Node | Pair
    const before = items[index - 1]
    // the first item takes the comma behind it along, the others the one before
    if (before) return { start: this.endOf(before), end: this.endOf(item), text: '' }
    const next = items[index + 1]
    return { start: this.startOf(item), end: next ? this.startOf(next) : this.endOf(item), text: '' }
  }

  private removeBlock(parent: Parent): Splice {
    const item = 'map' in parent ? parent.pair : (parent.seq.items[parent.index] as Node)
    const keyStart = this.startOf(item)
    const lineStart = this.lineStart(keyStart)
    const lead = this.text.slice(lineStart, keyStart)
    const items: readonly (Node | Pair)[] =
      'map' in parent ? (parent.map.items as Pair[]) : (parent.seq.items as Node[])
    const end = this.lineAfter(this.endOf(item))
    if ('map' in parent && lead.includes('-') && items[0] === item) {
      // the first key of a list item shares its line with the dash
      const next = items[1]
      if (!next) throw new CannotEdit('the place is the only key of a list item')
      return { start: keyStart, end: this.startOf(next), text: '' }
    }
    const start = this.commentStart(lineStart)
    return this.withoutDoubleBlank(start, end, items.at(-1) === item)
  }

  /** Where what goes stood between two blank lines, one of them goes too; so does the blank line before a last item. */
  private withoutDoubleBlank(start: number, end: number, isLast: boolean): Splice {
    const blankBefore = /(?:^|\n)((?:[ \t]*\r?\n)+)$/.exec(this.text.slice(0, start))?.[1]
    const blankAfter = /^(?:[ \t]*(?:\r?\n|$))/.test(this.text.slice(end))
    if (blankBefore !== undefined && (blankAfter || (isLast && end >= this.text.length))) {
      const lastBlank = /[ \t]*\r?\n$/.exec(blankBefore)?.[0] ?? ''
      return { start: start - lastBlank.length, end, text: '' }
    }
    return { start, end, text: '' }
  }

  /** Start of the comment lines that stand directly above a line, at the same indentation. */
  private commentStart(lineStart: number): number {
    const column = /^[ \t]*/.exec(this.text.slice(lineStart))?.[0].length ?? 0
    let start = lineStart
    while (start > 0) {
      const previous = this.lineStart(start - 1)
      const line = this.text.slice(previous, start)
      const comment = /^([ \t]*)#/.exec(line)
      if (!comment || comment[1]?.length !== column) break
      start = previous
    }
    return start
  }

  private startOf(item: Node | Pair): number {
    if (!isPair(item)) {
      const start = item.range?.[0] ?? 0
      // a list item begins at its dash
      const dash = this.text.lastIndexOf('-', start)
      return dash >= this.lineStart(start) && /^-\s*$/.test(this.text.slice(dash, start)) ? dash : start
    }
    const key = item.key as Node
    const start = key.range?.[0] ?? 0
    return start
  }

  private endOf(item: Node | Pair): number {
    if (!isPair(item)) return this.extent(item).end
    const key = item.key as Node
    const value = item.value as Node | null
    const keyEnd = this.text.indexOf(':', key.range?.[1] ?? 0) + 1
    return value?.range ? Math.max(this.extent(value).end, keyEnd) : keyEnd
  }

  /** From the first to the last character that belongs to a node; the comments behind a block do not. */
  private extent(node: Node): { start: number; end: number } {
    const [start, end] = node.range ?? [0, 0]
    if ((isMap(node) || isSeq(node)) && !node.flow) {
      const last = node.items.at(-1) as Node | Pair | undefined
      return { start, end: last ? this.endOf(last) : end }
    }
    // the blank lines behind a block scalar are no part of it, unless it keeps them (`|+`)
    const isKept = /^[|>][-\d]*\+/.test(this.text.slice(start, start + 4))
    const isBlock = isScalar(node) && (node.type === 'BLOCK_LITERAL' || node.type === 'BLOCK_FOLDED')
    if (isBlock && !isKept) return { start, end: this.trimEnd(start, end) }
    return { start, end }
  }

  private lineStart(offset: number): number {
    return this.text.lastIndexOf('\n', offset - 1) + 1
  }

  private endOfLine(offset: number): number {
    const newline = this.text.indexOf('\n', offset)
    if (newline < 0) return this.text.length
    return this.text[newline - 1] === '\r' ? newline - 1 : newline
  }

  /** Start of the line behind the one that holds (the last character before) an offset. */
  private lineAfter(offset: number): number {
    if (offset > 0 && this.text[offset - 1] === '\n') return offset
    const newline = this.text.indexOf('\n', offset)
    return newline < 0 ? this.text.length : newline + 1
  }

  private trimEnd(start: number, end: number): number {
    let at = end
    while (at > start && /\s/.test(this.text[at - 1] ?? '')) at--
    return at
  }

  private indented(block: string, column: number): string {
    const pad = ' '.repeat(column)
    return block
      .split('\n')
      .map((line) => (line === '' ? line : pad + line))
      .join(this.style.eol)
  }
}

function pairOf(map: YAMLMap, step: string | number): Pair | undefined {
  return (map.items as Pair[]).find((item) => isScalar(item.key) && String(item.key.value) === String(step))
}

function isEmptyFlow(node: unknown): node is YAMLMap | YAMLSeq {
  return (isMap(node) || isSeq(node)) && node.items.length === 0
}
