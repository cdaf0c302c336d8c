import { ts } from 'ts-morph'
import type { Binding } from '../../syntax/bind'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { accessedName, isAccess, isFunctionNode, rewrap, unwrapAwait, walkOwn } from '../../syntax/nodes'
import { functionOf } from '../callees'
import type { JsonTypes } from '../json-shape'
import { CHOOSING, COUNTING, GATHERING, ORDERING, REARRANGING, ROUNDING, SIGNING, TAKING } from '../tables/doubts'
import { BITWISE, COMPARISONS, NUMBERS } from '../tables/json'
import { isAtLeastOne } from './divisor'
import {
  AS_DECLARED,
  calculated,
  chosen,
  type Doubt,
  either,
  holding,
  NO_DOUBT,
  OF_ABSENCE,
  OF_NUMBER,
  partOf,
  signed,
} from './doubt'
import { givenTo } from './given'

/** How many expressions a question may look at before the answer is "in doubt". */
const MAX_STEPS = 2_000

/**
 * Finds what a declared type does not tell of a value: that a number is `NaN` or infinite, that an element is not there. It
 * looks at what the value is made of, through names, callbacks and functions of the repository. What comes from outside is
 * taken for what its type says: a finite number of any size. That sums and products of
 * such are finite, too, is trusted and told.
 */
export class Doubts {
  private readonly seen = new Set<ts.Node>()
  private steps = 0

  constructor(
    private readonly evaluator: Evaluator,
    private readonly types: JsonTypes,
  ) {}

  of(module: SourceModule, expression: ts.Expression): Doubt {
    const node = unwrapAwait(expression)
    // what is being looked at adds nothing to itself but size
    if (this.seen.has(node)) return AS_DECLARED
    this.steps++
    if (this.steps > MAX_STEPS) return { ...OF_NUMBER, isAbsent: true, isAbsentInside: true }
    this.seen.add(node)
    try {
      const doubt = this.byKind(module, node)
      return isFoundFinite(node) ? { ...doubt, isNumber: false } : doubt
    } finally {
      this.seen.delete(node)
    }
  }

  private byKind(module: SourceModule, node: ts.Expression): Doubt {
    if (ts.isIdentifier(node)) return this.identifier(module, node)
    if (isAccess(node)) return this.member(module, node)
    if (ts.isBinaryExpression(node)) return this.binary(module, node)
    if (ts.isConditionalExpression(node)) return this.conditional(module, node)
    if (ts.isCallExpression(node)) return this.call(module, node)
    if (ts.isPrefixUnaryExpression(node)) return this.unary(module, node)
    if (ts.isPostfixUnaryExpression(node)) return this.number(module, [node.operand], chosen)
    if (ts.isArrayLiteralExpression(node)) return either(node.elements.map((element) => this.element(module, element)))
    if (ts.isObjectLiteralExpression(node))
      return either(node.properties.map((property) => this.property(module, property)))
    const isPlain =
      ts.isLiteralExpression(node) ||
      ts.isTemplateExpression(node) ||
      ts.isTypeOfExpression(node) ||
      WORDS.has(node.kind)
    if (isPlain) return ts.isNumericLiteral(node) && !Number.isFinite(Number(node.text)) ? OF_NUMBER : NO_DOUBT
    return OF_NUMBER
  }

  private element(module: SourceModule, node: ts.Expression): Doubt {
    return ts.isSpreadElement(node) ? this.of(module, node.expression) : holding(this.of(module, node))
  }

  private property(module: SourceModule, node: ts.ObjectLiteralElementLike): Doubt {
    if (ts.isSpreadAssignment(node)) return this.of(module, node.expression)
    if (ts.isPropertyAssignment(node)) return holding(this.of(module, node.initializer))
    return ts.isShorthandPropertyAssignment(node) ? holding(this.of(module, node.name)) : OF_NUMBER
  }

  private identifier(module: SourceModule, node: ts.Identifier): Doubt {
    const binding = module.bindings.of(node)
    if (!binding) return /^(NaN|Infinity)$/.test(node.text) ? OF_NUMBER : NO_DOUBT
    const [declaration] = binding.declarations
    if (!declaration) return OF_NUMBER
    return either([this.declared(module, declaration), ...this.given(module, binding)])
  }

  /** What a name has from where it is declared. */
  private declared(module: SourceModule, declaration: ts.Node): Doubt {
    if (ts.isVariableDeclaration(declaration)) {
      const loop = declaration.parent.parent
      if (ts.isForOfStatement(loop)) return partOf(this.of(module, loop.expression))
      return declaration.initializer ? this.of(module, declaration.initializer) : NO_DOUBT
    }
    if (ts.isParameter(declaration)) return this.parameter(module, declaration)
    if (!ts.isBindingElement(declaration)) return this.imported(module, declaration)
    const whole = this.declared(module, declaration.parent.parent)
    const part = declaration.dotDotDotToken ? whole : partOf(whole)
    const isListed = ts.isArrayBindingPattern(declaration.parent) && !declaration.dotDotDotToken
    const found = isListed ? either([part, OF_ABSENCE]) : part
    if (!declaration.initializer) return found
    // a default stands in for what is not there
    return either([{ ...found, isAbsent: false }, this.of(module, declaration.initializer)])
  }

