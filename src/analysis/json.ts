import { ts } from 'ts-morph'
import type { Binding } from '../syntax/bind'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, type FunctionNode, isAccess, propertyName, unwrap, unwrapAwait } from '../syntax/nodes'
import type { CallbackAnswers } from './callback/answers'
import { isFreshKeyword, isFreshOperation, isPrimitiveLiteral, isText } from './fresh-literals'
import { shapeOfCall } from './json-calls'
import { BORN, DEFINED, FRESH, type JsonShape, type JsonTypes, merge, UNKNOWN } from './json-shape'
import { isCounter, loopSource } from './loop-variables'
import { hasOwnNames } from './own-names'
import { parameterSources } from './parameter-sources'
import { HeldObjects } from './places'
import { ARITHMETIC, COMPARISONS } from './tables/json'
import { trustedType } from './trust/trusted-type'
import { useOf, useOfBinding } from './uses'

/** What a classification rests on. */
export interface JsonInput {
  readonly evaluator: Evaluator
  readonly module: SourceModule
  /** Functions of the file that Lambda calls: their first parameter came out of JSON. */
  readonly handlers: readonly FunctionNode[]
  /** How the handler answers that is asked about, where it does so by a callback. */
  readonly answers?: CallbackAnswers | undefined
  readonly types: JsonTypes | undefined
  /** Whether it does not matter that a value is shared: then types are not asked about it. */
  readonly mayShare?: boolean
  /** Whether nobody else holds the event: what is taken from it is not shared then. */
  readonly ownsEvent?: boolean
  /** Whether the event is changed: of its parts that have names of their own from the start nothing is known then. */
  readonly isEventChanged?: boolean
}

/** Classifies expressions of one file. */
export class JsonClassifier {
  /** The expressions of which an answer rested on declared types. */
  readonly trusted = new Set<string>()
  /** Whether it rested on sums or products that are not too large for a number, too. */
  mayOverflow = false
  /** Whether it rested on numbers that are not `-0`, too. */
  isMinusZero = false

  readonly answers: CallbackAnswers | undefined

  private readonly born: JsonShape
  private readonly held: HeldObjects
  private readonly entered = new Set<ts.Node>()
  /** Where a value ends in an answer of a handler. */
  private readonly answering: readonly ts.Node[]

  constructor(private readonly input: JsonInput) {
    this.answers = input.answers
    this.held = new HeldObjects(input.module, input.types)
    this.answering = [...input.handlers, ...(input.answers?.exits.map(({ call }) => call) ?? [])]
    const isTakenApart = input.handlers.some(({ parameters: [event] }) => event && !hasOwnNames(event.name))
    this.born =
      input.isEventChanged && isTakenApart ? { ...UNKNOWN } : input.ownsEvent ? { ...BORN, isShared: false } : BORN
  }

  /** What a handler answers with, or some members of it: shared, too, where one object is in it twice. */
  answer(expression: ts.Expression, members: ReadonlySet<string> | undefined): JsonShape {
    this.held.clear()
    const shape = members ? this.ofMembers(expression, members) : this.of(expression)
    return !shape.isShared && this.held.areShared(this.trusted) ? { ...shape, isShared: true } : shape
  }

  of(expression: ts.Expression): JsonShape {
    const node = unwrapAwait(expression)
    const shape = this.withTypes(node)
    if (!this.input.mayShare && shape.isStable && !shape.isShared) this.held.add(node)
    return shape
  }

  private withTypes(node: ts.Expression): JsonShape {
    const found = this.bySyntax(node)
    const maybeUndefined = !this.isEvent(node) && (found.maybeUndefined || ts.isOptionalChain(node))
    const shape = { ...found, maybeUndefined }
    if (shape.isStable && (this.input.mayShare || !shape.isShared)) return shape
    const type = trustedType(this.input.evaluator, this.input.types, this.input.module, node)
    if (!type || type.maybeAbsentInside || (type.kind === 'json' && shape.isStable)) return shape
    this.mayOverflow ||= type.mayOverflow && !type.maybeWithoutJson
    this.isMinusZero ||= type.isMinusZero && !type.maybeWithoutJson
    this.trusted.add(node.getText(this.input.module.ast))
    const base = type.kind === 'primitive' ? FRESH : { ...BORN, hasUndefinedProperties: true }
    return {
      ...base,
      isChanged: shape.isChanged,
      maybeUndefined: shape.maybeUndefined && type.maybeUndefined,
      // what came out of JSON is finite
      maybeWithoutJson: !shape.isStable && type.maybeWithoutJson,
    }
  }

