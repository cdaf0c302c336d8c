import type { InvokeSite } from '../../scan/site'
import { contains, enclosingStatement } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { fromMargin, movedStatement } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import { isExecutor, type TakenOver } from './answer/callback'
import { type CallText, callText } from './call-text'
import { columnOf } from './catch-text'
import { failedOver } from './failed-over'
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
  const { value, removed, failure } = answer
  const column = columnOf(module, statement)
  if (failure && call.onError === 'branch') {
    const text = failedOver(site, answer, failure, kept, call, column)
    return [{ start: statement.getStart(module.ast), end: statement.end, text, reason }]
  }
  if (failure?.success)
    refuse(site, 'function-error-branch', 'The caller asks in a callback whether the callee failed.')
  const rest = kept.filter((one) => !removed.includes(one))
  const [first] = rest
  const own = value && rest.find((one) => contains(one, value))
  // the callee ran before anything of the callback did
  const isFirst = !!value && own !== undefined && own === first && enclosingStatement(value) === own
  const name = isFirst ? undefined : call.fresh('result', `${call.name}Result`)
  if (value && own) checkRunsOnce(site, { ...answer, anchor: own }, value)
  const text = callText(name === undefined ? call : withToldType(call))
  const lines = [
    ...(name === undefined
      ? []
      : [`const ${name}${anyText(call)} = ${fromMargin(text, column)}${semicolons ? ';' : ''}`]),
    ...rest.map((one) => {
      const use = value && own === one ? { value, text: name ?? fromMargin(text, columnOf(module, one)) } : undefined
      const made = movedStatement(module, one, column, use)
      // nobody gets what the function of a promise returns
      return one === rest.at(-1) && isExecutor(statement.parent.parent) ? made.replace(/^return (?=\w)/, '') : made
    }),
  ]
  return [{ start: statement.getStart(module.ast), end: statement.end, text: lines.join(`${eol}${column}`), reason }]
}
