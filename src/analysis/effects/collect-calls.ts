import { ts } from 'ts-morph'
import { isExportsObject } from '../../syntax/exports'
import { accessedName, isAccess, isAsync, isFunctionNode, rewrap, unwrap } from '../../syntax/nodes'
import { mayFailToCallMethod } from '../failing-calls'
import { isLocalFunction } from '../names'
import { THROWING } from '../tables/constructs'
import { CHANGING_STATIC, HARMLESS_USES, PURE_CONSTRUCTORS, PURE_FUNCTIONS, PURE_STATIC } from '../tables/globals'
import {
  ELEMENT_CALLBACKS,
  isBuiltInName,
  LOCALE_METHODS,
  MUTATORS,
  PUTTING,
  SYNCHRONOUS_CALLBACKS,
} from '../tables/methods'
import { clientUse } from '../uses-of-packages'
import { functionAt } from './call-target'
import { elementsFor } from './callbacks'
import { visitSpecial, visitTarget } from './collect-access'
import { load } from './collect-imports'
import { mentionName } from './collect-names'
import type { Collector } from './collector'
import { packageMember, packageRoot } from './package-root'
import { isEmptyCreation } from './plain-object'
import { notItsOwn, unknownClass, unknownMethod } from './words'

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression

/** `f(…)`, `a.b(…)`, `(() => …)(…)`. */
export function visitCall(to: Collector, node: ts.CallExpression): void {
  const callee = unwrap(node.expression)
  if (callee.kind === ts.SyntaxKind.SuperKeyword) to.visitAll(node.arguments)
  else if (callee.kind === ts.SyntaxKind.ImportKeyword) to.fail(node, 'it loads a module when it is called')
  else if (ts.isIdentifier(callee)) nameCall(to, node, callee)
  else if (isFunctionNode(callee)) knownCall(to, node, callee)
  else if (isAccess(callee)) memberCall(to, node, callee)
  else unknownCall(to, node)
}

/** A call of a function whose code is at hand. */
function knownCall(to: Collector, node: ts.CallExpression, callee: ts.Expression): boolean {
  const unit = functionAt(to.context, to.module, callee)
  if (!unit) return false
  const isWaitedFor = !ts.isFunctionLike(unit.node) || !isFunctionNode(unit.node) || !isAsync(unit.node)
  const isAwaited = ts.isAwaitExpression(rewrap(node).parent)
  if (unit.module !== to.module) load(to, node, unit.module)
  to.call(node, unit, node.arguments, to.caught > 0 && (isWaitedFor || isAwaited))
  visitArguments(to, node)
  return true
}

/** A function that is not known is called: one that was mentioned somewhere, with whatever it is given. */
function unknownCall(to: Collector, node: ts.CallExpression): void {
  to.mayThrow()
  to.method(node, '*', node.arguments, { label: 'unknown', what: 'it calls something that is not known' })
  to.visit(node.expression)
  visitArguments(to, node)
}

function nameCall(to: Collector, node: ts.CallExpression, callee: ts.Identifier): void {
  if (THROWING.has(callee.text)) to.mayThrow()
  const binding = to.module.bindings.of(callee)
  if (!binding) {
    if (PURE_FUNCTIONS.has(callee.text)) {
      visitArguments(to, node)
      return
    }
    to.mayThrow()
    to.visit(callee)
    visitArguments(to, node)
    return
  }
  if (isLocalFunction(binding) || ts.isSourceFile(binding.scope)) {
    // what it stands for may be state of the module, or of a package
    if (knownCall(to, node, callee)) return
    to.mayThrow()
    mentionName(to, callee)
    if (ts.isSourceFile(binding.scope)) {
      visitArguments(to, node)
      return
    }
  }
  unknownCall(to, node)
}

function memberCall(to: Collector, node: ts.CallExpression, callee: Access): void {
  if (visitSpecial(to, callee)) {
    visitArguments(to, node)
    return
  }
  const name = accessedName(callee)
  if (name === undefined) {
    to.fail(callee, 'it calls a computed method')
    visitTarget(to, callee)
    visitArguments(to, node)
    return
  }
  if (THROWING.has(name)) to.mayThrow()
  const target = unwrap(callee.expression)
  if (isExportsObject(target) && knownCall(to, node, callee)) return
  if (ts.isIdentifier(target) && !to.module.bindings.of(target)) staticCall(to, node, callee, target, name)
  else methodCall(to, node, callee, name)
}

