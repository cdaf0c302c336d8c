import { ts } from 'ts-morph'
import { accessedName, isAccess, isFunctionNode, unwrap } from '../../syntax/nodes'
import type { Callback, Expression, MethodName } from './expression'
import { hasGaps, isDefined } from './facts'
import { refusedText } from './http-texts'
import { readExpression } from './read-expression'
import { power } from './read-operators'
import { readPattern } from './read-patterns'
import {
  declarationOf,
  isGlobal,
  type Position,
  placeText,
  type ReadScope,
  shortText,
  UNREADABLE,
  unreadable,
} from './read-scope'

/** Methods of values, how many arguments they take, and which of these must be literals. */
const METHODS = new Map<string, { least: number; most: number; literal?: 'number' | 'string' }>([
  ['at', { least: 1, most: 1, literal: 'number' }],
  ['concat', { least: 1, most: 9 }],
  ['endsWith', { least: 1, most: 1, literal: 'string' }],
  ['includes', { least: 1, most: 1 }],
  ['join', { least: 0, most: 1, literal: 'string' }],
  ['slice', { least: 0, most: 2, literal: 'number' }],
  ['split', { least: 1, most: 1, literal: 'string' }],
  ['startsWith', { least: 1, most: 1, literal: 'string' }],
  ['toLowerCase', { least: 0, most: 0 }],
  ['toUpperCase', { least: 0, most: 0 }],
])

/** Methods that call a function for each item, and how many parameters it may look at. */
const CALLING = new Map<string, number>([
  ['every', 2],
  ['filter', 2],
  ['find', 2],
  ['map', 2],
  ['reduce', 3],
  ['some', 2],
])

/** Functions of the language, by the object that has them. */
const FUNCTIONS: Readonly<Record<string, readonly string[]>> = {
  Object: ['keys', 'values', 'entries'],
  Math: ['floor', 'ceil', 'abs', 'max', 'min', 'pow'],
  JSON: ['stringify', 'parse'],
}

/** Reads a call of a method or function of the language. */
export function readMethod(scope: ReadScope, node: ts.CallExpression, position: Position): Expression {
  const callee = unwrap(node.expression)
  if (node.arguments.some(ts.isSpreadElement))
    return unreadable(scope, node, `"${shortText(node)}" spreads its arguments`)
  if (ts.isIdentifier(callee)) return conversion(scope, node, callee)
  const name = isAccess(callee) ? accessedName(callee) : undefined
  if (!isAccess(callee) || name === undefined) return unknown(scope, node)
  const owner = unwrap(callee.expression)
  if (isGlobal(scope, owner) && owner.text in FUNCTIONS) return ofLanguage(scope, node, owner.text, name)
  if (isGlobal(scope, owner, 'Array') && name === 'isArray' && node.arguments[0])
    return { kind: 'isArray', operand: readExpression(scope, node.arguments[0], 'looked-at') }
  if (name === 'toString' && node.arguments.length === 0)
    return { kind: 'text', parts: [readExpression(scope, callee.expression, 'looked-at')], at: placeText(scope, node) }
  const call = CALLING.has(name)
    ? iteration(scope, node, callee, name, position)
    : plain(scope, node, callee, name, position)
  if (!call || call === UNREADABLE) return call ?? unknown(scope, node)
  if (!callee.questionDotToken || call.kind !== 'method') return call
  const condition: Expression = { kind: 'nullish', operand: call.subject, negated: true }
  return { kind: 'conditional', condition, whenTrue: call, whenFalse: { kind: 'undefined' } }
}

