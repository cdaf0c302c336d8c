import { setImmediate } from 'node:timers/promises'
import { analyze } from '../src/plan/analyze'
import { workspaceOf } from './support/fixtures'

/** What JSON may hold, and `undefined`: texts that are half a character, objects that make no primitive. */
const ODD = { toString: 1, valueOf: 1 }
const VALUES: readonly unknown[] = [
  undefined,
  ...[null, true, 0, 5, -1, 1.5, 1e21, '', 'a', '[', '\ud800', [], [1], [null], ['a', 'b'], [[1, 2]], {}, { a: 1 }],
  ...[ODD, [ODD], { a: ODD }, { length: -1 }, { length: ODD }, { cause: ODD }],
]

/** Of `x`, which is any JSON. Each throws for one of the values. */
const FAILING = `
  Object.keys(x) | Object.values(x) | Object.entries(x) | Object.assign(x, {}) | Object.fromEntries(x)
  Object.getOwnPropertyNames(x) | Object.hasOwn(x, 'a') | Object.hasOwn({}, x) | Object.fromEntries([x])
  Array.from(x) | Array.from({ length: x }) | Array(x) | new Array(x) | Array.from([x], ({ a }) => a)
  new Set(x) | new Map(x) | new Map([x]) | new WeakSet([x]) | [...new Set(x)] | new Date(x).getTime() | new Error(x).message
  Buffer.from(x) | Buffer.byteLength(x) | Buffer.concat(x) | Buffer.alloc(x) | new Uint8Array(x).length
  Promise.all(x) | Promise.any([]) | Promise.race(x) | Promise.reject(x) | Promise.allSettled(x)
  [1].map(x) | [2, 1].sort(x) | [1].filter(x) | [1].forEach(x) | [1].some(x) | [1].flatMap(x) | [1].find(x) | [1, 2].reduceRight(x)
  [x, 1].sort() | [x, x].toSorted() | [1].with(x, 1) | [1].fill(0, x) | [1].at(x) | [1].slice(x) | [1].includes(1, x)
  'a'.replaceAll(/a/, '') | 'a'.replaceAll(x, '') | 'a'.matchAll(/a/) | 'a'.match(x) | 'a'.search(x) | 'a'.split(x)
  'a'.includes(x) | 'a'.indexOf(x) | 'a'.concat(x) | 'a'.padStart(x) | 'a'.padEnd(2, x) | 'a'.startsWith(x) | 'a'.endsWith(x)
  'a'.localeCompare('b', x) | 'a'.toLocaleUpperCase(x) | 'a'.repeat(x) | 'a'.normalize(x) | 'a'.charAt(x) | 'a'.substring(x)
  x == 3 | 'a' != x | x + 1 | -x | \`\${x}\` | x < 1 | ({ [x]: 1 }) | { x++; return x } | { x += 1; return x }
  [x].map(({ a }) => a) | [x].map(([a]) => a) | [x].filter(({ a }) => a) | { const f = ({ a }) => a; return f(x) }
  { const f = ([a]) => a; return f(x) } | { const f = ({ a }) => a; return [x].map(f) } | [x].map(String) | [x].map(Number)
  { const { a } = x; return a } | { const [a] = x; return a } | { for (const one of x) return one; return 1 } | [...x] | Math.max(...x)
  String(x) | Number(x) | isFinite(x) | isNaN(x) | parseInt(x) | Math.abs(x) | Date.UTC(x) | Number.parseFloat(x) | String.raw(x)
  encodeURIComponent(x) | encodeURI(\`\${typeof x === 'string' ? x : ''}\`) | decodeURIComponent(x) | btoa(x) | atob(x) | BigInt(x)
  JSON.parse(x) | structuredClone(x).a | String.fromCodePoint(x) | /a/.test(x) | /a/.exec(x)
  x.a | x() | x[0] | 'a' in x | new RegExp(x).source | new URL(x).href | new Date(NaN).toISOString()
  new URLSearchParams(x).get('a') | new TextDecoder(x).encoding | new Intl.NumberFormat(x).format(1) | new AggregateError(x).message
`

