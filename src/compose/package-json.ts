import { ts } from 'ts-morph'
import type { Edit } from '../edit/edit'
import { type Mark, PieceTable, type Splice } from '../edit/piece-table'
import { asObject } from '../load/document'
import { compare } from '../messages/diagnostic'
import { propertyName } from '../syntax/nodes'
import { parseJson } from '../workspace/json'

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const

/** Edits the dependencies of a package.json; every other byte stays. */
export class PackageJsonEditor {
  private readonly pieces: PieceTable

  constructor(
    readonly file: string,
    text: string,
  ) {
    this.pieces = new PieceTable(file, text)
  }

  /** The section and range of a dependency. */
  find(name: string): { section: string; range: string } | undefined {
    const data = asObject(parseJson(this.pieces.text))
    for (const section of SECTIONS) {
      const range = asObject(data[section])[name]
      if (typeof range === 'string') return { section, range }
    }
    return undefined
  }

  /** Adds a dependency with the section (and range) of the first of `like` that is listed, where one is and the new one is not. */
  add(name: string, like: readonly string[], range: string | undefined, mark: Mark): void {
    const sibling = like.find((candidate) => this.find(candidate))
    const known = sibling === undefined ? undefined : this.find(sibling)
    if (!known || this.find(name)) return
    const list = this.section(known.section)
    if (!list) return
    const names = list.properties.map((property) => keyOf(property))
    const isSorted = names.every((key, index) => index === 0 || compare(names[index - 1] ?? '', key) <= 0)
    const before = list.properties.findLast((property) =>
      isSorted ? compare(keyOf(property), name) < 0 : keyOf(property) === sibling,
    )
    const { text } = this.pieces
    const ast = list.getSourceFile()
    const gap = isCompact(list) ? '' : ' '
    const entry = `${JSON.stringify(name)}:${gap}${JSON.stringify(range ?? known.range)}`
    if (before) {
      const lead = text.slice(before.pos, before.getStart(ast)).match(/\r?\n[ \t]*$/)?.[0] ?? gap
      this.pieces.splice({ start: before.end, end: before.end, text: `,${lead}${entry}` }, mark)
    } else {
      const first = list.properties[0]
      if (!first) return
      const start = first.getStart(ast)
      const lead = text.slice(first.pos, start).match(/\r?\n[ \t]*$/)?.[0] ?? gap
      this.pieces.splice({ start, end: start, text: `${entry},${lead}` }, mark)
    }
  }

  remove(name: string, mark: Mark): void {
    const known = this.find(name)
    const list = known && this.section(known.section)
    const index = list?.properties.findIndex((property) => keyOf(property) === name) ?? -1
    if (!list || index < 0) return
    const { parent } = list
    // an empty section says nothing: it goes with its last entry
    const isLast =
      list.properties.length === 1 && ts.isPropertyAssignment(parent) && ts.isObjectLiteralExpression(parent.parent)
    if (isLast) this.pieces.splice(removal(parent.parent, parent.parent.properties.indexOf(parent)), mark)
    else this.pieces.splice(removal(list, index), mark)
  }

  edits(): Edit[] {
    return this.pieces.edits()
  }

  private section(name: string): ts.ObjectLiteralExpression | undefined {
    const ast = ts.createSourceFile(this.file, this.pieces.text, ts.ScriptTarget.JSON, true, ts.ScriptKind.JSON)
    const [statement] = ast.statements
    const root = statement && ts.isExpressionStatement(statement) ? statement.expression : undefined
    if (!root || !ts.isObjectLiteralExpression(root)) return undefined
    const property = root.properties.find((candidate) => keyOf(candidate) === name)
    const value = property && ts.isPropertyAssignment(property) ? property.initializer : undefined
    return value && ts.isObjectLiteralExpression(value) ? value : undefined
  }
}

/** Whether nothing stands behind the colons of a list: `{"aws-sdk":"^2.0.0"}`. */
function isCompact(list: ts.ObjectLiteralExpression): boolean {
  const ast = list.getSourceFile()
  return list.properties.every(
    (one) => ts.isPropertyAssignment(one) && ast.text.slice(one.name.end, one.initializer.getStart(ast)) === ':',
  )
}

function removal(list: ts.ObjectLiteralExpression, index: number): Splice {
  const ast = list.getSourceFile()
  const { properties } = list
  const property = properties[index] as ts.ObjectLiteralElementLike
  const next = properties[index + 1]
  const before = properties[index - 1]
  if (next) return { start: property.getStart(ast), end: next.getStart(ast), text: '' }
  return { start: before?.end ?? property.getStart(ast), end: property.end, text: '' }
}

function keyOf(property: ts.ObjectLiteralElementLike): string {
  return (property.name && propertyName(property.name)) ?? ''
}
