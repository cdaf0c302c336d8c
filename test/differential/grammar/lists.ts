import type { Type } from '../types'
import type { Builder } from './builder'
import type { Expressions } from './expressions'

/** A list of items of a type. */
export function listOf(
  own: Expressions,
  builder: Builder,
  { of }: Extract<Type, { kind: 'array' }>,
  depth: number,
): string {
  const same = () => own.items(of.kind, (list) => list)
  const isPlain = of.kind !== 'object'
  return builder.oneOf([
    [undefined, () => same() ?? `[] as ${of.kind === 'object' ? of.name : of.kind}[]`],
    ['list literal', () => (isPlain ? `[${own.of(of, depth - 1)}, ${own.of(of, depth - 1)}]` : undefined)],
    ['list literal', () => (isPlain ? `[${own.of(of, depth - 1)}]` : undefined)],
    ['list spread', () => own.items(of.kind, (list) => (isPlain ? `[...${list}, ${own.of(of, 0)}]` : `[...${list}]`))],
    ['slice', () => own.items(of.kind, (list) => `${list}.slice(${builder.random.pick(['1', '0, 2', '-1', '0, 1'])})`)],
    ['concat', () => own.items(of.kind, (list) => `${list}.concat(${same() ?? '[]'})`)],
    ['filter', () => filtered(own, builder, of)],
    ['map', () => mapped(own, of, depth)],
    ['sort and reverse', () => (isPlain ? own.items(of.kind, (list) => sorted(list, builder)) : undefined)],
    ['flat', () => only(of, 'number', () => own.items('object', (list) => `${list}.flatMap((one) => [one.qty, 1])`))],
    ['more of texts', () => only(of, 'string', () => `${own.string(depth - 1)}.split(',')`)],
    ['parse', () => own.items(of.kind, (list) => `JSON.parse(JSON.stringify(${list}))`)],
    [
      'closure',
      () => only(of, 'number', () => own.items('number', (list) => `${list}.map((one) => one + ${own.number(0)})`)),
    ],
    ['keys', () => only(of, 'string', () => own.with('object', ({ text }) => `Object.keys(${text})`))],
  ])
}

/** Lists in lists: literals, and those that are held. */
export function nestedLists(own: Expressions, builder: Builder, depth: number): string {
  const item = () => builder.random.pick([own.number(0), own.string(0), 'null', '[]'])
  const inner = () => (depth > 0 && builder.random.chance(0.3) ? nestedLists(own, builder, depth - 1) : `[${item()}]`)
  const held = () => own.with('array', ({ text }) => text) ?? '[]'
  return builder.random.pick([
    () => '[[]]',
    () => `[${inner()}, ${inner()}]`,
    () => `[${item()}, ${inner()}, [${item()}, ${item()}]]`,
    () => `[${held()}, ${inner()}]`,
    () => `[...${held()}, ${inner()}]`,
    () => `${held()}.concat([${inner()}] as any)`,
    () => `${held()}.map((one: any) => [one, ${inner()}])`,
    () => `${held()}.map(() => [${inner()}])`,
  ])()
}

/** Each item as an object of its own. */
export function mappedToObjects(list: string, own: Expressions, builder: Builder): string {
  return builder.random.pick([
    `${list}.map((one) => ({ ...one, qty: one.qty + 1 }))`,
    `${list}.map(({ sku, qty }) => ({ sku, n: qty, more: ${own.number(0)} }))`,
    `${list}.map((one, at) => ({ at, text: one.tag ?? one.sku }))`,
    `${list}.map((one) => ({ sku: one.sku, price: one.price }))`,
  ])
}

function only(of: Type, kind: Type['kind'], make: () => string | undefined): string | undefined {
  return of.kind === kind ? make() : undefined
}

function sorted(list: string, builder: Builder): string {
  return `[...${list}].${builder.random.pick(['sort()', 'reverse()'])}`
}

function filtered(own: Expressions, builder: Builder, of: Type): string | undefined {
  if (of.kind === 'string') return own.items('string', (list) => `${list}.filter((one) => one !== ${builder.string()})`)
  if (of.kind === 'number') return own.items('number', (list) => `${list}.filter((one) => one > ${builder.number()})`)
  return own.items('object', (list) => `${list}.filter((one) => one.qty >= ${builder.number()})`)
}

function mapped(own: Expressions, of: Type, depth: number): string | undefined {
  if (of.kind === 'string') return own.items('object', (list) => `${list}.map((one) => one.sku)`)
  if (of.kind !== 'number') return undefined
  return depth > 1
    ? own.items('number', (list) => `${list}.map((one, index) => one + index)`)
    : own.items('object', (list) => `${list}.map((one) => one.qty)`)
}
