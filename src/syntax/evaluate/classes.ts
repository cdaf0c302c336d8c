import { ts } from 'ts-morph'
import type { SourceModule } from '../module'
import { accessedName, isAccess, propertyName, walkOwn } from '../nodes'
import { frameOf } from './calls'
import { typedInstance } from './declarations'
import type { Evaluator, Scope } from './evaluator'
import { returnedBy } from './returns'
import { type ClassValue, type Frame, type InstanceValue, oneOf, unknown, type Value } from './value'

/** A field, getter or method of an instance (or a static member of a class), found by reading the class. */
export function fieldOf(evaluator: Evaluator, target: InstanceValue | ClassValue, name: string): Value {
  if (target.kind === 'class') return memberOf(evaluator, target, undefined, name) ?? unknown(name)
  // an instance of a package's class: what its members are is not known, but whose they are is
  if (target.of.kind === 'external')
    return { kind: 'external', module: target.of.module, path: [...target.of.path, '#', name] }
  if (target.of.kind === 'parameter') return unknown(name)
  return memberOf(evaluator, target.of, target, name) ?? unknown(name)
}

function memberOf(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  name: string,
  derived: readonly ts.Node[] = [],
): Value | undefined {
  const { module, node } = type
  const frame = constructorFrame(type, self)
  for (const member of node.members) {
    if (!member.name || propertyName(member.name as ts.PropertyName) !== name) continue
    if (ts.isMethodDeclaration(member)) return { kind: 'function', node: member, module, frame: selfFrame(self) }
    if (ts.isGetAccessor(member)) return getter(evaluator, module, member, self)
    if (ts.isPropertyDeclaration(member)) {
      const value = member.initializer && evaluator.evaluate(module, member.initializer, frame)
      return (
        value ?? assignedInConstructor(evaluator, type, self, name) ?? typedInstance(evaluator, module, member.type)
      )
    }
  }
  return (
    assignedInConstructor(evaluator, type, self, name) ?? inherited(evaluator, type, self, name, [...derived, node])
  )
}

/** `super.name`: the member of the class that the class around extends. */
export function superMemberOf(evaluator: Evaluator, { module, frame }: Scope, node: ts.Node, name: string): Value {
  let outer: ts.Node | undefined = node
  while (outer && !ts.isClassLike(outer)) outer = outer.parent
  let self: InstanceValue | undefined
  for (let at = frame; at && !self; at = at.parent) self = at.self
  const value = outer && inherited(evaluator, { kind: 'class', node: outer, module }, self, name, [outer])
  return value ?? unknown(name)
}

function getter(
  evaluator: Evaluator,
  module: SourceModule,
  node: ts.GetAccessorDeclaration,
  self: InstanceValue | undefined,
): Value | undefined {
  return node.body && returnedBy(evaluator, { module, frame: selfFrame(self) }, node.body)
}

/** `this.x = …` in any method, and `constructor(private x: X)`. */
function assignedInConstructor(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  name: string,
): Value | undefined {
  const { module, node } = type
  const frame = constructorFrame(type, self)
  const found: Value[] = []
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        const isField =
          ts.isIdentifier(parameter.name) && parameter.name.text === name && !!ts.getModifiers(parameter)?.length
        if (isField) found.push(evaluator.evaluate(module, parameter.name as ts.Identifier, frame))
      }
    }
    const body = ts.isFunctionLike(member) && 'body' in member ? member.body : undefined
    if (!body) continue
    walkOwn(body, (child) => {
      if (!ts.isBinaryExpression(child) || child.operatorToken.kind !== ts.SyntaxKind.EqualsToken) return
      const { left } = child
      if (!isAccess(left) || left.expression.kind !== ts.SyntaxKind.ThisKeyword || accessedName(left) !== name) return
      found.push(evaluator.evaluate(module, child.right, frame))
    })
  }
  return found.length > 0 ? oneOf(found) : undefined
}

function inherited(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  name: string,
  derived: readonly ts.Node[],
): Value | undefined {
  const clause = type.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
  const [base] = clause?.types ?? []
  if (!base) return undefined
  const parent = evaluator.evaluate(type.module, base.expression)
  // classes that extend each other have no end
  return parent.kind === 'class' && !derived.includes(parent.node)
    ? memberOf(evaluator, parent, self, name, derived)
    : undefined
}

function constructorFrame(type: ClassValue, self: InstanceValue | undefined): Frame | undefined {
  const node = type.node.members.find(ts.isConstructorDeclaration)
  if (!node || !self?.node) return selfFrame(self)
  const callee = { kind: 'function', node, module: type.module, frame: undefined } as const
  return frameOf(callee, self.args, self)
}

function selfFrame(self: InstanceValue | undefined): Frame | undefined {
  return self && { parameters: new Map(), self, parent: undefined }
}
