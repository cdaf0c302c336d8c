import { ts } from 'ts-morph'
import type { CallbackAnswers } from '../../analysis/callback/answers'
import type { SourceModule } from '../../syntax/module'
import type { FunctionNode } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import { exitEdits, passesOn } from './callback-text'
import { answerType, eventType } from './event-type'
import type { LibraryInput } from './library'
import type { ParameterShape } from './parameters'
import { withoutRethrow } from './rethrown'

/** The function: the handler's own text, with its parameters and its first line written anew. */
export function functionText({ module, form, name, shape, answers }: LibraryInput, async: boolean): string {
  const { node } = form
  const comment = leadingComment(module, form.statement)
  const signature = `${module.isEsm ? 'export ' : ''}${async ? 'async ' : ''}function ${name}${typeParameters(module, node)}${sourceStyle(module).functionGap}(${parametersText(module, node, shape)})${returnType(module, node, answers, async)}`
  const text = `${comment}${signature} ${bodyText(module, node, shape, answers)}`
  const isPassedOn = answers && passesOn(answers)
  return isPassedOn ? withoutRethrow(module.file, text, sourceStyle(module).indent) : text
}

/** Comments that stand directly above the handler speak of what it does. */
function leadingComment(module: SourceModule, statement: ts.Statement): string {
  const ranges = ts.getLeadingCommentRanges(module.text, statement.pos) ?? []
  const start = statement.getStart(module.ast)
  const isApart = (from: number, to: number) => /\n[ \t]*\r?\n/.test(module.text.slice(from, to))
  // from the last blank line on
  const first = ranges.findLastIndex(({ end }, index) => isApart(end, ranges[index + 1]?.pos ?? start)) + 1
  const own = ranges[first]
  return own ? module.text.slice(own.pos, start) : ''
}

/** `<T extends Order>` of a handler that has it. */
function typeParameters({ ast }: SourceModule, node: FunctionNode): string {
  const parameters = node.typeParameters?.map((parameter) => parameter.getText(ast)) ?? []
  return parameters.length > 0 ? `<${parameters.join(', ')}>` : ''
}

function parametersText(module: SourceModule, node: FunctionNode, shape: ParameterShape): string {
  if (shape.kind === 'event') return eventText(module, node)
  const typed = isTypeScript(module.file)
  return shape.properties
    .map(({ local, type, initializer }) => {
      const declared = typed && type !== undefined ? `${local}: ${type.text}` : local
      return initializer === undefined ? declared : `${declared} = ${initializer}`
    })
    .join(', ')
}

/** The handler's own parameter; it takes its type along where another declaration gave it. */
function eventText(module: SourceModule, node: FunctionNode): string {
  const [parameter] = node.parameters
  if (!parameter) return ''
  const type = parameter.type ? undefined : eventType(module, node)
  if (!type) return parameter.getText(module.ast)
  const name = module.text.slice(parameter.getStart(module.ast), parameter.name.end)
  return `${name}: ${type.text}${module.text.slice(parameter.questionToken?.end ?? parameter.name.end, parameter.end)}`
}

/** What the signature and the body of the function need of the file. */
export function functionRoots({ module, form: { node }, shape, answers }: LibraryInput): ts.Node[] {
  const [parameter] = node.parameters
  const event: readonly (ts.Node | undefined)[] =
    shape.kind === 'event'
      ? [parameter, ...(eventType(module, node)?.roots ?? [])]
      : shape.properties.flatMap(({ type, initializerNode }) => [...(type?.roots ?? []), initializerNode])
  return [
    ...event,
    ...(node.typeParameters ?? []),
    ...(answerType(module, node, answers)?.roots ?? []),
    node.body,
  ].filter((root) => root !== undefined)
}

function returnType(
  module: SourceModule,
  node: FunctionNode,
  answers: CallbackAnswers | undefined,
  async: boolean,
): string {
  const answer = answerType(module, node, answers)
  if (!answer) return ''
  return async ? `: Promise<${answer.text}>` : `: ${answer.text}`
}

/** `({ total })` of an arrow function; a value that begins on the next line is none of `return` without them. */
function hasNoNeedOfParentheses({ text, ast }: SourceModule, body: ts.Expression): boolean {
  if (!ts.isParenthesizedExpression(body)) return false
  const [before, behind] = [
    text.slice(body.getStart(ast) + 1, body.expression.getStart(ast)),
    text.slice(body.expression.end, body.end - 1),
  ]
  return before === '' && behind === ''
}

function bodyText(
  module: SourceModule,
  node: FunctionNode,
  shape: ParameterShape,
  answers: CallbackAnswers | undefined,
): string {
  const { body } = node
  if (!body) return '{}'
  const uses =
    shape.kind === 'event' ? [] : shape.properties.flatMap(({ uses, local }) => uses.map((use) => ({ use, local })))
  const renamed = uses.map(({ use, local }) => {
    // `{ order: event.order }` becomes `{ order }`
    const node = ts.isPropertyAssignment(use.parent) && use.parent.name.getText(module.ast) === local ? use.parent : use
    return { start: node.getStart(module.ast), end: node.end, text: local }
  })
  const edits = [...renamed, ...(answers ? exitEdits(module, answers) : [])]
  let text = ''
  let at = body.getStart(module.ast)
  for (const edit of edits.sort((a, b) => a.start - b.start)) {
    text += module.text.slice(at, edit.start) + edit.text
    at = edit.end
  }
  text += module.text.slice(at, body.end)
  if (ts.isBlock(body)) return text
  const { indent, eol, semicolons } = sourceStyle(module)
  const end = semicolons ? ';' : ''
  if (answers?.exits.some(({ kind }) => kind === 'error')) return `{${eol}${indent}${text}${end}${eol}}`
  const value = hasNoNeedOfParentheses(module, body) ? text.slice(1, -1) : text
  // a text of several lines must keep its own
  const deeper = /`[^`]*\n[^`]*`/.test(value) ? value : value.replace(/\n(?=[^\r\n])/g, `\n${indent}`)
  return `{${eol}${indent}return ${deeper}${end}${eol}}`
}
