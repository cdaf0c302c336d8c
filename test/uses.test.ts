import { ts } from 'ts-morph'
import { useOf } from '../src/analysis/uses'
import { Evaluator } from '../src/syntax/evaluate/evaluator'
import { walk } from '../src/syntax/nodes'
import { sourceProgram } from '../src/syntax/program'
import { workspaceOf } from './support/fixtures'

/** What is done with the value of `given()`. */
function use(source: string): string {
  const program = sourceProgram(workspaceOf({ 'index.ts': source }))
  const module = program.module('index.ts')
  if (!module) throw new Error('There is no module.')
  let call: ts.Expression | undefined
  walk(module.ast, (node) => {
    if (ts.isCallExpression(node) && node.expression.getText() === 'given') call = node
  })
  if (!call) throw new Error('Nothing is given.')
  return useOf(new Evaluator(program), module, call)
}

describe('code only reads', () => {
  test.each([
    'given()',
    'const x = given(); console.log(x.a.b)',
    'const { a } = given(); if (a) log()',
    'const x = given(); JSON.stringify(x)',
    'const x = given(); x.items.map((item) => item.price)',
    'for (const item of given().items) console.log(item.name)',
    'const x = given(); const text = `${x.name}`',
    'const x = given(); if (x.kind === "a") log()',
    'const total = (order) => order.lines.length; const x = total(given())',
    'import { PutItemCommand } from "@aws-sdk/client-dynamodb"; new PutItemCommand({ Item: given() })',
    'const all = await Promise.all(given().map(async (item) => item.price)); console.log(all.length)',
    'const total = given().reduce((sum, item) => sum + item.price, 0); console.log(total)',
    'const day = new Date(given().day); day.setTime(0)',
  ])('%s', (source) => expect(use(source)).toBe('reads'))
})

describe('code can tell a copy, or an undefined property', () => {
  test.each([
    'const x = { ...given() }; console.log(x.a)',
    'const x = Object.keys(given())',
    'const x = given(); if (x.a === other) log()',
    'const { a, ...rest } = given(); console.log(rest.b)',
    'const x = given(); if ("a" in x) log()',
    'const x = given(); x.list.includes(other)',
  ])('%s', (source) => expect(use(source)).toBe('inspects'))
})

describe('code may change it, or hand it on', () => {
  test.each([
    'const x = given(); x.a = 1',
    'const x = given(); x.list.push(1)',
    'const x = given(); delete x.a',
    'const x = given(); x.count++',
    'const x = given(); ++x.count',
    'const { a } = given(); a.b = 1',
    'const x = given(); const y = x.inner; y.b = 1',
    'const x = { inner: given() }; x.inner.a = 1',
    'const x = given(); x.items.forEach((item) => { item.seen = true })',
    'const x = given(); unknown(x)',
    'const mark = (order) => { order.seen = true }; mark(given())',
    'const same = (order) => order; const x = same(given()); x.a = 1',
    'function f() { return given() }',
    'export const x = () => given()',
    'let kept; kept = given()',
    'const x = given(); x.method()',
    'throw given()',
    'const [first] = await Promise.all(given().map(async (item) => item)); first.seen = true',
    'const last = given().reduce((one, item) => (one.at > item.at ? one : item)); last.seen = true',
    'given().reduce((all, item) => { all.push(item); return all }, [])',
    'class Date {}; new Date(given())',
    'for (const item of given()) item.a = 1',
    'const x = flag ? given() : other; x.a = 1',
  ])('%s', (source) => expect(use(source)).toBe('escapes'))
})
