import { ts } from 'ts-morph'
import type { SourceModule } from '../module'
import { accessedName, isAccess, propertyName, walk } from '../nodes'
import { assignmentOf } from './assignments'
import { typedInstance } from './declarations'
import type { Evaluator, Scope } from './evaluator'
import { baseOf, constructorFrame, selfFrame } from './inheritance'
import { returnedBy } from './returns'
import { type ClassValue, type InstanceValue, isUndefined, oneOf, unknown, type Value } from './value'

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
  for (const member of node.members) {
    if (!member.name || memberName(member.name) !== name) continue
    if (ts.isMethodDeclaration(member)) return { kind: 'function', node: member, module, frame: selfFrame(self) }
    if (ts.isGetAccessor(member)) return getter(evaluator, module, member, self)
    if (ts.isPropertyDeclaration(member)) {
      return heldBy(evaluator, type, self, member, name) ?? typedInstance(evaluator, module, member.type)
    }
  }
  return assignedToField(evaluator, type, self, name) ?? inherited(evaluator, type, self, name, [...derived, node])
}

/** `client`, `#client`, as they are accessed by. */
export function memberName(name: ts.PropertyName): string | undefined {
  return ts.isPrivateIdentifier(name) ? name.text : propertyName(name)
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

/** What a field begins with, and what is assigned to it. */
function heldBy(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  { initializer }: ts.PropertyDeclaration,
  name: string,
): Value | undefined {
  const assigned = assignedToField(evaluator, type, self, name)
  const initial = initializer && evaluator.evaluate(type.module, initializer, constructorFrame(evaluator, type, self))
  if (!initial || !assigned) return initial ?? assigned
  return isUndefined(initial) ? assigned : oneOf([initial, assigned])
}

/** `this.x = …` and `Class.x = …` in any method, and `constructor(private x: X)`. */
function assignedToField(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  name: string,
): Value | undefined {
  const { module, node } = type
  const frame = constructorFrame(evaluator, type, self)
  const found: Value[] = []
  for (const member of node.members) {
    if (ts.isConstructorDeclaration(member)) {
      for (const parameter of member.parameters) {
        const isField =
          ts.isIdentifier(parameter.name) && parameter.name.text === name && !!ts.getModifiers(parameter)?.length
        if (isField) found.push(evaluator.evaluate(module, parameter.name as ts.Identifier, frame))
      }
    }
    for (const child of assignmentsIn(type, member, name)) {
      // `this.x = f(this.x)` stands on what it was before, which is not followed again
      const value = evaluator.enter(child, () => evaluator.evaluate(module, child, frame))
      found.push(value ?? unknown(child.getText(module.ast)))
    }
  }
  return found.length > 0 ? oneOf(found) : undefined
}

/** What a member of a class assigns to a field of it, in functions that have its `this`, too. */
export function assignmentsIn(type: ClassValue, member: ts.ClassElement, name: string): ts.Expression[] {
  const found: ts.Expression[] = []
  walk(member, (child) => {
    const hasOther = ts.isClassLike(child) || (ts.isFunctionLike(child) && !ts.isArrowFunction(child))
    if (hasOther && child !== member) return false
    const { target, value } = assignmentOf(child) ?? {}
    const isIt = target && isAccess(target) && accessedName(target) === name && isOwner(type, target.expression)
    if (isIt && value) found.push(value)
    return undefined
  })
  return found
}

/** `this`, or the class by its name. */
function isOwner({ module, node }: ClassValue, owner: ts.Expression): boolean {
  if (owner.kind === ts.SyntaxKind.ThisKeyword) return true
  return ts.isIdentifier(owner) && !!module.bindings.of(owner)?.declarations.includes(node)
}

function inherited(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
  name: string,
  derived: readonly ts.Node[],
): Value | undefined {
  const parent = baseOf(evaluator, type)
  // classes that extend each other have no end
  return parent && !derived.includes(parent.node) ? memberOf(evaluator, parent, self, name, derived) : undefined
}
