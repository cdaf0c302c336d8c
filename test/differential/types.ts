import type { Random } from './random'

/** The types of events and results: values are made of them, and expressions by them. */
export type Type =
  | { readonly kind: 'number' | 'string' | 'boolean' }
  | { readonly kind: 'array'; readonly of: Type }
  | { readonly kind: 'object'; readonly name: string; readonly fields: Readonly<Record<string, Field>> }

export interface Field {
  readonly type: Type
  readonly isOptional?: true
  readonly isNullable?: true
}

export const NUMBER: Type = { kind: 'number' }
export const STRING: Type = { kind: 'string' }
export const BOOLEAN: Type = { kind: 'boolean' }
/** What is only handed on, or looked at as anything. */
export const ANY: Type = { kind: 'object', name: 'any', fields: {} }
const list = (of: Type): Type => ({ kind: 'array', of })

export const ITEM: Type = {
  kind: 'object',
  name: 'Item',
  fields: {
    sku: { type: STRING },
    qty: { type: NUMBER },
    price: { type: NUMBER, isOptional: true },
    tag: { type: STRING, isNullable: true },
  },
}

const NEXT: Type = {
  kind: 'object',
  name: 'Next',
  fields: { id: { type: STRING }, retry: { type: BOOLEAN } },
}

/** What every callee gives. */
export const RESULT: Type = {
  kind: 'object',
  name: 'Result',
  fields: {
    ok: { type: BOOLEAN },
    amount: { type: NUMBER },
    code: { type: STRING },
    note: { type: STRING, isOptional: true, isNullable: true },
    items: { type: list(ITEM) },
    scores: { type: list(NUMBER) },
    following: { type: NEXT, isOptional: true },
  },
}

const CUSTOMER: Type = {
  kind: 'object',
  name: 'Customer',
  fields: { name: { type: STRING }, email: { type: STRING, isOptional: true }, level: { type: NUMBER } },
}

export const EVENT: Type = {
  kind: 'object',
  name: 'Order',
  fields: {
    id: { type: STRING },
    count: { type: NUMBER },
    flag: { type: BOOLEAN },
    limit: { type: NUMBER, isNullable: true },
    note: { type: STRING, isOptional: true },
    tags: { type: list(STRING) },
    items: { type: list(ITEM) },
    customer: { type: CUSTOMER },
  },
}

/** What the function that waits for others itself is given. */
export const PART: Type = {
  kind: 'object',
  name: 'Part',
  fields: { id: { type: STRING }, count: { type: NUMBER }, flag: { type: BOOLEAN }, items: { type: list(ITEM) } },
}

/** The type of a member. */
export function fieldOf(type: Type, name: string): Type {
  const field = type.kind === 'object' ? type.fields[name] : undefined
  if (!field) throw new Error(`There is no member ${name}.`)
  return field.type
}

export function typeText(type: Type): string {
  if (type.kind === 'array') return `${typeText(type.of)}[]`
  return type.kind === 'object' ? type.name : type.kind
}

/** The declarations of all types, as TypeScript. */
export const DECLARATIONS: string = [ITEM, NEXT, RESULT, CUSTOMER, EVENT, PART]
  .flatMap((type) => (type.kind === 'object' ? [declaration(type)] : []))
  .join('\n')

function declaration({ name, fields }: Extract<Type, { kind: 'object' }>): string {
  const members = Object.entries(fields).map(
    ([key, { type, isOptional, isNullable }]) =>
      `${key}${isOptional ? '?' : ''}: ${typeText(type)}${isNullable ? ' | null' : ''}`,
  )
  return `interface ${name} { ${members.join('; ')} }`
}

/** Values that a program compares with: those beside them are where it decides otherwise. */
export interface Literals {
  readonly numbers: readonly number[]
  readonly strings: readonly string[]
}

const NUMBERS = [0, 1, 2, -1, 3, 10, 0.5, 100, 2.5, -0.5, 0.1, 0.30000000000000004, 1e21, 1e-7, 9007199254740991]
const STRINGS = [
  '',
  'a',
  'b',
  '10',
  '0',
  "it's",
  'A b',
  ' x ',
  'true',
  '${x}',
  '😀',
  'ü',
  'a,b',
  '{"a":1}',
  '"',
  '\n',
  '\\',
]

/** A value of a type, most often one that a program decides by. */
export function randomValue(type: Type, literals: Literals, random: Random): unknown {
  const own = random.chance(0.6)
  switch (type.kind) {
    case 'boolean':
      return random.chance(0.5)
    case 'number':
      if (own && literals.numbers.length > 0) return random.pick(literals.numbers) + random.pick([-1, 0, 0, 1])
      return random.pick(random.chance(0.8) ? NUMBERS.slice(0, 8) : NUMBERS)
    case 'string':
      if (own && literals.strings.length > 0) return random.pick(literals.strings)
      return random.pick(random.chance(0.6) ? STRINGS.slice(0, 5) : STRINGS)
    case 'array':
      return Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => randomValue(type.of, literals, random))
    case 'object':
      return Object.fromEntries(
        Object.entries(type.fields).flatMap(([key, field]) => {
          if (field.isOptional && random.chance(0.4)) return []
          const isNull = field.isNullable && random.chance(0.4)
          return [[key, isNull ? null : randomValue(field.type, literals, random)]]
        }),
      )
  }
}
