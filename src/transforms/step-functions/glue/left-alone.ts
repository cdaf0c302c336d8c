import { ts } from 'ts-morph'
import { functionOf } from '../../../analysis/callees'
import { promiseIn } from '../../../analysis/promises'
import type { Evaluator } from '../../../syntax/evaluate/evaluator'
import { isLogFunction } from '../../../syntax/loggers'
import type { SourceModule } from '../../../syntax/module'
import { accessedName, contains, isAccess, isFunctionNode, unwrap, walk } from '../../../syntax/nodes'

/** Methods of lists, maps, sets, texts, numbers and dates that wait for nothing. */
const AT_ONCE =
  /^(push|pop|shift|unshift|splice|sort|reverse|fill|set|add|delete|clear|append|write|update|forEach|assign|freeze|join|split|replace(All)?|pad(Start|End)|trim(Start|End)?|repeat|normalize|match|test|to(Fixed|Precision|ISOString|String|(Locale)?(UpperCase|LowerCase)|Locale(Date|Time)?String))$/

/**
 * Where code calls something and does not wait for it, or may not: the handler went on meanwhile, a step would be over.
 * What it calls of the repository is looked through, too.
 */
export function leftAlone(
  evaluator: Evaluator,
  module: SourceModule,
  nodes: readonly ts.Node[],
  seen = new Set<ts.Node>(),
): ts.Node | undefined {
  let found: ts.Node | undefined
  const visit = (node: ts.Node): void => {
    found ??= isLeft(evaluator, module, node) ? node : undefined
    if (found || !ts.isCallExpression(node)) return
    const called = functionOf(evaluator, module, node.expression)
    if (!called || seen.has(called.node) || nodes.some((own) => contains(own, called.node))) return
    seen.add(called.node)
    if (leftAlone(evaluator, called.module, [called.node], seen)) found = node
  }
  for (const node of nodes) walk(node, visit)
  return found
}

function isLeft(evaluator: Evaluator, module: SourceModule, node: ts.Node): boolean {
  if (ts.isVoidExpression(node)) return ts.isCallExpression(unwrap(node.expression))
  if (ts.isExpressionStatement(node)) return mayGoOn(evaluator, module, node.expression)
  if (!ts.isVariableDeclaration(node) || !node.initializer || !ts.isIdentifier(node.name)) return false
  return module.bindings.of(node.name)?.references.length === 0 && mayGoOn(evaluator, module, node.initializer)
}

/** Whether what an expression calls may go on when it has been evaluated. */
function mayGoOn(evaluator: Evaluator, module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].some((side) => mayGoOn(evaluator, module, side))
  if (ts.isBinaryExpression(node)) return mayGoOn(evaluator, module, node.right)
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  if (isLogFunction(callee)) return false
  const called = functionOf(evaluator, module, callee)
  if (called && isFunctionNode(called.node)) return promiseIn(evaluator, called.module, called.node) !== undefined
  const isKnown = isAccess(callee) && AT_ONCE.test(accessedName(callee) ?? '')
  return !isKnown || promiseIn(evaluator, module, node) !== undefined
}
