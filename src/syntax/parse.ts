import { ts } from 'ts-morph'
import { extensionOf } from '../workspace/paths'
import type { SourceText } from '../workspace/workspace'

const KINDS: Record<string, ts.ScriptKind> = {
  '.ts': ts.ScriptKind.TS,
  '.mts': ts.ScriptKind.TS,
  '.cts': ts.ScriptKind.TS,
  '.tsx': ts.ScriptKind.TSX,
  // JSX may stand in any JavaScript file
  '.js': ts.ScriptKind.JSX,
  '.jsx': ts.ScriptKind.JSX,
  '.mjs': ts.ScriptKind.JSX,
  '.cjs': ts.ScriptKind.JSX,
}

/** Parses TypeScript or JavaScript. Offsets of the tree are offsets into `source.text`. Syntax errors do not throw. */
export function parse(source: SourceText): ts.SourceFile {
  const kind = KINDS[extensionOf(source.file)] ?? ts.ScriptKind.TS
  // what stands in comments is never asked for, and parsing it takes a fifth of the time
  const options = { languageVersion: ts.ScriptTarget.Latest, jsDocParsingMode: ts.JSDocParsingMode.ParseNone }
  return ts.createSourceFile(source.file, source.text, options, true, kind)
}

export interface SourceError {
  readonly message: string
  readonly line: number
  readonly column: number
}

/** What only strict code must not contain: `0755`, `'\\033'`, `'\\8'`, `089`. */
const SLOPPY: ReadonlySet<number> = new Set([1121, 1487, 1488, 1489])

/** Whether Node may run a file in sloppy mode: JavaScript that is no ES module. */
function maybeSloppy(ast: ts.SourceFile): boolean {
  return /\.(js|cjs)$/.test(ast.fileName) && !ts.isExternalModule(ast)
}

/** The first syntax error of a parsed file. A file that has one is analysed no further and never rewritten. */
export function syntaxErrorOf(ast: ts.SourceFile): SourceError | undefined {
  // `parseDiagnostics` is what `program.getSyntacticDiagnostics` returns; the property itself is not in the typings
  const problems = (ast as unknown as { parseDiagnostics: ts.DiagnosticWithLocation[] }).parseDiagnostics
  const first = problems.find(({ code }) => !SLOPPY.has(code) || !maybeSloppy(ast))
  if (!first) return undefined
  const { line, character } = ast.getLineAndCharacterOfPosition(first.start)
  return {
    message: ts.flattenDiagnosticMessageText(first.messageText, ' '),
    line: line + 1,
    column: character + 1,
  }
}

/** 1-based line and column of an offset. */
export function placeOf(ast: ts.SourceFile, offset: number): { line: number; column: number } {
  const { line, character } = ast.getLineAndCharacterOfPosition(offset)
  return { line: line + 1, column: character + 1 }
}
