import { ts } from 'ts-morph'
import { isAssignmentOperator } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import {
  accessedName,
  environmentKey,
  type FunctionNode,
  isAccess,
  isFunctionNode,
  propertyName,
  unwrapAwait,
  walkOwn,
} from '../../syntax/nodes'
import { functionOf } from '../callees'
import { constantInitializer } from '../nullish'
import { BOOLEAN_CALLS, COMPARISONS, COPIES, TEXT_CALLS } from '../tables/json'
import { COMBINING, CONVERTING, MEASURES, PICKING, PLAIN_OBJECTS, TELLING } from '../tables/written'
import { holder, type Level, partOf, worst } from './level'
import { Names } from './names'

/** How many expressions a question may look at before the answer is "refused". */
const MAX_STEPS = 2_000

/**
 * Finds out whether JSON writes a value without a failure, by what it is made of. It follows names with all that is done to
 * what they hold, callbacks, and functions of the repository.
 */
export class WrittenValues {
  private readonly names: Names
  private readonly entered = new Set<ts.Node>()
  private steps = 0

  /** @param answering The function that is asked about, whose event came out of JSON, and calls that answer for it. */
  constructor(
    private readonly evaluator: Evaluator,
    handler: FunctionNode,
    answering: readonly ts.Node[],
  ) {
    const answeringNow = () => [...answering, ...this.entered]
    this.names = new Names(evaluator, handler, answeringNow, (module, node) => this.of(module, node))
  }

  of(module: SourceModule, expression: ts.Expression): Level {
    this.steps++
    return this.steps > MAX_STEPS ? 'refused' : this.byKind(module, unwrapAwait(expression))
  }

  /** The level of some members of a value, where it is an object that has them as its own; of all else it is "refused". */
  ofMembers(module: SourceModule, expression: ts.Expression, members: ReadonlySet<string>): Level {
    const node = unwrapAwait(expression)
    const on = (other: ts.Expression) => this.ofMembers(module, other, members)
    if (node.kind === ts.SyntaxKind.NullKeyword) return 'data'
    if (ts.isObjectLiteralExpression(node)) return this.properties(module, node, members)
    if (ts.isConditionalExpression(node)) return worst([on(node.whenTrue), on(node.whenFalse)])
    if (ts.isIdentifier(node)) {
      const binding = module.bindings.of(node)
      const made = binding && constantInitializer(binding)
      const isObject = made !== undefined && ts.isObjectLiteralExpression(unwrapAwait(made))
      return isObject ? partOf(this.of(module, node), '0') : 'refused'
    }
    if (!ts.isCallExpression(node)) return 'refused'
    const isThen = isAccess(node.expression) && accessedName(node.expression) === 'then' && node.arguments.length === 1
    const fn = functionOf(this.evaluator, module, isThen ? (node.arguments[0] as ts.Expression) : node.expression)
    if (!fn || !isFunctionNode(fn.node)) return 'refused'
    const given = isThen ? [this.of(module, node.expression.expression)] : this.given(module, node.arguments)
    return this.result(fn.node, given, (value) => this.ofMembers(fn.module, value, members))
  }

  private properties(module: SourceModule, node: ts.ObjectLiteralExpression, members: ReadonlySet<string>): Level {
    const names = node.properties.map(({ name }) => name && propertyName(name))
    if (!names.every((name) => name !== undefined && name !== '__proto__')) return 'refused'
    return worst(
      node.properties.flatMap((property, index) =>
        members.has(names[index] ?? '') ? [this.property(module, property)] : [],
      ),
    )
  }

