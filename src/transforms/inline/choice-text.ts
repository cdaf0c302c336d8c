import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { isInert } from '../../syntax/inert'
import { ownLines, wholeLines } from '../../syntax/lines'
import { contains, enclosingStatement, rewrap } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { fromMargin, movedText, type TextEdit } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import { leaves } from './answer/place'
import { refuseBranch } from './answer/refuse-branch'
import { type CallText, callText } from './call-text'
import { catchOf, columnOf } from './catch-text'
import { between, checkRunsOnce, wholeDeclaration } from './surroundings'
import { declaredCall, typeText } from './try-text'

/** What stands in the `try`, before it and behind it. */
interface Parts {
  readonly declaration: string | undefined
  readonly head: string
  readonly tail: string
  /** The call, told what type its result has where the declaration does not. */
  readonly call: CallText
  /** What gets the result: a variable, or `return`. */
  readonly target: string
  readonly rest: readonly ts.Statement[]
  /** The statement in a branch that the declaration was. */
  readonly first?: ts.Statement | undefined
}

/**
 * The edits of a call whose answer is decoded in one branch of the question whether the callee failed:
 * `if (response.FunctionError) { … } else { … }`, `response.FunctionError ? … : …`.
 */
export function choiceEdits(
  site: InvokeSite,
  answer: Answer,
  failure: Failure,
  value: ts.Expression,
  call: CallText,
  reason: string,
): SourceEdit[] {
  const { module } = site
  const { check, success } = failure
  const place = ts.isIfStatement(check) ? check : (enclosingStatement(check) ?? answer.anchor)
  checkOrder(site, answer, place, value)
  const column = columnOf(module, place)
  const gone: SourceEdit = { ...ownLines(module, answer.anchor), text: '', reason }
  const removed = answer.removed.map((one): TextEdit => ({ ...wholeLines(module, one), text: '' }))
  const at = (from: ts.Node, text: string): SourceEdit => ({
    start: from.getStart(module.ast),
    end: from.end,
    text,
    reason,
  })
  if (call.onError === 'throws') {
    const text = fromMargin(callText(call, value), columnOf(module, enclosingStatement(value) ?? value))
    const own = { start: value.getStart(module.ast), end: value.end, text }
    if (!success || !ts.isStatement(success))
      return [gone, at(check, replaced(module.text, success ?? check, own, site))]
    return [gone, at(check, movedText(module, statementsOf(success), column, [...removed, own]))]
  }
  const parts = partsOf(site, failure, value, call)
  const { eol, indent, semicolons } = sourceStyle(module)
  const end = semicolons ? ';' : ''
  const lines = [
    ...call.before.map(({ name, text }) => `const ${name} = ${fromMargin(text, column)}${end}`),
    ...(parts.declaration === undefined ? [] : [...commentsAbove(site, parts.first), `${parts.declaration}${end}`]),
    'try {',
    `${indent}${parts.head}${fromMargin(callText(parts.call), column + indent)}${parts.tail}${end}`,
    `} ${catchOf(module, failure, parts.target)}`,
    ...(parts.rest.length > 0 ? [movedText(module, parts.rest, column, removed)] : []),
  ]
  return [gone, at(place, lines.join(`${eol}${column}`))]
}

/** The edits of the branch that follows a call whose answer is decoded before the question: it needs no question. */
export function successEdit(site: InvokeSite, { check, success }: Failure, answer: Answer, reason: string): SourceEdit {
  const { module } = site
  const removed = answer.removed.map((one): TextEdit => ({ ...wholeLines(module, one), text: '' }))
  const statements = success && ts.isStatement(success) ? statementsOf(success) : []
  const text = movedText(module, statements, columnOf(module, check), removed)
  return { start: check.getStart(module.ast), end: check.end, text, reason }
}

