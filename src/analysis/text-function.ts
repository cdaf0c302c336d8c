import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isAsync, isFunctionNode, unwrap } from '../syntax/nodes'
import { functionOf } from './callees'
import { isText } from './fresh-literals'
import { isCounter } from './loop-variables'
import { BOOLEAN_CALLS, TEXT_CALLS } from './tables/json'

/**
 * Whether a function of the repository gives a text, a truth value or a counted number whatever it is given, by the one
 * expression that is its body: `(id) => id.padStart(4, '0')`, `() => ++count`. No type is asked for that.
 */
export function isTextFunction(evaluator: Evaluator, module: SourceModule, callee: ts.Expression): boolean {
  const found = functionOf(evaluator, module, callee)
  if (!found || !isFunctionNode(found.node) || isAsync(found.node)) return false
  if (!ts.isArrowFunction(found.node) && found.node.asteriskToken) return false
  const { body } = found.node
  if (!body) return false
  const [statement, ...others] = ts.isBlock(body) ? body.statements : []
  if (!ts.isBlock(body)) return isTelling(found.module, body)
  const isOne = others.length === 0 && statement && ts.isReturnStatement(statement) && statement.expression
  return !!isOne && isTelling(found.module, isOne)
}

function isTelling(module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (isText(node)) return true
  if (ts.isConditionalExpression(node)) return isTelling(module, node.whenTrue) && isTelling(module, node.whenFalse)
  if (ts.isPrefixUnaryExpression(node) && STEPS.has(node.operator)) {
    const binding = ts.isIdentifier(node.operand) ? module.bindings.of(node.operand) : undefined
    return !!binding && isCounter(binding)
  }
  if (!ts.isCallExpression(node)) return false
  const called = unwrap(node.expression)
  const name = isAccess(called) ? accessedName(called) : undefined
  return name !== undefined && !ts.isOptionalChain(node) && (TEXT_CALLS.has(name) || BOOLEAN_CALLS.has(name))
}

const STEPS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusPlusToken, ts.SyntaxKind.MinusMinusToken])
