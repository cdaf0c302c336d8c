import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isExported,
  isFunctionNode,
  rewrap,
  topLevelStatement,
} from '../syntax/nodes'
import { ELEMENT_CALLBACKS } from './tables/methods'

/**
 * Where the values of a parameter come from: the list that a callback is called for each element of, or what the calls of a
 * function pass that nothing but its file calls. `undefined` where that is not known, or for what a call does not pass.
 */
export function parameterSources(
  module: SourceModule,
  parameter: ts.ParameterDeclaration,
): readonly (ts.Expression | undefined)[] | undefined {
  const fn = parameter.parent
  const index = fn.parameters.indexOf(parameter)
  if (!isFunctionNode(fn) || parameter.initializer || parameter.dotDotDotToken) return undefined
  const { parent } = ts.isExpression(fn) ? rewrap(fn) : fn
  if (ts.isCallExpression(parent)) return index === 0 ? listGoneThrough(parent) : undefined
  return argumentsOf(module, fn, parent)?.map((args) => args[index])
}

/** `rows` of `rows.map(…)`. */
function listGoneThrough({ expression: callee }: ts.CallExpression): readonly [ts.Expression] | undefined {
  if (!isAccess(callee)) return undefined
  const name = accessedName(callee) ?? ''
  return ELEMENT_CALLBACKS.has(name) || name === 'forEach' ? [callee.expression] : undefined
}

/** What each call of a function passes; `undefined` where others than its file may call it. */
function argumentsOf(
  module: SourceModule,
  fn: FunctionNode,
  parent: ts.Node,
): readonly (readonly ts.Expression[])[] | undefined {
  const name = ts.isFunctionDeclaration(fn) ? fn.name : ts.isVariableDeclaration(parent) ? parent.name : undefined
  const binding = name && ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  if (!binding || binding.writes.length > 0 || binding.declarations.length > 1) return undefined
  if (ts.isSourceFile(binding.scope) && isExported(topLevelStatement(fn))) return undefined
  const calls = binding.references.map(({ parent: call }) => call)
  const isCalled = (call: ts.Node, at: number): call is ts.CallExpression =>
    ts.isCallExpression(call) && call.expression === binding.references[at]
  if (!calls.every(isCalled) || calls.some((call) => call.arguments.some(ts.isSpreadElement))) return undefined
  return calls.map((call) => call.arguments)
}