  private imported(module: SourceModule, declaration: ts.Node): Doubt {
    if (!ts.isImportSpecifier(declaration)) return OF_NUMBER
    const value = this.evaluator.evaluate(module, declaration.name)
    if (value.kind === 'external' || value.kind === 'unknown' || value.kind === 'one-of') return OF_NUMBER
    return value.kind === 'literal' && typeof value.value === 'number' && !Number.isFinite(value.value)
      ? OF_NUMBER
      : NO_DOUBT
  }

  /** What a name is given after it is declared: `total += x`, `list.push(x)`, `sums.a = x`. */
  private given(module: SourceModule, binding: Binding): Doubt[] {
    return [...binding.references, ...binding.writes].flatMap((reference) =>
      givenTo(reference).map(({ value, as }) => {
        const doubt = this.of(module, value)
        if (as === 'part') return holding(doubt)
        if (as === 'operand') return this.number(module, [value], calculated)
        if (as === 'factor') return signed({ ...this.number(module, [value], chosen), mayOverflow: true })
        if (as !== 'divisor') return doubt
        return isAtLeastOne(value) ? signed(doubt) : OF_NUMBER
      }),
    )
  }

  /** The parameter of a callback is a part of what the method is called on; that of a function of the file, what its calls pass. */
  private parameter(module: SourceModule, parameter: ts.ParameterDeclaration): Doubt {
    const fn = parameter.parent
    const found = either([AS_DECLARED, ...this.passedTo(module, fn, fn.parameters.indexOf(parameter))])
    return parameter.initializer
      ? either([{ ...found, isAbsent: false }, this.of(module, parameter.initializer)])
      : found
  }

  private passedTo(module: SourceModule, fn: ts.SignatureDeclaration, index: number): Doubt[] {
    if (!isFunctionNode(fn)) return []
    const { parent } = ts.isExpression(fn) ? rewrap(fn) : fn
    if (ts.isCallExpression(parent) && isAccess(parent.expression)) {
      const others = parent.arguments.filter((argument) => !isFunctionNode(argument))
      return [partOf(this.of(module, parent.expression.expression)), ...others.map((other) => this.of(module, other))]
    }
    const name = ts.isVariableDeclaration(parent) ? parent.name : ts.isFunctionDeclaration(fn) ? fn.name : undefined
    const binding = name && ts.isIdentifier(name) ? module.bindings.of(name) : undefined
    return (binding?.references ?? []).flatMap((reference) => {
      const call = reference.parent
      const argument = ts.isCallExpression(call) && call.expression === reference ? call.arguments[index] : undefined
      return argument && !ts.isSpreadElement(argument) ? [this.of(module, argument)] : []
    })
  }

  private member(module: SourceModule, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): Doubt {
    if (accessedName(node) === 'length') return ts.isOptionalChain(node) ? OF_ABSENCE : NO_DOUBT
    const part = partOf(this.of(module, node.expression))
    const isSure = !ts.isOptionalChain(node) && this.types.isOwnField(module, node)
    if (isSure) return part
    const isByText = ts.isElementAccessExpression(node) && this.types.isText(module, node.argumentExpression)
    return { ...part, isAbsent: true, isInherited: part.isInherited || isByText }
  }

  private conditional(module: SourceModule, node: ts.ConditionalExpression): Doubt {
    return either([this.of(module, node.whenTrue), this.of(module, node.whenFalse)])
  }

  private unary(module: SourceModule, node: ts.PrefixUnaryExpression): Doubt {
    const isWhole = node.operator === ts.SyntaxKind.ExclamationToken || node.operator === ts.SyntaxKind.TildeToken
    if (isWhole) return NO_DOUBT
    const found = this.number(module, [node.operand], chosen)
    const isSigned = node.operator === ts.SyntaxKind.MinusToken && !isOtherThanZero(node.operand)
    return isSigned ? signed(found) : found
  }

