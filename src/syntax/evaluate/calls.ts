import { ts } from 'ts-morph'
import { accessedName, isAccess, isFunctionNode } from '../nodes'
import { type Arguments, argumentAt, argumentsOf } from './arguments'
import { callBuiltin, isKnownCall } from './builtins'
import type { Evaluator, Scope } from './evaluator'
import { absolute } from './files'
import { objectOf } from './literals'
import { entryOfMap, isMapGet } from './maps'
import { exportsObject } from './modules'
import { returnedBy } from './returns'
import {
  type Argument,
  type Frame,
  type FunctionValue,
  type InstanceValue,
  literal,
  NO_ARGUMENTS,
  oneOf,
  UNDEFINED,
  unknown,
  type Value,
} from './value'

/** A call: what a function of the workspace returns, or what a well-known built-in does. */
export function callOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.CallExpression): Value | undefined {
  const callee = evaluator.callee(module, node.expression, frame)
  if (callee.kind === 'external' && isMapGet(callee)) return entryOfMap(evaluator, module, node)
  // most calls of packages say nothing: their arguments need not be looked at
  if (callee.kind === 'external' && !isKnownCall(callee)) {
    return isWorkingFolder(node) && evaluator.workingFolder !== undefined
      ? literal(absolute(evaluator.workingFolder))
      : undefined
  }
  const args = argumentsOf(evaluator, { module, frame }, node.arguments)
  if (callee.kind === 'function') return returned(evaluator, callee, args) ?? unknown(node.getText(module.ast))
  const target = isAccess(node.expression) ? evaluator.evaluate(module, node.expression.expression, frame) : undefined
  const plain = args.values.map((argument) => {
    const value = argument()
    return value.kind === 'namespace' ? exportsObject(evaluator, value.module) : value
  })
  return callBuiltin(callee, target, accessedName(node.expression), plain)
}

/** `process.cwd()` */
function isWorkingFolder({ expression }: ts.CallExpression): boolean {
  return accessedName(expression) === 'cwd' && isAccess(expression) && expression.expression.getText() === 'process'
}

/** What a function returns when it is called with `args`. */
function returned(evaluator: Evaluator, callee: FunctionValue, args: Arguments): Value | undefined {
  return evaluator.enter(callee.node, () => bodyOf(evaluator, callee, args))
}

function bodyOf(evaluator: Evaluator, callee: FunctionValue, args: Arguments): Value {
  return resultOf(evaluator, { ...callee, frame: frameOf(callee, args) })
}

/** What a function returns, whoever calls it: its parameters stay open. */
export function resultOf(evaluator: Evaluator, { node: { body }, module, frame }: FunctionValue): Value {
  if (!body) return unknown('a function without a body')
  return ts.isBlock(body) ? returnedBy(evaluator, { module, frame }, body) : evaluator.evaluate(module, body, frame)
}

/** Binds the parameters of a function to the arguments of a call. */
export function frameOf(callee: FunctionValue, args: Arguments, self?: InstanceValue): Frame {
  const parameters = new Map<ts.ParameterDeclaration, Argument>()
  const bound = (callee.bound ?? []).map((value) => () => value)
  const all = { values: [...bound, ...args.values], isOpen: args.isOpen }
  callee.node.parameters.forEach((parameter, index) => {
    const value = parameter.dotDotDotToken ? () => restOf(all, index) : () => argumentAt(all, index, UNDEFINED)
    parameters.set(parameter, value)
  })
  return { parameters, self: self ?? callee.frame?.self, parent: callee.frame }
}

function restOf({ values, isOpen }: Arguments, index: number): Value {
  return { kind: 'array', elements: values.slice(index).map((value) => value()), open: isOpen }
}

/** `new X(…)`. */
export function constructionOf(
  evaluator: Evaluator,
  { module, frame }: Scope,
  node: ts.NewExpression,
): Value | undefined {
  const args = argumentsOf(evaluator, { module, frame }, node.arguments)
  return instance(evaluator.callee(module, node.expression, frame), args, node)
}

/** An instance of a class; of one of several, where a condition decides which it is. */
function instance(of: Value, args: Arguments, node: ts.NewExpression): Value | undefined {
  if (of.kind === 'class' || of.kind === 'external' || of.kind === 'parameter')
    return { kind: 'instance', of, args, node }
  const choices = of.kind === 'one-of' ? of.values : of.kind === 'fallback' ? [of.first, of.second] : []
  const instances = choices.flatMap((choice) => instance(choice, args, node) ?? [])
  return instances.length > 0 ? oneOf(instances) : undefined
}

/** `this`: an instance of the class around it, or the object literal whose method it stands in. */
export function selfOf(evaluator: Evaluator, scope: Scope, node: ts.Node): Value | undefined {
  for (let frame = scope.frame; frame; frame = frame.parent) if (frame.self) return frame.self
  for (let outer = node.parent; outer; outer = outer.parent) {
    if (ts.isClassLike(outer)) {
      return {
        kind: 'instance',
        of: { kind: 'class', node: outer, module: scope.module },
        args: NO_ARGUMENTS,
        node: undefined,
      }
    }
    // an arrow function and an object literal have the `this` of what is around them
    if (!isFunctionNode(outer) || ts.isArrowFunction(outer)) continue
    if (ts.isFunctionDeclaration(outer)) return undefined
    const holder = ts.isMethodDeclaration(outer) ? outer.parent : outer.parent.parent
    if (ts.isObjectLiteralExpression(holder)) return objectOf(evaluator, scope, holder)
    if (ts.isFunctionExpression(outer)) return undefined
  }
  return undefined
}
