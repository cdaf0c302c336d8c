import { ts } from 'ts-morph'
import { lineStart, wholeLines } from '../../../syntax/lines'
import type { SourceModule } from '../../../syntax/module'
import { rewrap, unwrap, walkOwn } from '../../../syntax/nodes'
import { isTypeScript } from '../../../syntax/source-file'
import { sourceStyle } from '../../../syntax/style'
import { atDepth } from '../../shared/moved-text'
import type { CrossingName } from './crossing'

/** Code that becomes a step: statements that follow each other, or a value. */
export type StepCode =
  | { readonly kind: 'statements'; readonly statements: readonly ts.Statement[]; readonly outputs: readonly string[] }
  | { readonly kind: 'value'; readonly node: ts.Expression }

/**
 * A step as a function: `async ({ order }: { order: Order }) => { … }`. Its code stays as it is written.
 * @param column White space that the line begins with on which it will stand.
 */
export function stepFunction(
  module: SourceModule,
  code: StepCode,
  inputs: readonly CrossingName[],
  column: string,
): string {
  const { indent, eol, semicolons } = sourceStyle(module)
  const nodes = code.kind === 'value' ? [awaited(code.node)] : code.statements
  const head = `${nodes.some(waits) ? 'async ' : ''}(${parameter(module, inputs)}) =>`
  if (code.kind === 'value') {
    const node = awaited(code.node)
    const text = atDepth(node.getText(module.ast), indentOf(module, node), column)
    return ts.isObjectLiteralExpression(unwrap(node)) && text.startsWith('{') ? `${head} (${text})` : `${head} ${text}`
  }
  const inner = column + indent
  const lines = [
    ...(code.statements.length > 0 ? [runText(module, code.statements, inner)] : []),
    ...(code.outputs.length > 0 ? [`return { ${code.outputs.join(', ')} }${semicolons ? ';' : ''}`] : []),
  ]
  return `${head} {${lines.map((line) => `${eol}${inner}${line}`).join('')}${eol}${column}}`
}

/** `await x` of an awaited `x`. */
export function awaited(node: ts.Expression): ts.Expression {
  const outer = rewrap(node)
  return ts.isAwaitExpression(outer.parent) ? awaited(outer.parent) : node
}

/** Statements from the first to the last, with the comments above the first. */
function runText(module: SourceModule, statements: readonly ts.Statement[], column: string): string {
  const [first] = statements as [ts.Statement]
  const last = statements.at(-1) as ts.Statement
  const text = module.text.slice(wholeLines(module, first).start, last.end).trim()
  return atDepth(text, indentOf(module, first), column)
}

function indentOf({ text, ast }: SourceModule, node: ts.Node): string {
  const start = node.getStart(ast)
  return /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? ''
}

function waits(node: ts.Node): boolean {
  let isFound = false
  walkOwn(node, (own) => {
    isFound ||= ts.isAwaitExpression(own) || (ts.isForOfStatement(own) && own.awaitModifier !== undefined)
  })
  return isFound
}

function parameter(module: SourceModule, inputs: readonly CrossingName[]): string {
  if (inputs.length === 0) return ''
  const names = inputs.map(({ name }) => name).join(', ')
  if (!isTypeScript(module.file)) return `{ ${names} }`
  const types = inputs.map((input) => `${input.name}: ${inputType(input)?.getText(module.ast) ?? 'any'}`)
  return `{ ${names} }: { ${types.join('; ')} }`
}

/** The type that a name is declared with, where it has one of its own. */
export function inputType({ declaration }: CrossingName): ts.TypeNode | undefined {
  const isTyped = ts.isVariableDeclaration(declaration) || ts.isParameter(declaration)
  return isTyped && ts.isIdentifier(declaration.name) && !isOptional(declaration) ? declaration.type : undefined
}

function isOptional(declaration: ts.VariableDeclaration | ts.ParameterDeclaration): boolean {
  return ts.isParameter(declaration) && (!!declaration.questionToken || !!declaration.dotDotDotToken)
}
