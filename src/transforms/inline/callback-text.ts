import { ts } from 'ts-morph'
import { type CallbackAnswers, type Exit, isPassedOn } from '../../analysis/callback/answers'
import { lineAfter, lineStart, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'

/** A stretch of the text of a handler's body, and what stands there in the function. */
interface TextEdit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** What makes the body of a function of the body of a handler: `callback(null, result)` becomes `return result`. */
export function exitEdits(module: SourceModule, { exits, settings }: CallbackAnswers): TextEdit[] {
  return [
    ...settings.map((setting) => ({ ...wholeLines(module, setting), text: '' })),
    ...exits.flatMap((exit) => [...callEdits(module, exit), ...(exit.after ? [goneAfter(module, exit.after)] : [])]),
  ]
}

function callEdits(module: SourceModule, { node, kind, value }: Exit): TextEdit[] {
  const { ast } = module
  const isStatement = ts.isStatement(node)
  const end = isStatement && sourceStyle(module).semicolons ? ';' : ''
  const word = kind === 'error' ? 'throw ' : isStatement ? 'return ' : ''
  const start = node.getStart(ast)
  if (!value) return [{ start, end: node.end, text: `${word}null${end}` }]
  return [
    { start, end: value.getStart(ast), text: word },
    { start: value.end, end: node.end, text: end },
  ]
}

/** The line of a bare `return`, or the word alone where other code shares its line. */
function goneAfter({ text, ast }: SourceModule, statement: ts.Statement): TextEdit {
  const start = lineStart(text, statement.getStart(ast))
  const end = lineAfter(text, statement.end)
  const isAlone = /^\s*(return|break);?\s*$/.test(text.slice(start, end))
  return isAlone ? { start, end, text: '' } : { start: statement.pos, end: statement.end, text: '' }
}

/** Whether the body of a handler is no more than one answer, whose value is an error or a result. */
export function onlyExit(node: FunctionNode, { exits, settings }: CallbackAnswers): Exit | undefined {
  const [exit, ...others] = exits
  const { body } = node
  if (!exit || others.length > 0 || !body || !ts.isBlock(body)) return exit?.node === body ? exit : undefined
  const own = body.statements.filter((one) => !settings.some((setting) => setting === one) && one !== exit.after)
  return own.length === 1 && own[0] === exit.node ? exit : undefined
}

/** The statements of a wrapper that stays: it gives a result on in the way that its handler did. */
export function wrapperLines(module: SourceModule, answers: CallbackAnswers | undefined, call: string): string[] {
  const end = sourceStyle(module).semicolons ? ';' : ''
  const settings = answers?.settings.map((setting) => setting.getText(module.ast)) ?? []
  const word = answers && answers.exits.length > 0 ? '' : 'return '
  return [...settings, `${word}${wrapperValue(module, answers, call)}${end}`]
}

/** The expression that gives a result on: `callback(null, result)`; the result itself where it is returned. */
export function wrapperValue({ ast }: SourceModule, answers: CallbackAnswers | undefined, result: string): string {
  const [exit] = answers?.exits ?? []
  const callee = exit?.call.expression.getText(ast)
  if (callee === undefined) return result
  return /\.(succeed|fail)$/.test(callee)
    ? `${callee.replace(/\.fail$/, '.succeed')}(${result})`
    : `${callee}(null, ${result})`
}

/** Whether a handler calls back with what it caught, and does nothing else with it. */
export function passesOn({ exits }: CallbackAnswers): boolean {
  return exits.some(({ node }) => ts.isCatchClause(node.parent.parent) && isPassedOn(node.parent.parent, exits))
}
