import { ts } from 'ts-morph'
import type { Splice } from '../../../edit/piece-table'
import { propertyName } from '../../../syntax/nodes'
import { indentAt } from '../../../syntax/style'
import type { Place } from '../config-change'
import { LiteralEntries } from './entries'
import { type Container, entriesOf } from './positions'
import { renderEntry, renderLiteral } from './render'
import type { LiteralStyle } from './style'

/** Writes into the object and array literals of one file: JSON, TypeScript and JavaScript alike. */
export class LiteralText {
  private readonly entries: LiteralEntries

  constructor(
    private readonly ast: ts.SourceFile,
    private readonly text: string,
    private readonly style: LiteralStyle,
  ) {
    this.entries = new LiteralEntries(ast, text, style)
  }

  /** Adds a property. It stands behind `least` at any rate: what comes before a spread may be overwritten. */
  addProperty(
    node: ts.ObjectLiteralExpression,
    key: string,
    value: unknown,
    place: Place | undefined,
    least = -1,
  ): Splice[] {
    const after = Math.max(indexOf(node, place), least)
    return this.entries.insert(node, after, (layout) => renderEntry(key, value, this.style, layout))
  }

  addElement(node: ts.ArrayLiteralExpression, value: unknown): Splice[] {
    return this.entries.insert(node, node.elements.length - 1, (layout) => renderLiteral(value, this.style, layout))
  }

  remove(container: Container, index: number): Splice[] {
    return this.entries.remove(container, index)
  }

  /** Gives an entry another value; `{ a }` becomes `{ a: value }`. */
  replace(container: Container, index: number, value: unknown): Splice {
    const entry = entriesOf(container)[index] as ts.Node
    const target = ts.isPropertyAssignment(entry) ? entry.initializer : entry
    const start = target.getStart(this.ast)
    const inline = this.style.gap === '' || !this.text.slice(start, target.end).includes('\n')
    const layout = {
      indent: indentAt(this.text, start),
      inline: inline && (isShort(value) || this.isOneLine(container)),
    }
    const text = ts.isShorthandPropertyAssignment(entry)
      ? renderEntry(entry.name.text, value, this.style, layout)
      : renderLiteral(value, this.style, layout)
    return { start, end: target.end, text }
  }

  private isOneLine(container: Container): boolean {
    return !this.text.slice(container.getStart(this.ast), container.end).includes('\n')
  }
}

function indexOf({ properties }: ts.ObjectLiteralExpression, place: Place | undefined): number {
  if (place === 'first') return -1
  const last = properties.length - 1
  if (!place) return last
  const index = properties.findIndex(({ name }) => name && propertyName(name) === place.after)
  return index < 0 ? last : index
}

function isShort(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}
