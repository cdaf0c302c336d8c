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
import { type HelperCall, readHelper } from './through-helper'

/** A call of the chain, as far as its transform needs it. */
export interface Call {
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  /** Absent where nobody reads it. */
  readonly answer: Answer | undefined
  /** The helper function that makes the call, where it is not made here. */
  readonly helper?: HelperCall
}

/** @throws Refused */
export function readCall(context: TransformContext, site: InvokeSite): Call {
  const { ref: callee } = resolvedCallee(site)
  if (site.kind === 'wrapper-call') {
    const helper = readHelper(site)
    const answer: Answer | undefined =
      site.response === 'used' ? { parse: site.call, response: undefined, errorCheck: undefined } : undefined
    if (!helper.answer.errorCheck) checkAnswerErrors(context, helper.inner, helper.answer)
    return { site, callee, payload: helper.payload, answer, helper }
  }
  const payload = readPayload(site, readParams(site))
  const answer = site.response === 'used' ? readAnswer(site, { errorCheck: true, gathered: true }) : undefined
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
 * Whether a statement is a call that it waits for: `await call`, `const response = await call`.
 */
export function isCall(statement: ts.Statement, { site, answer }: Call): boolean {
  if (!contains(statement, site.call)) return false
  if (ts.isExpressionStatement(statement)) return isAwaited(statement.expression, site.call)
  const initializer = onlyDeclaration(statement)?.initializer
  if (!initializer || (answer && answer.response !== statement)) return false
  return isAwaited(initializer, site.call)
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
  return ts.isAwaitExpression(outer) && callNode(unwrapAwait(outer)) === call
}

/** The call in `call.promise()`; any other expression as it is. */
export function callNode(node: ts.Expression): ts.Expression {
  const isPromise =
    ts.isCallExpression(node) && isAccess(node.expression) && accessedName(node.expression) === 'promise'
  return isPromise ? unwrap((node.expression as ts.PropertyAccessExpression).expression) : node
}
