import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import { accessedName, type FunctionNode, isAccess, isFunctionNode, unwrapAwait } from '../syntax/nodes'
import type { EffectAnalysis } from './effects/effect-analysis'
import type { Unit } from './effects/facts'
import { PURE_CONSTRUCTORS, PURE_FUNCTIONS } from './tables/globals'

/**
 * A place where a function answers with another function, a class or a symbol: Lambda cannot send those, and JSON has
 * nothing for them. What a computed member holds is not followed.
 */
export function callableResult(evaluator: Evaluator, analysis: EffectAnalysis, unit: Unit): ts.Node | undefined {
  const finder = new Finder(evaluator, analysis)
  return analysis.factsOf(unit).returns.find((value) => finder.isCallable(unit.module, value))
}

class Finder {
  private readonly entered = new Set<ts.Node>()

  constructor(
    private readonly evaluator: Evaluator,
    private readonly analysis: EffectAnalysis,
  ) {}

  isCallable(module: SourceModule, expression: ts.Expression): boolean {
    const node = unwrapAwait(expression)
    if (this.entered.has(node)) return false
    this.entered.add(node)
    return this.look(module, node)
  }

  private look(module: SourceModule, node: ts.Expression): boolean {
    if (isFunctionNode(node) || ts.isClassExpression(node)) return true
    if (ts.isConditionalExpression(node)) return this.any(module, [node.whenTrue, node.whenFalse])
    if (ts.isBinaryExpression(node))
      return CHOICES.has(node.operatorToken.kind) && this.any(module, [node.left, node.right])
    if (ts.isCallExpression(node)) return this.call(module, node)
    if (ts.isIdentifier(node)) return this.name(module, node)
    return isAccess(node) && (isStatic(module, node) || this.isFunction(this.evaluator.evaluate(module, node)))
  }

  private any(module: SourceModule, nodes: readonly ts.Expression[]): boolean {
    return nodes.some((one) => this.isCallable(module, one))
  }

  private isFunction(value: Value): boolean {
    if (value.kind === 'one-of') return value.values.some((one) => this.isFunction(one))
    return value.kind === 'function' || value.kind === 'class'
  }

  private name(module: SourceModule, node: ts.Identifier): boolean {
    const binding = module.bindings.of(node)
    if (!binding) return PURE_CONSTRUCTORS.has(node.text) || PURE_FUNCTIONS.has(node.text)
    const given = binding.writes.flatMap(({ parent }) => (ts.isBinaryExpression(parent) ? [parent.right] : []))
    const declared = binding.declarations.flatMap((one) =>
      ts.isVariableDeclaration(one) && one.initializer && ts.isIdentifier(one.name) ? [one.initializer] : [],
    )
    return this.isFunction(this.evaluator.evaluate(module, node)) || this.any(module, [...given, ...declared])
  }

  private call(module: SourceModule, node: ts.CallExpression): boolean {
    const callee = unwrapAwait(node.expression)
    const text = callee.getText(module.ast)
    if (/^Symbol(\.for)?$/.test(text) || accessedName(callee) === 'bind') return true
    if (/^(Promise\.resolve|Object\.(freeze|assign))$/.test(text)) return this.any(module, node.arguments.slice(0, 1))
    const value = isFunctionNode(callee) ? { module, node: callee } : this.evaluator.callee(module, callee)
    const found: { module: SourceModule; node: FunctionNode } | undefined =
      'kind' in value
        ? value.kind === 'function' && isFunctionNode(value.node)
          ? { module: value.module, node: value.node }
          : undefined
        : value
    if (!found) return false
    const { returns } = this.analysis.factsOf(this.analysis.unit(found.module, found.node))
    return returns.some((one) => this.isCallable(found.module, one))
  }
}

const CHOICES = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.CommaToken,
  ts.SyntaxKind.EqualsToken,
])

/** `Symbol.iterator`, `Math.max`: a function of the language, and no constant. */
function isStatic(module: SourceModule, node: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean {
  const target = unwrapAwait(node.expression)
  if (!ts.isIdentifier(target) || module.bindings.of(target)) return false
  const isGlobal = /^(Math|JSON|Object|Array|Number|String|Symbol|Date|Promise|Buffer)$/.test(target.text)
  return isGlobal && /^[a-z]/.test(accessedName(node) ?? '')
}
