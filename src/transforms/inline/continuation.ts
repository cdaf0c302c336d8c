import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import { enclosingStatement } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import type { SourceEdit } from '../file-change'
import type { Answer } from './answer/read-answer'
import type { Continuation } from './answer/then'
import { type CallText, callText, resultText } from './call-text'
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
  const list = value && wholeDeclaration(value)
  const [declared] = list?.declarations ?? []
  // a parameter that has a type of its own is given no other
  const isCast = call.isAny && declared?.type !== undefined
  const asked = callText({ ...call, result: 'as-is', isAny: isCast })
  const plain = at(promise, isCast ? `(${asked})` : asked)
  if (!value) return [plain]
  checkRunsOnce(site, { ...answer, anchor: firstIn(callback) }, value)
  const named = (name: string): SourceEdit => {
    const isBare = ts.isArrowFunction(callback) && module.text[parameter.getStart(module.ast) - 1] !== '('
    const needsParentheses = isBare && (isTypeScript(module.file) || !/^[\w$]+$/.test(name))
    const typed = isCast ? name : name + anyText(call)
    return at(parameter, needsParentheses ? `(${typed})` : typed)
  }
  const statement = enclosingStatement(value)
  const isFirst = ts.isFunctionLike(callback) && statement?.parent === (callback as ts.ArrowFunction).body
  if (list && declared && isFirst && call.result === 'as-is') {
    const name = module.text.slice(declared.name.getStart(module.ast), (declared.type ?? declared.name).end)
    return [plain, named(name), { ...wholeLines(module, list.parent), text: '', reason }]
  }
  const name = call.fresh('result', `${call.name}Result`)
  return [plain, named(name), at(value, resultText(name, call.result))]
}

function firstIn(callback: ts.Node): ts.Statement {
  const { body } = callback as ts.ArrowFunction
  return (ts.isBlock(body) ? (body.statements[0] ?? body) : body) as ts.Statement
}
