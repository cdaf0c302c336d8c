import { ts } from 'ts-morph'
import { paramsLiteral } from '../../../scan/params'
import type { InvokeCall } from '../../../scan/site'
import type { SourceModule } from '../../../syntax/module'
import { propertyOf, propertyValue, unwrap } from '../../../syntax/nodes'

/**
 * What a condition of a helper is where the call in it is an `Event`: `undefined` where the kind of the call does not
 * settle it. Read are comparisons of what the call is told (`InvocationType === 'Event'`), and the condition that chooses
 * it (`InvocationType: isAsync ? 'Event' : 'RequestResponse'`).
 */
export function holdsForEvent(call: InvokeCall, condition: ts.Expression): boolean | undefined {
  const literal = paramsLiteral(call)
  const property = literal && propertyOf(literal, 'InvocationType')
  const type = property && unwrap(propertyValue(property))
  const node = unwrap(condition)
  if (!type) return undefined
  if (ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken) {
    const inner = holdsForEvent(call, node.operand)
    return inner === undefined ? undefined : !inner
  }
  if (ts.isConditionalExpression(type)) {
    if (!isSameConstant(call.module, node, unwrap(type.condition))) return undefined
    const [whenTrue, whenFalse] = [textOf(type.whenTrue), textOf(type.whenFalse)]
    return (whenTrue === 'Event') === (whenFalse === 'Event') ? undefined : whenTrue === 'Event'
  }
  if (!ts.isBinaryExpression(node) || !isSameConstant(call.module, unwrap(node.left), type)) return undefined
  const [operator, compared] = [node.operatorToken.getText(), textOf(node.right)]
  if (compared === undefined || !/^[!=]==?$/.test(operator)) return undefined
  return (compared === 'Event') === operator.startsWith('=')
}

/** Whether both are one name that nothing is assigned to. */
function isSameConstant({ bindings }: SourceModule, one: ts.Expression, other: ts.Expression): boolean {
  if (!ts.isIdentifier(one) || !ts.isIdentifier(other)) return false
  const binding = bindings.of(one)
  return binding !== undefined && binding === bindings.of(other) && binding.writes.length === 0
}

function textOf(expression: ts.Expression): string | undefined {
  const node = unwrap(expression)
  return ts.isStringLiteralLike(node) ? node.text : undefined
}

/** The return that a statement is, alone or in a block. */
export function soleReturn(statement: ts.Statement): ts.ReturnStatement | undefined {
  if (ts.isReturnStatement(statement)) return statement
  const [only, ...others] = ts.isBlock(statement) ? statement.statements : []
  return only && others.length === 0 && ts.isReturnStatement(only) ? only : undefined
}
