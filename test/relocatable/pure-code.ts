import fc from 'fast-check'

const NAMES = ['order', 'items', 'total', 'name', 'code'] as const

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: -9, max: 99 }).map((value) => `(${value})`),
  fc.constantFrom(`'a'`, `'EUR'`, 'true', 'null', '`x${input?.id}`', 'LIMIT', 'Date.now()', 'Math.random()'),
  fc.constantFrom(...NAMES).map((name) => `input?.${name}`),
)

/** Expressions of `input`, constants and helpers. */
export const expression: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
  node: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    leaf,
    fc
      .tuple(tie('node'), fc.constantFrom('+', '-', '*', '===', '<', '&&', '||', '??'), tie('node'))
      .map(([one, operator, other]) => `((${one}) ${operator} (${other}))`),
    fc.tuple(tie('node'), tie('node'), tie('node')).map(([test, one, other]) => `(${test} ? ${one} : ${other})`),
    tie('node').map((node) => `String(${node}).trim()`),
    tie('node').map((node) => `[${node}].map((value) => ({ value })).filter(Boolean)`),
    tie('node').map((node) => `Object.keys({ ...{ key: ${node} } }).join('-')`),
    tie('node').map((node) => `JSON.stringify({ value: ${node} })`),
    tie('node').map((node) => `Math.max(0, Number(${node}))`),
    tie('node').map((node) => `helper(${node})`),
    tie('node').map((node) => `round(${node})`),
    tie('node').map((node) => `new Set([${node}]).has(${node})`),
    tie('node').map((node) => `[${node}, 2].reduce((sum, value) => sum + value, 0)`),
    tie('node').map((node) => `new Date(Number(${node}) || 0).toISOString().slice(0, 10)`),
    tie('node').map((node) => `[${node}, 3, 1].toSorted().at(0)`),
    tie('node').map((node) => `[...[${node}, 1]].sort().reverse().join(',')`),
    tie('node').map((node) => `Array.from({ length: 2 }, (_, index) => ({ index, value: ${node} })).length`),
    tie('node').map((node) => `RATES[${node}]`),
    tie('node').map((node) => `TABLE.EUR * Number(${node})`),
    tie('node').map((node) => `twice(${node})`),
    tie('node').map((node) => `structuredClone({ value: ${node} }).value`),
    tie('node').map((node) => `Object.entries({ a: ${node} }).flatMap(([key, value]) => [key, value]).length`),
    tie('node').map((node) => `((value) => { const own = { value }; own.more = 1; return own.value })(${node})`),
    tie('node').map((node) => `/^[a-z]+$/.test(String(${node}))`),
  ),
})).node

export const statement: fc.Arbitrary<string> = fc.oneof(
  expression.map((value) => `result.push(${value})`),
  fc.tuple(expression, expression).map(([test, value]) => `if (${test}) { result.push(${value}) }`),
  expression.map((value) => `for (const item of input?.items ?? []) { result.push(item ?? ${value}) }`),
  expression.map(
    (value) => `{ let sum = 0; for (let i = 0; i < 3; i++) { sum += Number(${value}) } ; result.push(sum) }`,
  ),
  expression.map((value) => `{ const seen = {}; seen.value = ${value}; result.push(seen) }`),
  expression.map((value) => `try { result.push(${value}) } catch (error) { result.push(error.message) }`),
  expression.map((value) => `for (const key in { a: 1 }) { result.push(key, ${value}) }`),
  expression.map((value) => `{ let left = 2; while (left-- > 0) result.push(${value}) }`),
  expression.map(
    (value) =>
      `{ const groups = [1, 2].reduce((all, one) => { all[one] = ${value}; return all }, {}); result.push(groups) }`,
  ),
  expression.map((value) => `{ const add = (one) => { result.push(one) }; add(${value}) }`),
  expression.map((value) => `{ const [one = ${value}] = [undefined]; result.push(one) }`),
  expression.map((value) => `{ const copy = [...(input?.items ?? [])]; copy.push(${value}); result.push(copy) }`),
  expression.map((value) => `{ const copy = { ...input }; copy.seen = ${value}; result.push(copy) }`),
  expression.map(
    (value) =>
      `outer: for (const one of [1, 2]) { for (const two of [3]) { if (one > two) continue outer; result.push(${value}) } }`,
  ),
  expression.map((value) => `{ const money = new Money(Number(${value})); result.push(money.cents()) }`),
  expression.map((value) => `result.push(await Promise.all([1, 2].map(async (one) => ({ one, value: ${value} }))))`),
  fc.constant(`if (input?.code === 'x') throw new Error('bad code')`),
  expression.map((value) => `{ const { id = ${value}, ...rest } = { ...input }; result.push(id, rest) }`),
  expression.map((value) => `switch (input?.code) { case 'a': result.push(${value}); break; default: }`),
  expression.map((value) => `{ const map = new Map(); map.set('k', ${value}); result.push(map.get('k')) }`),
  expression.map((value) => `console.log('seen', ${value})`),
  expression.map((value) => `result.push(await later(${value}))`),
)
