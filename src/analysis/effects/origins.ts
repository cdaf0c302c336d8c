import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, unwrap, unwrapAwait } from '../../syntax/nodes'
import { isPrimitiveExpression } from '../primitive'
import { CHAINING, COPYING, ELEMENT_ANSWERS, PRIMITIVE_ANSWERS } from '../tables/methods'
import { accumulatorStart, elementsIn, isGivingBackFirst } from './callbacks'
import { depthLimit } from './depth-limit'
import type { Unit } from './facts'
import { isInstance } from './instance'
import { isHarmlessKey } from './keys'
import { depthOf, fresh, limitedTo, memberOf, type Origin, OWN, outermost, reaching, SHARED } from './origin'
import { isEmptyCreation } from './plain-object'
import { reachOf } from './reach'

/** What is asked of other functions. */
export interface OriginContext {
  /** The function that an expression names or is. */
  readonly unitOf: (module: SourceModule, callee: ts.Expression) => Unit | undefined
  /** How many levels of what a function answers with are new. */
  readonly answerDepth: (unit: Unit) => number
  /** Told when an answer rests on a method's being the built-in one, or on a field's holding nothing of others. */
  readonly trust: (name: string) => void
}

/** What looks at the bytes of another value. */
const VIEW = /^(DataView|\w+(8|16|32|64)(Clamped)?Array)$/

const OWN_DEPTH = Number.POSITIVE_INFINITY

/** Finds where values come from: all the places, where a condition decides. */
export class Origins {
  private readonly entered = new Set<ts.Node | Binding>()

  constructor(private readonly context: OriginContext) {}

  of(module: SourceModule, expression: ts.Expression): readonly Origin[] {
    const node = unwrapAwait(expression)
    // a value that is made of itself: nothing is assumed of it
    if (this.entered.has(node)) return [SHARED]
    this.entered.add(node)
    const found = this.find(module, node)
    this.entered.delete(node)
    return found
  }

  depth(module: SourceModule, expression: ts.Expression): number {
    return depthOf(this.of(module, expression))
  }

  private find(module: SourceModule, node: ts.Expression): readonly Origin[] {
    if (ts.isIdentifier(node)) return this.name(module, node)
    if (isAccess(node)) return this.access(module, node)
    if (ts.isObjectLiteralExpression(node)) return [fresh(1 + this.propertiesDepth(module, node))]
    if (ts.isArrayLiteralExpression(node)) return [fresh(1 + this.elementsDepth(module, node.elements))]
    if (ts.isConditionalExpression(node)) return [...this.of(module, node.whenTrue), ...this.of(module, node.whenFalse)]
    if (ts.isBinaryExpression(node)) return isPrimitiveExpression(node) ? [OWN] : this.binary(module, node)
    if (ts.isNewExpression(node)) return [this.construction(module, node)]
    if (ts.isCallExpression(node)) return this.call(module, node)
    if (isPrimitiveExpression(node)) return [OWN]
    if (isFunctionNode(node) || ts.isRegularExpressionLiteral(node)) return [fresh(1)]
    return node.kind === ts.SyntaxKind.ThisKeyword && isInstance(node) ? [fresh(1)] : [SHARED]
  }

  private propertiesDepth(module: SourceModule, { properties }: ts.ObjectLiteralExpression): number {
    const depths = properties.map((property) => {
      if (ts.isPropertyAssignment(property)) return this.depth(module, property.initializer)
      if (ts.isShorthandPropertyAssignment(property)) return depthOf(this.name(module, property.name))
      if (ts.isSpreadAssignment(property)) return below(this.depth(module, property.expression))
      // what an accessor gives may be anything
      return ts.isAccessor(property) ? 0 : 1
    })
    return Math.min(Number.POSITIVE_INFINITY, ...depths)
  }

  private elementsDepth(module: SourceModule, elements: readonly ts.Expression[]): number {
    const depths = elements.map((element) =>
      ts.isSpreadElement(element) ? below(this.depth(module, element.expression)) : this.depth(module, element),
    )
    return Math.min(Number.POSITIVE_INFINITY, ...depths)
  }

  private binary(module: SourceModule, { left, right, operatorToken: { kind } }: ts.BinaryExpression) {
    if (kind === ts.SyntaxKind.CommaToken || kind === ts.SyntaxKind.EqualsToken) return this.of(module, right)
    return [...this.of(module, left), ...this.of(module, right)]
  }

  private construction(module: SourceModule, node: ts.NewExpression): Origin {
    const args = node.arguments ?? []
    if (VIEW.test(node.expression.getText(module.ast)))
      return args.every((one) => !ts.isSpreadElement(one) && this.depth(module, one) === OWN_DEPTH) ? OWN : SHARED
    const isValue = /^(Date|RegExp|URL|URLSearchParams|\w*Error)$/.test(node.expression.getText(module.ast))
    if (isOwnClass(module, node)) return { kind: 'fresh', depth: 1, isInstance: true }
    return isValue || args.length === 0 ? OWN : fresh(1)
  }

