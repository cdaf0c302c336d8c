import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { isLogCall } from '../syntax/loggers'
import type { SourceModule } from '../syntax/module'
import { accessedName, enclosingFunction, isAccess, isExported, propertyName, rewrap, unwrap } from '../syntax/nodes'
import { functionOf, isReader } from './callees'
import { ERROR_MEMBERS } from './tables/errors'
import { LOGICAL } from './tables/uses'

/** Where a value was followed to. */
export interface ErrorReads {
  /** The first place that reads a member which Lambda gives to an error. */
  readonly read: { readonly module: SourceModule; readonly node: ts.Node } | undefined
  /** Whether it went somewhere that is not followed: only names can tell there. */
  readonly isLost: boolean
  /** Whether it went there out of its file, as the result of a function. */
  readonly leavesFile: boolean
}

/**
 * Who reads `errorMessage` and its like of the value of an expression. Lambda answers with them where a function
 * throws.
 * @param handlers Functions whose results go to Lambda.
 */
export function errorReads(
  evaluator: Evaluator,
  module: SourceModule,
  expression: ts.Expression,
  handlers: readonly ts.Node[],
): ErrorReads {
  const follower = new Follower(evaluator, new Set(handlers))
  follower.of(module, expression, [])
  return follower
}

/** Where the value lies in another: the members that lead to it, from the outermost on; `*` is an item or any member. */
type Path = readonly string[]

