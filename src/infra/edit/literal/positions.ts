import { ts } from 'ts-morph'
import { lineStart } from '../../../syntax/lines'

export type Container = ts.ObjectLiteralExpression | ts.ArrayLiteralExpression

/** The properties of an object literal, the elements of an array literal. */
export function entriesOf(container: Container): ts.NodeArray<ts.Node> {
  return ts.isObjectLiteralExpression(container) ? container.properties : container.elements
}

/** Where the entries of the literals of a file begin and end, with their commas, lines and comments. */
export class EntryPositions {
  constructor(
    private readonly ast: ts.SourceFile,
    readonly text: string,
  ) {}

  start(node: ts.Node): number {
    return node.getStart(this.ast)
  }

  /** Whether nothing stands before an entry on its line. */
  ownsLine(item: ts.Node): boolean {
    const start = this.start(item)
    return this.text.slice(lineStart(this.text, start), start).trim() === '' && start > 0
  }

  /** Whether the literal around a literal is written on one line. */
  isInsideInline(container: Container): boolean {
    const parent = container.parent.parent
    const around = ts.isArrayLiteralExpression(container.parent) ? container.parent : parent
    if (!around || !(ts.isObjectLiteralExpression(around) || ts.isArrayLiteralExpression(around))) return false
    const [first] = entriesOf(around)
    return first !== undefined && !this.ownsLine(first)
  }

  /** Whether the entries of a list are set apart by blank lines. */
  isApart(items: ts.NodeArray<ts.Node>, index: number): boolean {
    const item = items[index === 0 ? 1 : index]
    if (!item) return false
    return /\n[ \t]*\r?\n[ \t]*$/.test(this.text.slice(0, this.attachedStart(item)))
  }

  /** Behind the comma after an entry; `undefined` where there is none. */
  commaAfter(items: ts.NodeArray<ts.Node>, index: number): number | undefined {
    if (index === items.length - 1 && !items.hasTrailingComma) return undefined
    const limit = items[index + 1]?.getStart(this.ast) ?? items.end
    const scanner = ts.createScanner(ts.ScriptTarget.Latest, true)
    scanner.setText(this.text, (items[index] as ts.Node).end, limit - (items[index] as ts.Node).end)
    return scanner.scan() === ts.SyntaxKind.CommaToken ? scanner.getTokenEnd() : undefined
  }

  /** Behind the comments that stand beside what ends at an offset. */
  lineEnd(offset: number): number {
    return ts.getTrailingCommentRanges(this.text, offset)?.at(-1)?.end ?? offset
  }

  lineBreak(offset: number): number {
    const newline = this.text.indexOf('\n', offset)
    return newline < 0 ? this.text.length : newline
  }

  /** Start of an entry with the comments directly above it. */
  attachedStart(item: ts.Node): number {
    let start = this.start(item)
    const comments = ts.getLeadingCommentRanges(this.text, item.getFullStart()) ?? []
    for (const comment of [...comments].reverse()) {
      const between = this.text.slice(comment.end, start)
      const own = this.text.slice(lineStart(this.text, comment.pos), comment.pos).trim() === ''
      if (!own || (between.match(/\n/g)?.length ?? 0) > 1) break
      start = comment.pos
    }
    return start
  }

  /** Where what goes with an entry begins: behind what stands before it, if that is not a comment of its own. */
  gapStart(before: number | undefined, item: ts.Node, container: Container): number {
    const attached = this.attachedStart(item)
    const from = before ?? this.lineEnd(this.start(container) + 1)
    const between = this.text.slice(from, attached)
    if (between.trim() === '') return from
    return from + between.trimEnd().length
  }
}
