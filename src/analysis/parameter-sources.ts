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
  return usesOf(module, fn, parent)?.map((use) =>
    ts.isCallExpression(use) ? use.arguments[index] : elementsOf(use, index),
  )
}

/** `rows` of `rows.map(…)`. */
function listGoneThrough({ expression: callee }: ts.CallExpression): readonly [ts.Expression] | undefined {
  if (!isAccess(callee)) return undefined
  const name = accessedName(callee) ?? ''
  return ELEMENT_CALLBACKS.has(name) || name === 'forEach' ? [callee.expression] : undefined
}

/** `rows` of `rows.map(toLine)`, for the first parameter. */
function elementsOf(mention: ts.Identifier, index: number): ts.Expression | undefined {
  const call = mention.parent
  const list = ts.isCallExpression(call) && index === 0 ? listGoneThrough(call) : undefined
  return list?.[0]
}

/** The calls of a function, and its names where a list is gone through with it; `undefined` where others than its file may call it. */
function usesOf(
  module: SourceModule,
  fn: FunctionNode,
  parent: ts.Node,
): readonly (ts.CallExpression | ts.Identifier)[] | undefined {
  const name = ts.isFunctionDeclaration(fn) ? fn.name : ts.isVariableDeclaration(parent) ? parent.name : undefined
  const binding = name && ts.isIdentifier(name) ? module.bindings.of(name) : undefined
  if (!binding || binding.writes.length > 0 || binding.declarations.length > 1) return undefined
  if (ts.isSourceFile(binding.scope) && isExported(topLevelStatement(fn))) return undefined
  const uses = binding.references.map((mention) => useOf(mention))
  return uses.every((use) => use !== undefined) ? uses : undefined
}

function useOf(mention: ts.Identifier): ts.CallExpression | ts.Identifier | undefined {
  const call = mention.parent
  if (!ts.isCallExpression(call)) return undefined
  if (call.expression === mention) return call.arguments.some(ts.isSpreadElement) ? undefined : call
  return call.arguments[0] === mention && listGoneThrough(call) ? mention : undefined
}