  /** What is asked about are some members only: of a literal the others do not count. */
  ofMembers(expression: ts.Expression, members: ReadonlySet<string>): JsonShape {
    const node = unwrapAwait(expression)
    if (!ts.isObjectLiteralExpression(node)) return this.of(expression)
    const values = node.properties.map(
      (property) =>
        (ts.isPropertyAssignment(property) || ts.isShorthandPropertyAssignment(property)) &&
        propertyName(property.name),
    )
    // a spread may hold any member
    if (!values.every((name) => typeof name === 'string' && name !== '__proto__')) return this.of(expression)
    const asked = node.properties.filter((_, index) => members.has(String(values[index])))
    const shapes = asked.map((property) => {
      const value = ts.isPropertyAssignment(property) ? property.initializer : (property.name as ts.Identifier)
      return this.of(value)
    })
    // absent or undefined: the member reads the same
    return { ...merge([FRESH, ...shapes]), maybeUndefined: false }
  }

  /** An event as a whole is always there: without a payload it is an empty object. */
  private isEvent(node: ts.Expression): boolean {
    if (!ts.isIdentifier(node)) return false
    const [declaration] = this.input.module.bindings.of(node)?.declarations ?? []
    return !!declaration && ts.isParameter(declaration) && this.isBorn(declaration)
  }

  private bySyntax(node: ts.Expression): JsonShape {
    if (ts.isStringLiteralLike(node) || ts.isTemplateExpression(node)) return FRESH
    if (ts.isNumericLiteral(node)) return Number.isFinite(Number(node.text)) ? FRESH : UNKNOWN
    if (isFreshKeyword(node) || ts.isTypeOfExpression(node)) return FRESH
    if (ts.isPrefixUnaryExpression(node)) return isFreshOperation(node) ? FRESH : DEFINED
    if (ts.isIdentifier(node)) return this.identifier(node)
    if (isAccess(node)) return this.member(node)
    if (ts.isObjectLiteralExpression(node)) return this.object(node)
    if (ts.isArrayLiteralExpression(node)) return this.array(node)
    if (ts.isConditionalExpression(node)) return merge([this.of(node.whenTrue), this.of(node.whenFalse)])
    if (ts.isBinaryExpression(node)) return this.binary(node)
    if (ts.isCallExpression(node)) return shapeOfCall(this.input, node, (receiver) => this.of(receiver))
    return ts.isNewExpression(node) ? DEFINED : UNKNOWN
  }

  /** @param path The part of it that is asked about. */
  private identifier(node: ts.Identifier, path: readonly string[] = []): JsonShape {
    if (node.text === 'undefined') return { ...FRESH, maybeUndefined: true }
    const binding = this.input.module.bindings.of(node)
    const [declaration] = binding?.declarations ?? []
    if (binding && isCounter(binding)) return FRESH
    if (!binding || !declaration || binding.writes.length > 0) return UNKNOWN
    if (this.isBorn(declaration)) {
      return this.isKept(binding, path) ? this.born : UNKNOWN
    }
    if (ts.isParameter(declaration)) return this.passed(binding, declaration, path)
    const initializer = ts.isVariableDeclaration(declaration) ? declaration.initializer : undefined
    if (!initializer || !ts.isIdentifier((declaration as ts.VariableDeclaration).name)) return UNKNOWN
    const shape = this.withTypes(unwrapAwait(initializer))
    // a constant of the file lives on from one call to the next
    const held =
      ts.isSourceFile(binding.scope) && !isPrimitiveLiteral(initializer) ? { ...shape, isShared: true } : shape
    const grown = binding.references
      .filter((reference) => reference !== node)
      .map((reference) => this.grownBy(reference))
    // what is done with an object does not make its name undefined
    return { ...merge([held, ...grown]), maybeUndefined: held.maybeUndefined }
  }

  /** A parameter that is given nothing but (parts of) the event. */
  private passed(binding: Binding, parameter: ts.ParameterDeclaration, path: readonly string[]): JsonShape {
    const values = parameterSources(this.input.module, parameter)
    if (!values || this.entered.has(parameter)) return values ? this.born : UNKNOWN
    this.entered.add(parameter)
    const isBorn = values.every((value) => value && this.bySyntax(unwrap(value)) === this.born)
    this.entered.delete(parameter)
    return isBorn && this.isKept(binding, path) ? this.born : UNKNOWN
  }

  /** Whether what a name holds stays what JSON gave: the order of its lists matters to who passes it on alone. */
  private isKept(binding: Binding, path: readonly string[]): boolean {
    const { evaluator, module, mayShare } = this.input
    return useOfBinding(evaluator, module, binding, this.answering, path, undefined, !mayShare) !== 'escapes'
  }

