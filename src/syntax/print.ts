import type { JSCodeshift } from 'jscodeshift'
import { ts } from 'ts-morph'
import type { SourceStyle } from './style'

type Statement = Parameters<JSCodeshift['program']>[0][number]

/**
 * Prints statements that were built with jscodeshift, in the style of the file that they go to. They are printed on
 * their own: no line of the file itself is ever printed again.
 * @param build Gets jscodeshift with the TypeScript parser; gives the statements.
 * @param indent What every line begins with.
 */
export function printStatements(build: (j: JSCodeshift) => Statement[], style: SourceStyle, indent = ''): string {
  const j = (require('jscodeshift') as typeof import('jscodeshift')).withParser('tsx')
  const printed = j(j.program(withoutOrigin(build(j)))).toSource({
    quote: style.quote,
    tabWidth: style.indent === '\t' ? TAB_WIDTH : style.indent.length,
    trailingComma: true,
    arrowParensAlways: true,
    objectCurlySpacing: true,
  })
  const compact = ownLines(compactObjects(style.indent === '\t' ? withTabs(printed) : printed), style.indent)
  const listed = style.trailingCommas ? compact : compact.replace(/,(\n\s*[)\]}])/g, '$1')
  const text = style.semicolons ? listed : withoutSemicolons(listed)
  const spaced = style.functionGap ? text.replace(NAMED_FUNCTION, '$1 (') : text
  return spaced
    .split('\n')
    .map((line) => (line === '' ? line : indent + line))
    .join(style.eol)
}

/** `export async function handle(` at the start of a line. */
const NAMED_FUNCTION = /^([ \t]*(?:export )?(?:default )?(?:async )?function [\w$]+)\(/gm

/** Spaces that the printer is told to write for a tab. */
const TAB_WIDTH = 4

/** The printer's own tabs begin with the second level: the first line of a block would have spaces. */
function withTabs(text: string): string {
  return text.replace(
    /^ +/gm,
    (spaces) => '\t'.repeat(Math.floor(spaces.length / TAB_WIDTH)) + ' '.repeat(spaces.length % TAB_WIDTH),
  )
}

/** Nodes of a template remember its text, and would be printed as they stand there instead of in the style of the file. */
function withoutOrigin(statements: Statement[]): Statement[] {
  return JSON.parse(JSON.stringify(statements, (key, value) => (ORIGIN.has(key) ? undefined : value)))
}

const ORIGIN = new Set(['original', 'loc', 'tokens', 'start', 'end'])

/** The printer gives every property a line, and blank lines to long ones; `{ order, card }` reads better on one. */
function compactObjects(text: string): string {
  const compact = text.replace(COMPACT, (whole, list: string) => {
    const line = `{ ${list.trim().replace(/,$/, '').split(/,\s*/).join(', ')} }`
    return line.length <= 60 ? line : whole
  })
  return compact.replace(/,\n\n/g, ',\n')
}

/** An object of names, of what is spread, and of calls of one argument; of a pattern, the last has no comma. */
const COMPACT = /\{\n\s*((?:(?:\.\.\.[\w$]+|[\w$]+(?:: (?:[\w$]+|[\w$.]+\([\w$.]+\)))?)(?:,\s*|\s*(?=\})))+)\}/g

/** `send(new Command({` in lines: what is made anew as the only argument gets lines of its own, as formatters give it. */
function ownLines(text: string, indent: string): string {
  return text.replace(
    /^([ \t]*)(.*\()(new [\w$.]+\(\{)\n([\s\S]*?)\n\1\}\)\)/gm,
    (_, outer: string, head: string, made: string, body: string) => {
      const inner = outer + indent
      const lines = body.split('\n').map((line) => (line === '' ? line : indent + line))
      return `${outer}${head}\n${inner}${made}\n${lines.join('\n')}\n${inner}}),\n${outer})`
    },
  )
}

/** Drops the semicolons that end a line, where the next line cannot be taken for its continuation. */
function withoutSemicolons(text: string): string {
  const ast = ts.createSourceFile('printed.tsx', text, ts.ScriptTarget.Latest, true, ts.ScriptKind.TSX)
  const ends: number[] = []
  const visit = (node: ts.Node): void => {
    const isSimple =
      ts.isStatement(node) && !ts.isBlock(node) && !ts.isEmptyStatement(node) && text[node.end - 1] === ';'
    if (isSimple && !/^\s*[([`+\-/*.,]/.test(text.slice(node.end))) ends.push(node.end - 1)
    // a member of a type that ends its line; one that begins with a bracket would be read as part of it
    else if (ts.isTypeElement(node) && text[node.end - 1] === ';' && /^\n\s*[^([<\s]/.test(text.slice(node.end)))
      ends.push(node.end - 1)
    ts.forEachChild(node, visit)
  }
  visit(ast)
  return ends.sort((a, b) => b - a).reduce((result, end) => result.slice(0, end) + result.slice(end + 1), text)
}
