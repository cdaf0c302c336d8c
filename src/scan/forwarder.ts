import { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, type FunctionNode, isAccess, rewrap, walk } from '../syntax/nodes'

/**
 * Whether a function does nothing but one invoke, with a parameter in its payload: `sendReply(payload)`. Its callers
 * invoke, though they name no function.
 */
export function isForwarder(module: SourceModule, owner: FunctionNode, call: ts.CallExpression): boolean {
  const { body } = owner
  if (!body) return false
  const [only, ...others] = ts.isBlock(body) ? body.statements : []
  const result = !ts.isBlock(body)
    ? body
    : only && others.length === 0 && (ts.isReturnStatement(only) || ts.isExpressionStatement(only))
      ? only.expression
      : undefined
  return !!result && isResultOf(result, call) && usesParameter(module, owner, call)
}

/** `await lambda.invoke(…).promise()`: the expression is the call, waited for. */
function isResultOf(expression: ts.Expression, call: ts.CallExpression): boolean {
  let node: ts.Expression = rewrap(call)
  while (node !== expression) {
    const { parent } = node
    if (ts.isAwaitExpression(parent)) node = rewrap(parent)
    else if (isAccess(parent) && accessedName(parent) === 'promise' && ts.isCallExpression(parent.parent))
      node = rewrap(parent.parent)
    else return false
  }
  return true
}

function usesParameter(module: SourceModule, owner: FunctionNode, call: ts.CallExpression): boolean {
  let isUsed = false
  for (const argument of call.arguments) {
    walk(argument, (node) => {
      const [declaration] = ts.isIdentifier(node) ? (module.bindings.of(node)?.declarations ?? []) : []
      isUsed ||= !!declaration && owner.parameters.some((parameter) => contains(parameter, declaration))
    })
  }
  return isUsed
}