function staticCall(to: Collector, node: ts.CallExpression, callee: Access, target: ts.Identifier, name: string): void {
  const known = Object.hasOwn(PURE_STATIC, target.text) ? PURE_STATIC[target.text] : undefined
  const use = HARMLESS_USES[`${target.text}.${name}`]
  const [first] = node.arguments
  if (use) to.effect(node, use)
  // what is frozen, or filled with chance, is another than it was
  if (first && /^(Object\.freeze|crypto\.getRandomValues)$/.test(`${target.text}.${name}`)) to.change(node, first, [])
  const isKnown = known === '*' || known?.has(name) || isEmptyCreation(to.module, node)
  if (!use && !isKnown) {
    const changing = Object.hasOwn(CHANGING_STATIC, target.text) ? CHANGING_STATIC[target.text] : undefined
    if (changing?.has(name) && first && !ts.isSpreadElement(first)) {
      const what = `it calls "${target.text}.${name}" on a value that it did not make itself`
      to.change(node, first, undefined, { what })
      if (name !== 'assign') to.fail(node, `it calls "${target.text}.${name}"`)
      else if (!ts.isObjectLiteralExpression(unwrap(first))) to.spoil('field *', node)
    } else to.fail(callee, `it calls "${target.text}.${name}"`)
  }
  visitArguments(to, node)
}

function methodCall(to: Collector, node: ts.CallExpression, callee: Access, name: string): void {
  const target = unwrap(callee.expression)
  const isKnown = knownCall(to, node, callee)
  // a whole file is not mentioned where one function of it is called
  if (isKnown && ts.isIdentifier(target) && isNamespace(to, target)) return
  if (!isKnown || !isExact(to, target)) openCall(to, node, callee, name)
  visitTarget(to, callee)
  if (!isKnown) visitArguments(to, node)
}

/** A method of a value that may be of several kinds. */
function openCall(to: Collector, node: ts.CallExpression, callee: Access, name: string): void {
  const target = unwrap(callee.expression)
  if (isBuiltInName(name)) {
    builtInUse(to, node, callee, name)
    return
  }
  to.mayThrow()
  if (packageRoot(to.context, to.module, target)) return
  const use = clientUse(to.context.evaluator, to.module, target, name)
  if (use) to.effect(callee, use)
  else to.method(callee, name, node.arguments, { label: 'unknown', what: unknownMethod(name) })
}

/** What calling a built-in method of that name does. */
function builtInUse(to: Collector, node: ts.CallExpression, callee: Access, name: string): void {
  const target = unwrap(callee.expression)
  if (mayFailToCallMethod(to.module, node, name)) to.mayThrow()
  if (LOCALE_METHODS.has(name)) to.effect(node, { label: 'locale', what: 'it reads the locale or the time zone' })
  if (MUTATORS.has(name) && !packageRoot(to.context, to.module, target))
    to.change(callee, target, PUTTING.has(name) ? node.arguments : [], {
      what: notItsOwn(target, name),
      isMethod: true,
    })
  // members of that name that the code defines itself are meant, too
  to.method(callee, `built-in ${name}`, node.arguments, { label: 'unknown', what: unknownMethod(name) })
  const [callback, receiver] = node.arguments
  if (!ELEMENT_CALLBACKS.has(name) || !callback) return
  if (receiver && !isFunctionNode(unwrap(callback))) to.fail(receiver, 'it gives a function its "this"')
  if (isAccess(unwrap(callback)))
    to.method(callback, '*', undefined, { label: 'unknown', what: 'it calls something that is not known' })
}

/** A constant, or a name that is imported: what is called is what its value says, and nothing else. */
function isExact(to: Collector, target: ts.Expression): boolean {
  const binding = ts.isIdentifier(target) ? to.module.bindings.of(target) : undefined
  const [declaration] = binding?.declarations ?? []
  return !!declaration && binding?.writes.length === 0 && !ts.isParameter(declaration)
}

function isNamespace(to: Collector, target: ts.Identifier): boolean {
  return to.context.evaluator.evaluate(to.module, target).kind === 'namespace'
}

