import { ts } from 'ts-morph'
import { walk } from '../../../syntax/nodes'
import { indentAt } from '../../../syntax/style'

/** How the object literals of a file are written: what is added to them looks the same. */
export interface LiteralStyle {
  readonly eol: '\n' | '\r\n'
  /** One level of indentation. */
  readonly unit: string
  readonly quote: '"' | "'"
  /** Whether keys that are names are quoted all the same, as JSON asks for. */
  readonly quotedKeys: boolean
  /** Whether the last entry of a list over several lines has a comma. */
  readonly trailingCommas: boolean
  /** What stands behind a colon and a comma: nothing in a minified file. */
  readonly gap: ' ' | ''
  /** `{ a: 1 }` rather than `{a: 1}`. */
  readonly padding: ' ' | ''
  /** Whether intrinsics are written on one line: `{ Ref: 'Queue' }`. */
  readonly inlineIntrinsics: boolean
  /** Whether lists of scalars are written on one line. */
  readonly inlineLists: boolean
}

/** The literal that a style is read from, and its file. */
export interface LiteralSource {
  readonly text: string
  readonly ast: ts.SourceFile
  readonly isJson: boolean
}

/** Finds the style of a file by majority; where it shows nothing, that of the formatters for its language. */
export function literalStyle({ text, ast, isJson }: LiteralSource): LiteralStyle {
  const count = {
    single: 0,
    double: 0,
    quoted: 0,
    bare: 0,
    comma: 0,
    none: 0,
    padded: 0,
    tight: 0,
    inline: 0,
    open: 0,
    row: 0,
    column: 0,
    spaced: 0,
    unspaced: 0,
  }
  const steps = new Map<string, number>()
  walk(ast, (node) => {
    if (ts.isStringLiteral(node)) text[node.getStart(ast)] === '"' ? count.double++ : count.single++
    if (ts.isPropertyAssignment(node)) {
      countKey(node.name)
      text.slice(node.name.end, node.initializer.getStart(ast)) === ':' ? count.unspaced++ : count.spaced++
    }
    if (ts.isObjectLiteralExpression(node) && node.properties.length > 0) countObject(node)
    if (ts.isArrayLiteralExpression(node) && node.elements.every(isScalar)) countList(node)
  })

  function countKey(name: ts.PropertyName): void {
    if (ts.isIdentifier(name)) count.bare++
    else if (ts.isStringLiteral(name) && isName(name.text)) count.quoted++
  }

  function countList(node: ts.ArrayLiteralExpression): void {
    if (node.elements.length === 0) return
    text.slice(node.getStart(ast), node.end).includes('\n') ? count.column++ : count.row++
  }

  function countObject(node: ts.ObjectLiteralExpression): void {
    const first = node.properties[0] as ts.Node
    const lead = text.slice(node.getStart(ast) + 1, first.getStart(ast))
    if (!lead.includes('\n')) {
      lead === '' ? count.tight++ : count.padded++
      count.inline++
      return
    }
    count.open++
    node.properties.hasTrailingComma ? count.comma++ : count.none++
    const outer = indentAt(text, node.getStart(ast))
    const inner = indentAt(text, first.getStart(ast))
    if (inner.length > outer.length && inner.startsWith(outer)) {
      const step = inner.slice(outer.length)
      steps.set(step, (steps.get(step) ?? 0) + 1)
    }
  }

  const isMinified = count.inline > 0 && count.open === 0 && count.unspaced > count.spaced
  const [unit] = [...steps].sort((a, b) => b[1] - a[1])[0] ?? ['  ']
  return {
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    unit,
    quote: isJson || count.double > count.single ? '"' : "'",
    quotedKeys: isJson || count.quoted > count.bare,
    trailingCommas: !isJson && count.comma >= count.none,
    gap: isMinified ? '' : ' ',
    padding: isMinified || count.tight > count.padded ? '' : ' ',
    inlineIntrinsics: !isJson || count.inline > 0,
    inlineLists: isJson ? count.row > count.column : count.row >= count.column,
  }
}

function isScalar(node: ts.Node): boolean {
  return !ts.isObjectLiteralExpression(node) && !ts.isArrayLiteralExpression(node)
}

/** Whether a key needs no quotes. */
export function isName(key: string): boolean {
  return /^[A-Za-z_$][\w$]*$/.test(key)
}
