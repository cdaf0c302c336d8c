import { ts } from 'ts-morph'
import { accessedName, isAccess, isFunctionNode, propertyName, unwrap, walkOwn } from '../../syntax/nodes'
import { functionOf } from '../callees'
import { isPrimitiveExpression } from '../primitive'
import { BASE_CLASSES } from '../tables/globals'
import { isBuiltInName } from '../tables/methods'
import { mentionName } from './collect-names'
import type { Collector } from './collector'
import { isSettled } from './settled'

/** Members of object literals, and function declarations inside of functions. */
export function visitMember(to: Collector, node: ts.Node): void {
  if (ts.isPropertyAssignment(node)) {
    property(to, node)
    return
  }
  if (ts.isShorthandPropertyAssignment(node)) {
    defineMember(to, node, node.name.text, node.name)
    mentionName(to, node.name)
    return
  }
  if (ts.isSpreadAssignment(node)) {
    to.visit(node.expression)
    return
  }
  // a function that is declared here is looked at where it is named
  if (ts.isFunctionDeclaration(node)) return
  if (ts.isMethodDeclaration(node) || ts.isAccessor(node)) method(to, node)
}

function property(to: Collector, { name, initializer }: ts.PropertyAssignment): void {
  if (ts.isComputedPropertyName(name)) {
    if (!isPrimitiveExpression(name.expression)) to.mayThrow()
    to.visit(name.expression)
  }
  const text = propertyName(name)
  if (text === undefined) {
    if (mayBeFunction(to, initializer)) to.fail(name, 'it defines a method')
    to.visit(initializer)
    return
  }
  defineMember(to, name, text, initializer)
  if (!isFunctionNode(unwrap(initializer))) to.visit(initializer)
}

function method(to: Collector, node: ts.MethodDeclaration | ts.AccessorDeclaration): void {
  const name = propertyName(node.name)
  const unit = to.context.unit(to.module, node)
  if (ts.isComputedPropertyName(node.name)) to.visit(node.name.expression)
  // a symbol, as `[Symbol.iterator]`, is called by the language
  // what is read by it is no field of its own
  if (ts.isAccessor(node) && !givesPrimitives(node)) to.spoil(`field ${name ?? '*'}`, node)
  if (name === undefined || ts.isAccessor(node)) to.call(node, unit)
  else to.member(node, unit, name)
}

function givesPrimitives({ body }: ts.AccessorDeclaration): boolean {
  let isSo = true
  if (body)
    walkOwn(body, (child) => {
      if (ts.isReturnStatement(child) && child.expression) isSo &&= isPrimitiveExpression(child.expression)
    })
  return isSo
}

/** A value becomes a member under a name. */
export function defineMember(to: Collector, node: ts.Node, name: string, value: ts.Expression): void {
  const inner = unwrap(value)
  if (isFunctionNode(inner)) to.member(node, to.context.unit(to.module, inner), name)
  else if (mayBeFunction(to, value)) to.define(name, node)
}

/** Whether a value may be a function. Parts of data are none, nor is what methods of the language answer with. */
function mayBeFunction(to: Collector, value: ts.Expression): boolean {
  const node = unwrap(value)
  if (isFunctionNode(node)) return true
  if (ts.isConditionalExpression(node)) return mayBeFunction(to, node.whenTrue) || mayBeFunction(to, node.whenFalse)
  if (ts.isIdentifier(node)) return mayNameFunction(to, node)
  if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression)
    if (isAccess(callee) && isBuiltInName(accessedName(callee))) return false
    return isAccess(callee) || !ts.isIdentifier(callee) || to.module.bindings.of(callee) !== undefined
  }
  return isAccess(node) && functionOf(to.context.evaluator, to.module, node) !== undefined
}

function mayNameFunction(to: Collector, node: ts.Identifier): boolean {
  const binding = to.module.bindings.of(node)
  const [declaration] = binding?.declarations ?? []
  if (!binding || !declaration) return false
  if (functionOf(to.context.evaluator, to.module, node)) return true
  // only what is called, or declared as a function, is taken for one
  if (!ts.isParameter(declaration)) return false
  const isCalled = binding.references.some((one) => ts.isCallExpression(one.parent) && one.parent.expression === one)
  return isCalled || (!!declaration.type && ts.isFunctionTypeNode(declaration.type))
}

/** All that instances of a class can do is looked into where the class is named. */
export function visitClass(to: Collector, node: ts.ClassLikeDeclaration): void {
  base(to, node)
  for (const member of node.members) classMember(to, node, member)
}

function base(to: Collector, node: ts.ClassLikeDeclaration): void {
  const [type] = (node.heritageClauses ?? [])
    .filter(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
    .flatMap(({ types }) => types)
  if (!type) return
  const { expression } = type
  const isBuiltIn = ts.isIdentifier(expression) && !to.module.bindings.of(expression)
  if (isBuiltIn && BASE_CLASSES.has(expression.text)) return
  const value = to.context.evaluator.evaluate(to.module, expression)
  if (value.kind === 'class') to.call(type, to.context.unit(value.module, value.node))
  else to.fail(type, `its class extends "${expression.getText(to.module.ast)}", which is not known`)
}

function classMember(to: Collector, owner: ts.ClassLikeDeclaration, member: ts.ClassElement): void {
  const isDecorated = ts.canHaveDecorators(member) && ts.getDecorators(member)?.length
  if (isDecorated || ts.getDecorators(owner as ts.ClassDeclaration)?.length) {
    to.fail(member, 'its class has decorators')
    return
  }
  if (ts.isClassStaticBlockDeclaration(member)) {
    to.fail(member, 'its class has a static block')
    return
  }
  if (member.name && ts.isComputedPropertyName(member.name)) to.visit(member.name.expression)
  if (ts.isPropertyDeclaration(member)) {
    field(to, member)
    return
  }
  if (ts.isMethodDeclaration(member) || ts.isAccessor(member)) {
    method(to, member)
    return
  }
  // a constructor is called where an instance is made; its parameters may be fields
  if (ts.isConstructorDeclaration(member))
    for (const parameter of member.parameters)
      if (parameter.modifiers && ts.isIdentifier(parameter.name)) to.spoil(`field ${parameter.name.text}`, parameter)
}

function field(to: Collector, node: ts.PropertyDeclaration): void {
  const { name, initializer } = node
  const text = ts.isPrivateIdentifier(name) ? name.text : propertyName(name)
  if (!initializer) return
  const isStatic = ts.getCombinedModifierFlags(node) & ts.ModifierFlags.Static
  if (isStatic && isSettled(to.context, to.module, initializer) !== 'settled') {
    to.fail(node, 'a static field of its class is computed when the file is loaded', 'reads-outer-state')
    return
  }
  if (text !== undefined) {
    defineMember(to, name, text, initializer)
    const value = unwrap(initializer)
    const isNew = ts.isArrayLiteralExpression(value) || ts.isObjectLiteralExpression(value) || ts.isNewExpression(value)
    if (!isNew) to.spoil(`field ${text}`, name)
  }
  if (!(text !== undefined && isFunctionNode(unwrap(initializer)))) to.visit(initializer)
}
