import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { endOf, ownLines } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import { enclosingStatement, rewrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import { sourceStyle } from '../../syntax/style'
import type { SourceEdit } from '../file-change'
import { fromMargin } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import { leaves } from './answer/place'
import { refuseBranch } from './answer/refuse-branch'
import { type CallText, callText } from './call-text'
import { catchOf, catchToPayload, columnOf } from './catch-text'
import { between, checkRunsOnce, wholeDeclaration } from './surroundings'
import { withToldType } from './told-types'

/** Where the result goes: a variable, the answer of the function around it, or nowhere. */
interface Goal {
  /** The statement that the `try` stands for. */
  readonly statement: ts.Statement
  /** Before the `try`. */
  readonly declaration: string | undefined
  /** The statement in the `try`, before and behind the call. */
  readonly head: string
  readonly tail: string
  /** The call, told what type its result has where the declaration does not. */
  readonly call: CallText
  /** Name of the variable. */
  readonly name: string | undefined
  readonly edits: readonly SourceEdit[]
}

/** The edits that put a call into a `try`, whose `catch` does what was done where the callee failed. */
export function tryEdits(site: InvokeSite, answer: Answer, call: CallText, reason: string): SourceEdit[] {
  const { module } = site
  const { eol, indent, semicolons } = sourceStyle(module)
  const end = semicolons ? ';' : ''
  const goal = goalOf(site, answer, call, reason)
  const { failure } = answer
  checkNothingBetween(site, answer)
  const column = columnOf(module, goal.statement)
  const onError = failure ? catchOf(module, failure) : catchToPayload(module, goal.name ?? '', column)
  const lines = [
    ...call.before.map(({ name, text }) => `const ${name} = ${fromMargin(text, column)}${end}`),
    ...(goal.declaration === undefined ? [] : [`${goal.declaration}${end}`]),
    'try {',
    `${indent}${goal.head}${fromMargin(callText(goal.call), column + indent)}${goal.tail}${end}`,
    `} ${onError}`,
  ]
  const text = lines.join(`${eol}${column}`)
  const { statement } = goal
  return [
    { start: statement.getStart(module.ast), end: endOf(module.text, statement.end), text, reason },
    ...goal.edits,
  ]
}

function goalOf(site: InvokeSite, answer: Answer, call: CallText, reason: string): Goal {
  const { module } = site
  const { value, anchor, failure } = answer
  if (!value) return { statement: anchor, declaration: undefined, head: '', tail: '', call, name: undefined, edits: [] }
  const statement = enclosingStatement(value) ?? anchor
  const isNext = statement === anchor || (statement.parent === anchor.parent && between(answer, statement).length === 0)
  // what a comment above says of the call holds for the new one
  const gone: SourceEdit[] = statement === anchor ? [] : [{ ...ownLines(module, anchor), text: '', reason }]
  const list = wholeDeclaration(value)
  const [declared] = list?.declarations ?? []
  if (list && declared && isNext && ts.isIdentifier(declared.name)) {
    const name = declared.name.text
    const type = typeText(site, declared, value, call, failure)
    const declaration = `let ${name}${type}`
    const { head, tail } = aroundValue(module, declared.initializer ?? value, value)
    return {
      statement,
      declaration,
      head: `${name} = ${head}`,
      tail,
      call: declaredCall(call, type),
      name,
      edits: gone,
    }
  }
  const isReturned = ts.isReturnStatement(statement) && statement.expression === rewrap(value)
  if (isReturned && isNext && call.onError === 'branch') {
    const { head, tail } = aroundValue(module, rewrap(value), value)
    return { statement, declaration: undefined, head: `return ${head}`, tail, call, name: undefined, edits: gone }
  }
  if (statement === anchor) refuse(site, 'errors-not-preserved', 'The result is used where it is decoded.')
  checkRunsOnce(site, answer, value)
  const name = call.fresh('result', `${call.name}Result`)
  const type = typeText(site, undefined, value, call, undefined)
  const declaration = `let ${name}${type}`
  const use = { start: value.getStart(module.ast), end: value.end, text: name, reason }
  return {
    statement: anchor,
    declaration,
    head: `${name} = `,
    tail: '',
    call: declaredCall(call, type),
    name,
    edits: [use],
  }
}

/** What stands around a value and does not change it: `value as Price`. */
function aroundValue({ text, ast }: SourceModule, whole: ts.Expression, value: ts.Expression) {
  return { head: text.slice(whole.getStart(ast), value.getStart(ast)), tail: text.slice(value.end, whole.end) }
}

/** A call whose result goes to a variable of a type. */
export function declaredCall(call: CallText, type: string): CallText {
  return type === ': any' ? withToldType(call) : call
}

/** The type of the variable, in TypeScript: as it was declared, else what the function gives. */
export function typeText(
  { module }: InvokeSite,
  declared: ts.VariableDeclaration | undefined,
  value: ts.Expression,
  call: CallText,
  failure: Failure | undefined,
): string {
  if (!isTypeScript(module.file)) return ''
  if (declared?.type) return `: ${declared.type.getText(module.ast)}`
  const asserted = declared && value.parent
  if (asserted && ts.isAsExpression(asserted)) return `: ${asserted.type.getText(module.ast)}`
  // what the branch gives instead may be of another type
  const isReplaced = failure?.branch && !leaves(failure.branch as ts.Statement)
  if (isReplaced || call.isAny || call.onError === 'payload' || call.result.startsWith('clone')) return ': any'
  if (call.result.startsWith('text')) return ': string'
  const result = `ReturnType<typeof ${call.name}>`
  const given = call.isAsync ? `Awaited<${result}>` : result
  return call.result === 'null-for-undefined' ? `: ${given} | null` : `: ${given}`
}

/**
 * What stood between the call and the check ran whether the callee failed or not.
 * @throws Refused
 */
function checkNothingBetween(site: InvokeSite, answer: Answer): void {
  const { failure, value, anchor } = answer
  const decoding = value && enclosingStatement(value)
  if (!failure || !ts.isIfStatement(failure.check)) return
  const { check } = failure
  if (check.parent !== anchor.parent)
    refuseBranch(site, 'The caller looks at "FunctionError" far from the call.', check)
  const others = between(answer, check).filter((one) => one !== decoding)
  const isMoved =
    decoding && decoding !== anchor && !wholeDeclaration(value) && between(answer, check).includes(decoding)
  const other = others[0] ?? (isMoved ? decoding : undefined)
  if (other) refuseBranch(site, 'Something happens between the call and the check of "FunctionError".', other)
}
