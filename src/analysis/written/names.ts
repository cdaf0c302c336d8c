import { ts } from 'ts-morph'
import { type Binding, isAssignmentOperator } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  rewrap,
  unwrap,
} from '../../syntax/nodes'
import { isGivenValue } from '../mutations'
import { isPrimitiveExpression } from '../primitive'
import { ELEMENT_CALLBACKS } from '../tables/methods'
import { TELLING } from '../tables/written'
import { givenTo } from '../trust/given'
import { useOfBinding } from '../uses'
import { type Level, partOf, worst } from './level'
import { mayHold } from './may-hold'

type LevelOf = (module: SourceModule, node: ts.Expression) => Level

/** What names hold: what they are declared with, and all that is put into it. */
export class Names {
  private readonly asked = new Set<Binding>()
  private readonly given = new Map<ts.Node, Level>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly handler: FunctionNode,
    /** Where values are followed from: the function that is asked about, and those that it calls. */
    private readonly answering: () => readonly ts.Node[],
    private readonly levelOf: LevelOf,
  ) {}

  of(module: SourceModule, node: ts.Identifier): Level {
    const binding = module.bindings.of(node)
    if (!binding) return /^(undefined|NaN|Infinity)$/.test(node.text) ? 'data' : 'refused'
    // what is being asked about adds nothing to itself
    if (this.asked.has(binding)) return 'data'
    const [declaration, ...more] = binding.declarations
    if (!declaration || more.length > 0) return 'refused'
    this.asked.add(binding)
    try {
      const declared = this.declared(module, declaration)
      return declared === 'refused' ? declared : worst([declared, this.grown(module, binding)])
    } finally {
      this.asked.delete(binding)
    }
  }

  /** Looks into a function whose parameters are known. */
  withGiven(node: FunctionNode, given: readonly Level[], look: () => Level): Level {
    const before = node.parameters.map((parameter) => this.given.get(parameter))
    node.parameters.forEach((parameter, index) => {
      this.given.set(parameter, given[index] ?? 'data')
    })
    try {
      return look()
    } finally {
      node.parameters.forEach((parameter, index) => {
        const was = before[index]
        if (was === undefined) this.given.delete(parameter)
        else this.given.set(parameter, was)
      })
    }
  }

  private declared(module: SourceModule, node: ts.Node): Level {
    if (ts.isParameter(node)) return this.parameter(module, node)
    if (ts.isBindingElement(node)) return this.element(module, node)
    if (ts.isEnumDeclaration(node)) return 'data'
    if (ts.isImportSpecifier(node)) {
      const value = this.evaluator.evaluate(module, node.name)
      return value.kind === 'literal' ? 'data' : 'refused'
    }
    if (!ts.isVariableDeclaration(node)) return 'refused'
    const loop = node.parent.parent
    if (ts.isForOfStatement(loop)) return partOf(this.levelOf(module, loop.expression), '0')
    if (ts.isForInStatement(loop)) return 'data'
    if (ts.isCatchClause(node.parent)) return 'refused'
    return node.initializer ? this.levelOf(module, node.initializer) : 'data'
  }

  private element(module: SourceModule, node: ts.BindingElement): Level {
    const whole = this.declared(module, node.parent.parent)
    const key = node.propertyName ?? node.name
    const isListed = ts.isArrayBindingPattern(node.parent)
    const name = isListed ? '0' : ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? undefined : key
    const part = node.dotDotDotToken
      ? whole
      : partOf(whole, name === '0' ? name : name && propertyName(name as ts.PropertyName))
    return node.initializer ? worst([part, this.levelOf(module, node.initializer)]) : part
  }

  /** The event, what a call gives, or an element of the list that a callback is called for. */
  private parameter(module: SourceModule, node: ts.ParameterDeclaration): Level {
    const found = this.given.get(node) ?? this.passed(module, node)
    return node.initializer ? worst([found, this.levelOf(module, node.initializer)]) : found
  }

  private passed(module: SourceModule, node: ts.ParameterDeclaration): Level {
    const fn = node.parent
    if (node.dotDotDotToken || fn.parameters[0] !== node) return 'refused'
    if (fn === this.handler) return 'data'
    if (!isFunctionNode(fn) || !ts.isExpression(fn)) return 'refused'
    const call = rewrap(fn).parent
    if (!ts.isCallExpression(call) || !isAccess(call.expression)) return 'refused'
    const isForElements =
      ELEMENT_CALLBACKS.has(accessedName(call.expression) ?? '') || accessedName(call.expression) === 'forEach'
    return isForElements ? partOf(this.levelOf(module, call.expression.expression), '0') : 'refused'
  }

  /** What is put into what a name holds, or given to the name. */
  private grown(module: SourceModule, binding: Binding): Level {
    const mentions = [...binding.references, ...binding.writes]
    const isFlat = binding.declarations.every(isOfPrimitives)
    const known = new Set<ts.Node>(
      mentions.filter((one) => isKnownChange(one) || isTold(one) || (isFlat && isMemberRead(one))),
    )
    const kept = { ...binding, references: binding.references.filter((one) => !known.has(one)), writes: [] }
    const isUnknown =
      binding.writes.some((one) => !known.has(one)) ||
      useOfBinding(this.evaluator, module, kept, this.answering()) === 'escapes'
    if (isUnknown) return 'refused'
    return worst(
      mentions.flatMap((mention) =>
        givenTo(mention).map(({ value, as }) => this.put(module, binding, mention, value, as)),
      ),
    )
  }

  private put(
    module: SourceModule,
    binding: Binding,
    mention: ts.Identifier,
    value: ts.Expression,
    as: ReturnType<typeof givenTo>[number]['as'],
  ): Level {
    const level = this.levelOf(module, value)
    if (as === 'operand' || as === 'factor' || as === 'divisor') return level === 'refused' ? level : 'data'
    if (as === 'whole') return level
    // a function under the name `toJSON`, and an object that holds itself
    const isSound =
      level === 'data' &&
      (isPrimitiveExpression(value) || !mayHold(module, value, { binding, mention, handler: this.handler }))
    return isSound ? 'data' : 'refused'
  }
}

