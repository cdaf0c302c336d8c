import { ts } from 'ts-morph'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, isAccess, unwrap, walk } from '../../../syntax/nodes'

/** What a client calls a function by. */
const INVOKES = new Set(['invoke', 'invokeAsync'])

/** The client that a call of the SDK is made with: that of `lambda.invoke(…)`, or `invoke(…)` of `promisify(lambda.invoke).bind(lambda)`. */
export function receiverOf(module: SourceModule, { expression }: ts.CallExpression): ts.Expression | undefined {
  const callee = unwrap(expression)
  if (isAccess(callee)) return unwrap(callee.expression)
  const [declaration] = ts.isIdentifier(callee) ? (module.bindings.of(callee)?.declarations ?? []) : []
  const value = declaration && ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
  let receiver: ts.Expression | undefined
  if (value)
    walk(value, (node) => {
      if (isAccess(node) && INVOKES.has(accessedName(node) ?? '')) receiver ??= unwrap(node.expression)
    })
  return receiver
}
