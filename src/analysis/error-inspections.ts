import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import { isLogCall } from '../syntax/loggers'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, isAccess, propertyName, rewrap, unwrap, walkOwn } from '../syntax/nodes'
import { LOGICAL } from './tables/uses'

/** What code does with an error that it holds as `name`. */
export interface ErrorUse {
  /** Where it looks into it, beyond logging it, throwing it on, or asking whether there is one. */
  readonly inspection: { readonly module: SourceModule; readonly node: ts.Node } | undefined
  /** Whether its message goes on as a text that is not compared: into an answer, into a record. */
  readonly passesMessage: boolean
}

export function errorUseOf(evaluator: Evaluator, module: SourceModule, name: ts.BindingName): ErrorUse {
  const inspector = new Inspector(evaluator)
  inspector.named(module, name, 'error')
  return { inspection: inspector.found, passesMessage: inspector.passesMessage }
}

/**
 * What is followed: the error; a text or an object with its message in it, which may be thrown on; or a `detail`, such as
 * its name, which may be logged only.
 */
type Held = 'error' | 'text' | 'detail'

const TEXTS = new Set(['message', 'stack', 'toString'])
/** Errors of the language: neither service throws one of its own. */
const PLAIN_ERRORS = /^(Error|\w*(Type|Range|Syntax|Reference)Error)$/

class Inspector {
  found: { readonly module: SourceModule; readonly node: ts.Node } | undefined
  passesMessage = false
  private readonly seen = new Set<ts.Node>()

  constructor(private readonly evaluator: Evaluator) {}

