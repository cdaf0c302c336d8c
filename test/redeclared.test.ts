import { sourceModule } from '../src/syntax/module'
import { redeclaredNames } from '../src/syntax/redeclared'

const namesIn = (text: string, file = 'a.ts') => redeclaredNames(sourceModule({ file, text }))

test.each([
  "const { A } = require('x')\nconst { A, B } = require('y')",
  "import { A } from 'x'\nconst A = 1",
  "import A from 'x'\nimport * as A from 'x'",
  'class A {}\nfunction A() {}',
  'let A\nvar A',
  'const { a: { A }, ...rest } = {}, [A] = rest',
])('sees that %j would not load', (text) => {
  expect(namesIn(text)).toEqual(['A'])
})

test.each([
  'var A\nvar A\nfunction A() {}',
  'function A(x: string): void\nfunction A(x: number): void\nfunction A() {}',
  "import type { A } from 'x'\nimport { type A as B } from 'x'\nconst C = 1",
  'class A {}\ninterface A { x: 1 }\nnamespace A { export const x = 1 }',
  'const A = 1\ntype A = number',
  'const A = 1\n{ const A = 2 }',
])('minds nothing about %j', (text) => {
  expect(namesIn(text)).toEqual([])
})
