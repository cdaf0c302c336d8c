import { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import { accessedName, type FunctionNode, isAccess, isAsync, isFunctionNode, unwrap, walkOwn } from '../../syntax/nodes'

/**
 * Whether a handler is done when its promise is: it is async, or returns a promise on every path. What is neither runs
 * until the event loop is empty (on runtimes before Node.js 24), which an async adapter does not wait for.
 */
export function endsWithItsPromise(module: SourceModule, node: FunctionNode): boolean {
  if (isAsync(node)) return true
  if (!node.body) return false
  if (!ts.isBlock(node.body)) return isPromise(module, node.body)
  const last = node.body.statements.at(-1)
  if (!last || !(ts.isReturnStatement(last) || ts.isThrowStatement(last))) return false
  let isSure = true
  walkOwn(node.body, (child) => {
    if (ts.isReturnStatement(child) && !(child.expression && isPromise(module, child.expression))) isSure = false
  })
  return isSure
}

const PROMISE_METHODS = new Set(['then', 'catch', 'finally', 'promise'])

function isPromise(module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isConditionalExpression(node)) return isPromise(module, node.whenTrue) && isPromise(module, node.whenFalse)
  if (ts.isNewExpression(node)) return isGlobal(module, node.expression, 'Promise')
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  if (isAccess(callee)) {
    const name = accessedName(callee)
    return isGlobal(module, callee.expression, 'Promise') || (name !== undefined && PROMISE_METHODS.has(name))
  }
  return isGlobal(module, callee, 'fetch') || isAsyncFunction(module, callee)
}

function isGlobal(module: SourceModule, node: ts.Expression, name: string): boolean {
  return ts.isIdentifier(node) && node.text === name && !module.bindings.of(node)
}

/** A function of the same file that is async itself. */
function isAsyncFunction(module: SourceModule, callee: ts.Expression): boolean {
  const binding = ts.isIdentifier(callee) ? module.bindings.of(callee) : undefined
  const [declaration] = binding?.declarations ?? []
  if (!declaration || binding?.writes.length !== 0) return false
  const value = ts.isVariableDeclaration(declaration)
    ? declaration.initializer && unwrap(declaration.initializer)
    : declaration
  return isFunctionNode(value) && isAsync(value)
}
