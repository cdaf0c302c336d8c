import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import { enclosingStatement, type FunctionNode } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { indentAt } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { atDepth, fromMargin } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import type { Continuation } from './answer/then'
import { type CallText, callText, resultText } from './call-text'
import { columnOf } from './catch-text'
import { failureCallback } from './failed-promise'
import { checkRunsOnce, wholeDeclaration } from './surroundings'
import { anyText } from './told-types'

/** The edits of a call whose answer goes to a callback: `price(order).then((price) => …)`. */
export function continuationEdits(
  site: InvokeSite,
  answer: Answer,
  { promise, parameter, callback }: Continuation,
  call: CallText,
  reason: string,
): SourceEdit[] {
  const { module } = site
  const { value } = answer
  const at = (from: ts.Node, text: string): SourceEdit => ({
    start: from.getStart(module.ast),
    end: from.end,
    text,
    reason,
  })
  const { failure } = answer
  const isCaught = call.onError === 'branch' && failure !== undefined
  if (failure?.success)
    refuse(site, 'function-error-branch', 'A callback asks within other code whether the callee failed.')
  const onError: SourceEdit[] = isCaught
    ? [{ start: callback.end, end: callback.end, text: `, ${rejection(site, answer, failure, callback)}`, reason }]
    : []
  const list = value && wholeDeclaration(value)
  const [declared] = list?.declarations ?? []
  // a parameter that has a type of its own is given no other
  const isCast = call.isAny && declared?.type !== undefined
  const asked = callText({ ...(isCaught ? call : { ...call, result: 'as-is' as const }), isAny: isCast })
  const plain = at(
    promise,
    fromMargin(isCast ? `(${asked})` : asked, indentAt(module.text, promise.getStart(module.ast))),
  )
  const isBare = ts.isArrowFunction(callback) && module.text[parameter.getStart(module.ast) - 1] !== '('
  if (!value) return [plain, at(parameter, isBare ? '()' : ''), ...onError]
  checkRunsOnce(site, { ...answer, anchor: firstIn(callback) }, value)
  const named = (name: string): SourceEdit => {
    const needsParentheses = isBare && (isTypeScript(module.file) || !/^[\w$]+$/.test(name))
    const typed = isCast ? name : name + anyText(call)
    return at(parameter, needsParentheses ? `(${typed})` : typed)
  }
  const statement = enclosingStatement(value)
  const isFirst = ts.isFunctionLike(callback) && statement?.parent === (callback as ts.ArrowFunction).body
  if (list && declared && isFirst && (isCaught || call.result === 'as-is')) {
    const name = module.text.slice(declared.name.getStart(module.ast), (declared.type ?? declared.name).end)
    return [plain, named(name), ...onError, { ...wholeLines(module, list.parent), text: '', reason }]
  }
  const name = call.fresh('result', `${call.name}Result`)
  return [plain, named(name), ...onError, at(value, isCaught ? name : resultText(name, call.result))]
}

/** What is done where the callee failed, at the depth of the callback beside it. */
function rejection(site: InvokeSite, answer: Answer, failure: Failure, callback: FunctionNode): string {
  const { module } = site
  const text = failureCallback(site, answer, failure, callback)
  const inner = columnOf(module, failure.check)
  const outer = indentAt(module.text, callback.getStart(module.ast))
  return atDepth(text, inner, outer)
}

function firstIn(callback: ts.Node): ts.Statement {
  const { body } = callback as ts.ArrowFunction
  return (ts.isBlock(body) ? (body.statements[0] ?? body) : body) as ts.Statement
}
