import fc from 'fast-check'
import { expression } from './pure-code'

/** What stands at the top of every callee: harmless, whether it is used or not. */
export const DEFINITIONS: readonly string[] = [
  `const { round } = require('./round')`,
  `const { RATES } = require('./rates')`,
  `const checks = require('./checks')`,
  `const nodePath = require('node:path')`,
  `const nodeCrypto = require('crypto')`,
  `const lodash = require('lodash')`,
  `const days = require('dayjs')`,
  `const { z } = require('zod')`,
  `const { v4: newId } = require('uuid')`,
  'const TABLE = { EUR: 1, USD: 1.1 }',
  `const ALLOWED = new Set(['a', 'b'])`,
  'const FROZEN = Object.freeze({ one: 1, two: 2 })',
  `const LABELS = ['a', 'b'].map((label) => label + '!')`,
  'const Shape = z.object({ id: z.string().optional() }).passthrough()',
  `const STEPS = { add: (value) => value + 1, twice(value) { return value * 2 } }`,
  'const twice = (value) => (value > 8 ? value : twice(Number(value) * 2 || 9))',
  'const isEvenNumber = (n) => (n <= 0 ? true : isOddNumber(n - 1))',
  'const isOddNumber = (n) => (n <= 0 ? false : isEvenNumber(n - 1))',
  `const limits = require('./limits.json')`,
  `const shops = require('./shops')`,
  `const tidy = (one) => ({ id: String(one?.id ?? one).trim(), code: one?.code })`,
  'const addUp = (totals, one) => { totals[String(one?.id) + ":"] = one?.n; return totals }',
  'const byId = (one, other) => (String(one?.id) < String(other?.id) ? -1 : 1)',
  'const isOpen = ({ code }) => code !== null',
  'function mark(one) { one.seen = true; return one }',
  'function putInto(list, value) { list.push(value); return list }',
  'function fillUp(list, n) { if (n > 0) { list.push(n); spreadOut(list, n - 1) } }',
  'function spreadOut(list, n) { if (n > 0) fillUp(list, n - 1) }',
  'function walkTree(node, visit) { visit(node); for (const child of node?.children ?? []) walkTree(child, visit) }',
  'function* upTo(n) { for (let i = 0; i < n; i++) yield i }',
  'const composed = (...fns) => (value) => fns.reduce((last, fn) => fn(last), value)',
  'class Money { constructor(amount) { this.amount = amount } cents() { return this.amount * 100 } }',
  `class PlainCart {
  items = []
  add(item) { this.items.push(item); return this }
  get size() { return this.items.length }
  toString() { return 'cart of ' + this.size }
  [Symbol.iterator]() { return this.items.values() }
  static of(item) { const cart = new PlainCart(); cart.add(item); return cart }
}`,
  'class Priced extends Money { tax() { return this.cents() * 0.19 } }',
  `class OrderError extends Error { constructor(message, code) { super(message); this.code = code } }`,
]

/** The other files of every program. */
export const MODULES: Readonly<Record<string, string>> = {
  'src/round.js': 'exports.round = (value) => Math.round(Number(value) * 100) / 100\n',
  'src/limits.json': '{ "max": 10, "steps": [1, 2], "of": { "a": 1 } }',
  'src/shops.json': '[{ "name": "north" }]',
  'src/rates.js': 'exports.RATES = { EUR: 1, USD: 1.1 }\n',
  'src/checks.js': `const { round } = require('./round')\nexports.LIMIT = 3\nexports.check = (value) => round(value) > 1\n`,
}

