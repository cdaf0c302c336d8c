import { ts } from 'ts-morph'
import { lineStart, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { contains } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { indentAt, sourceStyle } from '../../syntax/style'
import { freshName } from '../shared/names'
import type { ErrorUse, Failure } from './answer/failure'

/**
 * A `catch`, from the word on: the branch of a check of `FunctionError`, with the error where it read the answer.
 * @param target What gets the value of a branch that is an expression: `price`, `return`.
 */
export function catchOf(module: SourceModule, failure: Failure, target = ''): string {
  const { check, branch, uses } = failure
  const error = freshName(module, 'error', 'failure')
  const isUsed = readsError(failure)
  const { eol, indent, semicolons } = sourceStyle(module)
  const column = indentAt(module.text, check.getStart(module.ast))
  const head = `catch ${isUsed ? `(${error}) ` : ''}`
  const comments = commentsAbove(module, failure)
    .map((line) => `${column}${indent}${line}${eol}`)
    .join('')
  const lines = (text: string) => `${head}{${eol}${comments}${column}${indent}${text}${eol}${column}}`
  if (!branch) return lines(target === 'return' ? '// go on without an answer' : `// "${target}" stays as it was`)
  const text = rewritten(module, branch, uses, error)
  if (ts.isBlock(branch)) return head + (comments === '' ? text : text.replace(/^\{[ \t]*\r?\n?/, `{${eol}${comments}`))
  if (ts.isStatement(branch)) return lines(text)
  return lines(`${target === 'return' ? target : `${target} =`} ${text}${semicolons ? ';' : ''}`)
}

const ERRORS: ReadonlySet<ErrorUse['as']> = new Set(['message', 'name', 'error'])

/** A callback that gets the error, and does what the branch did. */
export function onRejection(module: SourceModule, failure: Failure): string {
  const error = freshName(module, 'error', 'failure')
  const { branch, check, uses } = failure
  const { eol, indent } = sourceStyle(module)
  const column = indentAt(module.text, check.getStart(module.ast))
  const text = branch ? rewritten(module, branch, uses, error) : ''
  const comments = commentsAbove(module, failure)
    .map((line) => `${column}${indent}${line}${eol}`)
    .join('')
  const body =
    branch && ts.isBlock(branch)
      ? text.replace(/^\{[ \t]*\r?\n?/, `{${eol}${comments}`)
      : `{${eol}${comments}${column}${indent}${text}${eol}${column}}`
  return `(${readsError(failure) ? error : ''}) => ${body}`
}

/** The comments above a check that goes: they speak of its branch. */
function commentsAbove(module: SourceModule, { check, success }: Failure): string[] {
  if (!ts.isIfStatement(check) || success) return []
  const { text, ast } = module
  const lines = text.slice(wholeLines(module, check).start, check.getStart(ast)).split('\n')
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

function readsError({ uses }: Failure): boolean {
  return uses.some(({ node, as }) => ERRORS.has(as) && !isGone(uses, node))
}

/** A `catch` that makes of an error what Lambda answers with where a function throws. */
export function catchToPayload(module: SourceModule, name: string, column: string): string {
  const error = freshName(module, 'error', 'failure')
  const { eol, indent, semicolons } = sourceStyle(module)
  const { message, type } = membersOf(module, error)
  const payload = `${name} = { errorType: ${type}, errorMessage: ${message} }${semicolons ? ';' : ''}`
  return `catch (${error}) {${eol}${column}${indent}${payload}${eol}${column}}`
}

function membersOf(module: SourceModule, error: string): { message: string; type: string } {
  const target = isTypeScript(module.file) ? `(${error} as Error)` : error
  return { message: `${target}.message`, type: `${target}.name` }
}

function isGone(uses: readonly ErrorUse[], node: ts.Node): boolean {
  return uses.some((other) => other.as === 'gone' && other.node !== node && contains(other.node, node))
}

/** The text of a branch, with each use of the answer written anew. */
function rewritten(
  module: SourceModule,
  branch: ts.Statement | ts.Expression,
  uses: readonly ErrorUse[],
  error: string,
): string {
  const { ast, text } = module
  const start = branch.getStart(ast)
  const parts = takenApart(module, branch, uses)
  const { message, type } = parts ? { message: 'message', type: 'name' } : membersOf(module, error)
  const words = { message, name: type, error, word: "'Unhandled'", status: '200', gone: '' }
  const own = uses.filter(({ node }) => !isGone(uses, node))
  const edits = own
    .map(({ node, as }) => {
      const { parent } = node
      // `${response.FunctionError}`
      if (as === 'word' && ts.isTemplateSpan(parent)) {
        const end = parent.literal.getStart(ast) + 1
        return { start: text.lastIndexOf('${', node.getStart(ast)), end, text: 'Unhandled' }
      }
      const range = as === 'gone' ? wholeLines(module, node) : { start: node.getStart(ast), end: node.end }
      // `{ errorMessage }`
      const key = ts.isShorthandPropertyAssignment(parent) ? `${parent.name.text}: ` : ''
      return { ...range, text: key + words[as] }
    })
    .sort((a, b) => a.start - b.start)
  let result = ''
  let at = start
  for (const edit of edits) {
    result += text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  const whole = result + text.slice(at, branch.end)
  if (!parts) return whole
  const { eol, indent, semicolons } = sourceStyle(module)
  const column = indentAt(text, branch.getStart(ast)) + indent
  const line = `${column}const { ${parts.join(', ')} } = ${error} as Error${semicolons ? ';' : ''}`
  return whole.replace(/^\{[ \t]*\r?\n/, `{${eol}${line}${eol}`)
}

/** Reads of an error that are easier to take in where it is taken apart first. */
const MANY = 3

/** The members by which an error is taken apart at the head of a branch: where each would be `(error as Error).message`. */
function takenApart(
  module: SourceModule,
  branch: ts.Statement | ts.Expression,
  uses: readonly ErrorUse[],
): readonly string[] | undefined {
  const read = uses.filter(({ node, as }) => (as === 'message' || as === 'name') && !isGone(uses, node))
  const isOnLines = ts.isBlock(branch) && /^\{[ \t]*\r?\n/.test(branch.getText(module.ast))
  if (!isTypeScript(module.file) || !isOnLines || read.length < MANY) return undefined
  const names = [...new Set(read.map(({ as }) => as))].sort()
  return names.every((name) => freshName(module, name, 'failure') === name) ? names : undefined
}

/** The white space before a statement. */
export function columnOf({ text, ast }: SourceModule, node: ts.Node): string {
  const start = node.getStart(ast)
  return /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? ''
}
