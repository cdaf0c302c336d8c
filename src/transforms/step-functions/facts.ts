import type { Expression, JsonType, MethodName } from './expression'

const NUMBERS = new Set<MethodName>(['floor', 'ceil', 'abs', 'max', 'min', 'number'])
const LISTS = new Set<MethodName>(['map', 'filter', 'slice', 'concat', 'keys', 'values', 'entries', 'split'])
const TESTS = new Set<MethodName>(['some', 'every', 'includes', 'startsWith', 'endsWith'])
const TEXTS = new Set<MethodName>(['join', 'toUpperCase', 'toLowerCase', 'stringify'])

/** Whether a value is never `undefined`. */
export function isDefined(expression: Expression, isWholeInput = false): boolean {
  const is = (inner: Expression) => isDefined(inner, isWholeInput)
  switch (expression.kind) {
    case 'variable':
      return expression.path.length === 0
    case 'input':
      return isWholeInput && expression.path.length === 1
    case 'local':
      return expression.isDefined
    case 'undefined':
    case 'member':
      return false
    case 'element':
      return false
    case 'conditional':
      return is(expression.whenTrue) && is(expression.whenFalse)
    case 'logical':
      return is(expression.right) && (expression.operator !== 'and' || is(expression.left))
    case 'default':
      return is(expression.otherwise)
    case 'method':
      if (expression.name === 'reduce')
        return expression.arguments.every(is) && !!expression.callback && is(expression.callback.body)
      if (expression.name === 'length') return ['array', 'string'].includes(typeOf(expression.subject) ?? '')
      if (expression.name === 'stringify') return is(expression.subject)
      return !['find', 'at'].includes(expression.name)
    default:
      return true
  }
}

/** The type of a value, where it is known and the value is never `undefined`. */
export function typeOf(expression: Expression): JsonType | undefined {
  switch (expression.kind) {
    case 'literal':
      return literalType(expression.value)
    case 'variable':
      return expression.path.length === 0 ? expression.known?.type : undefined
    case 'local':
      return expression.type
    case 'object':
    case 'merged':
    case 'without':
      return 'object'
    case 'array':
      return 'array'
    case 'not':
    case 'equals':
    case 'nullish':
    case 'absent':
    case 'same':
    case 'loose':
    case 'compare':
    case 'isArray':
      return 'boolean'
    case 'text':
    case 'typeof':
      return 'string'
    case 'state':
      if (expression.part === 'item') return undefined
      return expression.part === 'index' ? 'number' : expression.part === 'cause' ? 'string' : 'object'
    case 'random':
      return 'number'
    case 'arithmetic':
      return arithmeticType(expression.operator, expression.left, expression.right)
    case 'conditional':
      return common(expression.whenTrue, expression.whenFalse)
    case 'logical':
      return common(expression.left, expression.right)
    case 'default':
      return undefined
    case 'method':
      return methodType(expression.name, expression.subject)
    default:
      return undefined
  }
}

function methodType(name: MethodName, subject: Expression): JsonType | undefined {
  if (NUMBERS.has(name)) return 'number'
  if (LISTS.has(name) && (name !== 'slice' || typeOf(subject) === 'array')) return 'array'
  if (TESTS.has(name)) return 'boolean'
  if (name === 'length') return ['array', 'string'].includes(typeOf(subject) ?? '') ? 'number' : undefined
  if (name === 'stringify') return isDefined(subject) ? 'string' : undefined
  return TEXTS.has(name) ? 'string' : undefined
}

function arithmeticType(operator: string, left: Expression, right: Expression): JsonType | undefined {
  if (operator !== '+') return 'number'
  const types = [typeOf(left), typeOf(right)]
  if (types.includes('string')) return 'string'
  return types.every((type) => type === 'number') ? 'number' : undefined
}

function common(one: Expression, other: Expression): JsonType | undefined {
  const type = typeOf(one)
  return type === typeOf(other) ? type : undefined
}

function literalType(value: string | number | boolean | null): JsonType {
  return value === null ? 'null' : (typeof value as 'string' | 'number' | 'boolean')
}

