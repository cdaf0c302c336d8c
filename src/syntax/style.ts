import { ts } from 'ts-morph'
import type { SourceModule } from './module'
import { walk } from './nodes'

/** How a source file is written: what is added to it looks the same. */
export interface SourceStyle {
  readonly quote: 'single' | 'double'
  readonly semicolons: boolean
  readonly eol: '\n' | '\r\n'
  /** One level of indentation. */
  readonly indent: string
  readonly trailingCommas: boolean
  /** What stands behind the name of a function: a blank in the style of StandardJS, `function handle (event)`. */
  readonly functionGap: ' ' | ''
}

const cache = new WeakMap<ts.SourceFile, SourceStyle>()

/** Finds the style of a file by majority. */
export function sourceStyle(module: SourceModule): SourceStyle {
  const known = cache.get(module.ast)
  if (known) return known
  const style = detect(module)
  cache.set(module.ast, style)
  return style
}

function detect({ ast, text }: SourceModule): SourceStyle {
  const quotes = new Tally<'single' | 'double'>()
  const ends = new Tally<boolean>()
  const commas = new Tally<boolean>()
  const indents = new Tally<string>()
  const gaps = new Tally<' ' | ''>()
  walk(ast, (node) => {
    if (ts.isStringLiteral(node)) quotes.add(text[node.getStart(ast)] === '"' ? 'double' : 'single')
    if (isTerminated(node)) ends.add(text[node.end - 1] === ';')
    if (ts.isObjectLiteralExpression(node) && node.properties.length > 0 && isMultiline(text, node)) {
      commas.add(node.properties.hasTrailingComma === true)
    }
    if (ts.isFunctionDeclaration(node) && node.name) gaps.add(/\s/.test(text.charAt(node.name.end)) ? ' ' : '')
    const step = ts.isBlock(node) ? indentStep(text, ast, node) : undefined
    if (step !== undefined) indents.add(step)
  })
  return {
    quote: quotes.most('single'),
    semicolons: ends.most(true),
    eol: text.includes('\r\n') ? '\r\n' : '\n',
    indent: indents.most('  '),
    trailingCommas: commas.most(true),
    functionGap: gaps.most(''),
  }
}

/** Counts values, and tells the most frequent. */
class Tally<T> {
  private readonly counts = new Map<T, number>()

  add(value: T): void {
    this.counts.set(value, (this.counts.get(value) ?? 0) + 1)
  }

  /** `otherwise` wins a draw. */
  most(otherwise: T): T {
    let best = otherwise
    for (const [value, count] of this.counts) if (count > (this.counts.get(best) ?? 0)) best = value
    return best
  }
}

/** By how much the statements of a block stand deeper than the block. */
function indentStep(text: string, ast: ts.SourceFile, node: ts.Block): string | undefined {
  const [first] = node.statements
  if (!first) return undefined
  const inner = indentAt(text, first.getStart(ast))
  const outer = indentAt(text, node.getStart(ast))
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : undefined
}

function isTerminated(node: ts.Node): boolean {
  return (
    ts.isVariableStatement(node) ||
    ts.isExpressionStatement(node) ||
    ts.isReturnStatement(node) ||
    ts.isImportDeclaration(node) ||
    ts.isExportAssignment(node)
  )
}

function isMultiline(text: string, node: ts.Node): boolean {
  return text.slice(node.pos, node.end).trim().includes('\n')
}

/** The white space at the start of the line that holds an offset. */
export function indentAt(text: string, offset: number): string {
  const start = text.lastIndexOf('\n', offset - 1) + 1
  return /^[ \t]*/.exec(text.slice(start, offset))?.[0] ?? ''
}
