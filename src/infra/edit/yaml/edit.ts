import { type Document, isAlias, isMap, isScalar, isSeq, type Node, type YAMLMap } from 'yaml'
import type { Splice } from '../../../edit/piece-table'
import type { ConfigPath } from '../../../load/document'
import { parseYaml } from '../../../load/yaml-document'
import { CannotEdit } from '../cannot-edit'
import { type ConfigChange, nested, type Place } from '../config-change'
import { indented, isEmptyFlow, pairOf, YamlWriter } from './insert'
import { type Parent, removeFrom } from './remove'
import { renderYaml } from './render'
import { columnOf, hasQuotedTexts, type YamlStyle, yamlStyle } from './style'
import { YamlText } from './text'

/**
 * The splice that makes a change in a YAML text. Positions come from the syntax tree, text from the file's own style.
 * @param original The text before any change, whose style is followed.
 * @param main The configuration that includes this file: where a file has no intrinsics, they look like those.
 * @throws CannotEdit where the place is no literal map or list.
 */
export function editYaml(text: string, original: string, change: ConfigChange, main?: string): Splice[] {
  const document = parseYaml(text)
  const style = yamlStyle(original, original === text ? document : parseYaml(original), () =>
    main === undefined ? 'short' : yamlStyle(main).intrinsics,
  )
  const editor = new YamlEditor(text, style, document)
  if (change.op === 'remove') return editor.remove(change.path, change.keep ?? 0)
  if (change.op === 'append') return editor.append(change.path, change.value)
  return editor.set(change.path, change.value, change.place)
}

class YamlEditor {
  private readonly root: Node | null
  private readonly source: YamlText
  private readonly writer: YamlWriter

  constructor(
    private readonly text: string,
    private readonly style: YamlStyle,
    document: Document.Parsed | undefined,
  ) {
    this.root = document?.contents ?? null
    this.source = new YamlText(text)
    this.writer = new YamlWriter(this.source, style)
  }

  set(path: ConfigPath, value: unknown, place: Place | undefined): Splice[] {
    const { node, rest } = this.descend(path)
    const [key, ...deeper] = rest
    if (key === undefined) return this.replace(path, value)
    if (isMap(node) && node.items.length > 0)
      return this.writer.addPair(node, String(key), nested(deeper, value), place)
    if (isSeq(node) && key === node.items.length && key > 0) return this.writer.addItem(node, nested(deeper, value))
    return this.fill(path.slice(0, path.length - rest.length), nested(rest, value))
  }

  append(path: ConfigPath, value: unknown): Splice[] {
    const { node, rest } = this.descend(path)
    if (rest.length > 0) return this.set(path, [value], undefined)
    if (isSeq(node) && node.items.length > 0) return this.writer.addItem(node, value)
    return this.fill(path, [value])
  }

  remove(path: ConfigPath, keep: number): Splice[] {
    const parent = this.parentOf(path)
    const siblings = 'map' in parent ? parent.map.items.length : parent.seq.items.length
    // a list or map without children means `null`: its key goes too
    if (siblings === 1 && path.length > 1 && path.length - 1 > keep) return this.remove(path.slice(0, -1), keep)
    return [removeFrom(this.source, parent)]
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
    if (isAlias(node))
      throw new CannotEdit(
        'the place is an alias, which others share; it can be edited as a map of its own (`<<: *name`)',
      )
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
  private replace(path: ConfigPath, value: unknown): Splice[] {
    const { node } = this.descend(path)
    if (!node?.range) return this.fill(path, value)
    const style = { ...this.style, quotedTexts: hasQuotedTexts([node]) ?? this.style.quotedTexts }
    if (isScalar(node) || (node as YAMLMap).flow) {
      const text = renderYaml(value, style, typeof value === 'object')
      return [{ ...this.source.extent(node), start: this.source.propertiesStart(node), text }]
    }
    const { start, end } = this.source.extent(node)
    const column = columnOf(this.text, node.range[0])
    const text = indented(renderYaml(value, style), column, style.eol).trimStart()
    return [{ start: node.range[0], end: this.source.trimEnd(start, end), text }]
  }

  /** Gives a place that is empty its first content. */
  private fill(path: ConfigPath, value: unknown): Splice[] {
    const { node } = this.descend(path)
    if (!isEmpty(node)) {
      const [start = 0, end = 0] = node?.range ?? []
      const [line = ''] = this.text.slice(start, end).split(/\r?\n/)
      throw new CannotEdit(`"${line}" is no literal map or list`)
    }
    return this.writer.fill(path.length === 0 ? undefined : this.parentOf(path), node, value)
  }
}

/** `key:`, `{}` or `[]`. */
function isEmpty(node: Node | null): boolean {
  if (node === null || isEmptyFlow(node)) return true
  return isScalar(node) && (node.value === null || node.value === '') && !node.tag?.startsWith('!')
}