function unknown(scope: ReadScope, node: ts.CallExpression): Expression {
  return unreadable(scope, node, `"${shortText(node)}" is a call that a state machine cannot make`)
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression

function plain(
  scope: ReadScope,
  node: ts.CallExpression,
  callee: Access,
  name: string,
  position: Position,
): Expression | undefined {
  const known = METHODS.get(name)
  if (!known || node.arguments.length < known.least || node.arguments.length > known.most) return undefined
  const subject = readExpression(scope, callee.expression, 'looked-at')
  const values = node.arguments.map((argument) =>
    readExpression(scope, argument, name === 'concat' ? position : 'looked-at'),
  )
  if ([subject, ...values].includes(UNREADABLE)) return UNREADABLE
  const isLiteral = values.every(
    (value) => !known.literal || (value.kind === 'literal' && isGood(value.value, known.literal, name)),
  )
  if (!isLiteral) return unreadable(scope, node, `"${shortText(node)}" has an exact form only with literals`)
  return {
    kind: 'method',
    name: name as MethodName,
    subject,
    arguments: values,
    isForJson: position === 'json',
    at: placeText(scope, node),
  }
}

function isGood(value: unknown, type: 'number' | 'string', name: string): boolean {
  if (type === 'number') return Number.isInteger(value)
  return typeof value === 'string' && (name !== 'split' || value !== '')
}

/** `list.map((item, index) => …)` and its kin. */
function iteration(
  scope: ReadScope,
  node: ts.CallExpression,
  callee: Access,
  name: string,
  position: Position,
): Expression | undefined {
  const [argument, initial, ...others] = node.arguments
  const isReduction = name === 'reduce'
  if (!argument || others.length > 0 || !!initial !== isReduction) return undefined
  const subject = readExpression(scope, callee.expression, 'looked-at')
  const start = initial && readExpression(scope, initial, 'looked-at')
  const callback = scope.conditionally(() => readCallback(scope, argument, CALLING.get(name) ?? 0, name, position))
  if (!callback || subject === UNREADABLE || start === UNREADABLE) return UNREADABLE
  const values = start ? [start] : []
  if (isReduction && !(start && isDefined(start) && isDefined(callback.body)))
    return unreadable(scope, node, `"${shortText(node)}" may carry "undefined" on`)
  return {
    kind: 'method',
    name: name as MethodName,
    subject,
    arguments: values,
    callback,
    isForJson: position === 'json',
    at: placeText(scope, node),
  }
}

/** A function that only gives a value: `(item) => value`, `Boolean`. */
function readCallback(
  scope: ReadScope,
  argument: ts.Expression,
  most: number,
  name: string,
  position: Position,
): Callback | undefined {
  const fn = unwrap(argument)
  if (isGlobal(scope, fn, 'Boolean')) {
    const item: Expression = { kind: 'local', name: scope.newName('item'), isDefined: true }
    return { parameters: [item.name], body: { kind: 'not', operand: { kind: 'not', operand: item } } }
  }
  const body = isFunctionNode(fn) ? returnedBy(fn.body) : undefined
  if (!isFunctionNode(fn) || !body || fn.parameters.length > most || fn.asteriskToken) {
    scope.obstacle(argument, `"${shortText(argument)}" is no function that only gives a value`)
    return undefined
  }
  const isReduction = name === 'reduce'
  const parameters = fn.parameters.map((parameter, index) => {
    if (parameter.dotDotDotToken || parameter.initializer)
      scope.obstacle(parameter, `"${shortText(parameter)}" is no plain parameter`)
    const isIndex = index === (isReduction ? 2 : 1)
    const own = scope.newName(ts.isIdentifier(parameter.name) ? parameter.name.text : 'item')
    readPattern(scope, parameter.name, {
      kind: 'local',
      name: own,
      isDefined: true,
      ...(isIndex && { type: 'number' }),
    })
    return own
  })
  const value = readExpression(scope, body, name === 'map' ? position : 'looked-at')
  return value === UNREADABLE ? undefined : { parameters, body: value }
}

/** The value of a function whose body is an expression, or only returns one. */
function returnedBy(body: ts.ConciseBody | undefined): ts.Expression | undefined {
  if (!body || !ts.isBlock(body)) return body
  const [only, ...others] = body.statements
  return only && others.length === 0 && ts.isReturnStatement(only) ? only.expression : undefined
}

function valuesOf(scope: ReadScope, node: ts.CallExpression, owner: string, position: Position): Expression[] {
  const values = node.arguments.map((argument) => readExpression(scope, argument, position))
  return owner === 'Math' && refusedText(scope, node, node.arguments) ? [UNREADABLE] : values
}

function ofLanguage(scope: ReadScope, node: ts.CallExpression, owner: string, name: string): Expression {
  if (owner === 'Math' && name === 'random' && scope.mayBeRandom) return { kind: 'random' }
  if (!FUNCTIONS[owner]?.includes(name) || node.arguments.length === 0) return unknown(scope, node)
  const values = valuesOf(scope, node, owner, name === 'stringify' ? 'json' : 'looked-at')
  if (values.includes(UNREADABLE)) return UNREADABLE
  const [subject = UNREADABLE, ...others] = values
  if (name === 'parse' && scope.isCaught?.() && !isOwnJson(subject))
    return unreadable(
      scope,
      node,
      `"${shortText(node)}" may throw into a "catch" or "finally"; a state machine ends there`,
    )
  if (name === 'pow')
    return others[0] && others.length === 1 ? power(scope, node, subject, others[0]) : unknown(scope, node)
  const at = placeText(scope, node)
  const call = (rest: readonly Expression[]): Expression => ({
    kind: 'method',
    name: name as MethodName,
    subject,
    arguments: rest,
    isForJson: false,
    at,
  })
  if (name === 'max' || name === 'min') return call(values)
  if (name === 'stringify') return isSpacing(others) ? call(others.slice(1)) : unknown(scope, node)
  if (others.length > 0) return unknown(scope, node)
  if (owner === 'Object' && hasGaps(subject))
    return unreadable(scope, node, `"${shortText(node)}" counts members that may be undefined`)
  return call([])
}

/** Whether a text is JSON: it is made where it is parsed. */
function isOwnJson(text: Expression): boolean {
  return text.kind === 'method' && text.name === 'stringify' && isDefined(text.subject)
}

/** `JSON.stringify(value, null, 2)`: JSONata indents by two. */
function isSpacing(others: readonly Expression[]): boolean {
  if (others.length === 0) return true
  const [replacer, space] = others
  const isNone = replacer?.kind === 'undefined' || (replacer?.kind === 'literal' && replacer.value === null)
  return isNone && others.length === 2 && space?.kind === 'literal' && space.value === 2
}

/** `String(x)`, `Number(x)`, `Boolean(x)` */
function conversion(scope: ReadScope, node: ts.CallExpression, callee: ts.Identifier): Expression {
  const [argument, ...others] = node.arguments
  if (!argument || others.length > 0 || !isGlobal(scope, callee) || declarationOf(scope, callee))
    return unknown(scope, node)
  const at = placeText(scope, node)
  if (!['String', 'Number', 'Boolean'].includes(callee.text)) return unknown(scope, node)
  const subject = readExpression(scope, argument, 'looked-at')
  if (subject === UNREADABLE) return UNREADABLE
  if (callee.text === 'String') return { kind: 'text', parts: [subject], at }
  if (callee.text === 'Boolean') return { kind: 'not', operand: { kind: 'not', operand: subject } }
  return { kind: 'method', name: 'number', subject, arguments: [], isForJson: false, at }
}
