import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, rewrap, unwrap } from '../../syntax/nodes'
import type { CallbackTrouble } from './answers'

/** A call that gives the answer of a handler. */
export interface Answering {
  readonly call: ts.CallExpression
  /** `result`: the answer; `error`: what the handler fails with. */
  readonly kind: 'result' | 'error'
  /** What is answered, or failed with; absent where the answer is `null`. */
  readonly value: ts.Expression | undefined
}

/** The call that a use of a callback, or of the context, stands in; `undefined` where it is used for anything else. */
export function answeringCall(
  module: SourceModule,
  use: ts.Identifier,
  isCallback: boolean,
): Answering | CallbackTrouble | undefined {
  const method = isCallback ? undefined : methodOf(use)
  const callee = isCallback ? rewrap(use) : method?.callee
  const call = callee?.parent
  if (!call || !ts.isCallExpression(call) || call.expression !== callee || call.questionDotToken) return undefined
  const [first, second, ...more] = call.arguments
  if (more.length > 0 || call.arguments.some(ts.isSpreadElement)) return undefined
  if (method?.name === 'succeed') return second ? undefined : { call, kind: 'result', value: first }
  if (method?.name === 'fail') return second || !first ? undefined : errorOf(module, call, first)
  if (!first || isNothing(first)) return { call, kind: 'result', value: second }
  // what stands beside an error is not looked at
  if (second && !isNothing(second))
    return { what: 'it calls its callback with an error and a result at once', at: call }
  return errorOf(module, call, first)
}

/** `context.succeed`, `context.fail` or `context.done`, of a use of the context. */
function methodOf(use: ts.Identifier): { name: string; callee: ts.Node } | undefined {
  const access = rewrap(use).parent
  if (!isAccess(access) || unwrap(access.expression) !== use || access.questionDotToken) return undefined
  const name = accessedName(access)
  return name && /^(succeed|fail|done)$/.test(name) ? { name, callee: rewrap(access) } : undefined
}

/** `null`, `undefined`. */
function isNothing(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
}

/** An error must be one: without one, the call would answer with `null`. */
function errorOf(module: SourceModule, call: ts.CallExpression, value: ts.Expression): Answering | CallbackTrouble {
  const node = unwrap(value)
  const isSome =
    ts.isNewExpression(node) ||
    ts.isStringLiteralLike(node) ||
    ts.isTemplateExpression(node) ||
    ts.isObjectLiteralExpression(node) ||
    isErrorCall(node) ||
    isCaughtError(module, node)
  return isSome
    ? { call, kind: 'error', value }
    : { what: `it calls its callback with "${node.getText()}", which may be an error or none`, at: call }
}

function isErrorCall(node: ts.Expression): boolean {
  return ts.isCallExpression(node) && /^([A-Z]\w*)?Error$/.test(node.expression.getText())
}

/** A name that holds what a `catch` caught. */
function isCaughtError({ bindings }: SourceModule, name: ts.Expression): boolean {
  const binding = ts.isIdentifier(name) ? bindings.of(name) : undefined
  const [declaration] = binding?.declarations ?? []
  return !!declaration && ts.isCatchClause(declaration.parent) && binding?.writes.length === 0
}

/** `context.callbackWaitsForEmptyEventLoop = false`. */
export function contextSetting(use: ts.Identifier): ts.ExpressionStatement | undefined {
  const access = use.parent
  if (!isAccess(access) || accessedName(access) !== 'callbackWaitsForEmptyEventLoop') return undefined
  const assignment = access.parent
  const isSetting =
    ts.isBinaryExpression(assignment) &&
    assignment.left === access &&
    assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    /^(true|false)$/.test(assignment.right.getText())
  return isSetting && ts.isExpressionStatement(assignment.parent) ? assignment.parent : undefined
}
