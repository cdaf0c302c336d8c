import { ts } from 'ts-morph'
import { accessedName, isAccess, isFunctionNode, unwrap } from '../../syntax/nodes'
import { defineMember } from './collect-members'
import type { Collector } from './collector'
import { isInstance } from './instance'
import { firstValue } from './plain-object'

/** `a.b = value`, `count += 1`, `[a, b] = list`. */
export function visitAssignment(to: Collector, node: ts.BinaryExpression): void {
  const { left, right } = node
  if (isAccess(left)) {
    const name = accessedName(left)
    if (name !== undefined) {
      defineMember(to, node, name, right)
      spoilField(to, left, name, right)
    } else {
      if (isFunctionNode(unwrap(right))) to.fail(node, 'it defines a method')
      if (!isPlainObject(to, left.expression)) to.spoil('field *', left)
    }
  }
  visitChange(to, node, left, isHandedOn(node.operatorToken.kind) ? [right] : [])
  if (!(isAccess(left) && accessedName(left) !== undefined && isFunctionNode(unwrap(right)))) to.visit(right)
}

/** What is put into a field may be held by others: then nothing that is read from such a field is one's own. */
function spoilField(to: Collector, left: ts.Expression, name: string, right: ts.Expression): void {
  const value = unwrap(right)
  const isNew = ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || ts.isNewExpression(value)
  if (!isNew || (ts.isNewExpression(value) && !ts.isIdentifier(value.expression))) to.spoil(`field ${name}`, left)
}

/** A local object or list that began as a literal: no instance of a class. */
function isPlainObject(to: Collector, owner: ts.Expression): boolean {
  const value = firstValue(to.module, owner)
  return !!value && (ts.isObjectLiteralExpression(value) || ts.isArrayLiteralExpression(value))
}

/** `count++`, `-value`. */
export function visitUpdate(to: Collector, node: ts.PrefixUnaryExpression | ts.PostfixUnaryExpression): void {
  const isUpdate = node.operator === ts.SyntaxKind.PlusPlusToken || node.operator === ts.SyntaxKind.MinusMinusToken
  if (isUpdate) visitChange(to, node, node.operand, [])
  else to.visit(node.operand)
}

/** `=` and `??=` put a value in a place; `+=` makes a number or a text of it. */
function isHandedOn(kind: ts.SyntaxKind): boolean {
  return (
    kind === ts.SyntaxKind.EqualsToken ||
    kind === ts.SyntaxKind.AmpersandAmpersandEqualsToken ||
    kind === ts.SyntaxKind.BarBarEqualsToken ||
    kind === ts.SyntaxKind.QuestionQuestionEqualsToken
  )
}

/** Assigning to a local variable is fine, and to a member of what the function made itself. */
export function visitChange(
  to: Collector,
  node: ts.Node,
  target: ts.Expression,
  puts: readonly ts.Expression[] | undefined,
): void {
  const inner = unwrap(target)
  if (ts.isIdentifier(inner)) {
    assignName(to, node, inner)
    return
  }
  if (isAccess(inner)) {
    const owner = unwrap(inner.expression)
    if (!(owner.kind === ts.SyntaxKind.ThisKeyword && isInstance(owner))) to.change(node, owner, puts)
    to.visit(inner)
    return
  }
  if (ts.isArrayLiteralExpression(inner)) {
    for (const element of inner.elements) changePart(to, node, element)
    to.mayThrow()
    return
  }
  if (ts.isObjectLiteralExpression(inner)) {
    for (const property of inner.properties) changeProperty(to, node, property)
    to.mayThrow()
    return
  }
  if (!ts.isOmittedExpression(inner)) to.fail(node, 'it assigns to a pattern')
}

function assignName(to: Collector, node: ts.Node, name: ts.Identifier): void {
  const binding = to.module.bindings.of(name)
  if (!binding || ts.isSourceFile(binding.scope)) to.fail(node, `it assigns to "${name.text}"`, 'mutates-outer')
}

/** A part of a pattern, with or without a default value. */
export function changePart(to: Collector, node: ts.Node, part: ts.Expression): void {
  const place = unwrap(part)
  // what a field is given by a pattern or a loop may be anything
  if (isAccess(place)) to.spoil(`field ${accessedName(place) ?? '*'}`, place)
  if (ts.isSpreadElement(part)) {
    changePart(to, node, part.expression)
    return
  }
  if (ts.isBinaryExpression(part) && part.operatorToken.kind === ts.SyntaxKind.EqualsToken) {
    to.visit(part.right)
    changePart(to, node, part.left)
    return
  }
  visitChange(to, node, part, undefined)
}

function changeProperty(to: Collector, node: ts.Node, property: ts.ObjectLiteralElementLike): void {
  if (ts.isSpreadAssignment(property)) {
    changePart(to, node, property.expression)
    return
  }
  if (ts.isShorthandPropertyAssignment(property)) {
    to.visitAll([property.objectAssignmentInitializer])
    assignName(to, node, property.name)
    return
  }
  if (!ts.isPropertyAssignment(property)) {
    to.fail(node, 'it assigns to a pattern')
    return
  }
  if (ts.isComputedPropertyName(property.name)) to.visit(property.name)
  changePart(to, node, property.initializer)
}
