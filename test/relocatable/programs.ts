import fc from 'fast-check'

/** A callee, and whether it is pure by construction: what is impure is put in as one known piece. */
export interface Program {
  readonly files: Readonly<Record<string, string>>
  readonly isPure: boolean
  /** The piece that makes it impure. */
  readonly flaw: string | undefined
}

const NAMES = ['order', 'items', 'total', 'name', 'code'] as const

const leaf: fc.Arbitrary<string> = fc.oneof(
  fc.integer({ min: -9, max: 99 }).map((value) => `(${value})`),
  fc.constantFrom(`'a'`, `'EUR'`, 'true', 'null', '`x${input?.id}`', 'LIMIT', 'Date.now()', 'Math.random()'),
  fc.constantFrom(...NAMES).map((name) => `input?.${name}`),
)

/** Expressions of `input`, constants and helpers. */
const expression: fc.Arbitrary<string> = fc.letrec<{ node: string }>((tie) => ({
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

const statement: fc.Arbitrary<string> = fc.oneof(
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

/** One thing that makes a function impure: statements of a function body, and what stands at the top of the file. */
const FLAWS: readonly { readonly top?: string; readonly body: string; readonly other?: string }[] = [
  { body: 'result.push(process.env[input.key])' },
  { body: 'process.env.SEEN = "1"' },
  { body: 'await fetch("https://example.com")' },
  { body: 'await globalThis.fetch("https://example.com")' },
  { body: 'globalThis.seen = input' },
  { body: 'result.push(globalThis.seen)' },
  { top: 'let calls = 0', body: 'calls += 1; result.push(calls)' },
  { top: 'let calls = 0', body: 'calls++' },
  { top: 'const cache = {}', body: 'cache[input.id] = input; result.push(cache)' },
  { top: 'const cache = new Map()', body: 'cache.set(input.id, input); result.push(cache.size)' },
  { top: 'const list = []', body: 'list.push(input); result.push(list.length)' },
  { top: 'const list = [3, 1, 2]', body: 'list.sort()' },
  { top: 'const box = { n: 0 }', body: 'const alias = box; alias.n = 2' },
  { top: 'const box = { inner: { n: 0 } }', body: 'const { inner } = box; inner.n += 1' },
  { top: 'const box = { n: 0 }', body: 'Object.assign(box, input)' },
  { top: 'const pattern = /a/g', body: 'result.push(pattern.test("a"))' },
  { top: 'const started = Date.now()', body: 'result.push(started)' },
  { top: 'const id = Math.random()', body: 'result.push(id)' },
  { top: 'const box = { n: 0 }; function bump(target) { target.n += 1 }', body: 'bump(box)' },
  { top: 'const box = { n: 0 }; const get = () => box', body: 'get().n = 1' },
  { top: `const fs = require('fs')`, body: `result.push(fs.readFileSync('/tmp/a', 'utf8'))` },
  { top: `const { readFileSync } = require('node:fs')`, body: `result.push(readFileSync('/tmp/a', 'utf8'))` },
  { top: `const os = require('os')`, body: 'result.push(os.hostname())' },
  { top: `const https = require('https')`, body: `https.get('https://example.com')` },
  { top: `const { execSync } = require('child_process')`, body: `execSync('ls')` },
  { top: `const { S3Client } = require('@aws-sdk/client-s3')`, body: 'new S3Client({})' },
  { top: `const AWS = require('aws-sdk'); const s3 = new AWS.S3()`, body: 'await s3.getObject({}).promise()' },
  { top: `const unknown = require('some-package')`, body: 'result.push(unknown(input))' },
  { body: `result.push(require('some-package')(input))` },
  { body: `result.push(await import('some-package'))` },
  { body: 'eval("1")' },
  { body: 'result.push(new Function("return 1")())' },
  { body: 'setTimeout(() => {}, 10)' },
  { body: 'queueMicrotask(() => {})' },
  { body: 'process.exit(1)' },
  { body: 'result.push(process.cwd())' },
  { body: 'process.nextTick(() => {})' },
  { body: 'result.push(__dirname)' },
  { body: 'Array.prototype.extra = 1' },
  { body: 'Object.defineProperty(Object.prototype, "x", { value: 1 })' },
  { body: 'delete input.order' },
  { body: 'input.seen = true' },
  { body: 'input?.items?.push(1)' },
  { body: 'input?.items?.sort()' },
  { body: 'Object.assign(input, { seen: true })' },
  { body: 'const [first] = input.items; first.n = 1' },
  { body: 'for (const item of input.items) item.n = 1' },
  { body: 'input.items.forEach((item) => { item.n = 1 })' },
  { body: 'input.callback()' },
  { body: 'input[input.name]()' },
  { body: 'result.push(context.awsRequestId)' },
  { body: 'result.push(arguments[1].functionName)' },
  { body: 'result.push(this)' },
  { body: 'later(1)' },
  { top: 'const shared = []', body: 'const box = { values: () => shared }; const list = box.values(); list.push(1)' },
  { top: 'class Counter { static n = 0; up() { Counter.n += 1 } }', body: 'new Counter().up()' },
  { top: 'let n = 0; class Counter { up() { n += 1 } }', body: 'new Counter().up()' },
  { top: 'const one = new Money(1)', body: 'one.amount = 2' },
  { top: 'class Sender { async send() { await fetch("https://example.com") } }', body: 'new Sender().send()' },
  { top: 'class Base { constructor() { Base.last = this } }', body: 'new Base()' },
  { top: `class Late extends require('some-package') {}`, body: 'new Late()' },
  { body: 'input.items.reduce((all, one) => { all.n = 1; return one }, {})' },
  { body: 'input.items.reduce((all, one) => { all.n = 1; return all })' },
  {
    top: `const { state } = require('./state')`,
    other: 'exports.state = { inner: { n: 0 } }',
    body: 'state.inner.n += 1',
  },
  {
    top: `const { state } = require('./state')`,
    other: 'exports.state = { at: Date.now() }',
    body: 'result.push(state.at)',
  },
  {
    top: `const { limit } = require('./state')`,
    other: 'let limit = 1; setTimeout(() => { limit = 2 }, 1); exports.limit = limit',
    body: 'result.push(limit)',
  },
  { body: 'Promise.reject(new Error("nobody waits"))' },
  { body: 'later(1).then(() => { throw new Error("nobody waits") })' },
  { top: 'start(); function start() { console.info("started") }', body: '' },
  { top: 'const shared = { n: 0 }', body: 'const copy = [shared]; copy[0].n = 1' },
  { top: 'const shared = { n: 0 }', body: '[shared].forEach((one) => { one.n = 1 })' },
  { top: 'const shared = { n: 0 }', body: 'const box = { shared }; box.shared.n = 1' },
  { top: 'const memo = ((store) => (key) => store[key] ??= key)({})', body: 'result.push(memo(input.id))' },
  { top: 'function count() { count.n = (count.n || 0) + 1; return count.n }', body: 'result.push(count())' },
  { top: `const { state } = require('./state')`, other: 'exports.state = { n: 0 }', body: 'state.n += 1' },
  {
    top: `const { bump } = require('./state')`,
    other: 'let n = 0; exports.bump = () => ++n',
    body: 'result.push(bump())',
  },
  { top: `require('./state')`, other: 'global.patched = true', body: '' },
  {
    top: `const { read } = require('./state')`,
    other: `console.info('loaded'); exports.read = () => 1`,
    body: 'result.push(read())',
  },
]

const parts = fc.record({
  handler: fc.array(statement, { minLength: 1, maxLength: 5 }),
  helper: expression,
  at: fc.nat(),
  isInHelper: fc.boolean(),
  isNested: fc.boolean(),
})

/** Programs without any of the flaws. */
export const purePrograms: fc.Arbitrary<Program> = parts.map(({ handler, helper }) => ({
  files: filesOf(handler, helper),
  isPure: true,
  flaw: undefined,
}))

/** Programs with one flaw, in the handler or in what it calls, maybe in a branch or a callback. */
export const impurePrograms: fc.Arbitrary<Program> = fc
  .tuple(parts, fc.constantFrom(...FLAWS))
  .map(([{ handler, helper, at, isInHelper, isNested }, { top, body, other }]) => {
    const needsHandler = /\bcontext\b|\barguments\b|\bthis\b|\bawait\b|\blater\b/.test(body)
    const flawed = isNested && !needsHandler ? `[1].forEach(() => { ${body} })` : `{ ${body} }`
    const place = at % (handler.length + 1)
    const isHelpers = isInHelper && !needsHandler
    const statements = isHelpers ? handler : [...handler.slice(0, place), flawed, ...handler.slice(place)]
    return {
      files: filesOf(statements, helper, { top, other, helperBody: isHelpers ? flawed : '' }),
      isPure: false,
      flaw: `${top ?? ''}; ${body}`,
    }
  })

function filesOf(
  handler: readonly string[],
  helper: string,
  {
    top = '',
    other,
    helperBody = '',
  }: { top?: string | undefined; other?: string | undefined; helperBody?: string } = {},
): Record<string, string> {
  const isEager = /helper\(/.test(helper)
  return {
    'serverless.yml': SERVERLESS,
    'src/caller.js': CALLER,
    'src/round.js': 'exports.round = (value) => Math.round(Number(value) * 100) / 100\n',
    'src/rates.js': 'exports.RATES = { EUR: 1, USD: 1.1 }\n',
    ...(other === undefined ? {} : { 'src/state.js': `${other}\n` }),
    'src/callee.js': [
      `const { round } = require('./round')`,
      `const { RATES } = require('./rates')`,
      'const TABLE = { EUR: 1, USD: 1.1 }',
      'const twice = (value) => (value > 8 ? value : twice(Number(value) * 2 || 9))',
      'class Money { constructor(amount) { this.amount = amount } cents() { return this.amount * 100 } }',
      top,
      'const LIMIT = 10',
      `function helper(input) { const result = []; ${helperBody}; return ${isEager ? 'input' : helper} }`,
      'const later = async (value) => value',
      'exports.handler = async function (input, context) {',
      '  const result = [helper(input)]',
      ...handler.map((line) => `  ${line}`),
      '  return { result }',
      '}',
    ].join('\n'),
  }
}

const SERVERLESS = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  caller: { handler: src/caller.handler }
  callee: { handler: src/callee.handler }
`

const CALLER = 'exports.handler = async () => 1\n'