  named(module: SourceModule, name: ts.BindingName, held: Held): void {
    if (ts.isIdentifier(name)) {
      for (const reference of module.bindings.of(name)?.references ?? []) this.of(module, reference, held)
      return
    }
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue
      const key = element.propertyName ?? element.name
      const text = ts.isIdentifier(key) || ts.isStringLiteralLike(key) ? propertyName(key) : undefined
      this.named(module, element.name, part(text, held))
    }
  }

  private of(module: SourceModule, expression: ts.Expression, held: Held): void {
    if (this.found || this.seen.has(expression)) return
    this.seen.add(expression)
    if (isLogged(expression) || this.isOfOwnClass(module, expression)) return
    const node = rewrap(expression)
    const { parent } = node
    if (isAccess(parent) && parent.expression === node) this.member(module, parent, held)
    else if ((ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== node)
      this.argument(module, parent, node, held)
    else if (ts.isBinaryExpression(parent)) this.binary(module, parent, node, held)
    else if (ts.isVariableDeclaration(parent)) this.named(module, parent.name, held)
    else if (ts.isSpreadAssignment(parent)) this.of(module, parent.parent, 'detail')
    else if (wholeOf(parent)) this.of(module, wholeOf(parent) ?? node, lesser(held))
    else if (ts.isConditionalExpression(parent)) this.conditional(module, parent, node, held)
    else if (ts.isAwaitExpression(parent)) this.of(module, parent, held)
    else if (held === 'text' && isResult(parent, node)) this.passesMessage = true
    else if (!isEnd(parent, held)) this.found = { module, node: parent }
  }

  private member(
    module: SourceModule,
    access: ts.PropertyAccessExpression | ts.ElementAccessExpression,
    held: Held,
  ): void {
    const outer = rewrap(access)
    const { parent } = outer
    // `error.context = …`
    if (ts.isBinaryExpression(parent) && parent.left === outer && isAssignment(parent)) return
    const isCalled = ts.isCallExpression(parent) && parent.expression === outer
    const name = accessedName(access)
    if (held === 'text' && isCalled && name !== 'toString') this.found = { module, node: parent }
    else this.of(module, isCalled ? parent : access, part(name, held))
  }

  private argument(
    module: SourceModule,
    call: ts.CallExpression | ts.NewExpression,
    node: ts.Expression,
    held: Held,
  ): void {
    const callee = call.expression.getText(module.ast)
    if (callee === 'Promise.reject' && held !== 'detail') return
    if (ts.isNewExpression(call) || /^(String|JSON\.stringify|Object\.assign)$/.test(callee)) {
      this.of(module, call, lesser(held))
      return
    }
    const fn = this.evaluator.evaluate(module, call.expression)
    const parameter = fn.kind === 'function' ? fn.node.parameters[call.arguments?.indexOf(node) ?? -1] : undefined
    if (fn.kind === 'function' && parameter) {
      const passed = this.passesMessage
      this.passesMessage = false
      this.named(fn.module, parameter.name, held)
      const givesText = this.passesMessage
      this.passesMessage ||= passed
      // what it makes of the error
      if (givesValue(fn.node)) this.of(module, call, givesText ? 'text' : 'detail')
    } else if (held === 'text') {
      this.passesMessage = true
      // `/not found/.test(error.message)`: what comes of it may be asked about
      this.of(module, call, held)
    } else if (held === 'detail' || !isHandedOn(call)) this.found = { module, node: call }
  }

  private binary(module: SourceModule, parent: ts.BinaryExpression, node: ts.Expression, held: Held): void {
    const operator = parent.operatorToken.kind
    const right = unwrap(parent.right)
    if (LOGICAL.has(operator) || operator === ts.SyntaxKind.PlusToken) this.of(module, parent, held)
    else if (operator === ts.SyntaxKind.InstanceOfKeyword && parent.left === node) {
      if (isSdkClass(module, right)) this.found = { module, node: parent }
    } else if (isAssignment(parent) && parent.right === node && ts.isIdentifier(unwrap(parent.left))) {
      this.named(module, unwrap(parent.left) as ts.Identifier, held)
      this.of(module, parent, held)
    } else if (held === 'text' && isAssignment(parent) && parent.right === node) {
      // `record.message = error.message`
      this.passesMessage = true
    } else if (held !== 'error' || !isNoError(parent, parent.left === node ? right : unwrap(parent.left)))
      this.found = { module, node: parent }
  }

  private conditional(module: SourceModule, parent: ts.ConditionalExpression, node: ts.Expression, held: Held): void {
    if (parent.condition !== node) this.of(module, parent, held)
    else if (held !== 'error') this.found = { module, node: parent }
  }

  /** Whether a reference stands where the error is known to be of a class that no SDK throws. */
  private isOfOwnClass(module: SourceModule, reference: ts.Expression): boolean {
    if (!ts.isIdentifier(reference)) return false
    const binding = module.bindings.of(reference)
    const isTest = (condition: ts.Expression): boolean => {
      const test = unwrap(condition)
      if (!ts.isBinaryExpression(test)) return false
      if (test.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
        return isTest(test.left) || isTest(test.right)
      const left = unwrap(test.left)
      if (test.operatorToken.kind !== ts.SyntaxKind.InstanceOfKeyword || !ts.isIdentifier(left)) return false
      const isOwn = !PLAIN_ERRORS.test(test.right.getText()) && !isSdkClass(module, unwrap(test.right))
      return isOwn && module.bindings.of(left) === binding
    }
    for (let node: ts.Node = reference; node.parent && !ts.isFunctionLike(node); node = node.parent) {
      const { parent } = node
      if (ts.isIfStatement(parent) && parent.thenStatement === node && isTest(parent.expression)) return true
      if (ts.isConditionalExpression(parent) && parent.whenTrue === node && isTest(parent.condition)) return true
      const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken
      if (isAnd && parent.right === node && isTest(parent.left)) return true
    }
    return false
  }
}

function isResult(parent: ts.Node, node: ts.Expression): boolean {
  return ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node)
}

/** Whether a function returns anything. */
function givesValue({ body }: ts.FunctionLikeDeclaration): boolean {
  if (!body || !ts.isBlock(body)) return body !== undefined
  let found = false
  walkOwn(body, (child) => {
    if (ts.isReturnStatement(child) && child.expression) found = true
  })
  return found
}

