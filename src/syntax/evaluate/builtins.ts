import { type ExternalValue, isStringLike, literal, type ObjectValue, text, type Value } from './value'

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
  const name = callee.path.at(-1)
  const [first] = args
  if (name !== undefined && IDENTITY_CALLS.has(name) && first) return first
  if (isGlobal(callee, 'Object', 'assign')) return assign(args)
  return undefined
}

function callMethod(target: Value, method: string, args: readonly Value[]): Value | undefined {
  const [first] = args
  // an instrumented client made by an instance: `tracer.captureAWSv3Client(client)`
  if (target.kind === 'instance' && IDENTITY_CALLS.has(method) && first) return first
  if (method === 'toString' || method === 'valueOf' || method === 'trim')
    return isStringLike(target) ? target : undefined
  if (method === 'concat' && isStringLike(target)) return text([target, ...args])
  if (method === 'join' && target.kind === 'array' && !target.open) return join(target.elements, first)
  if (target.kind === 'literal' && typeof target.value === 'string') return callOnString(target.value, method, args)
  return undefined
}

function callOnString(value: string, method: string, args: readonly Value[]): Value | undefined {
  if (method === 'toLowerCase') return literal(value.toLowerCase())
  if (method === 'toUpperCase') return literal(value.toUpperCase())
  const plain = args.map((argument) => (argument.kind === 'literal' ? argument.value : undefined))
  const [from, to] = plain
  if (method === 'replace' && typeof from === 'string' && typeof to === 'string')
    return literal(value.replace(from, to))
  if (method === 'split' && typeof from === 'string') {
    return { kind: 'array', elements: value.split(from).map(literal), open: false }
  }
  return undefined
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
