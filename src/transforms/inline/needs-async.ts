import { ts } from 'ts-morph'
import type { HandlerCode } from '../../analysis/relocatable'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import { isAccess, isAsync, isFunctionNode, propertyName, unwrap, walk, walkOwn } from '../../syntax/nodes'
import { mayGivePromise } from './gives-promise'
import { hasExits } from './inlined-handler'

/**
 * Whether the function that a handler becomes must be async: it awaits, or may give a promise. What a handler gives to its
 * callback is never waited for.
 */
export function needsAsync(evaluator: Evaluator, { module, node, answers }: HandlerCode): boolean {
  if (hasExits({ answers })) return false
  if (!node.body) return isAsync(node)
  if (isAsync(node) && awaits(node.body)) return true
  return new Promises(evaluator).maySee(module, node.body) && mayGivePromise(evaluator, { module, node })
}

function awaits(body: ts.Node): boolean {
  let found = false
  walkOwn(body, (child) => {
    if (ts.isAwaitExpression(child) || (ts.isForOfStatement(child) && child.awaitModifier)) found = true
  })
  return found
}

/** Looks for promises in some code and in all that it calls. What is not known to be none may be one. */
class Promises {
  private readonly seen = new Set<ts.Node>()

  constructor(private readonly evaluator: Evaluator) {}

  maySee(module: SourceModule, body: ts.Node): boolean {
    let found = false
    walk(body, (node) => {
      if (isFunctionNode(node) && isAsync(node)) found = true
      else if (ts.isIdentifier(node) && node.text === 'Promise') found = true
      else if (ts.isNewExpression(node) && this.isThenable(module, unwrap(node.expression))) found = true
      else if (ts.isCallExpression(node) && this.mayAnswer(module, unwrap(node.expression))) found = true
      return !found
    })
    return found
  }

  /** Whether the instances of a class of the repository have a method `then`: they are waited for like promises. */
  private isThenable(module: SourceModule, callee: ts.Expression, seen: readonly ts.Node[] = []): boolean {
    const value = this.evaluator.evaluate(module, callee)
    if (value.kind !== 'class' || seen.includes(value.node)) return false
    if (value.node.members.some(({ name }) => name && propertyName(name as ts.PropertyName) === 'then')) return true
    const base = value.node.heritageClauses?.find(({ token }) => token === ts.SyntaxKind.ExtendsKeyword)?.types[0]
    return !!base && this.isThenable(value.module, base.expression, [...seen, value.node])
  }

  private mayAnswer(module: SourceModule, callee: ts.Expression): boolean {
    // methods that are known to be harmless give no promise, but these do
    if (isAccess(callee)) return /\.(then|catch|finally)$/.test(callee.getText(module.ast))
    // a function of the language
    if (ts.isIdentifier(callee) && !module.bindings.of(callee)) return false
    const value = this.evaluator.evaluate(module, callee)
    if (value.kind !== 'function' || !isFunctionNode(value.node) || !value.node.body) return true
    if (this.seen.has(value.node)) return false
    this.seen.add(value.node)
    return isAsync(value.node) || this.maySee(value.module, value.node.body)
  }
}