/** What a value becomes a part of: an object, a list, a text. */
function wholeOf(parent: ts.Node): ts.Expression | undefined {
  if (ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)) return parent.parent
  if (ts.isTemplateSpan(parent)) return parent.parent
  return ts.isArrayLiteralExpression(parent) ? parent : undefined
}

function part(name: string | undefined, held: Held): Held {
  return held !== 'detail' && name !== undefined && TEXTS.has(name) ? 'text' : 'detail'
}

function lesser(held: Held): Held {
  return held === 'error' ? 'text' : held
}

function isEnd(parent: ts.Node, held: Held): boolean {
  if (ts.isExpressionStatement(parent) || ts.isVoidExpression(parent)) return true
  if (ts.isThrowStatement(parent)) return held !== 'detail'
  const isQuestion =
    ts.isIfStatement(parent) || ts.isWhileStatement(parent) || ts.isDoStatement(parent) || isNot(parent)
  return isQuestion && held === 'error'
}

function isNot(node: ts.Node): boolean {
  return ts.isPrefixUnaryExpression(node) && node.operator === ts.SyntaxKind.ExclamationToken
}

/** Whether an error is compared with what no error of a service is: nothing, or a text that code of its own throws. */
function isNoError({ operatorToken }: ts.BinaryExpression, other: ts.Expression): boolean {
  const isStrict = /^[!=]==$/.test(operatorToken.getText())
  return isNothing(other) || (isStrict && (ts.isStringLiteralLike(other) || ts.isNumericLiteral(other)))
}

function isNothing(node: ts.Expression): boolean {
  return node.kind === ts.SyntaxKind.NullKeyword || (ts.isIdentifier(node) && node.text === 'undefined')
}

function isAssignment({ operatorToken }: ts.BinaryExpression): boolean {
  return operatorToken.kind >= ts.SyntaxKind.FirstAssignment && operatorToken.kind <= ts.SyntaxKind.LastAssignment
}

/** Whether something is a part of what a log line is made of. */
function isLogged(node: ts.Node): boolean {
  for (let current = node; current.parent && !ts.isStatement(current); current = current.parent) {
    const { parent } = current
    if (ts.isFunctionLike(parent)) return false
    if (ts.isCallExpression(parent) && parent.expression !== current && isLogCall(parent)) return true
  }
  return false
}

/** A call that tells nobody in the code anything: `callback(error)`, `return reject(error)`, `await report(error)`. */
function isHandedOn(call: ts.CallExpression | ts.NewExpression): boolean {
  let node = rewrap(call)
  while (ts.isAwaitExpression(node.parent) || isBranch(node.parent, node)) node = rewrap(node.parent)
  const { parent } = node
  return (
    ts.isExpressionStatement(parent) ||
    ts.isReturnStatement(parent) ||
    ts.isVoidExpression(parent) ||
    (ts.isArrowFunction(parent) && parent.body === node)
  )
}

/** `error ? reject(error) : resolve()`, `error && callback(error)`. */
function isBranch(parent: ts.Node, node: ts.Node): parent is ts.ConditionalExpression | ts.BinaryExpression {
  if (ts.isConditionalExpression(parent)) return parent.condition !== node
  return ts.isBinaryExpression(parent) && LOGICAL.has(parent.operatorToken.kind) && parent.right === node
}

/** A class that comes from an SDK, or from nowhere known. */
function isSdkClass(module: SourceModule, node: ts.Expression): boolean {
  let root = node
  while (isAccess(root)) root = unwrap(root.expression)
  if (!ts.isIdentifier(root)) return true
  const [declaration] = module.bindings.of(root)?.declarations ?? []
  // a class of the language
  if (!declaration) return false
  const statement = module.ast.statements.find((candidate) => contains(candidate, declaration))
  const isBroughtIn = statement && !ts.isClassDeclaration(statement)
  return !isBroughtIn ? !ts.isClassDeclaration(declaration) : /aws-sdk|smithy/.test(statement.getText(module.ast))
}
