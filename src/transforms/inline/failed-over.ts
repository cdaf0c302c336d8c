import { ts } from 'ts-morph'
import type { InvokeSite } from '../../scan/site'
import { contains } from '../../syntax/nodes'
import { sourceStyle } from '../../syntax/style'
import { atDepth, fromMargin, movedStatement } from '../shared/moved-text'
import { refuse } from '../transform'
import type { Answer } from './answer/answer'
import type { Failure } from './answer/failure'
import { leaves } from './answer/place'
import { type CallText, callText } from './call-text'
import { catchOf, columnOf } from './catch-text'
import { checkRunsOnce, wholeDeclaration } from './surroundings'
import { typeText } from './try-text'

/**
 * What a callback did, with its branch for a callee that failed as the `catch` around the call.
 * @param kept The statements of the callback that are taken over.
 * @throws Refused
 */
export function failedOver(
  site: InvokeSite,
  answer: Answer,
  failure: Failure,
  kept: readonly ts.Statement[],
  call: CallText,
  column: string,
): string {
  const { module } = site
  const { eol, indent, semicolons } = sourceStyle(module)
  const end = semicolons ? ';' : ''
  const { value, removed } = answer
  const { check, success } = failure
  const declared = value && namedBy(value)
  const statement = declared?.parent.parent
  checkOrder(site, answer, failure, kept, statement)
  const behind = success && ts.isStatement(success) ? statementsOf(success) : []
  const rest = [...kept.filter((one) => one !== check), ...behind].filter(
    (one) => one !== statement && !removed.includes(one),
  )
  const name = declared ? declared.name.getText(module.ast) : value && call.fresh('result', `${call.name}Result`)
  const type = value ? typeText(site, declared, value, call, undefined) : ''
  if (value && !declared) checkRunsOnce(site, { ...answer, anchor: rest[0] ?? answer.anchor }, value)
  const handled = atDepth(catchOf(module, failure), columnOf(module, check), column)
  const lines = [
    ...call.before.map((one) => `const ${one.name} = ${fromMargin(one.text, column)}${end}`),
    ...(name === undefined ? [] : [`let ${name}${type}${end}`]),
    'try {',
    `${indent}${name === undefined ? '' : `${name} = `}${fromMargin(callText(call), column + indent)}${end}`,
    `} ${leaves(failure.branch as ts.Statement | undefined) ? handled : handled.replace(/\s*\}$/, `${eol}${column}${indent}return${end}${eol}${column}}`)}`,
    ...rest.map((one) => {
      const isOwn = value && !declared && contains(one, value)
      return movedStatement(module, one, column, isOwn ? { value, text: name ?? '' } : undefined)
    }),
  ]
  return lines.join(`${eol}${column}`)
}

/** @throws Refused */
function checkOrder(
  site: InvokeSite,
  { removed }: Answer,
  { check, branch, success }: Failure,
  kept: readonly ts.Statement[],
  decoding: ts.Node | undefined,
): void {
  if (!ts.isIfStatement(check) || !kept.includes(check))
    refuse(site, 'function-error-branch', 'A callback asks within other code whether the callee failed.')
  const before = kept.slice(0, kept.indexOf(check)).filter((one) => !removed.includes(one))
  if (!before.every((one) => one === decoding))
    refuse(site, 'function-error-branch', 'Something happens between the call and the check of "FunctionError".')
  // a callback is called last: behind the check, its function ends
  const isLast = success !== undefined && kept.at(-1) === check
  if (!leaves(branch as ts.Statement | undefined) && !isLast)
    refuse(site, 'function-error-branch', 'Where the callee fails, the caller goes on.')
}

/** `const price = …`: what gets the result, where it is a name. */
function namedBy(value: ts.Expression): ts.VariableDeclaration | undefined {
  const [declared] = wholeDeclaration(value)?.declarations ?? []
  return declared && ts.isIdentifier(declared.name) ? declared : undefined
}

function statementsOf(statement: ts.Statement): readonly ts.Statement[] {
  return ts.isBlock(statement) ? statement.statements : [statement]
}
