import { ts } from 'ts-morph'
import { isLogCall } from '../../../syntax/loggers'
import { rewrap } from '../../../syntax/nodes'

/** The statement that does nothing but write a log line with an expression in it. */
export function logStatement(node: ts.Node): ts.ExpressionStatement | undefined {
  const call = loggingCall(node)
  const outer = call && rewrap(call).parent
  return outer && ts.isExpressionStatement(outer) ? outer : undefined
}

/** The call that writes a log line with an expression in it. */
export function loggingCall(node: ts.Node): ts.CallExpression | undefined {
  for (let at = node; at.parent && !ts.isStatement(at); at = at.parent) {
    const { parent } = at
    if (ts.isFunctionLike(parent)) return undefined
    if (!ts.isCallExpression(parent) || parent.expression === at) continue
    if (isLogCall(parent)) return parent
  }
  return undefined
}

/** The `if` or `a ? b : c` that asks about an expression. */
export function questionAround(node: ts.Expression): ts.IfStatement | ts.ConditionalExpression | undefined {
  for (let at: ts.Node = node; at.parent && !ts.isStatement(at); at = at.parent) {
    const { parent } = at
    if (ts.isIfStatement(parent)) return parent.expression === at ? parent : undefined
    if (ts.isConditionalExpression(parent) && parent.condition === at) return parent
    if (ts.isFunctionLike(parent)) return undefined
  }
  return undefined
}

/** Whether a statement always leaves what stands around it: by `return`, `throw`, `continue`, `break`. */
export function leaves(statement: ts.Statement | undefined): boolean {
  if (!statement) return false
  if (ts.isBlock(statement)) return leaves(statement.statements.at(-1))
  if (ts.isIfStatement(statement)) return leaves(statement.thenStatement) && leaves(statement.elseStatement)
  return (
    ts.isReturnStatement(statement) ||
    ts.isThrowStatement(statement) ||
    ts.isContinueStatement(statement) ||
    ts.isBreakStatement(statement)
  )
}
