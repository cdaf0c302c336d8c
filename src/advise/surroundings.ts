import { ts } from 'ts-morph'
import type { InvokeSite } from '../scan/site'
import type { SourceModule } from '../syntax/module'
import { accessedName, contains, isFunctionNode } from '../syntax/nodes'

const RETRY = /retry|retries|backoff|attempt/i

const LIST_METHODS = new Set(['map', 'flatMap', 'forEach', 'reduce', 'times', 'each'])

/** Whether a call is repeated until it succeeds: by a wrapper like `retry(() => …)`, or in a loop that catches. */
export function isRetried({ call }: InvokeSite): boolean {
  let isCaught = false
  for (let node: ts.Node = call; node.parent; node = node.parent) {
    const { parent } = node
    if (ts.isTryStatement(parent) && parent.tryBlock === node && parent.catchClause) isCaught = true
    if (isCaught && isRepeating(parent) && parent.statement === node) return true
    if (isRetryCall(parent, node)) return true
    if (!isFunctionNode(parent)) continue
    if (callsItself(parent, call)) return true
    if (!isPassed(parent)) return false
  }
  return false
}

function isRepeating(node: ts.Node): node is ts.WhileStatement | ts.DoStatement | ts.ForStatement {
  return ts.isWhileStatement(node) || ts.isDoStatement(node) || ts.isForStatement(node)
}

function isRetryCall(node: ts.Node, argument: ts.Node): boolean {
  return ts.isCallExpression(node) && node.expression !== argument && RETRY.test(node.expression.getText())
}

/**
 * `call().catch(() => again(retriesLeft - 1))`, or the same with `try`: the function around a call is called again when
 * it fails.
 */
function callsItself(around: ts.FunctionLikeDeclaration, call: ts.CallExpression): boolean {
  const [name] = namesOf(around)
  if (!name) return false
  const again = new RegExp(`\\b${name.text}\\s*\\(`)
  for (let node: ts.Node = call; node !== around; node = node.parent) {
    const onFailure = failureOf(node)
    if (onFailure && again.test(onFailure.getText())) return true
  }
  return false
}

/** What runs when a piece of code fails: the `catch` around it, or the one that is chained to it. */
function failureOf(node: ts.Node): ts.Node | undefined {
  const { parent } = node
  if (ts.isTryStatement(parent) && parent.tryBlock === node) return parent.catchClause
  return ts.isCallExpression(parent) && accessedName(parent.expression) === 'catch' ? parent.arguments[0] : undefined
}

/** Whether a call is made once for each element of a list, and the answers are gathered. */
export function isGathered({ module, call, response }: InvokeSite): boolean {
  if (response === 'ignored') return false
  // `ids.map(send)`
  if (isListCall(call)) return true
  for (let node: ts.Node = call; node.parent; node = node.parent) {
    const { parent } = node
    const isLoop = ts.isForOfStatement(parent) || ts.isForInStatement(parent) || ts.isForStatement(parent)
    if (isLoop && contains(parent.statement, call)) return true
    if (!isFunctionNode(parent)) continue
    if (isListCall(parent.parent)) return true
    if (!isPassed(parent)) return namesOf(parent).some((name) => isPassedByName(module, name))
  }
  return false
}

function isListCall(node: ts.Node): boolean {
  return ts.isCallExpression(node) && LIST_METHODS.has(accessedName(node.expression) ?? '')
}

/** `const send = (item) => …` in `items.map(send)`. */
function isPassedByName(module: SourceModule, name: ts.Identifier): boolean {
  const references = module.bindings.of(name)?.references ?? []
  return references.some(
    (reference) => isListCall(reference.parent) && accessedName(reference.parent) !== reference.text,
  )
}

function namesOf(node: ts.FunctionLikeDeclaration): ts.Identifier[] {
  const { parent } = node
  const name = ts.isVariableDeclaration(parent) ? parent.name : node.name
  return name && ts.isIdentifier(name) ? [name] : []
}

/** Whether a function is written where it is passed. */
function isPassed(node: ts.Node): boolean {
  return ts.isCallExpression(node.parent) || ts.isNewExpression(node.parent)
}
