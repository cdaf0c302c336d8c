import { ts } from 'ts-morph'
import { paramsLiteral } from '../scan/params'
import type { InvokeSite } from '../scan/site'
import { accessedName, enclosing, isAccess, propertyOf, propertyValue, rewrap, unwrap } from '../syntax/nodes'
import { type Guard, guardOf } from './guard'

/** A call whose value goes nowhere, with what it takes to tell whether another is made in the same way. */
export interface FanOutCall {
  /** What goes where the call goes: its statement, or its element of a list. */
  readonly node: ts.ExpressionStatement | ts.Expression
  /** The list of a `Promise.all` or `Promise.allSettled`, where it is an element of one. */
  readonly list: ts.ArrayLiteralExpression | undefined
  readonly statement: ts.ExpressionStatement
  /** The comparison that decides whether the call is made, where such are asked for. */
  readonly guard: Guard | undefined
  /** What stands in the block: the statement, or what decides on it. */
  readonly top: ts.Statement
  readonly block: ts.Block
  /**
   * What the call is given: its payload; all that a helper is given, of which one is the name. Empty where there is no
   * payload.
   */
  readonly given: readonly ts.Expression[]
  /** The statement that holds the parameters, where they stand apart. */
  readonly paramsStatement: ts.Node | undefined
  /** The text around what is given: two calls with the same form differ in that only. */
  readonly form: string
}

/**
 * Reads a call that is a statement of a block by itself (`await lambda.send(…)`), or an element of the list of a
 * `Promise.all` that is one; `undefined` for any other.
 * @param withGuards Whether a statement may stand behind a comparison with texts.
 */
export function fanOutCall(site: InvokeSite, withGuards = false): FanOutCall | undefined {
  const { call, command, module } = site
  const outer = promised(call)
  const place = ownStatement(outer) ?? listElement(outer)
  const arguments_ = site.kind === 'wrapper-call' ? ofHelper(call) : ofSdk(site)
  if (!place || !arguments_) return undefined
  const guard = withGuards && !place.list ? guardOf(place.statement) : undefined
  const top = guard?.statement ?? place.statement
  const { parent: block } = top
  if (!ts.isBlock(block)) return undefined
  const parts = [
    module.text.slice(place.node.getStart(module.ast), call.getStart(module.ast)),
    call.expression.getText(module.ast),
    command?.expression.getText(module.ast) ?? '',
    ...arguments_.names,
    module.text.slice(call.end, place.node.end).replace(/;$/, ''),
  ]
  return {
    ...place,
    guard,
    top,
    block,
    given: arguments_.given,
    paramsStatement: arguments_.paramsStatement,
    form: parts.join('·').replace(/\s+/g, ' '),
  }
}

interface Arguments {
  readonly given: readonly ts.Expression[]
  /** What each is to the call, where it has a name. */
  readonly names: readonly string[]
  readonly paramsStatement: ts.Node | undefined
}

function ofSdk(site: InvokeSite): Arguments | undefined {
  const { call } = site
  const literal = paramsLiteral(site)
  if (!literal || call.arguments.length !== 1) return undefined
  const payload = propertyOf(literal, 'Payload') ?? propertyOf(literal, 'InvokeArgs')
  const isInside = literal.pos >= call.pos && literal.end <= call.end
  return {
    given: payload ? [propertyValue(payload)] : [],
    names: [],
    paramsStatement: isInside ? undefined : enclosing(literal, ts.isVariableStatement),
  }
}

/** `invoke(name, payload)`, `invoke({ name, payload })`. */
function ofHelper(call: ts.CallExpression): Arguments | undefined {
  const given: ts.Expression[] = []
  const names: string[] = []
  for (const argument of call.arguments) {
    const literal = unwrap(argument)
    if (!ts.isObjectLiteralExpression(literal)) {
      given.push(argument)
      names.push('')
      continue
    }
    for (const property of literal.properties) {
      if (!ts.isPropertyAssignment(property) && !ts.isShorthandPropertyAssignment(property)) return undefined
      given.push(propertyValue(property))
      names.push(property.name.getText())
    }
    names.push('}')
  }
  return { given, names, paramsStatement: undefined }
}

/** The call with `.promise()` and all that is chained to it. */
function promised(call: ts.CallExpression): ts.Expression {
  let node: ts.Expression = rewrap(call)
  while (isAccess(node.parent) && node.parent.expression === node && ts.isCallExpression(node.parent.parent)) {
    node = rewrap(node.parent.parent)
  }
  return node
}

function ownStatement(node: ts.Expression) {
  const statement = statementOf(node)
  return statement && { node: statement, list: undefined, statement }
}

function listElement(node: ts.Expression) {
  const list = node.parent
  if (!ts.isArrayLiteralExpression(list)) return undefined
  const gather = list.parent
  const isGathered =
    ts.isCallExpression(gather) &&
    isAccess(gather.expression) &&
    /^all(Settled)?$/.test(accessedName(gather.expression) ?? '')
  if (!isGathered || gather.expression.getText().split(/[.[]/)[0] !== 'Promise') return undefined
  const statement = statementOf(gather)
  return statement && { node, list, statement }
}

/** The statement that is an expression alone, awaited or not. */
function statementOf(expression: ts.Expression): ts.ExpressionStatement | undefined {
  const outer = rewrap(expression)
  const { parent } = ts.isAwaitExpression(outer.parent) ? rewrap(outer.parent) : outer
  return ts.isExpressionStatement(parent) ? parent : undefined
}
