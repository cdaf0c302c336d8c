import { globPattern } from '../src/workspace/glob'

test.each([
  ['**', 'src/lib/a.js', true],
  ['src/**', 'src/lib/a.js', true],
  ['src/**', 'srcs/a.js', false],
  ['./src/*.js', 'src/a.js', true],
  ['src/*.js', 'src/lib/a.js', false],
  ['**/*.js', 'a.js', true],
  ['**/lib/**', 'src/lib/x/a.js', true],
  ['**/lib/**', 'src/libs/a.js', false],
  ['src/{a,b}.{js,ts}', 'src/b.ts', true],
  ['src/{a,b}.js', 'src/c.js', false],
  ['src/?[!x].js', 'src/ab.js', true],
  ['src/?[!x].js', 'src/ax.js', false],
  ['src', 'src/a.js', false],
  ['src/a.js', 'src/axjs', false],
  ['**', '.env', true],
])('%s and %s', (glob, path, expected) => {
  expect(globPattern(glob)?.test(path)).toBe(expected)
})

test.each(['src/@(a|b).js', 'src/+(a).js', 'src/\\*.js', 'src/{a'])('%s is not read', (glob) => {
  expect(globPattern(glob)).toBeUndefined()
})
