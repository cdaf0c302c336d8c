import type { Relocatability } from '../src/analysis/relocatable'
import type { Diagnostic } from '../src/messages/diagnostic'
import { UserError } from '../src/messages/user-error'
import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

/** What the user says of functions and packages, in the configuration and in comments. */

type Files = Readonly<Record<string, string>>

const CONFIG = 'lambda-unchain.config.yml'

const SERVICE = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  order: { handler: src/order.handler }
  price: { handler: src/price.handler }
`

const CALLER = `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
exports.handler = async (event) => {
  const answer = await new LambdaClient({}).send(
    new InvokeCommand({ FunctionName: 'shop-dev-price', Payload: JSON.stringify({ amount: event.amount }) }),
  )
  return JSON.parse(Buffer.from(answer.Payload).toString())
}
`

const HANDLER = `const { applyTax } = require('./tax')
exports.handler = async (event) => ({ total: applyTax(event.amount) })
`

/** It keeps what it knows between calls. */
const TAX = `const known = new Map()
function applyTax(amount) {
  if (!known.has(amount)) known.set(amount, amount * 1.2)
  return known.get(amount)
}
exports.applyTax = applyTax
`

const COMMENTED = TAX.replace('function', '// lambda-unchain: pure it only remembers\nfunction')

function found(files: Files): Relocatability & { diagnostics: readonly Diagnostic[] } {
  const all = {
    'serverless.yml': SERVICE,
    'src/order.js': CALLER,
    'src/price.js': HANDLER,
    'src/tax.js': TAX,
    ...files,
  }
  const { services, relocatable, context } = analyze(memoryWorkspace(all))
  const [service] = services
  const fn = service?.functions.find(({ key }) => key === 'price')
  if (!service || !fn) throw new Error('There is no function.')
  return { ...relocatable({ service, function: fn }), diagnostics: context.diagnostics.list() }
}

test('without a word it is not relocatable', () => {
  expect(found({}).isRelocatable).toBe(false)
})

test.each([
  ['the configuration', { [CONFIG]: 'effects:\n  src/tax.js#applyTax: []\n' }, '"src/tax.js#applyTax" by "effects" of'],
  ['a comment', { 'src/tax.js': COMMENTED }, 'the comment "lambda-unchain: pure it only remembers" (src/tax.js:2)'],
  [
    'a comment in its line, in the other form',
    { 'src/tax.js': TAX.replace('function', '/* lambda-unchain pure */ function') },
    'the comment "lambda-unchain: pure" (src/tax.js:2)',
  ],
])('%s vouches for a function, and is told', (_, files, origin) => {
  const { isRelocatable, vouched, mayThrow, diagnostics } = found(files)
  expect(isRelocatable).toBe(true)
  expect(vouched.join()).toContain(origin)
  // nobody said that it does not
  expect(mayThrow).toBe(true)
  expect(diagnostics).toEqual([])
})

test.each([
  ['clock', true],
  ['log', true],
  ['environment:TAX_RATE', true],
  ['mutates-argument', true],
  ['network', false],
  ['aws:s3.GetObject', false],
])('the effect %s that it is said to have counts', (effect, isRelocatable) => {
  const result = found({ [CONFIG]: `effects:\n  src/tax.js#applyTax: ['${effect}']\n` })
  expect(result.isRelocatable).toBe(isRelocatable)
  expect(result.effects.map(({ label }) => label)).toContain(effect.split(':')[0] ?? '')
  if (effect.startsWith('environment')) expect(result.environment).toEqual(['TAX_RATE'])
})

test('what it answers with may be what others hold', () => {
  const handler = `const { rates } = require('./tax')
exports.handler = async () => { const all = rates(); all.seen = true; return all }
`
  const tax = '// lambda-unchain: pure\nexports.rates = () => TABLE\nconst TABLE = {}\n'
  expect(found({ 'src/price.js': handler, 'src/tax.js': tax }).isRelocatable).toBe(false)
})

