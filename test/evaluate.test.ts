import { Evaluator } from '../src/syntax/evaluate/evaluator'
import type { Value } from '../src/syntax/evaluate/value'
import { sourceProgram } from '../src/syntax/program'
import { workspaceOf } from './support/fixtures'

/** What the constant `answer` of `index.ts` is, as text: holes for what is not known. */
function evaluate(source: string, others: Record<string, string> = {}): string {
  const program = sourceProgram(workspaceOf({ 'index.ts': source, ...others }))
  const module = program.module('index.ts')
  const binding = module?.bindings.topLevel.get('answer')
  if (!module || !binding) throw new Error('There is no answer.')
  return show(new Evaluator(program).binding(module, binding))
}

function show(value: Value): string {
  switch (value.kind) {
    case 'literal':
      return JSON.stringify(value.value) ?? 'undefined'
    case 'text':
      return `\`${value.parts.map((part) => (typeof part === 'string' ? part : `\${${show(part)}}`)).join('')}\``
    case 'environment':
      return `env.${value.key}`
    case 'object':
      return `{${[...value.properties].map(([key, item]) => `${key}:${show(item)}`).join(',')}${value.open ? ',…' : ''}}`
    case 'array':
      return `[${value.elements.map(show).join(',')}${value.open ? ',…' : ''}]`
    case 'one-of':
      return value.values.map(show).join(' | ')
    case 'fallback':
      return `${show(value.first)} || ${show(value.second)}`
    case 'external':
      return [value.module, ...value.path].join('.')
    case 'instance':
      return `new ${show(value.of)}`
    case 'class':
      return 'class'
    default:
      return value.kind
  }
}

