import { ts } from 'ts-morph'
import { isExportsObject } from '../syntax/exports'
import type { SourceModule } from '../syntax/module'
import { accessedName, isAccess, isFunctionNode, rewrap, unwrap } from '../syntax/nodes'
import { elementsFor } from './effects/callbacks'
import { isList, isListOfMade, isPrimitive, isText, isTextList } from './lists'
import { isImport, isLocalFunction } from './names'
import { isNeverNullish } from './nullish'
import { ELEMENT_CALLBACKS } from './tables/methods'
import { words } from './tables/words'

/** Whether a call cannot fail, whatever the values in its arguments are. */
type Rule = (call: Call) => boolean

interface Call {
  readonly module: SourceModule
  readonly args: readonly ts.Expression[]
  /** What a method is called on. */
  readonly target?: ts.Expression
}

/**
 * Whether a global function or class may throw for what it is given: `Object.keys(event.attributes)` does for nothing, `new
 * Set(event.tags)` for a number. What is not listed cannot fail for primitives, and may for anything else. Source: what
 * ECMA-262 and Node do; `test/failing-calls.test.ts` runs them.
 */
export function mayFailToCall(module: SourceModule, node: ts.Node): boolean {
  if (!ts.isCallExpression(node) && !ts.isNewExpression(node)) return false
  const callee = unwrap(node.expression)
  const call = { module, args: node.arguments ?? [] }
  if (ts.isIdentifier(callee)) {
    const known = ts.isNewExpression(node) ? CONSTRUCTORS : FUNCTIONS
    return !module.bindings.of(callee) && !ruleFor(known, callee.text)(call)
  }
  if (ts.isNewExpression(node) || !isAccess(callee)) return false
  const target = unwrap(callee.expression)
  const name = accessedName(callee)
  const isGlobal = ts.isIdentifier(target) && !module.bindings.of(target) && target.text !== 'console'
  return isGlobal && name !== undefined && !isExportsObject(target) && !ruleFor(STATICS, `${target.text}.${name}`)(call)
}

/** The same for a built-in method: a list without the function that it needs, a text that is padded without end. */
export function mayFailToCallMethod(module: SourceModule, node: ts.CallExpression, name: string): boolean {
  const callee = unwrap(node.expression)
  const rule = ELEMENT_CALLBACKS.has(name) ? callback : ruleFor(METHODS, name)
  return !rule({ module, args: node.arguments, ...(isAccess(callee) && { target: unwrap(callee.expression) }) })
}

/**
 * Whether a function may fail to take its parameters apart, as `({ sku }) => …` does for null.
 * @param args What it is called with, where that is known; else `node` may be given to a method that calls it.
 */
export function mayFailToTakeArguments(
  module: SourceModule,
  node: ts.Node,
  callee: ts.Node,
  args: readonly ts.Expression[] | undefined,
): boolean {
  if (!ts.isFunctionLike(callee)) return false
  return callee.parameters.some(({ name, initializer }, index) => {
    if (ts.isIdentifier(name)) return false
    const isPairs = ts.isArrayBindingPattern(name)
    const arg = args?.[index]
    if (args?.slice(0, index + 1).some(ts.isSpreadElement)) return true
    if (args) return arg ? !(isPairs ? isList(module, arg) : isNeverNullish(module, unwrap(arg))) : !initializer
    const { parent } = rewrap(node as ts.Expression)
    const handed = ts.isCallExpression(parent) ? elementsFor(parent, node as ts.Expression, index) : undefined
    return !handed || !isListOfMade(module, handed.list, isPairs)
  })
}

const always: Rule = () => true
const never: Rule = () => false
const primitives: Rule = ({ module, args }) => args.every((arg) => isPrimitive(module, arg))
const literals: Rule = ({ args }) => args.every(isLiteral)
const none: Rule = ({ args }) => args.length === 0
const made: Rule = ({ module, args: [first] }) => first !== undefined && isNeverNullish(module, unwrap(first))
const list: Rule = ({ module, args: [first] }) => first !== undefined && isList(module, first)
const text: Rule = ({ module, args: [first, ...others] }) =>
  first !== undefined && isText(module, first) && others.every(isLiteral)

function isLiteral(node: ts.Expression): boolean {
  const inner = unwrap(node)
  if (ts.isObjectLiteralExpression(inner))
    return inner.properties.every((property) => ts.isPropertyAssignment(property) && isLiteral(property.initializer))
  return ts.isStringLiteralLike(inner) || ts.isNumericLiteral(inner) || (ts.isIdentifier(inner) && isUndefined(inner))
}

function isUndefined({ text: name }: ts.Identifier): boolean {
  return name === 'undefined'
}

/** `Array(3)`, `Array(a, b)`: one number must be a length. */
const lengthOrElements: Rule = ({ args }) => args.length !== 1 || args.every(isLiteral)

const skipping =
  (count: number, rule: Rule): Rule =>
  (call) =>
    rule({ ...call, args: call.args.slice(count) })

const first: (rule: Rule) => Rule = (rule) => (call) => rule({ ...call, args: call.args.slice(0, 1) })

