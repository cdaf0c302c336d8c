import type { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { lineStart } from '../../syntax/lines'
import { contains, enclosingStatement } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import type { TakenOver } from './answer/callback'
import type { Answer } from './answer/read-answer'
import { type CallText, callText } from './call-text'
import { columnOf } from './catch-text'
import { checkRunsOnce } from './surroundings'
import { anyText, withToldType } from './told-types'

/** The edit that puts what a callback did where the call stood. */
export function takenOverEdits(
  site: InvokeSite,
  answer: Answer,
  { statement, kept }: TakenOver,
  call: CallText,
  reason: string,
): SourceEdit[] {
  const { module } = site
  const { eol, semicolons } = sourceStyle(module)
  const { value, removed } = answer
  const column = columnOf(module, statement)
  const rest = kept.filter((one) => !removed.includes(one))
  const [first] = rest
  const own = value && rest.find((one) => contains(one, value))
  // the callee ran before anything of the callback did
  const isFirst = !!value && own !== undefined && own === first && enclosingStatement(value) === own
  const name = isFirst ? undefined : call.fresh('result', `${call.name}Result`)
  if (value && own) checkRunsOnce(site, { ...answer, anchor: own }, value)
  const text = callText(name === undefined ? call : withToldType(call))
  const lines = [
    ...(name === undefined ? [] : [`const ${name}${anyText(call)} = ${text}${semicolons ? ';' : ''}`]),
    ...rest.map((one) => moved(module, one, column, value && own === one ? { value, text: name ?? text } : undefined)),
  ]
  return [{ start: statement.getStart(module.ast), end: statement.end, text: lines.join(`${eol}${column}`), reason }]
}

/** The text of a statement at another depth, with the answer replaced. */
function moved(
  { text, ast }: InvokeSite['module'],
  statement: ts.Statement,
  column: string,
  use: { readonly value: ts.Expression; readonly text: string } | undefined,
): string {
  const start = statement.getStart(ast)
  const own = use
    ? text.slice(start, use.value.getStart(ast)) + use.text + text.slice(use.value.end, statement.end)
    : text.slice(start, statement.end)
  const before = /^[ \t]*/.exec(text.slice(lineStart(text, start), start))?.[0] ?? ''
  // a text of several lines must keep its own
  if (/`[^`]*\n[^`]*`/.test(own)) return own
  return own
    .split('\n')
    .map((line, index) => (index > 0 && line.startsWith(before) ? column + line.slice(before.length) : line))
    .join('\n')
}