class Follower implements ErrorReads {
  read: ErrorReads['read']
  isLost = false
  leavesFile = false
  private readonly seen = new Map<ts.Node, Set<string>>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly handlers: ReadonlySet<ts.Node>,
  ) {}

  of(module: SourceModule, expression: ts.Expression, path: Path): void {
    // what nests deeper is no answer any more
    if (this.read || path.length > 6 || this.isSeen(expression, path)) return
    const node = rewrap(expression)
    const { parent } = node
    if (isAccess(parent)) {
      if (parent.expression === node) this.access(module, parent, path)
    } else if (ts.isCallExpression(parent) || ts.isNewExpression(parent)) this.argument(module, parent, node, path)
    else if (ts.isBinaryExpression(parent)) this.binary(module, parent, node, path)
    else if (ts.isVariableDeclaration(parent) || ts.isBindingElement(parent)) this.named(module, parent.name, path)
    else if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent))
      this.of(module, parent.parent, [propertyName(parent.name) ?? '*', ...path])
    else if (ts.isArrayLiteralExpression(parent)) this.of(module, parent, ['*', ...path])
    else this.statement(module, parent, node, path)
  }

  /** Where a value is the whole of what a construct is given. */
  private statement(module: SourceModule, parent: ts.Node, node: ts.Expression, path: Path): void {
    if (ts.isSpreadAssignment(parent)) this.of(module, parent.parent, path)
    else if (ts.isSpreadElement(parent)) this.of(module, parent, path.slice(1))
    else if (ts.isAwaitExpression(parent)) this.of(module, parent, path)
    else if (ts.isConditionalExpression(parent)) {
      if (parent.condition !== node) this.of(module, parent, path)
    } else if (ts.isReturnStatement(parent) || ts.isArrowFunction(parent)) this.returned(module, parent, path)
    else if (ts.isForOfStatement(parent)) this.loop(module, parent, path)
    else if (!LETTING_GO.has(parent.kind)) this.isLost = true
  }

  private isSeen(node: ts.Node, path: Path): boolean {
    const paths = this.seen.get(node) ?? new Set()
    this.seen.set(node, paths)
    const key = path.join('.')
    return paths.has(key) || !paths.add(key)
  }

  /** A member is taken: of the value itself one that only errors have, or one that leads to the value. */
  private step(module: SourceModule, place: ts.Node, name: string | undefined, path: Path, on: (path: Path) => void) {
    const [next, ...rest] = path
    if (next === undefined) {
      if (name !== undefined && ERROR_MEMBERS.has(name)) this.read ??= { module, node: place }
    } else if (next === '*' || name === undefined || next === name) on(rest)
  }

  private access(
    module: SourceModule,
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    path: Path,
  ): void {
    const outer = rewrap(access)
    const call = outer.parent
    const name = accessedName(access) ?? this.textOf(module, (access as ts.ElementAccessExpression).argumentExpression)
    if (!ts.isCallExpression(call) || call.expression !== outer) {
      this.step(module, access, name, path, (rest) => this.of(module, access, rest))
    } else if (name === 'then' || name === 'catch' || name === 'finally') {
      if (name === 'then') this.callback(module, call.arguments[0], path)
      else this.of(module, call, path)
    } else if (path.length === 0) {
      if (name === 'hasOwnProperty') this.hasNamed(module, call)
    } else if (path[0] === '*') {
      for (const argument of call.arguments) this.callback(module, argument, path.slice(1))
      // a list of them, or one
      this.of(module, call, path)
      this.of(module, call, path.slice(1))
    } else this.isLost = true
  }

  /** What a function does with what it is called with. */
  private callback(module: SourceModule, argument: ts.Expression | undefined, path: Path): void {
    const fn = argument && functionOf(this.evaluator, module, argument)
    if (!fn) this.isLost = true
    for (const parameter of fn?.node.parameters ?? []) this.named(fn?.module ?? module, parameter.name, path)
  }

  /** `Object.hasOwn(body, 'errorMessage')`. */
  private hasNamed(module: SourceModule, call: ts.CallExpression | ts.NewExpression): boolean {
    const isRead = !!call.arguments?.some((argument) => ERROR_MEMBERS.has(this.textOf(module, argument) ?? ''))
    if (isRead) this.read ??= { module, node: call }
    return isRead
  }

  private argument(
    module: SourceModule,
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    path: Path,
  ): void {
    if (call.expression === node) return
    const callee = call.expression.getText(module.ast).replace(/\s/g, '')
    if (callee === 'JSON.stringify' || isLogCall(call)) return
    if (/^Object\.(keys|values|entries)$/.test(callee) && path.length === 0) {
      const outer = rewrap(call).parent
      if (isAccess(outer) && ts.isCallExpression(outer.parent)) this.hasNamed(module, outer.parent)
      return
    }
    if (/^(Object\.(assign|freeze)|Promise\.\w+|structuredClone)$/.test(callee)) {
      this.of(module, call, path)
      return
    }
    if (path.length === 0 && this.hasNamed(module, call)) return
    const fn = functionOf(this.evaluator, module, call.expression)
    const parameter = fn?.node.parameters[call.arguments?.indexOf(node) ?? -1]
    if (fn && parameter && !parameter.dotDotDotToken) this.named(fn.module, parameter.name, path)
    else if (!this.isGathered(module, call, path) && !isReader(this.evaluator, module, call.expression))
      this.isLost = true
  }

  /** `list.push(body)`. */
  private isGathered(module: SourceModule, call: ts.CallExpression | ts.NewExpression, path: Path): boolean {
    const method = unwrap(call.expression)
    const list = isAccess(method) && /^(push|unshift)$/.test(accessedName(method) ?? '') && unwrap(method.expression)
    if (!list || !ts.isIdentifier(list)) return false
    this.named(module, list, ['*', ...path])
    return true
  }

  private textOf(module: SourceModule, node: ts.Expression | undefined): string | undefined {
    const value = node && this.evaluator.evaluate(module, node)
    return value?.kind === 'literal' && typeof value.value === 'string' ? value.value : undefined
  }

  private binary(module: SourceModule, parent: ts.BinaryExpression, node: ts.Expression, path: Path): void {
    const operator = parent.operatorToken.kind
    if (operator === ts.SyntaxKind.InKeyword) {
      if (parent.right === node) this.step(module, parent, this.textOf(module, parent.left), path, () => undefined)
    } else if (LOGICAL.has(operator)) this.of(module, parent, path)
    else if (ASSIGNING.has(operator)) {
      if (parent.right !== node) return
      this.assigned(module, unwrap(parent.left), path)
      this.of(module, parent, path)
    }
  }

  private assigned(module: SourceModule, left: ts.Expression, path: Path): void {
    if (ts.isIdentifier(left)) this.named(module, left, path)
    else if (ts.isObjectLiteralExpression(left)) {
      for (const property of left.properties) {
        const name = property.name && propertyName(property.name)
        this.step(module, property, name, path, () => {
          this.isLost = true
        })
      }
    } else if (isAccess(left) && ts.isIdentifier(unwrap(left.expression))) {
      this.named(module, unwrap(left.expression) as ts.Identifier, [accessedName(left) ?? '*', ...path])
    } else this.isLost = true
  }

  private loop(module: SourceModule, { initializer }: ts.ForOfStatement, path: Path): void {
    if (!ts.isVariableDeclarationList(initializer)) this.isLost = true
    else if (path.length > 0) for (const { name } of initializer.declarations) this.named(module, name, path.slice(1))
  }

  private named(module: SourceModule, name: ts.BindingName, path: Path): void {
    if (ts.isIdentifier(name)) {
      const binding = module.bindings.of(name)
      if (!binding) this.isLost = true
      for (const reference of binding?.references ?? []) this.of(module, reference, path)
      return
    }
    for (const element of name.elements) if (ts.isBindingElement(element)) this.element(module, element, path)
  }

  private element(module: SourceModule, element: ts.BindingElement, path: Path): void {
    const key = element.propertyName ?? element.name
    if (element.dotDotDotToken) this.named(module, element.name, path)
    else if (ts.isArrayBindingPattern(element.parent)) {
      if (path.length > 0) this.named(module, element.name, path.slice(1))
    } else {
      const text = ts.isObjectBindingPattern(key) || ts.isArrayBindingPattern(key) ? undefined : propertyName(key)
      this.step(module, element, text, path, (rest) => this.named(module, element.name, rest))
    }
  }

  /** What a function returns goes to whoever calls it, or calls what it was handed to. */
  private returned(module: SourceModule, statement: ts.Node, path: Path): void {
    const fn = ts.isArrowFunction(statement) ? statement : enclosingFunction(statement)
    if (!fn || this.handlers.has(fn)) return
    const outer = ts.isExpression(fn) ? rewrap(fn) : fn
    if (ts.isExpression(outer) && ts.isCallExpression(outer.parent)) {
      this.called(module, outer, path)
      return
    }
    const declaration = ts.isVariableDeclaration(outer.parent) ? outer.parent : fn
    const { name } = declaration
    const binding = name && ts.isIdentifier(name) ? module.bindings.of(name) : undefined
    const statementOf = ts.isVariableDeclaration(declaration) ? declaration.parent.parent : declaration
    if (!binding || (ts.isStatement(statementOf) && isExported(statementOf))) this.leave()
    for (const reference of binding?.references ?? []) this.called(module, reference, path)
  }

  private called(module: SourceModule, fn: ts.Expression, path: Path): void {
    const outer = rewrap(fn)
    const { parent } = outer
    if (ts.isTypeQueryNode(parent)) return
    if (!ts.isCallExpression(parent)) {
      this.leave()
      return
    }
    this.of(module, parent, path)
    // `ids.map(get)`
    if (parent.expression !== outer) this.of(module, parent, ['*', ...path])
  }

  private leave(): void {
    this.isLost = true
    this.leavesFile = true
  }
}

const ASSIGNING = new Set([
  ts.SyntaxKind.EqualsToken,
  ts.SyntaxKind.BarBarEqualsToken,
  ts.SyntaxKind.QuestionQuestionEqualsToken,
  ts.SyntaxKind.AmpersandAmpersandEqualsToken,
])

/** Constructs in which a value as a whole ends. */
const LETTING_GO = new Set([
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.TemplateSpan,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.VoidExpression,
  ts.SyntaxKind.TypeQuery,
])
