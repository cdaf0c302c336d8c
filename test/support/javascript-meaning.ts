import type { Expression, MethodName } from '../../src/transforms/step-functions/expression'

/** Values of what an expression can refer to. */
export interface Scope {
  readonly variables: Readonly<Record<string, unknown>>
  readonly input: unknown
}

/**
 * What an expression of a workflow is in JavaScript; members of what is no object are absent, as the plan waives.
 * @throws Waived
 */
export function meaning(node: Expression, scope: Scope): unknown {
  const of = (inner: Expression) => meaning(inner, scope)
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'undefined':
      return undefined
    case 'variable':
      return memberOf(scope.variables[node.name], node.path)
    case 'local':
      return scope.variables[node.name]
    case 'input':
      return memberOf(scope.input, node.path.slice(1))
    case 'member':
      return memberOf(of(node.object), [node.name])
    case 'element':
      return element(of(node.object), of(node.index))
    case 'not':
      return !of(node.operand)
    case 'equals':
      return (of(node.left) === node.right) !== node.negated
    case 'same':
      return (of(node.left) === of(node.right)) !== node.negated
    case 'loose':
      // biome-ignore lint/suspicious/noDoubleEquals: it is what is meant
      return (of(node.left) == node.right) !== node.negated
    case 'nullish':
      return (of(node.operand) == null) !== node.negated
    case 'absent':
      return (of(node.operand) === undefined) !== node.negated
    case 'logical': {
      const left = of(node.left)
      if (node.operator === 'nullish') return left ?? of(node.right)
      return node.operator === 'and' ? left && of(node.right) : left || of(node.right)
    }
    case 'conditional':
      return of(node.condition) ? of(node.whenTrue) : of(node.whenFalse)
    case 'object':
      return Object.fromEntries(node.properties.map(({ name, value }) => [name, of(value)]))
    case 'merged':
      return Object.assign(
        {},
        ...node.parts.map((part) =>
          part.kind === 'spread'
            ? { ...(of(part.value) as object) }
            : { [typeof part.name === 'string' ? part.name : (of(part.name) as string)]: of(part.value) },
        ),
      )
    case 'array':
      return node.items.flatMap(({ value, isSpread }) => (isSpread ? [...(of(value) as unknown[])] : [of(value)]))
    case 'compare':
      return operators[node.operator](of(node.left) as number, of(node.right) as number)
    case 'arithmetic':
      return operators[node.operator](of(node.left) as number, of(node.right) as number)
    case 'text':
      return node.parts.map((part) => String(of(part))).join('')
    case 'typeof':
      return typeof of(node.operand)
    case 'isArray':
      return Array.isArray(of(node.operand))
    case 'default': {
      const value = of(node.value)
      return value === undefined ? of(node.otherwise) : value
    }
    case 'without': {
      const rest = { ...(of(node.object) as Record<string, unknown>) }
      for (const name of node.names) delete rest[name]
      return rest
    }
    case 'method':
      return method(node, scope)
    case 'random':
    case 'state':
      throw new Error('There is no state here.')
  }
}

const operators = {
  '<': (one: number, other: number) => one < other,
  '<=': (one: number, other: number) => one <= other,
  '>': (one: number, other: number) => one > other,
  '>=': (one: number, other: number) => one >= other,
  '+': (one: number, other: number) => one + other,
  '-': (one: number, other: number) => one - other,
  '*': (one: number, other: number) => one * other,
  '/': (one: number, other: number) => one / other,
  '%': (one: number, other: number) => one % other,
  '**': (one: number, other: number) => one ** other,
}

function method(node: Extract<Expression, { kind: 'method' }>, scope: Scope): unknown {
  const subject = meaning(node.subject, scope)
  const values = node.arguments.map((argument) => meaning(argument, scope))
  const { callback } = node
  const call = (...given: unknown[]) => {
    const locals = Object.fromEntries((callback?.parameters ?? []).map((name, index) => [name, given[index]]))
    return callback && meaning(callback.body, { ...scope, variables: { ...scope.variables, ...locals } })
  }
  const own: Partial<Record<MethodName, (value: never) => unknown>> = {
    keys: (value: object) => Object.keys(value),
    values: (value: object) => Object.values(value),
    entries: (value: object) => Object.entries(value),
    floor: Math.floor,
    ceil: Math.ceil,
    abs: Math.abs,
    number: Number,
    stringify: (value: unknown) => JSON.stringify(value, null, values[0] as number | undefined),
    parse: (value: string) => JSON.parse(value),
    length: (value: { length: unknown } | null) => value?.length,
  }
  const fn = own[node.name]
  if (fn) return fn(subject as never)
  if (node.name === 'max' || node.name === 'min') return Math[node.name](...(values as number[]))
  const object = subject as Record<string, ((...given: unknown[]) => unknown) | undefined>
  const found = object[node.name]
  if (typeof found !== 'function') throw new TypeError(`${node.name} is not a function`)
  return callback ? found.call(subject, call, ...values) : found.apply(subject, values)
}

function element(object: unknown, index: unknown): unknown {
  if (object === null || object === undefined) return undefined
  return Object.hasOwn(Object(object), String(index)) ? (object as Record<string, unknown>)[String(index)] : undefined
}

/** A member of a list is read: the plan waives that it gives those of its items. */
export class Waived extends Error {}

function memberOf(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>((inner, name) => {
    if (Array.isArray(inner)) throw new Waived()
    return isPlainObject(inner) && Object.hasOwn(inner, name) ? inner[name] : undefined
  }, value)
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
