import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, enclosingFunction, isAccess, rewrap, unwrap, walk } from '../../syntax/nodes'
import { constantInitializer } from '../nullish'
import { MUTATORS } from '../tables/methods'

/** A file, or a function that runs when the file is loaded: `(function () { … })()`, `define(function () { … })`. */
export function isLoadScope(scope: ts.Node): boolean {
  if (ts.isSourceFile(scope)) return true
  if (!ts.isFunctionLike(scope)) return isLoadScope(enclosingFunction(scope) ?? scope.getSourceFile())
  if (!ts.isFunctionExpression(scope) && !ts.isArrowFunction(scope)) return false
  const { parent } = rewrap(scope)
  return ts.isCallExpression(parent) && isLoadScope(enclosingFunction(parent) ?? parent.getSourceFile())
}

/** Whether a file holds code that changes something which it has not plainly made itself. */
export function changesOthers(module: SourceModule): boolean {
  let found = false
  walk(module.ast, (node) => {
    const target = changedBy(node)
    if (target && !isOwn(module, target)) found = true
    return !found
  })
  return found
}

/** What a construct changes: `a` of `a.b = 1`, `a.push(1)`, `delete a.b`. */
function changedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isCallExpression(node)) return changedByCall(node)
  const place = assignedBy(node)
  const inner = place && unwrap(place)
  if (!inner || ts.isIdentifier(inner)) return undefined
  return isAccess(inner) ? inner.expression : inner
}

function assignedBy(node: ts.Node): ts.Expression | undefined {
  if (ts.isBinaryExpression(node)) return isAssignmentOperator(node.operatorToken.kind) ? node.left : undefined
  if (ts.isDeleteExpression(node)) return node.expression
  const isUpdate =
    (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) &&
    (node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken)
  return isUpdate ? node.operand : undefined
}

/** Functions of `Object` and `Reflect` that change nothing. */
const READING =
  /^(Object|Reflect)\.(keys|values|entries|freeze|getOwn\w+|getPrototypeOf|is|hasOwn|create|ownKeys|has|get|fromEntries)$/

function changedByCall({ expression, arguments: [first] }: ts.CallExpression): ts.Expression | undefined {
  if (!isAccess(expression)) return undefined
  const name = accessedName(expression) ?? ''
  if (MUTATORS.has(name)) return expression.expression
  const text = expression.getText()
  const isChange = /^(Object|Reflect)\.\w+$/.test(text) ? !READING.test(text) : isBorrowed(expression, name)
  return isChange ? (first ?? expression) : undefined
}

/** `push.call(list, value)`: a method of something else. */
function isBorrowed({ expression }: ts.PropertyAccessExpression | ts.ElementAccessExpression, name: string): boolean {
  if (!/^(call|apply)$/.test(name)) return false
  const method = isAccess(expression) ? accessedName(expression) : undefined
  return method === undefined || MUTATORS.has(method)
}

/** The instance, the exports, or a variable that holds something new. */
function isOwn(module: SourceModule, target: ts.Expression): boolean {
  const node = unwrap(target)
  if (node.kind === ts.SyntaxKind.ThisKeyword || ts.isObjectLiteralExpression(node)) return true
  if (isAccess(node)) return /^(module|exports|\w+\.prototype$)/.test(node.getText())
  if (!ts.isIdentifier(node)) return false
  if (/^(module|exports)$/.test(node.text)) return true
  const binding = module.bindings.of(node)
  const initializer = binding && constantInitializer(binding)
  const value = initializer && unwrap(initializer)
  if (value)
    return ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value) || ts.isNewExpression(value)
  const [declaration] = binding?.declarations ?? []
  return !!declaration && (ts.isFunctionDeclaration(declaration) || ts.isClassDeclaration(declaration))
}