  private binary(module: SourceModule, { left, right, operatorToken }: ts.BinaryExpression): Doubt {
    const operator = operatorToken.kind
    if (COMPARISONS.has(operator) || BITWISE.has(operator)) return NO_DOUBT
    if (operator === ts.SyntaxKind.QuestionQuestionToken || operator === ts.SyntaxKind.BarBarToken) {
      // `||` lets an infinite number pass
      return either([{ ...this.of(module, left), isAbsent: false }, this.of(module, right)])
    }
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken)
      return either([this.of(module, left), this.of(module, right)])
    if (operator === ts.SyntaxKind.CommaToken || operator === ts.SyntaxKind.EqualsToken) return this.of(module, right)
    const isText = [left, right].some((side) => this.types.isText(module, side))
    if (operator === ts.SyntaxKind.PlusToken && isText) return NO_DOUBT
    const isProduct = operator === ts.SyntaxKind.AsteriskToken
    if (SUMS.has(operator) || isProduct) {
      const found = this.number(module, [left, right], calculated)
      return isProduct ? signed(found) : found
    }
    const isDivision = operator === ts.SyntaxKind.SlashToken || operator === ts.SyntaxKind.PercentToken
    return isDivision && isAtLeastOne(right) ? signed(this.number(module, [left, right], chosen)) : OF_NUMBER
  }

  /** What is made of numbers; of what has no known type none is known to be one. */
  private number(
    module: SourceModule,
    operands: readonly ts.Expression[],
    made: (doubts: readonly Doubt[]) => Doubt,
  ): Doubt {
    const areKnown = operands.every(
      (operand) => this.types.typeOf(module, operand)?.kind === 'primitive' && !this.types.isText(module, operand),
    )
    return areKnown ? made(operands.map((operand) => this.of(module, operand))) : OF_NUMBER
  }

  private call(module: SourceModule, node: ts.CallExpression): Doubt {
    const text = node.expression.getText(module.ast)
    if (NUMBERS.test(text)) return NO_DOUBT
    if (ROUNDING.test(text)) {
      const found = this.number(module, node.arguments, chosen)
      return SIGNING.test(text) ? signed(found) : found
    }
    const elements = () => either(node.arguments.map((argument) => this.argument(module, argument)))
    if (CHOOSING.test(text)) {
      const isSome = node.arguments.some((argument) => !ts.isSpreadElement(argument))
      return isSome ? chosen([elements()]) : OF_NUMBER
    }
    if (REARRANGING.test(text)) return elements()
    const fn = functionOf(this.evaluator, module, node.expression)
    if (fn && isFunctionNode(fn.node)) return either([elements(), this.returned(fn.module, fn.node)])
    return isAccess(node.expression) ? this.method(module, node, node.expression) : OF_NUMBER
  }

  private method(
    module: SourceModule,
    node: ts.CallExpression,
    callee: ts.PropertyAccessExpression | ts.ElementAccessExpression,
  ): Doubt {
    const name = accessedName(callee) ?? ''
    if (COUNTING.has(name)) return ts.isOptionalChain(node) ? OF_ABSENCE : NO_DOUBT
    const whole = this.of(module, callee.expression)
    const found = TAKING.has(name) ? { ...partOf(whole), isAbsent: true } : undefined
    const gathered = () => either([whole, ...node.arguments.map((argument) => this.argument(module, argument))])
    const doubt = found ?? (ORDERING.has(name) ? whole : GATHERING.has(name) ? gathered() : OF_NUMBER)
    return ts.isOptionalChain(node) ? { ...doubt, isAbsent: true } : doubt
  }

  /** What an argument may bring into a result: of a callback, what it returns. */
  private argument(module: SourceModule, argument: ts.Expression): Doubt {
    const node = unwrapAwait(ts.isSpreadElement(argument) ? argument.expression : argument)
    if (isFunctionNode(node)) return this.gathered(this.returned(module, node))
    const fn = ts.isIdentifier(node) ? functionOf(this.evaluator, module, node) : undefined
    if (fn && isFunctionNode(fn.node)) return this.gathered(this.returned(fn.module, fn.node))
    const isConverting = ts.isIdentifier(node) && /^(Number|parseInt|parseFloat)$/.test(node.text)
    return isConverting ? OF_NUMBER : this.of(module, node)
  }

  /** What a callback gives may be the result, or an element of it. */
  private gathered(doubt: Doubt): Doubt {
    return { ...doubt, isAbsentInside: doubt.isAbsent || doubt.isAbsentInside }
  }

  private returned(module: SourceModule, { body }: { readonly body?: ts.ConciseBody | undefined }): Doubt {
    if (!body) return OF_NUMBER
    if (!ts.isBlock(body)) return this.of(module, body)
    const found: Doubt[] = []
    walkOwn(body, (child) => {
      if (ts.isReturnStatement(child) && child.expression) found.push(this.of(module, child.expression))
    })
    return either(found)
  }
}

function isOtherThanZero(node: ts.Expression): boolean {
  return ts.isNumericLiteral(node) && Number(node.text) !== 0
}

/** `x` of `Number.isFinite(x) ? x : 0`. */
function isFoundFinite(node: ts.Expression): boolean {
  const outer = rewrap(node)
  const { parent } = outer
  if (!ts.isIdentifier(node) || !ts.isConditionalExpression(parent) || parent.whenTrue !== outer) return false
  return unwrapAwait(parent.condition).getText() === `Number.isFinite(${node.text})`
}

const WORDS: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.TrueKeyword,
  ts.SyntaxKind.FalseKeyword,
  ts.SyntaxKind.NullKeyword,
  ts.SyntaxKind.ArrowFunction,
])

const SUMS: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusToken, ts.SyntaxKind.MinusToken])
