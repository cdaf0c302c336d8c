import { ts } from 'ts-morph'
import type { InvokeSite, WrapperLevel } from '../../scan/site'
import { contains, type FunctionNode, isAsync, rewrap, unwrap, unwrapAwait } from '../../syntax/nodes'
import { placeOf } from '../../syntax/parse'
import { type Answer, readAnswer } from '../shared/answer'
import { readParams } from '../shared/call-params'
import { type Payload, readPayload } from '../shared/payload'
import { refuse } from '../transform'
import { isLogOf } from './logs'

/** A call of a helper that makes the SDK call, and gives the decoded answer back. */
export interface HelperCall {
  /** The call of the SDK, as a site of its own. */
  readonly inner: InvokeSite
  readonly payload: Payload
  /** How the helper reads the answer; what it throws where the function fails. */
  readonly answer: Answer
  /** Whether it writes log lines, which go with it. */
  readonly logs: boolean
}

/**
 * Reads a helper that only invokes a function with a payload that it is given, and returns what the function answers. It
 * may throw an error of its own where the function fails.
 * @throws Refused `through-wrapper`
 */
export function readHelper(site: InvokeSite): HelperCall {
  const [levels, ...others] = site.through
  const [level, ...more] = levels ?? []
  if (!level || others.length > 0 || more.length > 0) refuseHelper(site, 'makes its call in several steps')
  const { node, module } = level
  const inner: InvokeSite = { ...site, ...level.call, module, line: lineOf(level), kind: 'direct', through: [] }
  const { body } = node
  if (!body || !ts.isBlock(body) || !isAsync(node)) refuseHelper(site, 'is no async function with a body')
  const payload = readPayload(inner, readParams(inner))
  const answer = readAnswer(inner, { errorCheck: true, texts: true })
  checkBody(site, inner, answer, body)
  const logs = [...body.statements, ...statementsOf(answer.errorCheck)].some(isLogOf)
  return { inner, payload: argumentOf(site, node, payload), answer, logs }
}

function statementsOf(check: ts.IfStatement | undefined): readonly ts.Statement[] {
  const branch = check?.thenStatement
  return branch && ts.isBlock(branch) ? branch.statements : []
}

/** Where a helper makes its call. 1-based. */
export function lineOf({ module, call }: WrapperLevel): number {
  return placeOf(module.ast, call.call.getStart(module.ast)).line
}

export function refuseHelper(site: InvokeSite, what: string): never {
  refuse(site, 'through-wrapper', `The call goes through a helper function around the SDK that ${what}.`)
}

/** The payload at the call: it is the value of a parameter. */
function argumentOf(site: InvokeSite, node: FunctionNode, payload: Payload): Payload {
  if (payload.kind === 'none') return payload
  const value = payload.kind === 'json' ? unwrap(payload.value) : undefined
  const index = node.parameters.findIndex(
    ({ name }) => ts.isIdentifier(name) && value && ts.isIdentifier(value) && name.text === value.text,
  )
  const parameter = node.parameters[index]
  if (payload.kind !== 'json' || !parameter || parameter.initializer || parameter.dotDotDotToken)
    refuseHelper(site, 'makes the payload itself')
  const argument = site.call.arguments[index]
  if (!argument) return { kind: 'none' }
  return { ...payload, value: argument }
}

/** Only the call, what decodes its answer, a check of its failure, and the return of the answer. */
function checkBody(site: InvokeSite, inner: InvokeSite, answer: Answer, body: ts.Block): void {
  const decoded = decodedName(answer)
  for (const statement of body.statements) {
    if (statement === answer.response || statement === answer.errorCheck || isLogOf(statement)) continue
    if (ts.isVariableStatement(statement) && contains(statement, answer.parse) && decoded !== undefined) continue
    const returned = ts.isReturnStatement(statement) && statement.expression && unwrapAwait(statement.expression)
    const isAnswer = returned && (returned === answer.parse || (ts.isIdentifier(returned) && returned.text === decoded))
    if (!isAnswer) refuseHelper(site, `also does something else: "${statement.getText().split('\n')[0]}"`)
  }
  const last = body.statements.at(-1)
  if (!last || !ts.isReturnStatement(last)) refuseHelper(site, 'does not return the answer')
  const call = rewrap(inner.call)
  const promise = ts.isPropertyAccessExpression(call.parent) ? call.parent.parent : call
  if (!ts.isAwaitExpression(rewrap(promise as ts.Expression).parent)) refuseHelper(site, 'does not await its call')
}

/** `const result = JSON.parse(…)`: the name. */
function decodedName({ parse }: Answer): string | undefined {
  const { parent } = rewrap(parse)
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? parent.name.text : undefined
}
