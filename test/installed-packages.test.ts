import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'
import type { Workspace } from '../src/workspace/workspace'

/** Packages that are in no table are read where they are installed, with all that they load. */

type Files = Readonly<Record<string, string>>

const SERVICE = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  price: { handler: src/price.handler }
`

/** A workspace beside which packages are installed, and which counts how often their files are read. */
function workspaceWith(files: Files, installed: Files): { workspace: Workspace; reads: Map<string, number> } {
  const reads = new Map<string, number>()
  const base = memoryWorkspace({ 'serverless.yml': SERVICE, ...files })
  const peek = (file: string) => {
    reads.set(file, (reads.get(file) ?? 0) + 1)
    return installed[file] ?? base.peek(file)
  }
  const read: Workspace['read'] = (file) => {
    const text = installed[file]
    return text === undefined ? base.read(file) : { file, text }
  }
  return { workspace: { ...base, peek, read }, reads }
}

function priceOf(installed: Files, body = 'total(event.amount)', files: Files = {}) {
  const source = `const total = require('shop-rules')\nexports.handler = async (event) => ({ value: ${body} })\n`
  const { workspace } = workspaceWith({ 'src/price.js': source, ...files }, installed)
  const { services, relocatable } = analyze(workspace)
  const [service] = services
  const [fn] = service?.functions ?? []
  if (!service || !fn) throw new Error('There is no function.')
  return relocatable({ service, function: fn })
}

const AT = 'node_modules/shop-rules'
const manifest = (more: object = {}) => JSON.stringify({ name: 'shop-rules', version: '1.0.0', ...more })

test('a package that only computes goes along, with what it loads', () => {
  const found = priceOf({
    [`${AT}/package.json`]: manifest({ main: 'lib/total' }),
    [`${AT}/lib/total.js`]: `const { rate } = require('./rate')\nmodule.exports = (amount) => Math.round(amount * rate())\n`,
    [`${AT}/lib/rate.js`]: `const util = require('util')\nexports.rate = () => (util.types.isDate(1) ? 1 : 2)\n`,
  })
  expect(found.witness).toBeUndefined()
})

test('entries of conditions, ESM and packages of packages are followed', () => {
  const found = priceOf({
    [`${AT}/package.json`]: manifest({ exports: { '.': { import: './i.mjs', require: './r.cjs' } } }),
    [`${AT}/r.cjs`]: `const inner = require('inner-rules')\nmodule.exports = (amount) => inner.of(amount)\n`,
    [`${AT}/node_modules/inner-rules/package.json`]: '{ "name": "inner-rules", "version": "2.0.0" }',
    [`${AT}/node_modules/inner-rules/index.js`]: `exports.of = (amount) => amount + 1\n`,
  })
  expect(found.witness).toBeUndefined()
})

test('the way to what a package does is told', () => {
  const { witness, outside } = priceOf(
    {
      [`${AT}/package.json`]: manifest(),
      [`${AT}/index.js`]: `module.exports = require('./send')\n`,
      [`${AT}/send.js`]: `const https = require('https')\nmodule.exports = (amount) => https.request('https://x/' + amount)\n`,
    },
    'applyTax(event)',
    {
      'src/price.js': `const total = require('shop-rules')\nconst applyTax = (order) => total(order.amount)\nexports.handler = async (event) => ({ value: applyTax(event) })\n`,
    },
  )
  expect(witness?.path).toEqual(['price', 'applyTax', 'node_modules/shop-rules', 'https.request'])
  expect(outside).toBe('some')
})

test.each([
  ['is not installed', {}, 'not known to be harmless'],
  ['says that it has no side effects, and calls out', { 'index.js': `module.exports = (a) => fetch(a)` }, 'fetch'],
  ['counts its calls', { 'index.js': `let n = 0\nmodule.exports = () => ++n` }, 'keeps state'],
  [
    'counts its calls in a wrapper',
    { 'index.js': `(function () { var n = 0; module.exports = function () { n++; return n } })()` },
    'keeps state',
  ],
  [
    'has a cache',
    { 'index.js': `const cache = new Map()\nmodule.exports = (a) => { cache.set(a, 1); return 1 }` },
    'keeps state',
  ],
  [
    'changes a prototype',
    { 'index.js': `Array.prototype.last = function () { return 1 }\nmodule.exports = (a) => a` },
    'changes the global',
  ],
  [
    'changes a prototype by a function',
    { 'index.js': `Object.defineProperty(String.prototype, 'x', {})\nmodule.exports = (a) => a` },
    'changes the global',
  ],
  ['counts by its exports', { 'index.js': `exports.n = 0\nmodule.exports.next = () => ++exports.n` }, 'keeps state'],
  [
    'counts by an instance',
    { 'index.js': `class N { up() { return ++this.n } }\nconst one = new N()\nmodule.exports = () => one.up()` },
    'keeps state',
  ],
  [
    'counts by a closure',
    {
      'index.js': `const make = () => { let n = 0; return () => ++n }\nconst next = make()\nmodule.exports = () => next()`,
    },
    'keeps state',
  ],
  [
    'counts by a function',
    { 'index.js': `const box = { n: 0 }\nconst up = (b) => ++b.n\nmodule.exports = () => up(box)` },
    'keeps state',
  ],
  [
    'keeps the position of a pattern',
    { 'index.js': `const p = /a/g\nmodule.exports = (a) => p.test(a)` },
    'keeps state',
  ],
  ['makes code', { 'index.js': `module.exports = (a) => new Function('return 1')()` }, 'Function'],
  ['loads what it is told', { 'index.js': `module.exports = (a) => require(a)` }, 'loads modules'],
  ['imports when it is called', { 'index.js': `module.exports = (a) => import(a)` }, 'loads modules'],
  ['loads native code', { 'index.js': `module.exports = require('./total.node')`, 'total.node': '' }, 'total.node'],
  ['reads its process', { 'index.js': `module.exports = () => process.cwd()` }, 'process'],
  ['reads variables by computed names', { 'index.js': `module.exports = (a) => process.env[a]` }, 'process'],
  ['starts timers', { 'index.js': `module.exports = () => setTimeout(() => 1, 1)` }, 'setTimeout'],
  ['loads another that is not installed', { 'index.js': `module.exports = require('lost')` }, 'not installed'],
  ['loads another that calls out', { 'index.js': `module.exports = require('axios')` }, 'axios'],
  ['is bundled', { 'index.js': `module.exports=()=>1;${'/*x*/'.repeat(1000)}` }, 'bundled'],
  ['cannot be parsed', { 'index.js': `module.exports = (` }, 'bundled'],
])('a package stays that %s', (_, files: Files, what) => {
  const installed = Object.fromEntries(Object.entries(files).map(([file, text]) => [`${AT}/${file}`, text]))
  const all =
    Object.keys(files).length > 0 ? { ...installed, [`${AT}/package.json`]: manifest({ sideEffects: false }) } : {}
  const found = priceOf(all)
  expect(found.isRelocatable).toBe(false)
  expect(found.effects.map((effect) => effect.what).join('\n')).toContain(what)
})

test('a package that may change what it is given gets only what is new', () => {
  const installed = {
    [`${AT}/package.json`]: manifest(),
    [`${AT}/index.js`]: `module.exports = (order) => { order.total = 1; return 1 }\n`,
  }
  const files = {
    'src/price.js': `const total = require('shop-rules')
const RATES = { eur: { rate: 1 } }
exports.handler = async (event) => ({ value: total({ ...RATES }) })
`,
  }
  expect(priceOf(installed, '', files).witness?.what).toContain('on a value that it did not make itself')
  // how deep it changes its event is not known
  expect(priceOf(installed, 'total(event)').changesEvent).toBe(Number.POSITIVE_INFINITY)
  expect(priceOf(installed, 'total({ rate: { ...event.rate, id: 1 }.id })').changesEvent).toBe(0)
})

test('variables that a package reads count', () => {
  const installed = {
    [`${AT}/package.json`]: manifest(),
    [`${AT}/index.js`]: `module.exports = () => process.env.RATE\n`,
  }
  expect(priceOf(installed)).toMatchObject({ isRelocatable: true, environment: ['RATE'] })
})

const OTHER = '  other: { handler: src/other.handler }\n'

test('an instance that is made once may keep something', () => {
  const installed = {
    [`${AT}/package.json`]: manifest(),
    [`${AT}/index.js`]:
      'class Counter { constructor() { this.n = 0 } up(by) { this.n += by; return this.n } }\nmodule.exports = { Counter }\n',
  }
  const source = (at: string) =>
    `const { Counter } = require('shop-rules')\n${at}exports.handler = async (event) => { const own = new Counter(); return { n: c(own).up(event.n) } }\n`
  const price = (text: string) => priceOf(installed, '', { 'src/price.js': text })
  expect(price(source('const kept = new Counter()\nconst c = () => kept\n')).isRelocatable).toBe(false)
  const direct = source('const kept = new Counter()\n').replace('c(own)', 'kept')
  expect(price(direct).witness?.what).toBe('"kept" may keep something between calls')
})

/** Two services, each with its own copy of a package, and other packages below that. */
function copies(lower: Files) {
  const names = ['a', 'b']
  const price = `const total = require('shop-rules')\nexports.handler = async (event) => total(event.n)\n`
  const entries = names.flatMap((name) => [
    [`${name}/serverless.yml`, `${SERVICE.replace('shop', name)}${name === 'a' ? OTHER : ''}`],
    [`${name}/src/price.js`, price],
    [`${name}/src/other.js`, price],
  ])
  const installed = names.flatMap((name) => [
    [`${name}/${AT}/package.json`, manifest()],
    [`${name}/${AT}/index.js`, `const rate = require('rates')\nmodule.exports = (n) => rate(n)\n`],
    [`${name}/node_modules/rates/package.json`, '{ "name": "rates", "version": "1.0.0" }'],
    [`${name}/node_modules/rates/index.js`, lower[name] ?? ''],
    [`${name}/node_modules/.package-lock.json`, `{ "packages": { "${AT}": { "integrity": "sha512-x" } } }`],
  ])
  const { workspace, reads } = workspaceWith(Object.fromEntries(entries), Object.fromEntries(installed))
  const analysis = analyze(workspace)
  const found = analysis.services
    .filter(({ name }) => names.includes(name))
    .map((service) => service.functions.map((fn) => analysis.relocatable({ service, function: fn }).isRelocatable))
  return { found, reads }
}

test('the same package in two places is judged by what each of them loads', () => {
  const { found } = copies({ a: 'module.exports = (n) => n', b: 'module.exports = (n) => fetch(n)' })
  expect(found).toEqual([[true, true], [false]])
})

test('a package is read once in each place', () => {
  const { reads } = copies({ a: 'module.exports = (n) => n', b: 'module.exports = (n) => n' })
  // two functions of the first service use it
  expect(reads.get(`a/${AT}/index.js`)).toBe(reads.get(`b/${AT}/index.js`))
})

const ENTRY = `${AT}/index.js`

/** How often the entry of one package is read that two services have installed, each with its own lock file. */
function readsOfCopies(integrity: Readonly<Record<string, string>>, more: Files = {}): number[] {
  const names = ['a', 'b']
  const source = `const total = require('shop-rules')\nexports.handler = async (event) => ({ value: total(event.n) })\n`
  const sources = names.flatMap((name) => [
    [`${name}/serverless.yml`, SERVICE.replace('shop', name)],
    [`${name}/src/price.js`, source],
    [
      `${name}/package-lock.json`,
      JSON.stringify({ packages: { [AT]: { version: '1.0.0', integrity: integrity[name] } } }),
    ],
  ])
  const installed = names.flatMap((name) => [
    [`${name}/${AT}/package.json`, manifest({ main: 'index.js' })],
    [`${name}/${ENTRY}`, `module.exports = (n) => n + 1\n`],
  ])
  const files = { ...Object.fromEntries(sources), ...more }
  const { workspace, reads } = workspaceWith(files, Object.fromEntries(installed))
  const analysis = analyze(workspace)
  const found = analysis.services
    .filter(({ name }) => names.includes(name))
    .map((service) => service.functions.map((fn) => analysis.relocatable({ service, function: fn }).isRelocatable))
  expect(found).toEqual([[true], [true]])
  const least = Math.min(...names.map((name) => reads.get(`${name}/${ENTRY}`) ?? 0))
  return names.map((name) => (reads.get(`${name}/${ENTRY}`) ?? 0) - least)
}

test('copies of one version with one integrity are looked through once', () => {
  // the other copy is only looked for
  expect(readsOfCopies({ a: 'sha512-x', b: 'sha512-x' })).toEqual([1, 0])
})

test('copies are looked through each where their integrity differs, or is not known', () => {
  expect(readsOfCopies({ a: 'sha512-x', b: 'sha512-y' })).toEqual([0, 0])
  expect(readsOfCopies({})).toEqual([0, 0])
})

test('packages of a repository that patches some are looked through each', () => {
  expect(readsOfCopies({ a: 'sha512-x', b: 'sha512-x' }, { 'patches/shop-rules+1.0.0.patch': '' })).toEqual([0, 0])
})

test.each([
  ['yarn.lock', `shop-rules@^1.0.0:\n  version "1.0.0"\n  resolved "x"\n  integrity sha512-x\n`],
  ['pnpm-lock.yaml', `packages:\n\n  shop-rules@1.0.0:\n    resolution: {integrity: sha512-x}\n`],
])('the integrity of %s counts', (lock, text) => {
  expect(readsOfCopies({}, { [lock]: text })).toEqual([1, 0])
  expect(readsOfCopies({}, { [lock]: text.replace('1.0.0', '1.0.1').replace('"1.0.0"', '"1.0.1"') })).toEqual([0, 0])
})