/** What a number may be at least for its text to have more digits than JSONata writes. */
const LARGE = 1e15

/** How much a counter may be changed at once: it stays small in all the rounds that an execution can have. */
const STRIDE = 1e6

/**
 * Whether a number is whole, and has no more digits than JSONata writes: a literal, a length, a position, or what counts
 * from there.
 */
export function isWhole(expression: Expression): boolean {
  switch (expression.kind) {
    case 'literal':
      return isWholeBelow(expression.value, LARGE)
    case 'variable':
      return expression.path.length === 0 && expression.known?.isWhole === true
    case 'local':
      return expression.type === 'number'
    case 'state':
      return expression.part === 'index'
    case 'method':
      // an object may have a member of that name, or none
      return expression.name === 'length' && typeOf(expression) === 'number'
    case 'arithmetic': {
      const { operator, left, right } = expression
      if (operator !== '+' && operator !== '-') return false
      return (isWhole(left) && isStride(right)) || (isStride(left) && isWhole(right))
    }
    default:
      return false
  }
}

function isStride(expression: Expression): boolean {
  return expression.kind === 'literal'
    ? isWholeBelow(expression.value, STRIDE)
    : expression.kind === 'method' && isWhole(expression)
}

function isWholeBelow(value: unknown, bound: number): boolean {
  return typeof value === 'number' && Number.isInteger(value) && Math.abs(value) < bound
}

/** Whether an object in a value may have had a member with the value `undefined`: with JSON, it is gone. */
export function hasGaps(expression: Expression): boolean {
  return someOf(expression, (part) => {
    if (part.kind === 'object') return part.properties.some(({ value }) => !isDefined(value))
    if (part.kind === 'merged') return part.parts.some(({ kind, value }) => kind === 'property' && !isDefined(value))
    return part.kind === 'variable' && part.known?.hasGaps === true
  })
}

/** Whether a value is good for JSON only: an `undefined` in it has become `null`. */
export function isForJson(expression: Expression): boolean {
  return someOf(expression, (part) => part.kind === 'variable' && part.known?.isForJson === true)
}

/** Whether a value may be another one later. */
export function isMutable(expression: Expression): boolean {
  return someOf(expression, (part) => part.kind === 'variable' && part.known?.isMutable === true)
}

/** Whether an expression, or one that it is made of, passes a test. */
export function someOf(expression: Expression, test: (part: Expression) => boolean): boolean {
  return test(expression) || partsOf(expression).some((part) => someOf(part, test))
}

/** The expressions that an expression is made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.kind) {
    case 'member':
    case 'without':
      return [expression.object]
    case 'element':
      return [expression.object, expression.index]
    case 'object':
      return expression.properties.map(({ value }) => value)
    case 'merged':
      return expression.parts.flatMap((part) =>
        part.kind === 'property' && typeof part.name !== 'string' ? [part.name, part.value] : [part.value],
      )
    case 'array':
      return expression.items.map(({ value }) => value)
    case 'not':
    case 'nullish':
    case 'absent':
    case 'typeof':
    case 'isArray':
      return [expression.operand]
    case 'equals':
    case 'loose':
      return [expression.left]
    case 'same':
    case 'compare':
    case 'arithmetic':
    case 'logical':
      return [expression.left, expression.right]
    case 'text':
      return expression.parts
    case 'default':
      return [expression.value, expression.otherwise]
    case 'method':
      return [expression.subject, ...expression.arguments, ...(expression.callback ? [expression.callback.body] : [])]
    case 'conditional':
      return [expression.condition, expression.whenTrue, expression.whenFalse]
    default:
      return []
  }
}

/** Whether an expression is made of literals alone. */
export function isConstant(expression: Expression): boolean {
  return (
    expression.kind === 'literal' ||
    (expression.kind === 'object' && expression.properties.every(({ value }) => isConstant(value)))
  )
}

/** A member of an object that is made of literals alone. */
export function constantMember(object: Expression, name: string): Expression | undefined {
  if (object.kind !== 'object' || !isConstant(object)) return undefined
  return object.properties.find((property) => property.name === name)?.value ?? { kind: 'undefined' }
}