function visitArguments(to: Collector, node: ts.CallExpression | ts.NewExpression): void {
  const name = ts.isCallExpression(node) ? accessedName(unwrap(node.expression)) : undefined
  for (const argument of node.arguments ?? []) {
    const inner = unwrap(argument)
    const isDirect = name !== undefined && SYNCHRONOUS_CALLBACKS.has(name) && isFunctionNode(inner) && !isAsync(inner)
    if (isDirect) to.call(inner, to.context.unit(to.module, inner), undefined, to.caught > 0)
    else if (!(ts.isCallExpression(node) && namedCallback(to, node, argument))) to.visit(argument)
  }
}

/** `rows.map(trim)`: does what `rows.map((row) => trim(row))` does. */
function namedCallback(to: Collector, node: ts.CallExpression, argument: ts.Expression): boolean {
  const name = unwrap(argument)
  const isHanded = elementsFor(node, argument, 0) ?? elementsFor(node, argument, 1)
  const unit = isHanded && ts.isIdentifier(name) ? functionAt(to.context, to.module, name) : undefined
  if (!unit || !isFunctionNode(unit.node)) return false
  if (unit.module !== to.module) load(to, name, unit.module)
  to.handOver(argument, unit, node, to.caught > 0 && !isAsync(unit.node))
  return true
}

/** `new X(…)`. */
export function visitConstruction(to: Collector, node: ts.NewExpression): void {
  const callee = unwrap(node.expression)
  const args = node.arguments ?? []
  if (ts.isIdentifier(callee) && !to.module.bindings.of(callee)) {
    if (!PURE_CONSTRUCTORS.has(callee.text)) to.fail(node, unknownClass(callee.text))
    if (THROWING.has(callee.text)) to.mayThrow()
    if (callee.text === 'Date') dateUse(to, node, args)
    visitArguments(to, node)
    return
  }
  if (isAccess(callee) && /^Intl\.\w+$/.test(callee.getText(to.module.ast))) {
    to.effect(node, { label: 'locale', what: 'it reads the locale or the time zone' })
    to.mayThrow()
    visitArguments(to, node)
    return
  }
  const value = to.context.evaluator.callee(to.module, callee)
  if (value.kind === 'class') {
    if (value.module !== to.module) load(to, node, value.module)
    to.call(node, to.context.unit(value.module, value.node))
    construct(to, node, value.module, value.node, args)
  } else if (packageMember(to.context, to.module, callee)) {
    to.mayThrow()
    to.visit(callee)
  } else {
    to.fail(node, unknownClass(node.expression.getText(to.module.ast)))
  }
  visitArguments(to, node)
}

/** The constructor of a class, or of the one that it extends. */
function construct(
  to: Collector,
  node: ts.Node,
  module: Collector['module'],
  owner: ts.ClassLikeDeclaration,
  args: readonly ts.Expression[],
): void {
  for (const member of owner.members)
    if (ts.isConstructorDeclaration(member) && member.body) to.call(node, to.context.unit(module, member), args)
  const [base] = (owner.heritageClauses ?? []).flatMap(({ types }) => types)
  const value = base && to.context.evaluator.evaluate(module, base.expression)
  if (value?.kind === 'class') construct(to, node, value.module, value.node, [])
}

/** `new Date()` is now; a text, or parts of a date, are read in the local time zone. */
function dateUse(to: Collector, node: ts.NewExpression, args: readonly ts.Expression[]): void {
  if (args.length === 0) to.effect(node, { label: 'clock', what: 'it reads the clock' })
  else if (args.length > 1 || !isMoment(args[0]))
    to.effect(node, { label: 'locale', what: 'it reads the locale or the time zone' })
}

/** A number, or a text in UTC: the same moment everywhere. */
function isMoment(argument: ts.Expression | undefined): boolean {
  const node = argument && unwrap(argument)
  if (!node) return false
  if (ts.isNumericLiteral(node)) return true
  if (ts.isStringLiteralLike(node)) return /Z$|^\d{4}-\d\d-\d\d$/.test(node.text)
  return ts.isCallExpression(node) && /^(Date\.(now|UTC)|Number|parseInt|Math\.\w+)$/.test(node.expression.getText())
}
