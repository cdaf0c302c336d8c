import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite, WrapperLevel } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  contains,
  type FunctionNode,
  isAccess,
  isAsync,
  rewrap,
  unwrap,
  unwrapAwait,
} from '../../syntax/nodes'
import { type Answer, readAnswer } from '../shared/answer'
import { checkAnswerErrors } from '../shared/answer-errors'
import { readParams } from '../shared/call-params'
import { checkClients } from '../shared/client-origin'
import { camelCase } from '../shared/names'
import { type Payload, readPayload } from '../shared/payload'
import { resolvedCallee } from '../shared/target'
import { attempt, type Refusal, Refused, type TransformContext } from '../transform'
import { type HelperCall, lineOf, readHelper } from './through-helper'

/** A call of the chain, as far as its transform needs it. */
export interface Call {
  readonly site: InvokeSite
  readonly callee: FunctionRef
  readonly payload: Payload
  /** Absent where nobody reads it. */
  readonly answer: Answer | undefined
  /** The helper function that makes the call, where it is not made here. */
  readonly helper?: HelperCall
  /** The helper function whose body takes the place of the call, and the call in it that leads on. */
  readonly inlined?: { readonly module: SourceModule; readonly node: FunctionNode; readonly inner: Call }
}

/** @throws Refused */
export function readCall(context: TransformContext, site: InvokeSite): Call {
  const { ref: callee } = resolvedCallee(site)
  checkClients(context, site)
  if (site.kind === 'wrapper-call') {
    const read = attempt(() => readHelper(site))
    if ('refusal' in read) return inlinedCall(context, site, callee, read.refusal)
    const helper = read.value
    const whole = helper.answer.errorCheck && attempt(() => inlinedCall(context, site, callee, undefined))
    const inlined = whole && 'value' in whole ? whole.value.inlined : undefined
    const answer = answerOf(site)
    if (!helper.answer.errorCheck) checkAnswerErrors(context, helper.inner, helper.answer)
    return { site, callee, payload: helper.payload, answer, helper, ...(inlined && { inlined }) }
  }
  const payload = readPayload(site, readParams(site))
  const answer = site.response === 'used' ? readAnswer(site, { errorCheck: true, gathered: true }) : undefined
  // behind a check of `FunctionError`, what is read is a result
  if (answer && !answer.errorCheck) checkAnswerErrors(context, site, answer)
  return { site, callee, payload, answer }
}

/**
 * A call of a helper that does more than its call: its body is read with the rest.
 * @throws Refused
 */
function inlinedCall(context: TransformContext, site: InvokeSite, callee: FunctionRef, refusal?: Refusal): Call {
  const [[level, ...deeper] = [], ...others] = site.through
  if (refusal && (!level || others.length > 0 || !isReadable(level))) throw new Refused(refusal)
  if (!level) throw new Error('A wrapper has a call.')
  const { module, node, call } = level
  const common = {
    ...site,
    ...call,
    module,
    line: lineOf(level),
    response: isUnread(call.call) ? ('ignored' as const) : ('used' as const),
  }
  const inner: InvokeSite =
    deeper.length > 0
      ? { ...common, kind: 'wrapper-call', through: [deeper] }
      : { ...common, kind: 'direct', through: [] }
  return {
    site,
    callee,
    payload: { kind: 'none' },
    answer: answerOf(site),
    inlined: { module, node, inner: readCall(context, inner) },
  }
}

/** An async function with a body, or one that is nothing but its call: `(order) => invoke('reserve', order)`. */
function isReadable({ node, call }: WrapperLevel): boolean {
  const { body } = node
  if (!body) return false
  return ts.isBlock(body) ? isAsync(node) : unwrapAwait(body) === call.call
}

/** What a helper gives, where anything looks at it; a function that is given to a helper may give it to that. */
function answerOf({ call, response }: InvokeSite): Answer | undefined {
  const { parent } = rewrap(call)
  const isUsed = response === 'used' || ts.isArrowFunction(parent) || ts.isReturnStatement(parent)
  return isUsed ? { parse: call, response: undefined, errorCheck: undefined } : undefined
}

/** `await call`, as a statement of its own. */
export function isUnread(call: ts.CallExpression): boolean {
  let { parent } = rewrap(call)
  if (isAccess(parent) && ts.isCallExpression(parent.parent)) parent = rewrap(parent.parent).parent
  return ts.isExpressionStatement(ts.isAwaitExpression(parent) ? rewrap(parent).parent : parent)
}

/** The call of the SDK that is made in the end. */
export function sdkSiteOf({ site, helper, inlined }: Call): InvokeSite {
  return helper?.inner ?? (inlined ? sdkSiteOf(inlined.inner) : site)
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
