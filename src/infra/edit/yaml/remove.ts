import type { Node, Pair, YAMLMap, YAMLSeq } from 'yaml'
import type { Splice } from '../../../edit/piece-table'
import { CannotEdit } from '../cannot-edit'
import { columnOf } from './style'
import type { YamlText } from './text'

/** The map or list that something goes out of, and what goes. */
export type Parent = { readonly map: YAMLMap; readonly pair: Pair } | { readonly seq: YAMLSeq; readonly index: number }

/**
 * Takes a pair or an item out of its parent, with the comments above it and those inside it.
 * @throws CannotEdit
 */
export function removeFrom(source: YamlText, parent: Parent): Splice {
  return ('map' in parent ? parent.map : parent.seq).flow ? removeFlow(source, parent) : removeBlock(source, parent)
}

function itemsOf(parent: Parent): { items: readonly (Node | Pair)[]; index: number } {
  if (!('map' in parent)) return { items: parent.seq.items as Node[], index: parent.index }
  const items = parent.map.items as Pair[]
  return { items, index: items.indexOf(parent.pair) }
}

function removeFlow(source: YamlText, parent: Parent): Splice {
  const { items, index } = itemsOf(parent)
  const item = items[index] as Node | Pair
  const before = items[index - 1]
  // the first item takes the comma behind it along, the others the one before
  if (before) return { start: source.endOf(before), end: source.endOf(item), text: '' }
  const next = items[index + 1]
  const [start, end] = ('map' in parent ? parent.map : parent.seq).range ?? []
  if (!next && start !== undefined && end !== undefined) return { start: start + 1, end: end - 1, text: '' }
  return { start: source.startOf(item), end: next ? source.startOf(next) : source.endOf(item), text: '' }
}

function removeBlock(source: YamlText, parent: Parent): Splice {
  const { items, index } = itemsOf(parent)
  const item = items[index] as Node | Pair
  const keyStart = source.startOf(item)
  const lineStart = source.lineStart(keyStart)
  if ('map' in parent && index === 0 && source.text.slice(lineStart, keyStart).includes('-')) {
    // the first key of a list item shares its line with the dash
    const next = items[1]
    if (!next) throw new CannotEdit('the place is the only key of a list item')
    return { start: keyStart, end: source.startOf(next), text: '' }
  }
  const end = source.behindInnerComments(source.lineAfter(source.endOf(item)), columnOf(source.text, keyStart))
  const start = source.commentStart(lineStart)
  const isLast = index === items.length - 1
  return withoutFinalBreak(source.text, withoutDoubleBlank(source.text, start, end, isLast && index > 0))
}

/** Where what goes stood between two blank lines, one of them goes too; so does the one that set a last item apart. */
function withoutDoubleBlank(text: string, start: number, end: number, isLast: boolean): Splice {
  const blank = /(?:^|\n)(?:[ \t]*\r?\n)*([ \t]*\r?\n)$/.exec(text.slice(0, start))?.[1]
  const blankAfter = /^[ \t]*(?:\r?\n|$)/.test(text.slice(end))
  return { start: blank !== undefined && (blankAfter || isLast) ? start - blank.length : start, end, text: '' }
}

/** Where a file ends without a line break, it still does. */
function withoutFinalBreak(text: string, { start, end }: Splice): Splice {
  const isBare = end === text.length && !text.endsWith('\n')
  const lineBreak = isBare ? (/\r?\n$/.exec(text.slice(0, start))?.[0].length ?? 0) : 0
  return { start: start - lineBreak, end, text: '' }
}