function partsOf(site: InvokeSite, failure: Failure, value: ts.Expression, call: CallText): Parts {
  const { module } = site
  const { check, branch, success } = failure
  const { text, ast } = module
  const isStatement = ts.isIfStatement(check)
  const whole = isStatement ? rewrap(value) : rewrap(check)
  const from = isStatement ? whole : (success ?? whole)
  const around = { head: text.slice(from.getStart(ast), value.getStart(ast)), tail: text.slice(value.end, from.end) }
  const statement = enclosingStatement(whole)
  const [first, ...rest] = isStatement && success ? statementsOf(success as ts.Statement) : statement ? [statement] : []
  const [declared] = wholeDeclaration(whole)?.declarations ?? []
  if (declared && ts.isIdentifier(declared.name)) {
    const name = declared.name.text
    if (isStatement && !(first === statement && leaves(branch as ts.Statement | undefined))) refuseRest(site)
    const type = typeText(site, declared, value, call, isStatement ? undefined : failure)
    const parts = { declaration: `let ${name}${type}`, ...around, call: declaredCall(call, type), target: name }
    return { ...parts, head: `${name} = ${around.head}`, rest, first: isStatement ? first : undefined }
  }
  if (first !== statement || rest.length > 0) refuseRest(site)
  return { ...assignedParts(site, check, whole, around), call }
}

/** `total = value`, `return value`: what stands there already takes the result. */
function assignedParts(
  site: InvokeSite,
  check: ts.Node,
  whole: ts.Expression,
  around: Pick<Parts, 'head' | 'tail'>,
): Omit<Parts, 'call'> {
  const name = assignedName(whole)
  if (name === undefined && !ts.isReturnStatement(whole.parent))
    refuseBranch(site, 'The caller asks in the middle of an expression whether the callee failed.', check)
  const head = name === undefined ? `return ${around.head}` : `${name} = ${around.head}`
  return { declaration: undefined, ...around, head, target: name ?? 'return', rest: [] }
}

/** `total` of the statement `total = value`. */
function assignedName(value: ts.Expression): string | undefined {
  const { parent } = value
  const isAssignment =
    ts.isBinaryExpression(parent) &&
    parent.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    parent.right === value &&
    ts.isExpressionStatement(parent.parent)
  return isAssignment && ts.isIdentifier(parent.left) ? parent.left.text : undefined
}

/** The comments of a statement that moves out of its branch. */
function commentsAbove({ module }: InvokeSite, statement: ts.Statement | undefined): string[] {
  if (!statement) return []
  const { text, ast } = module
  const lines = text.slice(wholeLines(module, statement).start, statement.getStart(ast)).split('\n')
  return lines.map((line) => line.trim()).filter((line) => line !== '')
}

function refuseRest(site: InvokeSite): never {
  const message =
    'Where the callee fails, the caller goes on, and where it does not, it does more than to take the result.'
  refuse(site, 'function-error-branch', message)
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement]
}

function replaced(text: string, node: ts.Node, { start, end, text: own }: TextEdit, { module }: InvokeSite): string {
  return text.slice(node.getStart(module.ast), start) + own + text.slice(end, node.end)
}

/**
 * The call moves to where it is asked whether it failed: nothing may happen before.
 * @throws Refused
 */
function checkOrder(site: InvokeSite, answer: Answer, place: ts.Statement, value: ts.Expression): void {
  if (place.parent !== answer.anchor.parent)
    refuseBranch(site, 'The caller looks at "FunctionError" far from the call.', place)
  const isHarmless = (one: ts.Statement) =>
    ts.isVariableStatement(one) &&
    one.declarationList.declarations.every(({ initializer }) => !initializer || isInert(initializer))
  const other = between(answer, place).find((one) => !isHarmless(one))
  if (other) refuseBranch(site, 'Something happens between the call and the check of "FunctionError".', other)
  const statement = enclosingStatement(value)
  if (statement && contains(place, value)) checkRunsOnce(site, { ...answer, anchor: place }, value)
}
