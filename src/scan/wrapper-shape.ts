import { ts } from 'ts-morph'
import type { Value } from '../syntax/evaluate/value'
import { type FunctionNode, isFunctionNode, rewrap } from '../syntax/nodes'

/** Whether a function is written where it is passed: `new Promise((resolve) => …)`, `names.map((name) => …)`. */
export function isCallback(node: ts.Node): boolean {
  if (!isFunctionNode(node) || ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return false
  const outer = rewrap(node)
  const { parent } = outer
  return (ts.isCallExpression(parent) || ts.isNewExpression(parent)) && parent.expression !== outer
}

/** The function that must be called for a node to run: callbacks inside it run with it. */
export function ownerOf(node: ts.Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isFunctionNode(current) && !isCallback(current)) return current
  }
  return undefined
}

/** The function whose run a node is part of: callbacks in it run with it, and functions that are called where they stand. */
export function runningFunction(node: ts.Node): FunctionNode | undefined {
  for (let current = node.parent; current; current = current.parent) {
    if (isFunctionNode(current) && !isCallback(current) && !isCalledInPlace(current)) return current
  }
  return undefined
}

/** `(async () => …)()` */
function isCalledInPlace(node: FunctionNode): boolean {
  if (ts.isFunctionDeclaration(node) || ts.isMethodDeclaration(node)) return false
  const outer = rewrap(node)
  return ts.isCallExpression(outer.parent) && outer.parent.expression === outer
}

/** A name with its parameters blanked out: two names of the same shape are computed in the same way. */
export function shapeOf(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return String(value.value)
    case 'parameter':
      return '\u0002'
    case 'text':
      return value.parts.map((part) => (typeof part === 'string' ? part : shapeOf(part))).join('')
    case 'environment':
      return `env:${value.key}`
    case 'lookup':
      return `[${shapeOf(value.key)}]`
    case 'one-of':
      return value.values.map(shapeOf).join('|')
    case 'fallback':
      return `${shapeOf(value.first)}||${shapeOf(value.second)}`
    default:
      return value.kind
  }
}