/** Whether a mention changes something in a way that is followed: `a.b = c`, `a.b += c`, `a.push(c)`, `a.sort()`. */
function isKnownChange(mention: ts.Identifier): boolean {
  let node: ts.Expression = rewrap(mention)
  while (isAccess(node.parent) && node.parent.expression === node) {
    const { parent } = node
    const call = parent.parent
    if (ts.isCallExpression(call) && call.expression === parent) {
      const name = accessedName(parent) ?? ''
      const isPut = /^(push|unshift)$/.test(name) && !call.arguments.some(ts.isSpreadElement)
      return isPut || (/^(sort|reverse|pop|shift)$/.test(name) && call.arguments.length === 0)
    }
    node = rewrap(parent)
  }
  if (!isGivenValue(node)) return false
  return !ts.isBinaryExpression(node.parent) || givenTo(mention).length > 0
}

/** `at.getTime()`: it gives a number or a text, and keeps nothing. */
function isTold(mention: ts.Identifier): boolean {
  const { parent } = rewrap(mention)
  const isCalled = isAccess(parent) && ts.isCallExpression(parent.parent) && parent.parent.expression === parent
  return isCalled && TELLING.has(accessedName(parent) ?? '')
}

/** `const RATES = { a: 1, b: 2 }`: what is taken out of it cannot be changed. */
function isOfPrimitives(declaration: ts.Node): boolean {
  const made = ts.isVariableDeclaration(declaration) && declaration.initializer && unwrap(declaration.initializer)
  if (!made) return false
  if (ts.isArrayLiteralExpression(made)) return made.elements.every(isPrimitiveExpression)
  return (
    ts.isObjectLiteralExpression(made) &&
    made.properties.every((one) => ts.isPropertyAssignment(one) && isPrimitiveExpression(one.initializer))
  )
}

function isMemberRead(mention: ts.Identifier): boolean {
  const node = rewrap(mention)
  const { parent } = node
  if (!isAccess(parent) || parent.expression !== node) return false
  const outer = rewrap(parent)
  const isTarget = ts.isCallExpression(outer.parent) && outer.parent.expression === outer
  return !isTarget && !isGivenValue(outer) && !isInPattern(outer)
}

/** `[a.b] = list`, `({ x: a.b } = value)`, `for (a.b of list)`. */
function isInPattern(target: ts.Node): boolean {
  let node = target
  while (
    ts.isArrayLiteralExpression(node.parent) ||
    ts.isObjectLiteralElementLike(node.parent) ||
    isLiteral(node.parent)
  )
    node = node.parent
  const { parent } = node
  if (ts.isForOfStatement(parent) || ts.isForInStatement(parent)) return parent.initializer === node
  return ts.isBinaryExpression(parent) && parent.left === node && isAssignmentOperator(parent.operatorToken.kind)
}

function isLiteral(node: ts.Node): boolean {
  return ts.isObjectLiteralExpression(node) || ts.isSpreadElement(node) || ts.isParenthesizedExpression(node)
}
