import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, isAccess, isFunctionNode, rewrap } from '../syntax/nodes'
import type { ResponseUse } from './site'

const LOGGERS = new Set(['console', 'logger', 'log', 'debug'])

/** Finds out whether anyone looks at the answer of a call, and whether anything waits for it. Logging is not looking. */
export function responseOf(module: SourceModule, call: ts.CallExpression): ResponseUse {
  const callback = call.arguments.at(-1)
  if (call.arguments.length > 1 && isFunctionNode(callback)) {
    const [, data] = callback.parameters
    return { response: data && isParameterUsed(module, data) ? 'used' : 'ignored', isAwaited: true }
  }
  if (call.arguments.length > 1) return { response: 'used', isAwaited: true }
  return useOf(module, call, false)
}

/** Follows a value outward from an expression. */
function useOf(module: SourceModule, expression: ts.Expression, isAwaited: boolean): ResponseUse {
  const node = rewrap(expression)
  const { parent } = node
  if (ts.isAwaitExpression(parent)) return useOf(module, parent, true)
  if (ts.isYieldExpression(parent)) return useOf(module, parent, true)
  if (ts.isVoidExpression(parent)) return { response: 'ignored', isAwaited }
  if (ts.isExpressionStatement(parent)) return { response: 'ignored', isAwaited }
  if (isAccess(parent) && parent.expression === node) return useOfMember(module, parent, isAwaited)
  if (ts.isVariableDeclaration(parent)) {
    return {
      response: isNameUsed(module, parent.name) ? 'used' : 'ignored',
      isAwaited: isAwaited || isPromiseAwaited(module, parent),
    }
  }
  if (ts.isCallExpression(parent) && isLogging(parent)) return { response: 'ignored', isAwaited }
  return { response: 'used', isAwaited: true }
}

function useOfMember(
  module: SourceModule,
  access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  isAwaited: boolean,
): ResponseUse {
  const name = accessedName(access)
  const outer = rewrap(access).parent
  if (!ts.isCallExpression(outer)) return { response: 'used', isAwaited: true }
  if (name === 'promise') return useOf(module, outer, isAwaited)
  // `request.send()` of SDK v2 starts the request
  if (name === 'send') return { response: outer.arguments.length > 0 ? 'used' : 'ignored', isAwaited }
  if (name === 'catch' || name === 'finally') return useOf(module, outer, isAwaited)
  if (name !== 'then') return { response: 'used', isAwaited: true }
  const [onSuccess] = outer.arguments
  const isRead = onSuccess && !(isFunctionNode(onSuccess) && !isFirstParameterUsed(module, onSuccess))
  if (!isRead) return useOf(module, outer, isAwaited)
  return { response: 'used', isAwaited: true }
}

function isFirstParameterUsed(module: SourceModule, node: ts.FunctionLikeDeclaration): boolean {
  const [first] = node.parameters
  return !!first && isParameterUsed(module, first)
}

function isParameterUsed(module: SourceModule, parameter: ts.ParameterDeclaration): boolean {
  return isNameUsed(module, parameter.name)
}

function isNameUsed(module: SourceModule, name: ts.BindingName): boolean {
  if (!ts.isIdentifier(name)) return name.elements.some((e) => ts.isBindingElement(e) && isNameUsed(module, e.name))
  const references = module.bindings.of(name)?.references ?? []
  return references.some((reference) => !isOnlyLogged(reference) && !isOnlyAwaited(reference))
}

/** `await pending` as a statement: waits, but does not look. */
function isOnlyAwaited(reference: ts.Identifier): boolean {
  const outer = rewrap(reference).parent
  return ts.isAwaitExpression(outer) && ts.isExpressionStatement(outer.parent)
}

function isPromiseAwaited(module: SourceModule, declaration: ts.VariableDeclaration): boolean {
  if (!ts.isIdentifier(declaration.name)) return false
  const references = module.bindings.of(declaration.name)?.references ?? []
  return references.some((reference) => {
    const outer = rewrap(reference).parent
    return ts.isAwaitExpression(outer) || ts.isReturnStatement(outer) || ts.isCallExpression(outer)
  })
}

function isOnlyLogged(reference: ts.Identifier): boolean {
  for (let node: ts.Node = reference; node.parent; node = node.parent) {
    if (ts.isCallExpression(node.parent)) {
      if (isLogging(node.parent)) return true
      // `console.log(JSON.stringify(result))`
      if (!node.parent.arguments.some((argument) => contains(argument, reference))) return false
    } else if (ts.isStatement(node.parent)) return false
  }
  return false
}

function isLogging(call: ts.CallExpression): boolean {
  let callee: ts.Expression = call.expression
  while (isAccess(callee)) callee = callee.expression
  return ts.isIdentifier(callee) && LOGGERS.has(callee.text.toLowerCase())
}