describe('an expression is known by reading', () => {
  test.each([
    ["'a'", '"a"'],
    ['`${process.env.STAGE}-worker`', '`${env.STAGE}-worker`'],
    ["'a-' + 'b'", '"a-b"'],
    ["process.env.A ?? 'b'", 'env.A || "b"'],
    ["process.env['A']", 'env.A'],
    ["true ? 'a' : 'b'", '"a"'],
    ["Math.random() > 0.5 ? 'a' : 'b'", '"a" | "b"'],
    ["{ a: 'b', ...{ c: 'd' } }", '{a:"b",c:"d"}'],
    ["{ a: 'b', ...load() }", '{a:"b",…}'],
    ["{ a: { b: 'c' } }.a.b", '"c"'],
    ["['a', 'b'].join('-')", '"a-b"'],
    ["{ a: 'b', c: 'd' }[key]", '"b" | "d"'],
    ["((name) => `x-${name}`)('y')", '"x-y"'],
    ["'A'.toLowerCase()", '"a"'],
    ["Object.assign({}, { a: 'b' })", '{a:"b"}'],
    ['load()', 'unknown'],
    ['1 + 2', '3'],
  ])('%s', (expression, expected) => {
    expect(evaluate(`const answer = ${expression}`)).toBe(expected)
  })

  test('through imports, re-exports and CommonJS', () => {
    const others = {
      'names.ts': "export const NAME = 'worker'\nexport default { prefix: 'p' }",
      'barrel.ts': "export { NAME as WORKER } from './names'\nexport * as all from './names'",
      'old.js': "const stage = process.env.STAGE\nmodule.exports = { stage, name: 'old' }",
    }
    expect(evaluate("import { WORKER } from './barrel'\nconst answer = WORKER", others)).toBe('"worker"')
    expect(evaluate("import { all } from './barrel'\nconst answer = all.NAME", others)).toBe('"worker"')
    expect(evaluate("import names from './names'\nconst answer = names.prefix", others)).toBe('"p"')
    expect(evaluate("const { stage, name } = require('./old')\nconst answer = `${stage}-${name}`", others)).toBe(
      '`${env.STAGE}-old`',
    )
  })

  test('through classes: fields, getters, parameters of the constructor', () => {
    const source = `
      class Names {
        private readonly suffix = 'worker'
        constructor(private readonly stage: string) {}
        get name() { return \`\${this.stage}-\${this.suffix}\` }
      }
      const answer = new Names('dev').name`
    expect(evaluate(source)).toBe('"dev-worker"')
  })

  test.each([
    ["#name = 'a'; get name() { return this.#name }", '"a"'],
    ["#name; constructor() { this.#name = 'a' } get name() { return this.#name }", '"a"'],
    ["name = 'a'; later() { this.name = 'b' }", '"a" | "b"'],
    ["name = 'a'; later = () => { this.name = 'b' }", '"a" | "b"'],
    ["name; constructor() { start(() => { this.name = 'a' }) }", '"a"'],
    ["name = 'a'; later() { start(function () { this.name = 'b' }) }", '"a"'],
    ["held = null; get name() { return (this.held ??= 'a') }", 'null | "a" || "a"'],
    ["held; get name() { this.held = this.held || 'a'; return this.held }", '"a"'],
    ["held; get name() { this.held = this.held ? this.held : 'a'; return this.held }", '"a"'],
    ["held; get name() { this.held = this.held + 'a'; return this.held }", '`${unknown}a`'],
  ])('through fields that are assigned to: %s', (members, expected) => {
    expect(evaluate(`class Names { ${members} }\nconst answer = new Names().name`)).toBe(expected)
  })

  test('through static fields, assigned to by the name of their class', () => {
    const lazy = "class Names { static held; static get() { if (!Names.held) Names.held = 'a'; return Names.held } }"
    expect(evaluate(`${lazy}\nconst answer = Names.get()`)).toBe('"a"')
    expect(evaluate("class Names { static { this.held = 'a' } }\nconst answer = Names.held")).toBe('"a"')
  })

  test('through what a constructor passes to that of the class it extends', () => {
    const base = 'class Names { constructor(name) { this.name = name } }'
    expect(evaluate(`${base}\nclass Own extends Names {}\nconst answer = new Own('a').name`)).toBe('"a"')
    const own = 'class Own extends Names { constructor(stage) { super(`${stage}-a`) } }'
    expect(evaluate(`${base}\n${own}\nconst answer = new Own('dev').name`)).toBe('"dev-a"')
    const late = 'class Own extends Names { constructor(a) { if (a) super(a); else super() } }'
    expect(evaluate(`${base}\n${late}\nconst answer = new Own('dev').name`)).toBe('unknown')
  })

  test('a name that is assigned later may be any of its values', () => {
    expect(evaluate("let answer = 'a'\nif (late) answer = 'b'")).toBe('"a" | "b"')
    expect(evaluate("const answer = {}\nanswer.name = 'a'")).toBe('{name:"a"}')
    expect(evaluate("let answer\nanswer ??= 'a'")).toBe('"a"')
    expect(evaluate("const answer = {}\nanswer.name ??= 'a'")).toBe('{name:undefined | "a"}')
    expect(evaluate("let answer\nanswer = answer || 'a'")).toBe('"a"')
    expect(evaluate("let held\nconst answer = (held ??= 'a')")).toBe('"a"')
  })

  test('a variable of the file may have been assigned to by another call', () => {
    const get = 'let held\nfunction get(name) { held ??= name; return held }'
    expect(evaluate(`${get}\nget('b')\nconst answer = get('a')`)).toBe('parameter')
    expect(evaluate("function get(name) { let held; held = name; return held }\nconst answer = get('a')")).toBe('"a"')
  })

  test.each([
    ["const held = new Map()\nheld.set(key, 'a')", 'undefined | "a"'],
    ["const held = new Map([['k', 'a']])\nif (!held.has(key)) held.set(key, 'b')", 'undefined | "a" | "b"'],
    ["const held = new Map()\nconst put = (name) => held.set(key, name)\nput('a')", 'undefined | parameter'],
    ['const held = new Map()\nheld.set(key, `${held.get(key)}a`)', 'undefined | `${undefined | unknown}a`'],
    ['const held = new Map()\nfill(held)', 'unknown'],
    ["export const held = new Map()\nheld.set(key, 'a')", 'unknown'],
    ["const held = load()\nheld.set(key, 'a')", 'unknown'],
  ])('through what is put into a map: %s', (source, expected) => {
    expect(evaluate(`${source}\nconst answer = held.get(key)`)).toBe(expected)
  })

  test('what is assigned by a key that is not known is one of all', () => {
    expect(evaluate("const names = { a: 'b' }\nnames[key] = 'c'\nconst answer = names[key]")).toBe('unknown')
  })

  test('what refers to itself ends', () => {
    expect(evaluate('const a = b\nconst b = a\nconst answer = a')).toBe('unknown')
    expect(evaluate('const loop = (n) => loop(n)\nconst answer = loop(1)')).toBe('unknown')
  })

  test('a client is an instance of its package', () => {
    expect(evaluate("import { LambdaClient } from '@aws-sdk/client-lambda'\nconst answer = new LambdaClient({})")).toBe(
      'new @aws-sdk/client-lambda.LambdaClient',
    )
  })
})
