import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { endOf, ownLines, wholeLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { contains, enclosingStatement } from '../../syntax/nodes'
import { indentAt, sourceStyle } from '../../syntax/style'
import type { FileChange, SourceEdit } from '../file-change'
import { fromMargin } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import { leaves } from './answer/place'
import { refuseBranch } from './answer/refuse-branch'
import { type CallText, callText } from './call-text'
import { choiceEdits, successEdit } from './choice-text'
import { continuationEdits } from './continuation'
import { gatheredEdits } from './gathered-text'
import { between, checkRunsOnce, wholeDeclaration } from './surroundings'
import { takenOverEdits } from './taken-over'
import { anyText, toldAt, withToldType } from './told-types'
import { tryEdits } from './try-text'

/** Whether taking a value apart evaluates anything: default values, computed names. */
function computes(name: ts.BindingName): boolean {
  if (ts.isIdentifier(name)) return false
  return name.elements.some(
    (element) =>
      ts.isBindingElement(element) &&
      (!!element.initializer ||
        (!!element.propertyName && ts.isComputedPropertyName(element.propertyName)) ||
        computes(element.name)),
  )
}

/**
 * The caller's half: the call, and the decoding of its answer, become a call of the function.
 * @param constant What becomes of a constant that the payload stood in.
 */
export function rewriteCaller(site: InvokeSite, answer: Answer, call: CallText, constant?: SourceEdit): FileChange {
  const { module } = site
  // the import of what the call needs no more makes room
  const callee = site.command?.expression ?? site.call.expression
  const like = ts.isIdentifier(callee) ? module.bindings.of(callee)?.declarations[0] : undefined
  return {
    module,
    edits: [...(constant ? [constant] : []), ...withFolds(site, answer, edits(site, answer, call))],
    imports: call.specifier === undefined ? [] : [{ specifier: call.specifier, name: call.name, isType: false, like }],
    declarations: [],
  }
}

/** What reads the status gets it; not in code that is written anew as a whole. */
function withFolds(site: InvokeSite, { folded }: Answer, made: readonly SourceEdit[]): SourceEdit[] {
  const own = (folded ?? []).flatMap((fold): SourceEdit[] => {
    const over = made.find(({ start, end }) => start < fold.end && fold.start < end)
    if (over && over.text !== '')
      refuse(site, 'response-form', 'The caller reads "StatusCode" of the response.', undefined, 'status')
    return over ? [] : [{ ...fold, reason: 'An invocation that is answered has the status 200.' }]
  })
  return [...made, ...own]
}

function edits(site: InvokeSite, answer: Answer, call: CallText): SourceEdit[] {
  const { module } = site
  const reason = `The callee is called as the function "${call.name}".`
  const at = (from: ts.Node, text: string): SourceEdit => ({
    start: from.getStart(module.ast),
    end: ts.isStatement(from) ? endOf(module.text, from.end) : from.end,
    text: fromMargin(text, indentAt(module.text, from.getStart(module.ast))),
    reason,
  })
  const gone = answer.removed.map((statement): SourceEdit => ({ ...wholeLines(module, statement), text: '', reason }))
  if (answer.taken) return takenOverEdits(site, answer, answer.taken, call, reason)
  if (answer.gathered) return [...gatheredEdits(site, answer, answer.gathered, call, reason), ...gone]
  if (answer.continuation) return [...continuationEdits(site, answer, answer.continuation, call, reason), ...gone]
  const { value, anchor, failure } = answer
  if (failure?.success && value && contains(failure.check, value))
    return [...choiceEdits(site, answer, failure, value, call, reason), ...apartFrom(failure.check, gone)]
  if (failure?.success && !leaves(failure.branch as ts.Statement | undefined))
    refuseBranch(site, 'Where the callee fails, the caller goes on.', failure.check)
  if (failure?.success) gone.push(successEdit(site, failure, answer, reason))
  if (call.onError !== 'throws') return [...tryEdits(site, answer, call, reason), ...gone]
  if (!value) refuse(site, 'response-form', 'The payload is not read in exactly one place.')
  const told = toldAt(value, call, reason)
  const own = [...told.edits, at(value, callText(told.call, value))]
  if (!answer.isApart) return [...own, ...gone]
  const statement = enclosingStatement(value)
  if (statement?.parent === anchor.parent && between(answer, statement).length === 0) {
    // what a comment above says of the call holds for the new one
    return [{ ...ownLines(module, anchor), text: '', reason }, ...own, ...gone]
  }
  // something stands between call and decoding: the call stays where it is
  const list = wholeDeclaration(value)
  // a pattern may speak of what is declared between
  const [declared] = list?.declarations ?? []
  if (list && (!declared || !computes(declared.name)) && statement?.parent === anchor.parent) {
    const moved = withEdits(module, list, own)
    const end = ts.isVariableStatement(anchor) ? anchor.declarationList.end : anchor.end
    return [
      { start: anchor.getStart(module.ast), end, text: moved, reason },
      { ...wholeLines(module, list.parent), text: '', reason },
      ...gone,
    ]
  }
  checkRunsOnce(site, answer, value)
  const name = call.fresh('result', `${call.name}Result`)
  const declaration = `const ${name}${anyText(call)} = ${callText(withToldType(call))}${sourceStyle(module).semicolons ? ';' : ''}`
  return [at(anchor, declaration), at(value, name), ...gone]
}

/** The text of a node, with edits made in it. */
function withEdits({ text, ast }: SourceModule, node: ts.Node, edits: readonly SourceEdit[]): string {
  const rest = edits.reduce(
    ({ made, at }, edit) => ({ made: made + text.slice(at, edit.start) + edit.text, at: edit.end }),
    { made: '', at: node.getStart(ast) },
  )
  return rest.made + text.slice(rest.at, node.end)
}

/** The edits that lie outside of a node that is written anew as a whole. */
function apartFrom(node: ts.Node, edits: readonly SourceEdit[]): SourceEdit[] {
  return edits.filter(({ start, end }) => end <= node.pos || start >= node.end)
}
