import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, unwrap } from '../../syntax/nodes'

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression

/** `totals[sku]`, of two names that always mean the same. */
interface Place {
  readonly owner: Binding
  readonly key: Binding
}

/**
 * Whether a computed key is one of the object's own where it is read: behind
 * `if (!Object.hasOwn(totals, sku)) totals[sku] = { count: 0 }`. Where the key is `__proto__`, that statement has given the
 * object a prototype of its own, so what all objects share stays as it is.
 */
export function isOwnKey(module: SourceModule, node: Access): boolean {
  const place = placeOf(module, node)
  if (!place?.owner.references.every((one) => isKept(module, one))) return false
  for (let at: ts.Node = node; !ts.isFunctionLike(at) && !ts.isSourceFile(at); at = at.parent)
    if (ts.isStatement(at) && earlier(at).some((statement) => isGuard(module, statement, place))) return true
  return false
}

function placeOf(module: SourceModule, node: ts.Expression): Place | undefined {
  if (!ts.isElementAccessExpression(node)) return undefined
  const [owner, key] = [node.expression, node.argumentExpression].map((one) => constantName(module, one))
  return owner && key && { owner, key }
}

function constantName(module: SourceModule, expression: ts.Expression): Binding | undefined {
  const node = unwrap(expression)
  const binding = ts.isIdentifier(node) ? module.bindings.of(node) : undefined
  return binding?.writes.length === 0 ? binding : undefined
}

/** Whether a mention of an object cannot take members from it, nor give it another name to do so. */
function isKept(module: SourceModule, reference: ts.Identifier): boolean {
  const { parent } = reference
  if (isAccess(parent) && parent.expression === reference) return !ts.isDeleteExpression(parent.parent)
  if (ts.isCallExpression(parent)) return KEEPING.test(parent.expression.getText(module.ast))
  return isAnswered(reference)
}

const KEEPING = /^(Object\.(hasOwn|keys|values|entries|prototype\.hasOwnProperty\.call)|JSON\.stringify|console\.\w+)$/

/** `return totals`, `return { totals }`. */
function isAnswered(node: ts.Node): boolean {
  for (let at = node.parent; !ts.isFunctionLike(at) && !ts.isCallExpression(at) && !ts.isSourceFile(at); at = at.parent)
    if (ts.isReturnStatement(at)) return true
  return false
}

/** The statements of the same block that have run before. */
function earlier(statement: ts.Statement): readonly ts.Statement[] {
  const { parent } = statement
  if (!ts.isBlock(parent)) return []
  return parent.statements.slice(0, parent.statements.indexOf(statement))
}

/** `if (!Object.hasOwn(totals, sku)) totals[sku] = { … }`. */
function isGuard(module: SourceModule, statement: ts.Statement, place: Place): boolean {
  if (!ts.isIfStatement(statement)) return false
  const { expression, thenStatement } = statement
  const test = unwrap(expression)
  const isAbsent = ts.isPrefixUnaryExpression(test) && test.operator === ts.SyntaxKind.ExclamationToken
  if (!isAbsent || !isOwnTest(module, unwrap(test.operand), place)) return false
  const [first, another] = ts.isBlock(thenStatement) ? thenStatement.statements : [thenStatement]
  const given = first && ts.isExpressionStatement(first) && !another ? unwrap(first.expression) : undefined
  if (!given || !ts.isBinaryExpression(given) || given.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return false
  const value = unwrap(given.right)
  const isNew = ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value)
  return isNew && isSame(placeOf(module, unwrap(given.left)), place)
}

/** `Object.hasOwn(totals, sku)`, `totals.hasOwnProperty(sku)`, `Object.prototype.hasOwnProperty.call(totals, sku)`. */
function isOwnTest(module: SourceModule, node: ts.Expression, place: Place): boolean {
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  const isStatic = /^Object\.(hasOwn|prototype\.hasOwnProperty\.call)$/.test(callee.getText(module.ast))
  if (isStatic) return isPlace(module, node.arguments[0], node.arguments[1], place)
  const isMethod = isAccess(callee) && accessedName(callee) === 'hasOwnProperty'
  return isMethod && isPlace(module, callee.expression, node.arguments[0], place)
}

function isPlace(
  module: SourceModule,
  owner: ts.Expression | undefined,
  key: ts.Expression | undefined,
  place: Place,
): boolean {
  return !!owner && !!key && constantName(module, owner) === place.owner && constantName(module, key) === place.key
}

function isSame(one: Place | undefined, other: Place): boolean {
  return one?.owner === other.owner && one.key === other.key
}