test('an inner function is not meant by a comment above the outer one', () => {
  const tax = TAX.replace(
    'exports.applyTax = applyTax',
    '// lambda-unchain: pure\nexports.maker = (of) => (amount) => known.get(of + amount)\nexports.applyTax = applyTax',
  )
  expect(found({ 'src/tax.js': tax }).isRelocatable).toBe(false)
})

test('state of the own file of the handler is not taken apart', () => {
  const own = `${TAX.replace('function', '// lambda-unchain: pure\nfunction')}exports.handler = async (event) => ({ total: applyTax(event.amount) })\n`
  const { isRelocatable, witness } = found({ 'src/price.js': own })
  expect(isRelocatable).toBe(false)
  expect(witness).toMatchObject({ file: 'src/price.js', what: expect.stringContaining('"known"') })
})

test('a handler itself can be vouched for, but for its context', () => {
  const handler = (body: string) => `const rules = { a: (n) => n }
// lambda-unchain: pure
exports.handler = async (event, context) => ({ total: rules[event.kind](${body}) })
`
  expect(found({ 'src/price.js': handler('event.amount') }).isRelocatable).toBe(true)
  expect(found({ 'src/price.js': handler('context.awsRequestId') }).isRelocatable).toBe(false)
})

const PACKAGE = `const tax = require('tax-tables')
exports.handler = async (event) => ({ total: tax.rate(event.amount) })
`

test.each([
  ['tax-tables', true],
  ['tax-tables#rate', true],
  ['tax-tables#other', false],
  ['tax-table', false],
])('of a package, %s', (key, isRelocatable) => {
  expect(found({ 'src/price.js': PACKAGE, [CONFIG]: `effects:\n  '${key}': []\n` }).isRelocatable).toBe(isRelocatable)
})

test('a file that may be loaded', () => {
  const tax = `require('tax-tables').start()\nexports.applyTax = (amount) => amount * 1.2\n`
  expect(found({ 'src/tax.js': tax }).isRelocatable).toBe(false)
  const { isRelocatable, vouched } = found({ 'src/tax.js': tax, [CONFIG]: 'effects:\n  src/tax.js: []\n' })
  expect(isRelocatable).toBe(true)
  expect(vouched).toHaveLength(1)
})

test.each([
  ['effects: []\n', ':1: "effects" must be a map'],
  ['effects:\n  src/tax.js#applyTax: pure\n', ':2: The effects of "src/tax.js#applyTax" must be a list'],
  ['effects:\n  src/tax.js#applyTax: [clok]\n', ':2: "clok" is no effect; these are: throw, mutates-argument'],
  ['effects:\n  src/tax.js#applyTax: [environment]\n', ':2: "environment" needs a name'],
  ['effects:\n  src/tax.js#applyTaxes: []\n', ':2: "src/tax.js" exports no function "applyTaxes".'],
  ['effects:\n  src/taxes.js#applyTax: []\n', ':2: There is no file "src/taxes.js".'],
  ["effects:\n  '#applyTax': []\n", ':2: "#applyTax" is no function'],
])('%j is an error with its place', (text, message) => {
  let error: unknown
  try {
    found({ [CONFIG]: text })
  } catch (thrown) {
    error = thrown
  }
  if (!(error instanceof UserError)) throw new Error('There is no error.')
  expect([error.code, error.message]).toEqual(['effects-invalid', expect.stringContaining(`${CONFIG}${message}`)])
})

test('what nothing needs is reported', () => {
  const unused = `${HANDLER}// lambda-unchain: pure\nconst other = () => 1\n`
  const { diagnostics } = found({ 'src/price.js': unused, [CONFIG]: 'effects:\n  tax-tables: []\n' })
  expect(diagnostics).toMatchObject([
    { code: 'override-unused', message: expect.stringContaining('"tax-tables"') },
    { code: 'override-unused', file: 'src/price.js', line: 3 },
  ])
})
