import { ts } from 'ts-morph'
import { type Arguments, argumentsOf } from './arguments'
import { frameOf } from './calls'
import type { Evaluator } from './evaluator'
import type { ClassValue, Frame, InstanceValue } from './value'

/** The class of the workspace that a class extends. */
export function baseOf(evaluator: Evaluator, { module, node }: ClassValue): ClassValue | undefined {
  const clause = node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)
  const [base] = clause?.types ?? []
  const value = base && evaluator.evaluate(module, base.expression)
  return value?.kind === 'class' ? value : undefined
}

/** What the parameters of the constructor of a class are bound to in an instance of it, or of a class that extends it. */
export function constructorFrame(
  evaluator: Evaluator,
  type: ClassValue,
  self: InstanceValue | undefined,
): Frame | undefined {
  const node = constructorOf(type)
  if (!node || !self?.node) return selfFrame(self)
  const args = self.of.kind === 'class' ? argumentsFor(evaluator, type, self, self.of) : self.args
  return frameOf({ kind: 'function', node, module: type.module, frame: undefined }, args, self)
}

/** `this`, and nothing known of parameters. */
export function selfFrame(self: InstanceValue | undefined): Frame | undefined {
  return self && { parameters: new Map(), self, parent: undefined }
}

/** Down from the class that is constructed to the one that is asked for: what each constructor passes to `super`. */
function argumentsFor(evaluator: Evaluator, type: ClassValue, self: InstanceValue, constructed: ClassValue): Arguments {
  let { args } = self
  const seen = new Set<ts.Node>()
  for (let at = constructed; at.node !== type.node; ) {
    seen.add(at.node)
    const base = baseOf(evaluator, at)
    if (!base || seen.has(base.node)) return { values: [], isOpen: true }
    args = passedOn(evaluator, at, self, args)
    at = base
  }
  return args
}

/** A class without a constructor passes on all that it is given. */
function passedOn(evaluator: Evaluator, type: ClassValue, self: InstanceValue, args: Arguments): Arguments {
  const node = constructorOf(type)
  if (!node) return args
  const call = node.body?.statements.map(superCall).find((found) => found !== undefined)
  if (!call) return { values: [], isOpen: true }
  const frame = frameOf({ kind: 'function', node, module: type.module, frame: undefined }, args, self)
  return argumentsOf(evaluator, { module: type.module, frame }, call.arguments)
}

function superCall(statement: ts.Statement): ts.CallExpression | undefined {
  const call = ts.isExpressionStatement(statement) ? statement.expression : undefined
  return call && ts.isCallExpression(call) && call.expression.kind === ts.SyntaxKind.SuperKeyword ? call : undefined
}

function constructorOf({ node }: ClassValue): ts.ConstructorDeclaration | undefined {
  return node.members.find(
    (member): member is ts.ConstructorDeclaration => ts.isConstructorDeclaration(member) && member.body !== undefined,
  )
}
