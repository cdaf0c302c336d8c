import { ts } from 'ts-morph'
import { parameter } from '../../../scan/params'
import type { InvokeSite, WrapperLevel } from '../../../scan/site'
import { parametersIn } from '../../../syntax/evaluate/value'
import { contains, enclosingStatement, rewrap, unwrap } from '../../../syntax/nodes'
import { readParams } from '../../shared/call-params'
import { type Payload, readPayload } from '../../shared/payload'
import { attempt, refuse, type TransformContext } from '../../transform'
import type { Answer } from '../answer/answer'
import { awaited } from '../answer/awaited'
import { logStatement } from '../answer/place'
import { readAnswer } from '../answer/read-answer'
import { isReturnedByAsync } from '../answer/then'
import { besideCall } from './body'
import { passedFor } from './passed'

/** A call that goes through helper functions, read as if it stood for the SDK call in them. */
export interface Wrapped {
  readonly payload: Payload
  readonly answer: Answer
  readonly levels: readonly WrapperLevel[]
  readonly isRetried: boolean
  readonly logs: boolean
  readonly rewords: boolean
  /** Whether an error that it throws has the message of that of the callee. */
  readonly keepsMessage: boolean
}

/** Whether the helper of a site has its callee fixed: then the call in it is the one to rewrite. */
export function isForwarder(site: InvokeSite): boolean {
  const [levels] = site.through
  const inner = levels?.at(-1)
  return (
    site.kind === 'wrapper-call' && !!inner && parametersIn(parameter(inner.call.params, 'FunctionName')).length === 0
  )
}

/**
 * Reads a call of a helper around the SDK.
 * @throws Refused
 */
export function readWrapped(context: TransformContext, site: InvokeSite): Wrapped {
  const [levels = [], ...others] = site.through
  const inner = levels.at(-1)
  if (!inner) refuseWrapper(site, 'is not called by its name')
  if (others.length > 0) refuseWrapper(site, 'has more than one call')
  const calls = [site.call, ...levels.slice(0, -1).map(({ call }) => call.call)]
  const payload = payloadOf(site, levels, calls)
  let result: Result = { is: 'response' }
  const beside = { isRetried: false, logs: false, rewords: false, keepsMessage: true }
  for (const level of [...levels].reverse()) {
    const found = resultOf(context, site, level, result)
    result = found.result
    beside.isRetried ||= found.beside.isRetried
    beside.logs ||= found.beside.logs
    beside.rewords ||= found.beside.rewords
    beside.keepsMessage &&= found.beside.keepsMessage
  }
  return { payload, answer: answerAt(context, site, result), levels, ...beside }
}

/** What a helper gives back: the answer as a whole, or the result in it. */
type Result = { readonly is: 'response' } | { readonly is: 'value' } | { readonly is: 'text' }

/** What becomes of a result in the function that called for it. */
function resultOf(context: TransformContext, site: InvokeSite, level: WrapperLevel, given: Result) {
  const { module, node, call } = level
  const from = awaited(call.call)
  const coder = { module, evaluator: context.evaluator }
  if (isReturned(level, from)) return { result: given, beside: checked(site, level, undefined, [from]) }
  if (given.is !== 'response') {
    const value = named(level, from)
    if (!value) refuseWrapper(site, 'does something with the answer')
    return { result: given, beside: checked(site, level, undefined, [from, value]) }
  }
  const read = attempt(() => readAnswer({ ...site, ...call }, coder, from, true))
  if ('refusal' in read) refuseWrapper(site, `does something with the answer: ${lowered(read.refusal.message)}`)
  const answer = read.value
  const { value } = answer
  const { failure } = answer
  const end = value && (isReturned(level, value) ? value : named(level, value, failure?.branch))
  if (!value || !end) refuseWrapper(site, 'does something with the answer')
  if (failure && (failure.success || !failure.branch || !throws(failure.branch as ts.Statement)))
    refuseWrapper(site, 'answers where the callee fails')
  const isInside = contains(node, value)
  if (!isInside) refuseWrapper(site, 'does something with the answer')
  const result: Result = { is: answer.isText ? 'text' : 'value' }
  return { result, beside: checked(site, level, answer, [from, value, end]) }
}

function checked(site: InvokeSite, { node }: WrapperLevel, answer: Answer | undefined, own: readonly ts.Node[]) {
  const beside = besideCall(node, answer, own)
  if (beside.strange) refuseWrapper(site, `does more than that: "${firstLine(beside.strange)}"`)
  return beside
}

