import { ts } from 'ts-morph'
import { callsOfFunction } from '../../analysis/calls-of-function'
import { isMutationOf } from '../../analysis/mutations'
import type { InvokeSite } from '../../scan/site'
import { isAssignmentOperator } from '../../syntax/bind'
import { isInert } from '../../syntax/inert'
import { isLogCall } from '../../syntax/loggers'
import type { SourceModule } from '../../syntax/module'
import {
  contains,
  enclosingFunction,
  type FunctionNode,
  isFunctionNode,
  rewrap,
  unwrap,
  walk,
} from '../../syntax/nodes'
import type { TransformContext } from '../transform'
import type { Answer } from './answer/answer'
import { awaited } from './answer/awaited'
import { isReturnedByAsync } from './answer/then'

/**
 * Whether a call is awaited still, though the function gives no promise: whoever calls the function around it may go on
 * meanwhile, and sees whether what follows the call has been done.
 */
export function keepsAwait(context: TransformContext, site: InvokeSite, answer: Answer): boolean {
  if (answer.taken || answer.gathered || answer.continuation) return false
  if (!ts.isAwaitExpression(unwrap(awaited(site.call))) || !isFunctionNode(enclosingFunction(site.call))) return false
  return isTurnSeen(context, site)
}

/** Whether others may see that the function around a call waits there before it goes on. */
export function isTurnSeen(context: TransformContext, site: InvokeSite): boolean {
  const { module, call } = site
  const around = enclosingFunction(call)
  if (!isFunctionNode(around)) return true
  return !isQuietBehind(module, around, call) && !isWaitedFor(context, site, module, around, new Set())
}

/** Whether all who call a function wait for it at once, up to the handlers. */
function isWaitedFor(
  context: TransformContext,
  site: InvokeSite,
  module: SourceModule,
  node: ts.Node,
  seen: Set<ts.Node>,
): boolean {
  if (!isFunctionNode(node)) return false
  if (seen.has(node) || isHandler(context, site, node)) return true
  seen.add(node)
  const calls = callsOf(context, module, node)
  return (
    calls?.every((call) => {
      const outer = rewrap(call as ts.Expression)
      const around = enclosingFunction(call)
      const isAtOnce = ts.isAwaitExpression(outer.parent) || isReturnedByAsync(outer)
      const user = context.evaluator.program.module(call.getSourceFile().fileName)
      return isAtOnce && (!around || (!!user && isWaitedFor(context, site, user, around, seen)))
    }) ?? false
  )
}

/** Whether Lambda calls a function, and waits for it. */
function isHandler({ evaluator }: TransformContext, { callers }: InvokeSite, node: ts.Node): boolean {
  return callers.some(({ function: { handler } }) => {
    const module = handler && evaluator.program.module(handler.file)
    const value = handler && module && evaluator.exported(module, handler.export)
    return value?.kind === 'function' && value.node === node
  })
}

/** The calls of a function; `undefined` where something else may be done with it. */
function callsOf(context: TransformContext, module: SourceModule, node: FunctionNode): ts.Node[] | undefined {
  const everywhere = callsOfFunction(context, module, node)
  if (everywhere) return [...everywhere]
  // `(async () => …)()`
  const whole = ts.isFunctionDeclaration(node) ? undefined : rewrap(node as ts.Expression)
  if (whole && ts.isCallExpression(whole.parent) && whole.parent.expression === whole) return [whole.parent]
  const name = ts.isVariableDeclaration(node.parent) ? node.parent.name : node.name
  const binding = name && ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  // what stands at the top of a file may be exported
  if (!binding || binding.writes.length > 0 || !enclosingFunction(node)) return undefined
  const calls = binding.references.map(({ parent }) => parent)
  const isCalled = binding.references.every((use) => ts.isCallExpression(use.parent) && use.parent.expression === use)
  return isCalled ? calls : undefined
}

/** Whether what a function does behind a call changes nothing that others see, and reads nothing that they change. */
function isQuietBehind(module: SourceModule, around: FunctionNode, call: ts.Node): boolean {
  let repeated: ts.Node = call
  for (let node = call; node !== around; node = node.parent) if (ts.isIterationStatement(node, false)) repeated = node
  let isQuiet = true
  walk(around, (node) => {
    const isBehind = node.pos >= call.end || (repeated !== call && node !== repeated && contains(repeated, node))
    if (contains(call, node)) return false
    if (isBehind) isQuiet &&= isHarmless(module, around, node)
    return isQuiet
  })
  return isQuiet
}

function isHarmless(module: SourceModule, around: FunctionNode, node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const text = node.expression.getText().replace(/\s/g, '')
    return isInert(node) || isLogCall(node) || text === 'JSON.parse' || /\.toString$/.test(text)
  }
  if (ts.isNewExpression(node)) return isInert(node) || /^\w*Error$/.test(node.expression.getText())
  if (ts.isDeleteExpression(node) || ts.isAwaitExpression(node) || ts.isTaggedTemplateExpression(node)) return false
  const isChange = ts.isBinaryExpression(node) && isAssignmentOperator(node.operatorToken.kind)
  if (isChange) return ts.isIdentifier(node.left) && isOwn(module, around, node.left)
  if (!ts.isIdentifier(node)) return true
  const binding = module.bindings.of(node)
  if (!binding || isOwn(module, around, node)) return true
  return binding.writes.length === 0 && !binding.references.some(isMutationOf)
}

/** Whether a name is declared in a function. */
function isOwn(module: SourceModule, around: FunctionNode, name: ts.Identifier): boolean {
  const [declaration] = module.bindings.of(name)?.declarations ?? []
  return declaration !== undefined && contains(around, declaration)
}