/** A function that takes what it is given. */
const callback: Rule = ({ module, args, target }) => {
  const [fn] = args
  if (!fn) return false
  const node = unwrap(fn)
  if (isFunctionNode(node)) return true
  if (isAccess(node)) return /^(Array\.isArray|Number\.is\w+)$/.test(node.getText(module.ast))
  if (!ts.isIdentifier(node)) return false
  const binding = module.bindings.of(node)
  if (!binding) return node.text === 'Boolean' || (/^(String|Number)$/.test(node.text) && isTextListOf(module, target))
  return isLocalFunction(binding) || binding.declarations.some(isImport)
}

function isTextListOf(module: SourceModule, target: ts.Expression | undefined): boolean {
  return target !== undefined && isTextList(module, target)
}

const sorting: Rule = (call) => (call.args.length === 0 ? isTextListOf(call.module, call.target) : callback(call))

/** Texts and patterns. */
const matching: Rule = ({ module, args: [pattern, ...others] }) =>
  pattern !== undefined &&
  (ts.isRegularExpressionLiteral(unwrap(pattern)) || isPrimitive(module, pattern)) &&
  others.every((other) => isFunctionNode(unwrap(other)) || isPrimitive(module, other))

/** Makes an expression of a text. */
const expression: Rule = ({ args }) =>
  args.every((arg) => ts.isRegularExpressionLiteral(unwrap(arg)) || ts.isStringLiteralLike(unwrap(arg)))

/** `replaceAll` and `matchAll` fail for an expression that is not global. */
const globally: Rule = (call) =>
  matching(call) &&
  call.args.every((arg) => !ts.isRegularExpressionLiteral(unwrap(arg)) || /\/[a-z]*g[a-z]*$/.test(arg.getText()))

/** Elements are compared as they are; a position is a number. */
const finding: Rule = (call) => {
  const isOfList = call.target !== undefined && isList(call.module, call.target)
  return isOfList ? skipping(1, primitives)(call) : primitives(call)
}

/** The length is data: a text may get too long. */
const padding: Rule = ({ module, args: [length, ...others] }) =>
  length !== undefined && ts.isNumericLiteral(unwrap(length)) && others.every((other) => isPrimitive(module, other))

type Rules = Readonly<Record<string, Rule>>

function rules(entries: Readonly<Record<string, Rule>>): Rules {
  const named = Object.entries(entries).flatMap(([names, rule]) =>
    [...words(names)].map((name) => [name, rule] as const),
  )
  return Object.fromEntries(named)
}

function ruleFor(known: Rules, name: string): Rule {
  return (Object.hasOwn(known, name) && known[name]) || primitives
}

const FUNCTIONS = rules({
  'Boolean Object require': always,
  Array: lengthOrElements,
  'encodeURIComponent encodeURI decodeURIComponent decodeURI BigInt atob btoa structuredClone': literals,
})

const STATICS = rules({
  'Object.is Object.freeze Object.isFrozen Object.seal Object.preventExtensions Object.create': always,
  'Object.keys Object.values Object.entries Object.getOwnPropertyNames Object.getPrototypeOf Object.assign': made,
  'Object.defineProperty Object.defineProperties Object.setPrototypeOf': made,
  'Object.hasOwn': (call) => made(call) && skipping(1, primitives)(call),
  'Object.fromEntries': ({ module, args: [entries] }) => entries !== undefined && isListOfMade(module, entries, true),
  'Object.groupBy Map.groupBy Promise.any Promise.reject String.raw String.fromCodePoint': never,
  'Buffer.concat Buffer.compare crypto.getRandomValues': never,
  'JSON.stringify Array.isArray Array.of Buffer.isBuffer ArrayBuffer.isView Promise.resolve': always,
  'Number.isInteger Number.isFinite Number.isNaN Number.isSafeInteger': always,
  'Array.from': (call) => list(call) && (call.args.length === 1 || skipping(1, callback)(call)),
  'Promise.all Promise.allSettled Promise.race': list,
  'Buffer.from Buffer.byteLength': text,
  'Buffer.alloc': literals,
})

const CONSTRUCTORS = rules({
  'Object Promise': always,
  Array: lengthOrElements,
  Set: ({ module, args: [values] }) => !values || isList(module, values) || isText(module, values),
  Map: ({ module, args: [entries] }) => !entries || isListOfMade(module, entries, true),
  'Error TypeError RangeError SyntaxError EvalError ReferenceError URIError': first(primitives),
  'AggregateError WeakMap WeakSet URLSearchParams': never,
  TextEncoder: none,
  'TextDecoder ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array': literals,
  'Uint32Array Float32Array Float64Array BigInt64Array BigUint64Array': literals,
})

const METHODS = rules({
  'then catch finally push unshift pop shift reverse clear delete has get getAll set add append next': always,
  'sort toSorted': sorting,
  'reduceRight with union intersection difference symmetricDifference isSubsetOf isSupersetOf isDisjointFrom': never,
  'includes indexOf lastIndexOf': finding,
  concat: (call) => (call.target !== undefined && isList(call.module, call.target)) || primitives(call),
  fill: skipping(1, primitives),
  'splice toSpliced': ({ module, args }) => args.slice(0, 2).every((arg) => isPrimitive(module, arg)),
  'split replace': matching,
  'replaceAll matchAll': globally,
  'match search': expression,
  'padStart padEnd': padding,
  'flat toFixed toPrecision toExponential toString': literals,
  localeCompare: (call) => first(primitives)(call) && skipping(1, literals)(call),
  'toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase': literals,
})
