import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { accessedName, contains, isAccess, rewrap, unwrap, unwrapAwait } from '../../syntax/nodes'
import { type Answer, readAnswer } from '../shared/answer'
import { checkAnswerErrors } from '../shared/answer-errors'
import { readParams } from '../shared/call-params'
import { camelCase } from '../shared/names'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import type { TransformContext } from '../transform'

/** A call of the chain, as far as its transform needs it. */
export interface Call {
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  /** Absent where nobody reads it. */
  readonly answer: Answer | undefined
}

/** @throws Refused */
export function readCall(context: TransformContext, site: InvokeSite): Call {
  const { ref: callee } = resolvedCallee(site)
  const payload = readPayload(site, readParams(site))
  const answer = site.response === 'used' ? readAnswer(site, { errorCheck: true }) : undefined
  // behind a check of `FunctionError`, what is read is a result
  if (answer && !answer.errorCheck) checkAnswerErrors(context, site, answer)
  return { site, callee, payload, answer }
}

/** The name that the code gives the result, else one after the callee. */
export function resultName({ answer, callee }: Call): string {
  const declaration = answer && rewrap(answer.parse).parent
  const isNamed = declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name)
  return isNamed ? (declaration.name as ts.Identifier).text : `${camelCase(callee.function.key)}Result`
}

/**
 * Whether a statement is a call that it waits for: `await call`, `const response = await call`,
 * `const result = JSON.parse((await call)…)`.
 */
export function isCall(statement: ts.Statement, { site, answer }: Call): boolean {
  if (!contains(statement, site.call)) return false
  if (ts.isExpressionStatement(statement)) return isAwaited(statement.expression, site.call)
  const initializer = onlyDeclaration(statement)?.initializer
  if (!initializer) return false
  if (answer && !answer.response) return unwrapAwait(initializer) === answer.parse
  return (!answer || answer.response === statement) && isAwaited(initializer, site.call)
}

/** The declaration of a statement that declares one name only. */
export function onlyDeclaration(statement: ts.Statement): ts.VariableDeclaration | undefined {
  if (!ts.isVariableStatement(statement)) return undefined
  const [declaration, ...others] = statement.declarationList.declarations
  return others.length === 0 ? declaration : undefined
}

/** `await call`, with or without `.promise()`. */
function isAwaited(expression: ts.Expression, call: ts.CallExpression): boolean {
  const outer = unwrap(expression)
  if (!ts.isAwaitExpression(outer)) return false
  const inner = unwrapAwait(outer)
  const isPromise =
    ts.isCallExpression(inner) && isAccess(inner.expression) && accessedName(inner.expression) === 'promise'
  return (isPromise ? unwrap((inner.expression as ts.PropertyAccessExpression).expression) : inner) === call
}
