import { ts } from 'ts-morph'
import { worst } from '../src/analysis/written/level'
import { results, WrittenValues } from '../src/analysis/written/written-values'
import { Evaluator } from '../src/syntax/evaluate/evaluator'
import { type FunctionNode, isFunctionNode, walk } from '../src/syntax/nodes'
import { sourceProgram } from '../src/syntax/program'
import { workspaceOf } from './support/fixtures'

/** Whether JSON is known to write what a handler returns. */
function level(body: string): string {
  const source = `export const handler = async (event) => { ${body} }`
  const program = sourceProgram(workspaceOf({ 'index.js': source }))
  const module = program.module('index.js')
  if (!module) throw new Error('There is no module.')
  const found: FunctionNode[] = []
  walk(module.ast, (node) => {
    if (ts.isArrowFunction(node) && isFunctionNode(node)) found.push(node)
  })
  const [handler] = found
  if (!handler) throw new Error('There is no handler.')
  const values = new WrittenValues(new Evaluator(program), handler, [handler])
  return worst(results(handler).map((value) => values.of(module, value)))
}

describe('JSON writes it', () => {
  test.each([
    'const f = (x) => x; return f(event.a)',
    'let t = 0; for (const l of event.lines) t += l.cents; return { t }',
    'const o = {}; event.items.forEach((item) => { o[item.id] = item.count * 2 }); return o',
    'return event.items.map((i) => i.a * 2)',
    'const o = { toJSON: event.f }; return o',
    'const RATES = { a: 1 }; return { rate: RATES[event.key] }',
    'const d = new Date(event.at); return { d, text: d.toLocaleDateString() }',
    'event.items.sort(); return { first: event.items[0] }',
    'return event.lines.reduce((sum, line) => sum + line.cents, 0)',
    'event.count += 1; return { count: event.count }',
  ])('%s', (body) => expect(['data', 'holding']).toContain(level(body)))
})

describe('JSON may fail at it, or it is not known', () => {
  test.each([
    'const { order } = event; order.self = order; return { order }',
    'event.order.up = event; return event',
    'const a = {}; const b = a; a.x = b; return a',
    'const a = {}; const b = [a]; a.x = b; return a',
    'const a = {}; const get = () => a; a.x = get(); return a',
    'const list = []; list.push(list); return list',
    'const list = []; const add = (to, x) => { to.push(x) }; add(list, list); return list',
    'const list = []; for (const x of event.items) list.push({ x }); return { list }',
    'const o = {}; event.items.forEach((item) => { o[item.id] = item }); return o',
    'const n = BigInt(event.x); return { n }',
    'let t = 0; t += big(event); return { t }',
    'const m = new Map([["a", 1n]]); return [...m]',
    'const o = { toJSON() { throw 1 } }; return o',
    'const k = {}; k[event.name] = ({}) [event.key]; return k',
    'return Object.assign(event, { a: event })',
    'const o = { a: 1 }; Object.assign(o, { self: o }); return o',
    'const o = { a: {} }; o.a.b = o.a; return o',
    'const o = { a: {} }; o.b = o.a; return o',
    'const o = { a: {} }; const p = o.a; p.o = o; return o',
    'const o = { a: [] }; o.a.push(o); return o',
    'let o = {}; o = { o }; return o',
    'const o = {}; f(o); return o',
    'return event.items.reduce((sum, i) => ({ ...sum, [i.id]: i }), {})',
    'return event.items.reduce((sum, i) => { sum.push(sum); return sum }, [])',
    'return event.items.map((i) => 1n)',
    'const [a] = [1n]; return a',
    'const { a = 1n } = event; return a',
    'return this.x',
    'return process.env',
    'class A { x = 1n } return new A()',
    'const d = new Date(); d.toJSON = () => { throw 1 }; return d',
    'const a = { x: 1 }; const list = [a]; for (const one of list) one.up = a; return list',
    'const a = { x: 1 }; const list = [a]; for (const one of list) one.up = list; return list',
    'const a = { x: {} }; const { x } = a; x.a = a; return a',
    'const a = { n: 1 }; const set = (o) => { o.n = 1n }; set(a); return a',
    'const a = { n: 1 }; const o = { a }; o.a.n = 1n; return { a }',
    'const a = { n: {} }; const o = { n: a.n }; o.n.big = 1n; return { a }',
    'const a = { n: {} }; [a.n].forEach((x) => { x.big = 1n }); return { a }',
    'const a = [{}]; a.forEach((x) => { x.big = 1n }); return { a }',
    'const a = [{}]; a.sort((x) => { x.big = 1n }); return { a }',
    'const a = [{}]; a[0].big ??= 1n; return { a }',
    'const a = [{}]; [a[0].big] = [1n]; return { a }',
    'const a = [{}]; ({ x: a[0].big } = { x: 1n }); return { a }',
    'const a = {}; for (a.x of [1n]); return { a }',
    'let a = 1; [a] = [1n]; return { a }',
    'let a = 1; for (a of [1n]); return { a }',
    'let a = 1; const up = () => { a = 2n }; up(); return { a }',
    'var a = 1; var a = 2n; return a',
    'const a = { n: 1 }; [a.n] = [1n]; return a',
    'const a = { n: 1 }; ({ x: a.n } = { x: 1n }); return a',
    'try { risk(event) } catch (error) { return error } return 1',
    'const RATES = { a: 1 }; const take = () => RATES; take().a = 1n; return { RATES }',
    'function* rows() { yield 1n } return rows()',
    'return { ...event.map[event.key] }',
    'return arguments',
    'return 1 ? helper : 2',
    'const a = [1]; a.length = 0; a.fill(1n); return a',
  ])('%s', (body) => expect(['refused', 'function']).toContain(level(body)))
})