/** Statements over classes, closures, recursion, iterators, groups and packages. */
export const DEEP_STATEMENTS: readonly fc.Arbitrary<string>[] = [
  expression.map((value) => `result.push([${value}, 1].map(tidy).filter(isOpen).map(mark).sort(byId))`),
  expression.map((value) => `result.push((input?.items ?? []).map(tidy), [${value}].reduce(addUp, {}))`),
  expression.map(
    (value) => `result.push((input?.items ?? []).some(isOpen), [input].find(isOpen), [${value}].flatMap(tidy))`,
  ),
  expression.map((value) => `[{ id: ${value} }].forEach(mark); result.push(Array.from([${value}], tidy))`),
  expression.map((value) => `result.push(limits.max, limits.steps[0], limits.of[${value}], shops.length)`),
  expression.map((value) => `result.push(TABLE[${value}] ?? null, limits.steps.includes(${value}))`),
  expression.map(
    (value) =>
      `{ const totals = Object.create(null); totals[${value}] ??= { n: 0 }; totals[${value}].n += 1; result.push(totals) }`,
  ),
  expression.map(
    (value) =>
      `{ const totals = {}; for (const one of input?.items ?? []) { if (!Object.hasOwn(totals, one)) totals[one] = { n: 0 }; totals[one].n += Number(${value}) } result.push(Object.entries(totals).length) }`,
  ),
  expression.map(
    (value) =>
      `{ const sums = new Map(); if (!sums.has('a')) sums.set('a', { n: 0 }); sums.get('a').n += Number(${value}); result.push(Object.fromEntries(sums)) }`,
  ),
  expression.map((value) => `putInto(result, ${value})`),
  expression.map((value) => `{ const own = putInto([], ${value}); own.push(1); result.push(own) }`),
  fc.integer({ min: 0, max: 4 }).map((n) => `result.push(isEvenNumber(${n})); fillUp(result, ${n})`),
  expression.map(
    (value) => `{ const names = []; walkTree(input, (node) => names.push(node?.name, ${value})); result.push(names) }`,
  ),
  expression.map((value) => `for (const n of upTo(2)) result.push(n, ${value})`),
  expression.map((value) => `result.push(composed((one) => one, String)(${value}))`),
  expression.map(
    (value) =>
      `{ const cart = new PlainCart(); cart.add(${value}).add(2); result.push(cart.size, \`\${cart}\`, ...cart) }`,
  ),
  expression.map((value) => `result.push(PlainCart.of(${value}).size, new Priced(Number(${value})).tax())`),
  expression.map(
    (value) => `try { throw new OrderError(String(${value}), 1) } catch (error) { result.push(error.code) }`,
  ),
  expression.map(
    (value) =>
      `{ const groups = {}; for (const one of input?.items ?? []) { groups[one] = groups[one] || []; groups[one].push(${value}) } result.push(groups) }`,
  ),
  expression.map(
    (value) =>
      `{ const groups = new Map(); for (const one of [1, 2]) { if (!groups.has(one)) groups.set(one, []); groups.get(one).push(${value}) } result.push(groups.size) }`,
  ),
  expression.map(
    (value) => `{ const out = { errors: [], total: 0 }; out.errors.push(${value}); out.total += 1; result.push(out) }`,
  ),
  expression.map(
    (value) => `{ const copy = structuredClone({ input }); copy.seen = { value: ${value} }; result.push(copy) }`,
  ),
  expression.map(
    (value) =>
      `{ const lines = [1, 2].map((n) => ({ n })); for (const line of lines) line.value = ${value}; lines.forEach((line) => { line.more = 1 }); result.push(lines) }`,
  ),
  expression.map(
    (value) =>
      `{ const box = { get own() { return ${value} }, valueOf() { return 1 } }; result.push(box.own, box + 1) }`,
  ),
  expression.map((value) => `{ let one = 1, two; [one, two] = [2, ${value}]; result.push(one, two) }`),
  expression.map((value) => `result.push(STEPS.add(1), STEPS.twice(2), Object.values(STEPS).length, ${value})`),
  expression.map(
    (value) => `result.push(ALLOWED.has(${value}), FROZEN.one, LABELS.length, checks.check(1), checks.LIMIT)`,
  ),
  expression.map((value) => `result.push(Shape.safeParse({ id: ${value} }).success)`),
  expression.map((value) => `result.push(lodash.merge({}, { a: ${value} }), lodash.uniq([1, 1]), newId())`),
  expression.map((value) => `result.push(nodeCrypto.createHash('sha256').update(String(${value})).digest('hex'))`),
  expression.map((value) => `result.push(nodePath.basename(String(${value})), days(0).add(1, 'day').format('YYYY'))`),
  expression.map((value) => `result.push((5).toLocaleString(), new Date(0).getHours(), ${value})`),
]
