import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { type FunctionNode, isFunctionNode, rewrap, unwrap } from '../syntax/nodes'

/**
 * The constant that holds a function, or what it is wrapped to: `const scheduled = wrap(handler)`. Nothing runs the function but
 * who calls the constant. `undefined` where the wrapper is not seen to call it no sooner.
 */
export function heldBy(evaluator: Evaluator, module: SourceModule, reference: ts.Identifier): string | undefined {
  const argument = rewrap(reference)
  const alias = constantOf(argument)
  if (alias !== undefined) return alias
  const call = argument.parent
  if (!ts.isCallExpression(call) || call.expression === argument) return undefined
  const holder = constantOf(rewrap(call))
  if (holder === undefined) return undefined
  const value = evaluator.evaluate(module, call.expression)
  const index = call.arguments.indexOf(argument)
  const isKnown = value.kind === 'function' && isFunctionNode(value.node)
  return isKnown && handsOn(value.module, value.node, index) ? holder : undefined
}

/** Whether a function only returns its parameter, or returns functions that use it. */
function handsOn({ bindings }: SourceModule, node: FunctionNode, index: number): boolean {
  const name = node.parameters[index]?.name
  if (node.asteriskToken || node.parameters.some(({ dotDotDotToken }) => dotDotDotToken)) return false
  if (!name || !ts.isIdentifier(name)) return false
  const { references = [], writes = [] } = bindings.of(name) ?? {}
  return writes.length === 0 && references.every((reference) => isReturned(reference, node))
}

/** Whether a use is what the function returns, or stands in a function that it returns. */
function isReturned(reference: ts.Identifier, owner: FunctionNode): boolean {
  let inner: ts.Node = reference
  for (let at: ts.Node = reference; at !== owner; at = at.parent) {
    if (isFunctionNode(at)) inner = at
    else if (ts.isFunctionLike(at) || ts.isClassLike(at)) return false
  }
  if (!ts.isExpression(inner)) return false
  const whole = rewrap(inner)
  const { parent } = whole
  const isResult = ts.isReturnStatement(parent) || parent === owner
  return isResult && unwrap(whole) === inner
}

/** The name of the constant at the top level that an expression is the value of. */
function constantOf({ parent }: ts.Expression): string | undefined {
  const isConstant = ts.isVariableDeclaration(parent) && (parent.parent.flags & ts.NodeFlags.Const) !== 0
  return isConstant && ts.isIdentifier(parent.name) && ts.isSourceFile(parent.parent.parent.parent)
    ? parent.name.text
    : undefined
}