/** Of `x`, too; none throws, and the analysis knows it. */
const SAFE = `
  Object.keys({ a: x }) | Object.entries([x]) | Object.fromEntries(Object.entries({ a: x })) | Object.is(x, 1) | Object.assign({}, x)
  Object.fromEntries([1, 2].map((n) => [n, x])) | Object.entries({ a: x }).map(([key, value]) => ({ key, value }))
  Object.entries({ a: x }).filter(([, value]) => value).map(([key]) => key) | Object.keys({ b: x, a: 1 }).sort()
  Array.isArray(x) | Array.of(x) | Array.from([x]) | Array.from([x], (one) => one) | new Array(3).fill(x)
  new Set([x]) | new Set('abc') | new Map() | new Map([['a', x]]) | new Map(Object.entries({ a: x })) | [...new Set([x])]
  [x].map((one) => one) | [x].filter(Boolean) | [x].includes(x) | [x].indexOf(x) | [x].concat(x) | [x].slice(1) | [x].flat()
  [{ a: x }].map(({ a }) => a) | [1].map((n) => ({ n, x })).filter(({ n }) => n) | [1].map((n) => [n, x]).map(([n]) => n)
  { const f = ({ a }) => a; return f({ a: x }) } | { const f = ({ a }) => a; return [{ a: x }].map(f) } | { const f = (a) => a; return [x].map(f) }
  { const [a] = [x]; return a } | { const { a } = { a: x }; return a } | ['a'].map(String) | { const text = 'a b'; return text.split(' ') }
  JSON.stringify(x) | JSON.stringify(x, null, x) | Boolean(x) | !x | typeof x | x === 3 | x == null | x != undefined | x ?? 1 | x?.a
  Number.isInteger(x) | Number.isFinite(x) | Number.isNaN(x) | Promise.resolve(x) | Promise.all([x]) | ({ ...x }) | [x, x].reverse()
  'a'.includes('b') | 'a'.padStart(5, '0') | 'a,b'.split(',') | 'a'.replace(/a/g, 'b') | 'a'.replaceAll(/a/g, 'b') | 'a'.localeCompare('b')
  new Error('no').message | new Date(0).getTime() | Buffer.from('abc').length
`

const listed = (text: string) =>
  text
    .split(/\n| \| /)
    .map((one) => one.trim())
    .filter((one) => one !== '')
const bodyOf = (code: string) => (code.startsWith('{') ? code : `{ return ${code} }`)

/** Which of the codes may throw, as the analysis has it. */
function mayThrow(codes: readonly string[]): boolean[] {
  const keys = codes.map((_, index) => `callee${index}`)
  const yaml = `service: orders\nprovider:\n  name: aws\nfunctions:\n${keys.map((key) => `  ${key}:\n    handler: ${key}.handler\n`).join('')}`
  const files = codes.map((code, index) => [`callee${index}.js`, `exports.handler = async (x) => ${bodyOf(code)}\n`])
  const { services, relocatable } = analyze(workspaceOf({ 'serverless.yml': yaml, ...Object.fromEntries(files) }))
  const [service] = services
  if (!service) throw new Error('There is no service.')
  return service.functions.map((callee) => relocatable({ service, function: callee }).mayThrow)
}

/** Whether code throws for one of the values. */
async function throws(code: string): Promise<boolean> {
  const run: (x: unknown) => Promise<unknown> = new Function(`return async (x) => ${bodyOf(code)}`)()
  // a promise may wait for ever: that is no failure
  const ends = await Promise.allSettled(
    VALUES.map((value) => Promise.race([run(structuredClone(value)), setImmediate()])),
  )
  return ends.some(({ status }) => status === 'rejected')
}

test('whatever throws for some JSON is known to', async () => {
  const codes = listed(FAILING)
  const known = mayThrow(codes)
  expect(codes.filter((_, index) => !known[index])).toEqual([])
  const failing = await Promise.all(codes.map(throws))
  expect(codes.filter((_, index) => !failing[index])).toEqual([])
})

test('what never throws is told from it', async () => {
  const codes = listed(SAFE)
  const failing = await Promise.all(codes.map(throws))
  expect(codes.filter((_, index) => failing[index])).toEqual([])
  const known = mayThrow(codes)
  expect(codes.filter((_, index) => known[index])).toEqual([])
})
