import {
  type Document,
  isAlias,
  isMap,
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
import { CannotEdit } from './cannot-edit'
import { type Parent, removeFrom } from './yaml-remove'
import { renderYaml } from './yaml-render'
import { columnOf, type YamlStyle } from './yaml-style'
import { YamlText } from './yaml-text'

/** One change to a configuration file. */
export type ConfigChange =
  /** Adds a key (with the maps that lead to it), or replaces its value. `after` names the sibling to stand behind. */
  | { readonly op: 'set'; readonly path: ConfigPath; readonly value: unknown; readonly after?: string }
  /** Adds an item to a list, which is made where it is missing. */
  | { readonly op: 'append'; readonly path: ConfigPath; readonly value: unknown }
  /** Removes a key or an item, the comments above it, and parents that it leaves empty. */
  | { readonly op: 'remove'; readonly path: ConfigPath }

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

class YamlEditor {
  private readonly root: Node | null
  private readonly source: YamlText

  constructor(
    private readonly text: string,
    private readonly style: YamlStyle,
    document: Document.Parsed | undefined,
  ) {
    this.root = document?.contents ?? null
    this.source = new YamlText(text)
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
    return removeFrom(this.source, parent)
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
    const { start, end } = this.source.extent(node)
    const column = columnOf(this.text, node.range[0])
    return {
      start: node.range[0],
      end: this.source.trimEnd(start, end),
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
    const start = this.source.colonEnd(key)
    const valueEnd = isEmptyFlow(node) ? (node.range?.[1] ?? start) : start
    if (parent.map.flow) {
      return { start, end: valueEnd, text: ` ${renderYaml(value, this.style, true)}` }
    }
    const column = columnOf(this.text, key.range?.[0] ?? 0)
    const isList = Array.isArray(value)
    const inner = column + (isList && !this.style.indentSequences ? 0 : this.style.indent)
    const lineEnd = this.source.endOfLine(valueEnd)
    const comment = this.text.slice(valueEnd, lineEnd)
    const body = this.indented(renderYaml(value, this.style), inner)
    return { start, end: lineEnd, text: comment.trimEnd() + this.style.eol + body }
  }

  private addPair(map: YAMLMap, key: string, value: unknown, after: string | undefined): Splice {
    const anchor = (after === undefined ? undefined : pairOf(map, after)) ?? (map.items.at(-1) as Pair)
    if (map.flow) {
      const end = this.source.endOf(anchor)
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
      const end = this.source.endOf(last)
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
    const start = this.source.behindInnerComments(this.source.lineAfter(this.source.endOf(anchor)), column)
    const apart = isLast && siblings.length > 1 && this.source.isSetApart(siblings.at(-1) as Node | Pair)
    const lines = this.indented(block, column) + this.style.eol
    const lead = apart ? this.style.eol : ''
    return {
      start,
      end: start,
      text: this.text[start - 1] === '\n' || start === 0 ? lead + lines : this.style.eol + lead + lines.trimEnd(),
    }
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
