import { ts } from 'ts-morph'
import { unwrap } from '../../syntax/nodes'
import type { Expression } from './expression'
import { typeOf } from './facts'
import type { WaitStep } from './ir'
import { readExpression } from './read-expression'
import { declarationOf, isGlobal, placeText, type ReadScope, UNREADABLE } from './read-scope'
import type { StatementReader } from './read-statements'

/**
 * `await new Promise((resolve) => setTimeout(resolve, milliseconds))`, or a function of the file that returns that. A
 * state waits for whole seconds: it never waits less.
 */
export function waitOf(reader: StatementReader, expression: ts.Expression): WaitStep | undefined {
  const awaited = unwrap(expression)
  if (!ts.isAwaitExpression(awaited)) return undefined
  const milliseconds = timeIn(reader.scope, unwrap(awaited.expression))
  if (!milliseconds) return undefined
  const read = readExpression({ ...reader.scope, mayBeRandom: true }, milliseconds, 'looked-at')
  if (read === UNREADABLE) return undefined
  const at = placeText(reader.scope, expression)
  const seconds: Expression =
    read.kind === 'literal' && typeof read.value === 'number'
      ? { kind: 'literal', value: Math.max(0, Math.ceil(read.value / 1000)) }
      : wholeSeconds(read, at)
  return { kind: 'wait', seconds, origin: reader.origin(expression) }
}

function wholeSeconds(read: Expression, at: string): Expression {
  const number = (value: number): Expression => ({ kind: 'literal', value })
  const quotient: Expression = { kind: 'arithmetic', operator: '/', left: read, right: number(1000), at }
  const none: readonly Expression[] = []
  const seconds: Expression = { kind: 'method', name: 'ceil', subject: quotient, arguments: none, isForJson: false, at }
  const bounds = [number(0), seconds]
  const first = number(0)
  return typeOf(seconds) === 'number'
    ? { kind: 'method', name: 'max', subject: first, arguments: bounds, isForJson: false, at }
    : seconds
}

function timeIn(scope: ReadScope, node: ts.Expression): ts.Expression | undefined {
  if (ts.isNewExpression(node)) return timerOf(scope, node)
  if (!ts.isCallExpression(node) || !ts.isIdentifier(node.expression)) return undefined
  const [argument, ...others] = node.arguments
  const declaration = declarationOf(scope, node.expression)
  const fn =
    declaration && ts.isVariableDeclaration(declaration) && declaration.initializer
      ? unwrap(declaration.initializer)
      : declaration
  if (!argument || others.length > 0 || !fn) return undefined
  if (!ts.isArrowFunction(fn) && !ts.isFunctionDeclaration(fn)) return undefined
  const [parameter, ...more] = fn.parameters
  const body = fn.body && ts.isBlock(fn.body) ? onlyReturned(fn.body) : fn.body
  const timer = body && ts.isExpression(body) ? unwrap(body) : undefined
  const time = timer && ts.isNewExpression(timer) ? timerOf(scope, timer) : undefined
  const isParameter = time && parameter && ts.isIdentifier(time) && parameter.name.getText() === time.text
  return isParameter && more.length === 0 && !parameter.initializer ? argument : undefined
}

function onlyReturned(body: ts.Block): ts.Expression | undefined {
  const [only, ...others] = body.statements
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}

/** `new Promise((resolve) => setTimeout(resolve, time))` */
function timerOf(scope: ReadScope, node: ts.NewExpression): ts.Expression | undefined {
  const [executor] = node.arguments ?? []
  if (!isGlobal(scope, node.expression, 'Promise') || !executor || !ts.isArrowFunction(executor)) return undefined
  const [resolve] = executor.parameters
  const only = ts.isBlock(executor.body) ? executor.body.statements : undefined
  const [statement] = only ?? []
  const call = only
    ? only.length === 1 && statement && ts.isExpressionStatement(statement) && statement.expression
    : executor.body
  if (!call || !ts.isCallExpression(call as ts.Node) || !resolve) return undefined
  const { expression, arguments: given } = call as ts.CallExpression
  const [callback, time, ...others] = given
  const isTimer = isGlobal(scope, expression, 'setTimeout') && others.length === 0
  return isTimer && callback?.getText() === resolve.name.getText() ? time : undefined
}
