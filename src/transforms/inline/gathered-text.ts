import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { wholeLines } from '../../syntax/lines'
import { indentAt } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { fromMargin } from '../shared/moved-text'
import { type GatheredValue, refuse, type TransformContext } from '../transform'
import type { Answer } from './answer/answer'
import type { Gathered } from './answer/gathered'
import { type CallText, callText } from './call-text'
import { isTurnSeen } from './kept-await'
import { checkRunsOnce, wholeDeclaration } from './surroundings'

/** The edits of a call that is waited for with others: `const [price, stock] = await Promise.all([price(order), …])`. */
export function gatheredEdits(
  site: InvokeSite,
  answer: Answer,
  { promise, name }: Gathered,
  call: CallText,
  reason: string,
): SourceEdit[] {
  const { module } = site
  const { value, anchor, failure } = answer
  if (failure?.success)
    refuse(site, 'function-error-branch', 'The caller looks at "FunctionError" of one of several calls at once.')
  const at = (from: ts.Node, text: string): SourceEdit => ({
    start: from.getStart(module.ast),
    end: from.end,
    text: fromMargin(text, indentAt(site.module.text, from.getStart(module.ast))),
    reason,
  })
  // what gathers the calls waits for promises and values alike
  const made = at(promise, callText({ ...call, isAsync: false, isPromise: call.isAsync || call.isPromise }))
  if (!value) return [made]
  const list = wholeDeclaration(value)
  const [declared] = list?.declarations ?? []
  if (list && declared && list.parent.parent === anchor.parent && isSimple(declared) && isAlike(list, anchor))
    return [made, at(name, declared.name.getText(module.ast)), { ...wholeLines(module, list.parent), text: '', reason }]
  checkRunsOnce(site, answer, value)
  const result = call.fresh('result', `${call.name}Result`)
  return [made, at(name, result), at(value, result)]
}

/** The call as an element of a list that is waited for, where it gives its result at once, and nobody sees whether it does. */
export function gatheredValue(
  context: TransformContext,
  site: InvokeSite,
  { gathered }: Answer,
  call: CallText,
): GatheredValue[] {
  if (!gathered || call.isAsync || call.isPromise || isTurnSeen(context, site)) return []
  const { promise } = gathered
  return ts.isArrayLiteralExpression(promise.parent) ? [{ list: promise.parent, element: promise }] : []
}

/** Whether both are constants, or both are not. */
function isAlike({ flags }: ts.VariableDeclarationList, anchor: ts.Statement): boolean {
  const kinds = ts.NodeFlags.Const | ts.NodeFlags.Let
  return ts.isVariableStatement(anchor) && (anchor.declarationList.flags & kinds) === (flags & kinds)
}

/** `const price = …`, `const { total } = …`: nothing is said of its type, and taking it apart evaluates nothing. */
function isSimple({ name, type, initializer }: ts.VariableDeclaration): boolean {
  if (type || (initializer && ts.isAsExpression(initializer))) return false
  return ts.isIdentifier(name) || name.elements.every((one) => ts.isBindingElement(one) && isPlainElement(one))
}

function isPlainElement({ name, propertyName, initializer, dotDotDotToken }: ts.BindingElement): boolean {
  const isComputed = propertyName !== undefined && ts.isComputedPropertyName(propertyName)
  return ts.isIdentifier(name) && !isComputed && !initializer && !dotDotDotToken
}