  private access(module: SourceModule, node: ts.PropertyAccessExpression | ts.ElementAccessExpression) {
    const name = accessedName(node)
    const target = unwrap(node.expression)
    const isThis = target.kind === ts.SyntaxKind.ThisKeyword && isInstance(target)
    const owners: readonly Origin[] = isThis ? [{ kind: 'fresh', depth: 1, isInstance: true }] : this.of(module, target)
    const reach = reachOf(module, node)
    return owners.map((owner) => {
      if (reach) return reaching(memberOf(owner), reach)
      if (name === undefined || owner.kind !== 'fresh' || !owner.isInstance) return memberOf(owner)
      this.context.trust(`field ${name}`)
      return fresh(1)
    })
  }

  private call(module: SourceModule, node: ts.CallExpression): readonly Origin[] {
    const callee = unwrap(node.expression)
    const unit = this.context.unitOf(module, callee)
    if (unit) return this.answered(module, node, unit)
    if (!isAccess(callee)) return ts.isIdentifier(callee) && callee.text === 'structuredClone' ? [OWN] : [SHARED]
    const target = unwrapAwait(callee.expression)
    const name = accessedName(callee) ?? ''
    const isGlobal = ts.isIdentifier(target) && !module.bindings.of(target)
    if (isEmptyCreation(module, node)) return [OWN]
    return isGlobal ? this.staticCall(module, node, `${target.text}.${name}`) : this.method(module, node, target, name)
  }

  /** What a function of the repository answers with: what it was given, where it gives that back, filled or not. */
  private answered(module: SourceModule, { arguments: [first] }: ts.CallExpression, unit: Unit): readonly Origin[] {
    if (!first || ts.isSpreadElement(first) || !isGivingBackFirst(unit.module, unit.node))
      return [fresh(this.context.answerDepth(unit))]
    return this.of(module, first).map(outermost)
  }

  private staticCall(module: SourceModule, { arguments: args }: ts.CallExpression, name: string): readonly Origin[] {
    const [first, second] = args
    if (/^(JSON\.parse|Object\.keys)$/.test(name)) return [OWN]
    if (!first || ts.isSpreadElement(first)) return [SHARED]
    const depth = this.depth(module, first)
    switch (name) {
      case 'Object.assign':
        return this.of(module, first).map(outermost)
      case 'Object.freeze':
        return this.of(module, first)
      case 'Object.fromEntries':
        return [fresh(Math.max(1, depth - 1))]
      case 'Object.values':
      case 'Promise.all':
        return [fresh(Math.max(1, depth))]
      case 'Object.entries':
        return [fresh(Math.max(2, depth + 1))]
      case 'Array.from':
        return [fresh(second ? 1 + this.answer(module, second) : Math.max(1, depth))]
      case 'Array.of':
        return [fresh(1 + this.elementsDepth(module, args))]
      default:
        return [SHARED]
    }
  }

  /** What a method of the language answers with; that it is one is trusted where something comes of it. */
  private method(
    module: SourceModule,
    node: ts.CallExpression,
    target: ts.Expression,
    name: string,
  ): readonly Origin[] {
    const found = this.builtIn(module, node, target, name)
    if (found.some(({ kind }) => kind !== 'shared')) this.context.trust(name)
    return found
  }

  private builtIn(
    module: SourceModule,
    node: ts.CallExpression,
    target: ts.Expression,
    name: string,
  ): readonly Origin[] {
    const [first, second] = node.arguments
    if (PRIMITIVE_ANSWERS.has(name)) return [OWN]
    if (CHAINING.has(name)) return this.of(module, target)
    if (ELEMENT_ANSWERS.has(name)) return this.of(module, target).map(memberOf)
    switch (name) {
      case 'map':
        return [fresh(1 + (first ? this.answer(module, first) : 0))]
      case 'flatMap':
        return [fresh(1 + below(first ? this.answer(module, first) : 0))]
      case 'flat':
        return [fresh(Math.max(1, this.depth(module, target) - levelsOf(first)))]
      // the keys of a map may be anything
      case 'concat':
      case 'keys':
        return [fresh(1)]
      case 'entries':
        return [fresh(2)]
      case 'reduce':
      case 'reduceRight':
        return first && second && this.givesStart(module, first) ? this.of(module, second).map(outermost) : [SHARED]
      default:
        return [COPYING.has(name) ? fresh(Math.max(1, this.depth(module, target))) : SHARED]
    }
  }

