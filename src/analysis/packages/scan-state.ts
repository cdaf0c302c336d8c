import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import {
  accessedName,
  enclosingFunction,
  isAccess,
  isFunctionNode,
  requiredModule,
  rewrap,
  unwrap,
} from '../../syntax/nodes'
import { isMutationOf } from '../mutations'
import { PURE_STATIC } from '../tables/globals'
import { isLoadScope } from './scan-changes'

/**
 * Whether a variable of what runs when a file is loaded keeps something from one call to the next, or may: functions assign
 * to it, change what it holds, or hand that on; or it holds something that may change by itself.
 */
export function keepsState({ scope, writes, references, declarations: [declaration] }: Binding): boolean {
  if (!isLoadScope(scope)) return false
  const later = references.filter((reference) => isLater(scope, reference))
  if (writes.some((write) => isLater(scope, write)) || later.some(isMutationOf)) return true
  const { initializer } =
    declaration && ts.isVariableDeclaration(declaration) ? declaration : { initializer: undefined }
  if (!initializer || later.length === 0) return false
  const value = unwrap(initializer)
  if (ts.isRegularExpressionLiteral(value)) return /[gy]\w*$/.test(value.text) && later.some(isMatched)
  if (ts.isNewExpression(value)) return !isCollection(value) || later.some(isPassedOn)
  if (ts.isCallExpression(value)) return !isSettledCall(value)
  const isObject = ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)
  return isObject && later.some(isPassedOn)
}

function isLater(scope: ts.Node, node: ts.Node): boolean {
  return !isLoadScope(enclosingFunction(node) ?? scope)
}

/** `pattern.test(…)`, by which a pattern moves on; a text that is searched begins at its start. */
function isMatched(reference: ts.Identifier): boolean {
  const { parent } = reference
  if (isAccess(parent)) return /^(test|exec|lastIndex)$/.test(accessedName(parent) ?? 'test')
  const isGiven = ts.isCallExpression(parent) && isAccess(parent.expression)
  return !isGiven || !/^(replace|replaceAll|match|split|search)$/.test(accessedName(parent.expression) ?? '')
}

function isCollection({ expression }: ts.NewExpression): boolean {
  return /^(Set|Map|RegExp)$/.test(expression.getText())
}

/** `require('x')`, `Object.keys(TABLE)`, a wrapper of the whole file. */
function isSettledCall({ expression, arguments: args }: ts.CallExpression): boolean {
  const callee = unwrap(expression)
  if (requiredModule(expression.parent) !== undefined) return true
  if (!isAccess(callee) || !ts.isIdentifier(callee.expression)) return false
  const name = accessedName(callee) ?? ''
  const known = Object.hasOwn(PURE_STATIC, callee.expression.text) ? PURE_STATIC[callee.expression.text] : undefined
  return (
    (!!known && (known === '*' || known.has(name)) && !args.some(isFunctionNode)) ||
    callee.getText() === 'Object.create'
  )
}

/** Whether something is more than read: given to a function, given a second name, answered with. */
function isPassedOn(reference: ts.Identifier): boolean {
  const node = rewrap(reference)
  const { parent } = node
  if (isAccess(parent)) return parent.expression === node && isPassedMember(parent)
  return !(
    ts.isTypeOfExpression(parent) ||
    ts.isForOfStatement(parent) ||
    ts.isForInStatement(parent) ||
    ts.isIfStatement(parent)
  )
}

/** A member that is an object itself may be handed on, too; one that is called, or compared, is not. */
function isPassedMember(member: ts.Expression): boolean {
  const { parent } = rewrap(member)
  if (isAccess(parent)) return isPassedMember(parent)
  if (ts.isCallExpression(parent)) return parent.expression !== rewrap(member)
  return ts.isVariableDeclaration(parent) && !ts.isIdentifier(parent.name)
}