/** `return value`, or the value of an arrow function. */
function isReturned({ node }: WrapperLevel, value: ts.Expression): boolean {
  const outer = rewrap(value)
  const { parent } = outer
  if (parent === node) return true
  if (!ts.isReturnStatement(parent)) return false
  let around: ts.Node = parent
  while (!ts.isFunctionLike(around)) around = around.parent
  return around === node
}

/**
 * `const result = value` of which nothing else is done but to return it, and to log it: the name that is returned.
 * @param failed What is done where the callee fails: what is read there is no result.
 */
function named(level: WrapperLevel, value: ts.Expression, failed?: ts.Node): ts.Expression | undefined {
  const declaration = rewrap(value).parent
  if (!ts.isVariableDeclaration(declaration) || !ts.isIdentifier(declaration.name)) return undefined
  const binding = level.module.bindings.of(declaration.name)
  const isRead = (use: ts.Node) => !(failed && contains(failed, use)) && !logStatement(use)
  const [use, ...more] = binding?.references.filter(isRead) ?? []
  return use && more.length === 0 && binding?.writes.length === 0 && isReturned(level, use) ? use : undefined
}

function throws(branch: ts.Statement): boolean {
  const last = ts.isBlock(branch) ? branch.statements.at(-1) : branch
  return !!last && ts.isThrowStatement(last)
}

/** The payload, in words of the call. */
function payloadOf(site: InvokeSite, levels: readonly WrapperLevel[], calls: readonly ts.CallExpression[]): Payload {
  const inner = levels.at(-1) as WrapperLevel
  const read = attempt(() => {
    const sdk: InvokeSite = { ...site, ...inner.call }
    return readPayload(sdk, readParams(sdk))
  })
  if ('refusal' in read)
    refuseWrapper(site, `makes its call in a form that is not known: ${lowered(read.refusal.message)}`)
  const payload = read.value
  if (payload.kind === 'none') return payload
  let value = payload.kind === 'json' ? payload.value : payload.expression
  const isText = payload.kind === 'text'
  if (isText && !ts.isIdentifier(value)) return payload
  for (const [index, level] of [...levels.entries()].reverse()) {
    const source = isText && level === inner ? stringified(level, value) : value
    const passed = source && passedFor(level, source, calls[index] as ts.CallExpression)
    if (!passed) refuseWrapper(site, 'makes the payload itself')
    if (passed === 'nothing') return { kind: 'none' }
    value = passed
  }
  const isEncoded = payload.kind === 'json' && payload.isEncoded
  return { kind: 'json', value, stringify: inner.call.call, isEncoded }
}

/** `x` of `const body = JSON.stringify(x)`. */
function stringified({ module }: WrapperLevel, name: ts.Expression): ts.Expression | undefined {
  const [declaration] = ts.isIdentifier(name) ? (module.bindings.of(name)?.declarations ?? []) : []
  const made = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
  const call = made && unwrap(made)
  return call && ts.isCallExpression(call) ? call.arguments[0] : undefined
}

/** The answer where the helper is called. */
function answerAt(context: TransformContext, site: InvokeSite, result: Result): Answer {
  const from = awaited(site.call)
  if (result.is === 'response') return readAnswer(site, { module: site.module, evaluator: context.evaluator }, from)
  const anchor = enclosingStatement(from)
  const isWaitedFor = ts.isAwaitExpression(unwrap(from)) || isReturnedByAsync(from)
  if (!anchor || !isWaitedFor)
    refuse(site, 'response-form', 'Nothing waits for the answer where it is asked for.', undefined, 'first')
  if (result.is === 'text') refuse(site, 'response-form', 'The helper gives the payload as a text.')
  return { value: unwrap(from), isText: false, anchor, isApart: false, removed: [], failure: undefined }
}

function lowered(message: string): string {
  return message.charAt(0).toLowerCase() + message.slice(1).replace(/\.$/, '')
}

function firstLine(node: ts.Node): string {
  return node.getText().split('\n')[0] ?? ''
}

/** Leaves a site that is called through a helper which is not understood. */
export function refuseWrapper(site: InvokeSite, what: string): never {
  refuse(site, 'through-wrapper', `The call goes through a helper function around the SDK that ${what}.`)
}
