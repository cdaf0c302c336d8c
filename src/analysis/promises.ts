import { ts } from 'ts-morph'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isAsync, isFunctionNode, unwrap, walk } from '../syntax/nodes'
import { functionOf } from './callees'
import { words } from './tables/words'

/** Methods that call a function with each element, and do not hand on what it gives: of a promise nothing is left. */
const DROPPING = words('forEach some every find findIndex findLast findLastIndex filter sort toSorted')

/** Methods that gather what a function gives for each element. */
const GATHERING = words('map flatMap')

/** Whether a statement makes a promise and leaves it: it goes on when the function has answered, and may fail then. */
export function isLeftAlone(evaluator: Evaluator, module: SourceModule, statement: ts.ExpressionStatement): boolean {
  const { expression } = statement
  return makesPromise(evaluator, module, ts.isVoidExpression(expression) ? expression.expression : expression)
}

/** Whether a variable is given promises, and nobody looks at it again. */
export function isForgotten(evaluator: Evaluator, module: SourceModule, node: ts.VariableDeclaration): boolean {
  if (!node.initializer || !ts.isIdentifier(node.name)) return false
  const used = module.bindings.of(node.name)?.references.filter((reference) => !isCounted(reference)) ?? []
  return used.length === 0 && makesPromise(evaluator, module, node.initializer)
}

/** `all.length` waits for nothing. */
function isCounted({ parent }: ts.Node): boolean {
  return isAccess(parent) && accessedName(parent) === 'length'
}

/** Whether a call hands an asynchronous function to a method that does not wait for it. */
export function dropsPromises(evaluator: Evaluator, module: SourceModule, call: ts.CallExpression): boolean {
  const name = accessedName(unwrap(call.expression))
  return name !== undefined && DROPPING.has(name) && isAsyncCallback(evaluator, module, call)
}

function makesPromise(evaluator: Evaluator, module: SourceModule, expression: ts.Expression): boolean {
  const node = unwrap(expression)
  const makes = (one: ts.Expression) => makesPromise(evaluator, module, one)
  if (ts.isArrayLiteralExpression(node)) return node.elements.some(makes)
  if (ts.isConditionalExpression(node)) return makes(node.whenTrue) || makes(node.whenFalse)
  if (ts.isBinaryExpression(node))
    return CHOOSING.has(node.operatorToken.kind) && (makes(node.left) || makes(node.right))
  if (ts.isNewExpression(node)) return isGlobal(module, node.expression, 'Promise')
  if (!ts.isCallExpression(node)) return false
  const callee = unwrap(node.expression)
  if (isAccess(callee)) {
    const name = accessedName(callee) ?? ''
    if (isGlobal(module, callee.expression, 'Promise') || /^(then|catch|finally)$/.test(name)) return true
    if (GATHERING.has(name) && isAsyncCallback(evaluator, module, node)) return true
  }
  const fn = functionOf(evaluator, module, callee)
  return fn !== undefined && isFunctionNode(fn.node) && isAsync(fn.node)
}

const CHOOSING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.CommaToken,
])

function isAsyncCallback(
  evaluator: Evaluator,
  module: SourceModule,
  { arguments: [callback] }: ts.CallExpression,
): boolean {
  const fn = callback && functionOf(evaluator, module, callback)
  return !!fn && isFunctionNode(fn.node) && isAsync(fn.node)
}

function isGlobal(module: SourceModule, expression: ts.Expression, name: string): boolean {
  const node = unwrap(expression)
  return ts.isIdentifier(node) && node.text === name && !module.bindings.of(node)
}

/** Where code that waits for nothing makes a promise, by itself or by what it calls; `undefined` where none is known. */
export function promiseIn(
  evaluator: Evaluator,
  module: SourceModule,
  body: ts.Node,
  seen = new Set<ts.Node>(),
): ts.Node | undefined {
  let found: ts.Node | undefined
  walk(body, (node) => {
    if (found) return false
    if (isFunctionNode(node) && isAsync(node)) found = node
    else if (ts.isIdentifier(node) && node.text === 'Promise' && !module.bindings.of(node)) found = node
    else if (ts.isCallExpression(node)) {
      const fn = functionOf(evaluator, module, node.expression)
      if (fn && isFunctionNode(fn.node) && !seen.has(fn.node)) {
        seen.add(fn.node)
        if (isAsync(fn.node) || promiseIn(evaluator, fn.module, fn.node, seen)) found = node
      }
    }
    return !found
  })
  return found
}