  /** A parameter that holds an event, or a name taken out of it by destructuring. */
  private isBorn(declaration: ts.Node): boolean {
    if (ts.isParameter(declaration)) return this.input.handlers.some((handler) => handler.parameters[0] === declaration)
    const list = loopSource(declaration)
    if (list) return this.bySyntax(unwrap(list)) === this.born
    if (!ts.isBindingElement(declaration) || declaration.initializer || declaration.dotDotDotToken) return false
    const owner = declaration.parent.parent
    if (!ts.isVariableDeclaration(owner) || loopSource(owner)) return this.isBorn(owner)
    return !!owner.initializer && this.bySyntax(unwrap(owner.initializer)) === this.born
  }

  /** What a use of a variable adds to it: `list.push(x)` adds `x`. What hands it on may add anything. */
  private grownBy(reference: ts.Identifier): JsonShape {
    const access = reference.parent
    const added = isAccess(access) && access.expression === reference ? this.addedThrough(access) : undefined
    if (added) return { ...added, isChanged: true, maybeUndefined: false }
    const { evaluator, module, mayShare } = this.input
    return useOf(evaluator, module, reference, this.answering, !mayShare) === 'escapes' ? UNKNOWN : FRESH
  }

  private addedThrough(access: ts.PropertyAccessExpression | ts.ElementAccessExpression): JsonShape | undefined {
    const outer = access.parent
    if (
      ts.isBinaryExpression(outer) &&
      outer.left === access &&
      outer.operatorToken.kind === ts.SyntaxKind.EqualsToken
    ) {
      return this.property(this.of(outer.right))
    }
    const isPush = ts.isCallExpression(outer) && outer.expression === access && accessedName(access) === 'push'
    return isPush ? merge([FRESH, ...outer.arguments.map((argument) => this.element(this.of(argument)))]) : undefined
  }

  private member(node: ts.PropertyAccessExpression | ts.ElementAccessExpression): JsonShape {
    if (accessedName(node) === 'length') return FRESH
    let root: ts.Expression = node
    let path: string[] = []
    while (isAccess(root)) {
      const name = accessedName(root)
      path = name === undefined ? [] : [name, ...path]
      root = unwrap(root.expression)
    }
    const shape = ts.isIdentifier(root) ? this.identifier(root, path) : UNKNOWN
    return shape === this.born ? this.born : UNKNOWN
  }

  private object(node: ts.ObjectLiteralExpression): JsonShape {
    const parts = node.properties.map((property): JsonShape => {
      if (property.name && propertyName(property.name) === '__proto__') return UNKNOWN
      if (ts.isPropertyAssignment(property)) return this.property(this.of(property.initializer))
      if (ts.isShorthandPropertyAssignment(property)) return this.property(this.of(property.name))
      if (ts.isSpreadAssignment(property)) return { ...this.of(property.expression), maybeUndefined: false }
      return UNKNOWN
    })
    return { ...merge([FRESH, ...parts]), maybeUndefined: false }
  }

  private property(shape: JsonShape): JsonShape {
    return {
      ...shape,
      hasUndefinedProperties: shape.hasUndefinedProperties || shape.maybeUndefined,
      maybeUndefined: false,
    }
  }

  /** `undefined` in a list becomes `null`. */
  private element(shape: JsonShape): JsonShape {
    return shape.maybeUndefined ? { ...shape, isStable: false } : shape
  }

  private array(node: ts.ArrayLiteralExpression): JsonShape {
    const parts = node.elements.map((element) =>
      ts.isSpreadElement(element) ? this.of(element.expression) : this.element(this.of(element)),
    )
    return { ...merge([FRESH, ...parts]), maybeUndefined: false }
  }

  private binary(node: ts.BinaryExpression): JsonShape {
    const operator = node.operatorToken.kind
    if (COMPARISONS.has(operator)) return FRESH
    if (operator === ts.SyntaxKind.BarBarToken || operator === ts.SyntaxKind.QuestionQuestionToken) {
      const right = this.of(node.right)
      return { ...merge([this.of(node.left), right]), maybeUndefined: right.maybeUndefined }
    }
    if (operator === ts.SyntaxKind.AmpersandAmpersandToken) return merge([this.of(node.left), this.of(node.right)])
    if (operator === ts.SyntaxKind.PlusToken && [node.left, node.right].some((side) => isText(unwrap(side))))
      return FRESH
    return ARITHMETIC.has(operator) ? DEFINED : UNKNOWN
  }
}