  private byKind(module: SourceModule, node: ts.Expression): Level {
    if (ts.isBigIntLiteral(node)) return 'refused'
    if (ts.isLiteralExpression(node) || ts.isTemplateExpression(node) || WORDS.has(node.kind)) return 'data'
    if (ts.isIdentifier(node)) return this.names.of(module, node)
    if (ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node)) return this.made(module, [node.operand])
    if (ts.isBinaryExpression(node)) return this.binary(module, node)
    if (ts.isConditionalExpression(node))
      return worst([this.of(module, node.whenTrue), this.of(module, node.whenFalse)])
    if (ts.isObjectLiteralExpression(node)) return holder(node.properties.map((one) => this.property(module, one)))
    if (ts.isArrayLiteralExpression(node))
      return holder(node.elements.map((one) => this.of(module, ts.isSpreadElement(one) ? one.expression : one)))
    if (isAccess(node)) return this.member(module, node)
    if (ts.isCallExpression(node)) return this.call(module, node)
    if (ts.isNewExpression(node)) return this.construction(module, node)
    return isFunctionNode(node) ? 'function' : 'refused'
  }

  private construction(module: SourceModule, node: ts.NewExpression): Level {
    const given = worst(this.given(module, node.arguments ?? []))
    // a date keeps nothing of what it is made of
    const isKnown = given === 'data' || (given !== 'refused' && this.isGlobal(module, node.expression, DATE))
    return isKnown && this.isGlobal(module, node.expression, PLAIN_OBJECTS) ? 'data' : 'refused'
  }

  /** A number or a text that is made of values: no BigInt, unless one of them is. */
  private made(module: SourceModule, operands: readonly ts.Expression[]): Level {
    return operands.every((operand) => this.of(module, operand) !== 'refused') ? 'data' : 'refused'
  }

  private binary(module: SourceModule, { left, right, operatorToken }: ts.BinaryExpression): Level {
    const operator = operatorToken.kind
    if (COMPARISONS.has(operator)) return 'data'
    if (COMBINING.has(operator)) return worst([this.of(module, left), this.of(module, right)])
    if (operator === ts.SyntaxKind.CommaToken || operator === ts.SyntaxKind.EqualsToken) return this.of(module, right)
    if (isAssignmentOperator(operator)) return 'refused'
    // a BigInt and a number make an error, a BigInt and a text make a text
    const isFixed = [left, right].some((side) => ts.isNumericLiteral(side) || ts.isStringLiteralLike(side))
    return isFixed ? 'data' : this.made(module, [left, right])
  }

  private property(module: SourceModule, node: ts.ObjectLiteralElementLike): Level {
    if (ts.isSpreadAssignment(node)) {
      const level = this.of(module, node.expression)
      // what is spread may be called `toJSON`
      return level === 'data' ? 'data' : 'refused'
    }
    if (!ts.isPropertyAssignment(node) && !ts.isShorthandPropertyAssignment(node)) return 'refused'
    const name = propertyName(node.name)
    if (name === '__proto__') return 'refused'
    const level = this.of(module, ts.isPropertyAssignment(node) ? node.initializer : node.name)
    const isAsked = name === undefined || name === 'toJSON' || name === 'then'
    return isAsked && level === 'function' ? 'refused' : level
  }

  private member(module: SourceModule, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Level {
    if (environmentKey(node) !== undefined) return 'data'
    const whole = this.of(module, node.expression)
    const isPlace = ts.isElementAccessExpression(node) && ts.isNumericLiteral(node.argumentExpression)
    const name = accessedName(node)
    return partOf(whole, isPlace ? '0' : name)
  }

  private call(module: SourceModule, node: ts.CallExpression): Level {
    const callee = node.expression
    const fn = functionOf(this.evaluator, module, callee)
    if (fn && isFunctionNode(fn.node))
      return this.result(fn.node, this.given(module, node.arguments), (value) => this.of(fn.module, value))
    const text = callee.getText(module.ast)
    if (this.isGlobal(module, callee, CONVERTING) || (isAccess(callee) && this.isOfGlobal(module, callee, MEASURES)))
      return 'data'
    if (/^JSON\.(parse|stringify)$/.test(text) && this.isOfGlobal(module, callee))
      return text === 'JSON.stringify' || node.arguments.length === 1 ? 'data' : 'refused'
    if (/^Object\.(values|entries|assign|fromEntries|freeze)$/.test(text) && this.isOfGlobal(module, callee))
      return node.arguments.every((one) => !ts.isSpreadElement(one) && this.of(module, one) === 'data')
        ? 'data'
        : 'refused'
    return isAccess(callee) ? this.method(module, node, callee) : 'refused'
  }

  private method(
    module: SourceModule,
    { arguments: args }: ts.CallExpression,
    callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): Level {
    const name = accessedName(callee) ?? ''
    if (TEXT_CALLS.has(name) || BOOLEAN_CALLS.has(name)) return 'data'
    const isText = args.length === 1 && args.every(ts.isStringLiteralLike)
    if (name === 'digest' && isText) return 'data'
    const whole = this.of(module, callee.expression)
    if (name === 'then' && args.length === 1) return this.callback(module, args[0] as ts.Expression, [whole])
    if (whole === 'refused' || whole === 'function') return 'refused'
    if (TELLING.has(name)) return 'data'
    if (COPIES.has(name) || name === 'flat' || name === 'sort' || name === 'reverse') return whole
    if (PICKING.has(name)) return partOf(whole, '0')
    if (name === 'concat') return worst([whole, ...args.map((one) => this.of(module, one))])
    return this.withCallback(module, name, args, whole)
  }

  /** What a method of a list gives that is given a function. */
  private withCallback(module: SourceModule, name: string, args: readonly ts.Expression[], whole: Level): Level {
    const [callback, start, ...more] = args
    if (!callback || more.length > 0) return 'refused'
    const item = partOf(whole, '0')
    if (name === 'map' || name === 'flatMap') return holder([this.callback(module, callback, [item, 'data', whole])])
    if (name !== 'reduce' && name !== 'reduceRight') return 'refused'
    const first = start ? this.of(module, start) : item
    // what the callback gives is what it is given the next time
    const given = first === 'data' ? 'data' : 'function'
    const next = this.callback(module, callback, [given, item, 'data', whole])
    return next === 'data' || given === 'function' ? worst([first, next]) : 'refused'
  }

  private callback(module: SourceModule, node: ts.Expression, given: readonly Level[]): Level {
    if (this.isGlobal(module, node, CONVERTING)) return 'data'
    const fn = functionOf(this.evaluator, module, node)
    if (!fn || !isFunctionNode(fn.node)) return 'refused'
    return this.result(fn.node, given, (value) => this.of(fn.module, value))
  }

  private given(module: SourceModule, args: readonly ts.Expression[]): Level[] {
    const isListed = args.some(ts.isSpreadElement)
    return args.map((argument) => (isListed ? 'refused' : this.of(module, argument)))
  }

  /** What a function gives, by what it is given. */
  private result(node: FunctionNode, given: readonly Level[], levelOf: (value: ts.Expression) => Level): Level {
    if (!node.body || node.asteriskToken || this.entered.has(node)) return 'refused'
    this.entered.add(node)
    try {
      const isPlain = node.parameters.every((one) => !one.initializer && !one.dotDotDotToken)
      if (!isPlain) return 'refused'
      return this.names.withGiven(node, given, () => worst(results(node).map(levelOf)))
    } finally {
      this.entered.delete(node)
    }
  }

  private isGlobal(module: SourceModule, node: ts.Expression, names: ReadonlySet<string>): boolean {
    return ts.isIdentifier(node) && names.has(node.text) && !module.bindings.of(node)
  }

  /** Whether a member is one of an object of the language. */
  private isOfGlobal(module: SourceModule, node: ts.Expression, pattern = /./): boolean {
    const isOwn = isAccess(node) && ts.isIdentifier(node.expression) && !module.bindings.of(node.expression)
    return isOwn && pattern.test(node.getText(module.ast))
  }
}

/** What a function may return, where it returns a value. */
export function results({ body }: FunctionNode): ts.Expression[] {
  if (!body) return []
  if (!ts.isBlock(body)) return [body]
  const found: ts.Expression[] = []
  walkOwn(body, (child) => {
    if (ts.isReturnStatement(child) && child.expression) found.push(child.expression)
  })
  return found
}

const DATE: ReadonlySet<string> = new Set(['Date'])

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.VoidExpression,
])
