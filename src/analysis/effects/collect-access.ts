import { ts } from 'ts-morph'
import { accessedName, isAccess, isProcessEnv, propertyName, rewrap, unwrap } from '../../syntax/nodes'
import { functionOf } from '../callees'
import { isOfLambda, variableRead } from '../environment'
import { isNeverNullish } from '../nullish'
import { GLOBAL_USES, HARMLESS_USES, PURE_STATIC } from '../tables/globals'
import { words } from '../tables/words'
import { mentionValue } from './collect-imports'
import { visitPackage } from './collect-packages'
import type { Collector } from './collector'
import { isBindingLabel } from './effect'
import { type PackageMember, packageMember } from './package-root'

/** What every function has, and the limits of numbers of typed arrays. */
const OWN_MEMBERS = words('prototype name length BYTES_PER_ELEMENT')

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression

/** A member that is read, and not called. */
export function visitAccess(to: Collector, node: Access): void {
  if (visitSpecial(to, node)) return
  reachForPrototype(to, node, accessedName(node))
  readStack(to, node, accessedName(node))
  const target = unwrap(node.expression)
  if (ts.isIdentifier(target) && !to.module.bindings.of(target)) staticMember(to, node, target)
  if (!isCallee(node)) memberAsValue(to, node)
  visitTarget(to, node)
}

/**
 * `value.constructor`, `value.__proto__`: from there, what all values of a kind share can be changed, and code made of texts.
 * The name of a class tells no more than that.
 */
export function reachForPrototype(to: Collector, node: ts.Node, name: string | undefined): void {
  if (name !== 'constructor' && name !== '__proto__') return
  if (isAccess(node.parent) && node.parent.expression === node && accessedName(node.parent) === 'name') return
  to.fail(node, `it reaches for "${name}"`)
}

/** `error.stack` names files and lines, which are others where the code has moved; in a log line it does no harm. */
export function readStack(to: Collector, node: ts.Node, name: string | undefined): void {
  if (name !== 'stack') return
  for (let at = node.parent; at && !ts.isStatement(at) && !ts.isFunctionLike(at); at = at.parent)
    if (ts.isCallExpression(at) && /^console\.\w+$/.test(at.expression.getText(to.module.ast))) return
  to.fail(node, 'it reads a stack trace')
}

/** What a member is read from, and its name where that is computed. */
export function visitTarget(to: Collector, node: Access): void {
  if (!node.questionDotToken && !isNeverNullish(to.module, unwrap(node.expression))) to.mayThrow()
  to.visit(node.expression)
  if (ts.isElementAccessExpression(node)) to.visit(node.argumentExpression)
}

/** `process.env.KEY`, `console.info`, and members of packages. */
export function visitSpecial(to: Collector, node: Access): boolean {
  const target = unwrap(node.expression)
  const isGlobal = ts.isIdentifier(target) && !to.module.bindings.of(target)
  if (isGlobal && target.text === 'console') {
    to.effect(node, { label: 'log', what: 'it writes log lines' })
    return true
  }
  const variable = variableRead(to.module, node)
  if (variable !== undefined) {
    to.effect(node, { label: 'environment', name: variable, what: `it reads the variable "${variable}"` })
    return true
  }
  if (isProcess(to, node)) {
    const { what } = GLOBAL_USES.process ?? { what: 'it reads the process' }
    const names = isProcessEnv(node) ? takenVariables(node) : undefined
    // all variables at once are never the same in two functions
    if (!names) to.effect(node, { label: 'process', name: accessedName(node), what })
    for (const name of names ?? [])
      to.effect(node, { label: 'environment', name, what: `it reads the variable "${name}"` })
    return true
  }
  const root = rootOf(node)
  const member = root && to.module.bindings.of(root) ? packageMember(to.context, to.module, node) : undefined
  if (member) visitPackage(to, node, member)
  if (member && root) keptInstance(to, node, root, member)
  return member !== undefined
}

/** `decoder` of `const decoder = new StringDecoder()`: it is made once, and may keep something from one call to the next. */
function keptInstance(to: Collector, node: Access, root: ts.Identifier, { module, path }: PackageMember): void {
  const binding = to.module.bindings.of(root)
  if (!binding || !ts.isSourceFile(binding.scope)) return
  const holders = [...holdersOf(node)]
  const isInstance = holders.some((one) => to.context.evaluator.evaluate(to.module, one).kind === 'instance')
  if (!isInstance || to.context.vouching.ofPackage(module, path)) return
  const { packages } = to.context
  const isConstant = packages.row(to.module.file, module)?.isImmutable || path[0] === 'TextEncoder'
  const isBound = packages.usesOf(to.module.file, { module, path }).uses.some(({ label }) => isBindingLabel(label))
  if (!isConstant && !isBound) to.fail(root, `"${root.text}" may keep something between calls`, 'reads-outer-state')
}

/** `a.b` and `a` of `a.b.c`. */
function* holdersOf(node: Access): Generator<ts.Expression> {
  for (let at = unwrap(node.expression); ; at = unwrap(at.expression)) {
    yield at
    if (!isAccess(at)) return
  }
}

/** `const { RATE, LIMIT = 3 } = process.env`. */
function takenVariables(node: Access): string[] | undefined {
  const { parent } = rewrap(node)
  if (!ts.isVariableDeclaration(parent) || !ts.isObjectBindingPattern(parent.name)) return undefined
  const names = parent.name.elements.map(({ name, propertyName: written, dotDotDotToken }) =>
    dotDotDotToken ? undefined : propertyName(written ?? (name as ts.Identifier)),
  )
  return names.every((name) => name !== undefined && !isOfLambda(name)) ? (names as string[]) : undefined
}

function isProcess(to: Collector, node: Access): boolean {
  const target = unwrap(node.expression)
  if (isAccess(target)) return isProcessEnv(target) && isProcess(to, target)
  return ts.isIdentifier(target) && target.text === 'process' && !to.module.bindings.of(target)
}

function rootOf(node: ts.Expression): ts.Identifier | undefined {
  let root = unwrap(node)
  while (isAccess(root)) root = unwrap(root.expression)
  return ts.isIdentifier(root) ? root : undefined
}

/** `Math.PI`, `Date.now` as a value, `Object.assign` as a callback. */
function staticMember(to: Collector, node: Access, target: ts.Identifier): void {
  const name = accessedName(node)
  const use = HARMLESS_USES[`${target.text}.${name}`]
  if (use) to.effect(node, use)
  const known = Object.hasOwn(PURE_STATIC, target.text) ? PURE_STATIC[target.text] : undefined
  const isListed = known === '*' || (name !== undefined && known?.has(name))
  // `RegExp.$1`: what others have left there
  const isKnown = isListed || (name !== undefined && OWN_MEMBERS.has(name))
  if (!isKnown && !isCallee(node)) to.fail(node, `it uses "${target.text}.${name ?? '…'}"`)
}

/** A method that is taken from its object may be called with anything. */
function memberAsValue(to: Collector, node: Access): void {
  const value = functionOf(to.context.evaluator, to.module, node)
  if (value) mentionValue(to, node, value)
}

function isCallee(node: Access): boolean {
  return ts.isCallExpression(node.parent) && node.parent.expression === node
}
