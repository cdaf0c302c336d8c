import { callPath } from './files'
import {
  type ExternalValue,
  type FunctionValue,
  isStringLike,
  literal,
  type ObjectValue,
  text,
  type Value,
} from './value'

/** Calls of packages that give their first argument back, instrumented: X-Ray and Powertools capture. */
const IDENTITY_CALLS = new Set([
  'captureAWS',
  'captureAWSClient',
  'captureAWSv3Client',
  'captureHTTPs',
  'freeze',
  'seal',
  'String',
  'promisifyAll',
])

const PATH_MODULE = /^(node:)?path(\/posix)?$/

/** Calls of packages that give a function back which does what their first argument does. */
const SAME_FUNCTION = new Set(['promisify', 'wrap', 'coroutine', 'memoize', 'memoizee', 'once', 'throttle', 'debounce'])

/**
 * What calls of built-ins and of a few well-known packages return; `undefined` where nothing is known.
 * `target` and `method` are set for calls of the form `target.method(…)`.
 */
export function callBuiltin(
  callee: Value,
  target: Value | undefined,
  method: string | undefined,
  args: readonly Value[],
): Value | undefined {
  if (target && method !== undefined) {
    const result = callMethod(target, method, args)
    if (result) return result
  }
  if (callee.kind !== 'external') return undefined
  const name = callee.path.at(-1) ?? callee.module
  const [first] = args
  if (name !== undefined && IDENTITY_CALLS.has(name) && first) return first
  if (name !== undefined && SAME_FUNCTION.has(name) && first && isCallable(first)) return first
  if (PATH_MODULE.test(callee.module) && name !== undefined) return callPath(name, args)
  if (isGlobal(callee, 'Object', 'assign')) return assign(args)
  if (isGlobal(callee, 'Object', 'values') && first?.kind === 'object') {
    return { kind: 'array', elements: [...first.properties.values()], open: first.open }
  }
  if (isGlobal(callee, 'Object', 'keys') && first?.kind === 'object') {
    return { kind: 'array', elements: [...first.properties.keys()].map(literal), open: first.open }
  }
  return undefined
}

/** Whether anything is known of what a function of a package or of the language returns. */
export function isKnownCall({ module, path }: ExternalValue): boolean {
  const name = path.at(-1) ?? module
  return (
    name === 'bind' ||
    IDENTITY_CALLS.has(name) ||
    SAME_FUNCTION.has(name) ||
    PATH_MODULE.test(module) ||
    (module === '' && path[0] === 'Object')
  )
}

function isCallable(value: Value): boolean {
  return value.kind === 'function' || value.kind === 'external'
}

/** Methods of lists whose result holds elements of the list, though perhaps not all. */
const SAME_ELEMENTS = new Set(['filter', 'slice', 'sort', 'reverse', 'flat', 'concat'])

function callMethod(target: Value, method: string, args: readonly Value[]): Value | undefined {
  const [first] = args
  // an instrumented client made by an instance: `tracer.captureAWSv3Client(client)`
  if (target.kind === 'instance' && IDENTITY_CALLS.has(method) && first) return first
  // `lambda.invoke.bind(lambda)`, `send.bind(null, client)`
  if (method === 'bind') return bind(target, args)
  if (method === 'toString' || method === 'valueOf' || method === 'trim')
    return isStringLike(target) || target.kind === 'lookup' ? target : undefined
  if (method === 'concat' && isStringLike(target)) return text([target, ...args])
  if (method === 'join' && target.kind === 'array' && !target.open) return join(target.elements, first)
  if (target.kind === 'array' && SAME_ELEMENTS.has(method)) {
    const more = method === 'concat' ? args : []
    const added = more.flatMap((value) => (value.kind === 'array' ? value.elements : [value]))
    return { kind: 'array', elements: [...target.elements, ...added], open: true }
  }
  if (target.kind === 'literal' && typeof target.value === 'string') return callOnString(target.value, method, args)
  return undefined
}

function bind(target: Value, [, ...fixed]: readonly Value[]): Value | undefined {
  if (target.kind === 'external') return fixed.length === 0 ? target : undefined
  if (target.kind !== 'function') return undefined
  return { ...target, bound: [...(target.bound ?? []), ...fixed] } satisfies FunctionValue
}

function callOnString(value: string, method: string, args: readonly Value[]): Value | undefined {
  if (method === 'toLowerCase') return literal(value.toLowerCase())
  if (method === 'toUpperCase') return literal(value.toUpperCase())
  const plain = args.map((argument) => (argument.kind === 'literal' ? argument.value : undefined))
  const [from, to] = plain
  if (method === 'replace' && typeof to === 'string') return replaced(value, args[0], to)
  if ((method === 'substring' || method === 'slice') && typeof from === 'number') {
    return to === undefined || typeof to === 'number' ? literal(value[method](from, to)) : undefined
  }
  if (method === 'split' && typeof from === 'string') {
    return { kind: 'array', elements: value.split(from).map(literal), open: false }
  }
  return undefined
}

/** A pattern is only matched against short texts: it may be one that takes for ever. */
const MAX_MATCHED = 200

function replaced(value: string, pattern: Value | undefined, to: string): Value | undefined {
  if (pattern?.kind === 'literal' && typeof pattern.value === 'string') return literal(value.replace(pattern.value, to))
  const match = pattern?.kind === 'unknown' ? /^\/((?:\\.|[^*+{(])+)\/([a-z]*)$/.exec(pattern.what) : undefined
  if (!match?.[1] || value.length > MAX_MATCHED) return undefined
  try {
    return literal(value.replace(new RegExp(match[1], match[2]), to))
  } catch {
    return undefined
  }
}

function join(elements: readonly Value[], separator: Value | undefined): Value {
  const between = separator ?? literal(',')
  return text(elements.flatMap((element, index) => (index === 0 ? [element] : [between, element])))
}

function assign(args: readonly Value[]): Value {
  const properties = new Map<string, Value>()
  let open = false
  for (const argument of args) {
    if (argument.kind !== 'object') {
      open ||= argument.kind !== 'literal'
      continue
    }
    for (const [name, value] of argument.properties) properties.set(name, value)
    open ||= argument.open
  }
  return { kind: 'object', properties, open } satisfies ObjectValue
}

function isGlobal(value: ExternalValue, ...path: readonly string[]): boolean {
  return (
    value.module === '' && value.path.length === path.length && path.every((name, index) => value.path[index] === name)
  )
}
