import { ts } from 'ts-morph'
import type { CallbackAnswers } from '../../analysis/callback/answers'
import type { HandlerCode } from '../../analysis/relocatable'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isFunctionNode, unwrap, walk } from '../../syntax/nodes'

/** Errors of the language. */
const ERRORS = /^(Error|(Type|Range|Syntax|Reference|URI|Eval|Aggregate)Error)$/

/**
 * Whether a function, and what it calls, throws nothing but errors: of anything else Lambda tells no name and message that
 * an exception has, too.
 */
export function throwsOnlyErrors(evaluator: Evaluator, { module, node, answers }: HandlerCode): boolean {
  return new Thrown(evaluator, answers).isFine(module, node)
}

class Thrown {
  private readonly seen = new Set<ts.Node>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly answers: CallbackAnswers | undefined,
  ) {}

  isFine(module: SourceModule, body: ts.Node): boolean {
    if (this.seen.has(body)) return true
    this.seen.add(body)
    let isFine = true
    walk(body, (node) => {
      if (ts.isThrowStatement(node)) isFine &&= this.isError(module, node.expression)
      else if (ts.isCallExpression(node)) isFine &&= this.isFineCall(module, node)
      return isFine
    })
    return isFine
  }

  private isFineCall(module: SourceModule, call: ts.CallExpression): boolean {
    const exit = this.answers?.exits.find((one) => one.call === call)
    // an error that a handler calls back with is thrown
    if (exit) return exit.kind === 'result' || (!!exit.value && this.isError(module, exit.value))
    const callee = unwrap(call.expression)
    if (isAccess(callee) && callee.getText(module.ast) === 'Promise.reject')
      return !!call.arguments[0] && this.isError(module, call.arguments[0])
    const value = this.evaluator.evaluate(module, callee)
    return value.kind !== 'function' || !isFunctionNode(value.node) || this.isFine(value.module, value.node)
  }

  private isError(module: SourceModule, expression: ts.Expression): boolean {
    const node = unwrap(expression)
    if (ts.isNewExpression(node)) return this.isErrorClass(module, node.expression, 0)
    if (ts.isCallExpression(node)) return ERRORS.test(node.expression.getText(module.ast))
    if (!ts.isIdentifier(node)) return false
    const [declaration] = module.bindings.of(node)?.declarations ?? []
    // what is thrown on was thrown by code that is looked at, too
    if (!declaration || !ts.isVariableDeclaration(declaration)) return false
    if (ts.isCatchClause(declaration.parent)) return true
    const isConstant = module.bindings.of(node)?.writes.length === 0
    return isConstant && !!declaration.initializer && this.isError(module, declaration.initializer)
  }

  private isErrorClass(module: SourceModule, expression: ts.Expression, depth: number): boolean {
    const node = unwrap(expression)
    if (!ts.isIdentifier(node) || depth > 5) return false
    const binding = module.bindings.of(node)
    if (!binding) return ERRORS.test(node.text)
    const value = this.evaluator.evaluate(module, node)
    if (value.kind !== 'class') return false
    const base = value.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    return !!base && this.isErrorClass(value.module, base.expression, depth + 1)
  }
}
