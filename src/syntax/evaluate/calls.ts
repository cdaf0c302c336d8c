import { ts } from 'ts-morph'
import { accessedName, isAccess } from '../nodes'
import { callBuiltin } from './builtins'
import type { Evaluator, Scope } from './evaluator'
import { objectOf } from './literals'
import { returnedBy } from './returns'
import { type Frame, type FunctionValue, type InstanceValue, UNDEFINED, unknown, type Value } from './value'

/** A call: what a function of the workspace returns, or what a well-known built-in does. */
export function callOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.CallExpression): Value | undefined {
  const callee = evaluator.evaluate(module, node.expression, frame)
  const args = node.arguments.map((argument) => evaluator.evaluate(module, argument, frame))
  if (callee.kind === 'function') return returned(evaluator, callee, args) ?? unknown(node.getText(module.ast))
  const target = isAccess(node.expression) ? evaluator.evaluate(module, node.expression.expression, frame) : undefined
  return callBuiltin(callee, target, accessedName(node.expression), args)
}

/** What a function returns when it is called with `args`. */
function returned(evaluator: Evaluator, callee: FunctionValue, args: readonly Value[]): Value | undefined {
  return evaluator.enter(callee.node, () => bodyOf(evaluator, callee, args))
}

function bodyOf(evaluator: Evaluator, callee: FunctionValue, args: readonly Value[]): Value {
  const frame = frameOf(callee, args)
  const { body } = callee.node
  if (!body) return unknown('a function without a body')
  if (!ts.isBlock(body)) return evaluator.evaluate(callee.module, body, frame)
  return returnedBy(evaluator, { module: callee.module, frame }, body)
}

/** Binds the parameters of a function to the arguments of a call. */
export function frameOf(callee: FunctionValue, args: readonly Value[], self?: InstanceValue): Frame {
  const parameters = new Map<ts.ParameterDeclaration, Value>()
  const all = [...(callee.bound ?? []), ...args]
  callee.node.parameters.forEach((parameter, index) => {
    const value: Value = parameter.dotDotDotToken
      ? { kind: 'array', elements: all.slice(index), open: false }
      : (all[index] ?? UNDEFINED)
    parameters.set(parameter, value)
  })
  return { parameters, self: self ?? callee.frame?.self, parent: callee.frame }
}

/** `new X(…)`. */
export function constructionOf(
  evaluator: Evaluator,
  { module, frame }: Scope,
  node: ts.NewExpression,
): Value | undefined {
  const of = evaluator.evaluate(module, node.expression, frame)
  if (of.kind !== 'class' && of.kind !== 'external' && of.kind !== 'parameter') return undefined
  const args = (node.arguments ?? []).map((argument) => evaluator.evaluate(module, argument, frame))
  return { kind: 'instance', of, args, node }
}

/** `this`: an instance of the class around it, or the object literal whose method it stands in. */
export function selfOf(evaluator: Evaluator, scope: Scope, node: ts.Node): Value | undefined {
  for (let frame = scope.frame; frame; frame = frame.parent) if (frame.self) return frame.self
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (ts.isClassLike(outer)) {
      return { kind: 'instance', of: { kind: 'class', node: outer, module: scope.module }, args: [], node: undefined }
    }
    if (ts.isFunctionDeclaration(outer) || ts.isFunctionExpression(outer)) return undefined
    if (ts.isObjectLiteralExpression(outer)) return objectOf(evaluator, scope, outer)
  }
  return undefined
}
