import { variableReader } from '../src/analysis/read-variables'
import { memoryWorkspace } from '../src/workspace/overlay'

/** What a handler may read of `MAIL_FUNCTION`; `undefined` where not all that it loads is known. */
function mayRead(code: string, others: Readonly<Record<string, string>> = {}): boolean | undefined {
  const reader = variableReader(memoryWorkspace({ 'handler.ts': code, ...others }))
  return reader('handler.ts')?.codeMayRead('MAIL_FUNCTION')
}

test.each([
  ['a variable that it names', 'f(process.env.MAIL_FUNCTION)'],
  ['a variable that it takes', 'const { MAIL_FUNCTION: mail } = process.env'],
  ['a name that is worked out', 'export const f = (name) => process.env[`${name}_FUNCTION`]'],
  ['a name of an event', 'export const f = (event) => process.env[event.name]'],
  ['a name of an event that some pass', "export const f = ({ name }) => process.env[name]; f({ name: 'SHOP' })"],
  ['a name that is put together', "const name = 'MAIL' + '_FUNCTION'; f(process.env[name])"],
  ['a name that is put together for a function', "const f = (name) => process.env[name]; f('MAIL' + '_FUNCTION')"],
  ['a name that a function gets from others', 'export default (name) => process.env[name]'],
  ['a name that is preset in a pattern', "const f = ({ n = 'MAIL_' + 'FUNCTION' }) => process.env[n]; f({})"],
  ['a name out of a list', "for (const name of ['SHOP', `MAIL_${'FUNCTION'}`]) f(process.env[name])"],
  ['a name that is asked for', 'const has = (name) => `${name}_FUNCTION` in process.env'],
  ['all variables', 'f(process.env)'],
  ['all variables, by a name', 'const env = process.env; f({ ...env })'],
  ['all variables, by an exported name', 'export const env = process.env'],
  ['all variables but one', 'const { SHOP, ...others } = process.env'],
  ['the environment as a member', 'const { env } = process'],
  ['the environment of the module', "import { env } from 'node:process'; f(env[x])"],
  ['the environment of the global object', 'f(globalThis.process.env[x])'],
  ['the process', 'f(process)'],
  ['the process in a field', 'class A { own = process }'],
])('%s is read', (_, code) => {
  expect(mayRead(code)).toBe(true)
})

test.each([
  ['other variables', 'f(process.env.SHOP, process.env["CITY"])'],
  ['other variables that are taken', 'const { SHOP, CITY: city } = process.env'],
  ['other names', "const NAMES = ['SHOP', 'CITY']; for (const name of NAMES) f(process.env[name])"],
  ['other names of a callback', "['SHOP', 'CITY'].forEach((name) => { if (!process.env[name]) throw name })"],
  ['other names that are passed', "const f = (name) => process.env[name]; f('SHOP'); f('CITY')"],
  ['other names that are passed on', "const f = (n) => process.env[n]; const g = (n) => f(n); g('SHOP')"],
  ['other names that go round', "const f = (n, m) => process.env[n] ?? f(m, n); f('SHOP', 'CITY')"],
  ['other names of a table', "const T = { a: 'SHOP' }; const f = (k) => process.env[T[k]]; f('a')"],
  ['other names that are preset', "const f = (name = 'SHOP') => process.env[name]; f()"],
  ['other variables by a name of all', 'const env = process.env; f(env.SHOP)'],
  ['other members of the process', 'process.exitCode = 1; const { argv } = process; f(typeof process)'],
  ['a function that is called so', 'export function process(order) { return f(process) }'],
  ['a method that is called so', 'class A { process() { return this.process() } }'],
])('%s are not it', (_, code) => {
  expect(mayRead(code)).toBe(false)
})

const HELPER = 'export const variable = (name: string) => process.env[name]'

test.each([
  ['names that other files pass', "import { variable } from './helper'; variable('SHOP')", false],
  ['a name that another file works out', "import { variable } from './helper'; variable(x)", true],
  ['a function that is handed on', "import { variable } from './helper'; ['SHOP'].map(variable)", true],
  ['a function by another name', "import { variable as v } from './helper'; v(x)", true],
])('%s', (_, code, expected) => {
  expect(mayRead(code, { 'helper.ts': HELPER })).toBe(expected)
})

test('the runtime calls what a handler hands on', () => {
  const others = { 'helper.ts': HELPER, 'other.ts': "import { variable } from './helper'; variable('SHOP')" }
  expect(mayRead("export { variable as handler } from './helper'", others)).toBe(true)
  expect(mayRead("export * from './helper'", others)).toBe(true)
  expect(mayRead("import './helper'", others)).toBe(false)
})

test.each([
  ['a computed module', 'require(`./rules/${name}`)'],
  ['a module by a variable', 'export const load = (name) => require(name)'],
  ['a module that is imported late', 'const rules = await import(name)'],
  ['a module that is missing', "import './generated/client'"],
  ['a file that cannot be parsed', 'const env = process.env; const ='],
])('what %s reads is not known', (_, code) => {
  expect(mayRead(code)).toBeUndefined()
})

test('late imports and data are read', () => {
  const late = { 'late.ts': 'f(process.env.MAIL_FUNCTION)', 'names.json': '["MAIL_FUNCTION"]' }
  expect(mayRead("await import(/* for later */ './late')", late)).toBe(true)
  expect(mayRead("import names from './names.json'", late)).toBe(true)
  expect(mayRead("// require (what it needs)\nimport x from './other'", { 'other.ts': '' })).toBe(false)
})

test('packages and the runtime look for some by themselves', () => {
  const read = variableReader(memoryWorkspace({ 'a.ts': "import x from 'some-package'", 'b.ts': "import 'node:fs'" }))
  expect(read('a.ts')).toMatchObject({ hasPackages: true })
  expect(read('b.ts')).toMatchObject({ hasPackages: false })
  expect(read('b.ts')?.mayRead('LOG_LEVEL')).toBe(true)
  expect(read('b.ts')?.codeMayRead('LOG_LEVEL')).toBe(false)
})
