import { statusChecks } from '../../advise/status-checks'
import { parameter } from '../../scan/params'
import type { InvokeSite } from '../../scan/site'
import { placeOf } from '../../syntax/parse'
import { attempt, type Obligation, type Place, refuse, type TransformContext } from '../transform'
import { readAnswer } from './answer'
import { memberRead } from './answer-members'
import { endsUnread } from './unread'

/**
 * Checks that a call needs no answer, and that nobody waits for its callee: what takes its place has no answer.
 * @returns What is waived where the call was synchronous.
 * @throws Refused
 */
export function checkOneWay(context: TransformContext, site: InvokeSite): Obligation[] {
  if (site.invocation === 'dynamic') refuse(site, 'dynamic-invocation-type', 'The invocation type is not fixed.')
  const isChecked = site.kind === 'direct' && statusChecks(site) !== undefined
  if (site.invocation === 'async' && site.response === 'used' && !isChecked)
    refuse(site, 'status-read', 'Something looks at the answer of the event.')
  if (site.invocation === 'async' && site.isPassedOn && !isChecked && !endsUnread(site))
    refuse(site, 'status-read', 'The answer of the event is passed on.')
  if (!isChecked) checkMembers(site)
  if (site.invocation === 'sync' && (site.response === 'used' || site.isPassedOn))
    refuse(site, 'no-answer', noAnswer(site), answerPlace(site))
  if (site.invocation === 'sync' && site.isAwaited && !context.options.unreadIsAsync) {
    refuse(site, 'caller-waits', 'The caller waits for the callee to end.')
  }
  if (site.invocation !== 'sync' || !site.isAwaited) return []
  const message = `The caller waited for the callee to end, and goes on at once now (unread-is-async).`
  return [{ code: 'work-done', status: 'waived', message }]
}

/** A member that is only logged would be missing, too. */
function checkMembers(site: InvokeSite): void {
  const { module, invocation, response } = site
  const read = response === 'ignored' ? memberRead(site) : undefined
  if (!read) return
  const { line } = placeOf(module.ast, read.getStart(module.ast))
  const text = read.getText(module.ast)
  if (invocation === 'sync')
    refuse(site, 'no-answer', `The answer of the call is read as "${text}" in line ${line}; a message has no answer.`)
  refuse(site, 'status-read', `The answer of the event is read as "${text}" in line ${line}.`)
}

/** Where the answer is decoded, where that is known. */
function answerPlace(site: InvokeSite): Place | undefined {
  const read = attempt(() => readAnswer(site, { errorCheck: true }))
  if (!('value' in read)) return undefined
  const { ast, file } = site.module
  return { file, line: placeOf(ast, read.value.parse.getStart(ast)).line }
}

function noAnswer(site: InvokeSite): string {
  const place = answerPlace(site)
  return place
    ? `The answer of the call is read in line ${place.line}; a message has no answer.`
    : 'The answer of the call is read or passed on; a message has no answer.'
}

/** The variable that named the callee, where one did. */
export function environmentName(site: InvokeSite): string | undefined {
  const name = parameter(site.params, 'FunctionName')
  return name.kind === 'environment' ? name.key : undefined
}