  /** Whether the callback of `reduce` gives back what it is given, so that the answer is what it began with. */
  private givesStart(module: SourceModule, callback: ts.Expression): boolean {
    const unit = this.context.unitOf(module, unwrap(callback))
    return !!unit && isGivingBackFirst(unit.module, unit.node)
  }

  /** How many levels of what a callback answers with are new. */
  private answer(module: SourceModule, callback: ts.Expression): number {
    const unit = this.context.unitOf(module, unwrap(callback))
    return unit ? this.context.answerDepth(unit) : 0
  }

  private name(module: SourceModule, node: ts.Identifier): readonly Origin[] {
    const binding = module.bindings.of(node)
    if (!binding && /^(undefined|NaN|Infinity)$/.test(node.text)) return [OWN]
    if (!binding || ts.isSourceFile(binding.scope)) return [SHARED]
    if (this.entered.has(binding)) return [SHARED]
    this.entered.add(binding)
    const found = this.binding(module, binding)
    const limit = found.some(({ kind }) => kind === 'fresh') ? depthLimit(this, module, binding) : 0
    this.entered.delete(binding)
    return found.map((origin) => (origin.kind === 'fresh' ? limitedTo(origin, limit) : origin))
  }

  private binding(module: SourceModule, binding: Binding): readonly Origin[] {
    const [declaration, another] = binding.declarations
    if (!declaration || another) return [SHARED]
    return [...this.declared(module, declaration), ...binding.writes.flatMap((write) => this.written(module, write))]
  }

  private declared(module: SourceModule, node: ts.Node): readonly Origin[] {
    if (ts.isParameter(node)) return this.parameter(module, node)
    if (ts.isBindingElement(node)) return this.element(module, node)
    if (!ts.isVariableDeclaration(node)) return [SHARED]
    const loop = node.parent.parent
    if (ts.isForOfStatement(loop)) return this.of(module, loop.expression).map(memberOf)
    if (ts.isForInStatement(loop)) return [OWN]
    if (ts.isCatchClause(node.parent)) return [SHARED]
    return node.initializer ? this.of(module, node.initializer) : []
  }

  private parameter(module: SourceModule, node: ts.ParameterDeclaration): readonly Origin[] {
    const start = accumulatorStart(module, node.parent)
    const isAccumulator = start && node.parent.parameters[0] === node
    if (isAccumulator) return this.of(module, start)
    if (node.dotDotDotToken) return [fresh(1)]
    const elements = elementsIn(node)
    if (elements) this.context.trust(elements.method)
    const given: readonly Origin[] = elements
      ? this.of(module, elements.list).map(memberOf)
      : [{ kind: 'parameter', parameter: node, steps: 0 }]
    return node.initializer ? [...given, ...this.of(module, node.initializer)] : given
  }

  /** `b` of `const { a: { b } } = value`, and the rest of a pattern, which is new. */
  private element(module: SourceModule, node: ts.BindingElement): readonly Origin[] {
    const holder = node.parent.parent
    const whole = this.declared(module, holder)
    if (node.dotDotDotToken) return [fresh(Math.max(1, depthOf(whole)))]
    const { propertyName: key } = node
    const isOpen = !!key && ts.isComputedPropertyName(key) && !isHarmlessKey(module, key.expression)
    const members = whole.map(memberOf).map((one) => (isOpen ? reaching(one, 'any') : one))
    return node.initializer ? [...members, ...this.of(module, node.initializer)] : members
  }

  private written(module: SourceModule, write: ts.Identifier): readonly Origin[] {
    const { parent } = write
    if (ts.isPrefixUnaryExpression(parent) || ts.isPostfixUnaryExpression(parent)) return [OWN]
    if (!ts.isBinaryExpression(parent) || parent.left !== write) return [SHARED]
    switch (parent.operatorToken.kind) {
      case ts.SyntaxKind.EqualsToken:
      case ts.SyntaxKind.BarBarEqualsToken:
      case ts.SyntaxKind.QuestionQuestionEqualsToken:
      case ts.SyntaxKind.AmpersandAmpersandEqualsToken:
        return this.of(module, parent.right)
      default:
        return [OWN]
    }
  }
}

/** How many levels `flat` takes away: all of them where that is not written as a number. */
function levelsOf(levels: ts.Expression | undefined): number {
  const node = levels && unwrap(levels)
  if (!node) return 1
  return ts.isNumericLiteral(node) ? Number(node.text) : Number.MAX_VALUE
}

/** How many levels of the elements of something are new. */
function below(depth: number): number {
  return Math.max(0, depth - 1)
}

function isOwnClass(module: SourceModule, { expression }: ts.NewExpression): boolean {
  const callee = unwrap(expression)
  return !ts.isIdentifier(callee) || module.bindings.of(callee) !== undefined
}
