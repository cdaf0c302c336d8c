import { ts } from 'ts-morph'
import { parameterSources } from '../src/analysis/parameter-sources'
import { walk } from '../src/syntax/nodes'
import { sourceProgram } from '../src/syntax/program'
import { workspaceOf } from './support/fixtures'

/** Where the values of the parameter `asked` come from. */
function sources(source: string): readonly (string | undefined)[] | undefined {
  const module = sourceProgram(workspaceOf({ 'index.js': source })).module('index.js')
  if (!module) throw new Error('There is no module.')
  let parameter: ts.ParameterDeclaration | undefined
  walk(module.ast, (node) => {
    if (ts.isParameter(node) && node.name.getText() === 'asked') parameter = node
  })
  if (!parameter) throw new Error('There is no parameter.')
  return parameterSources(module, parameter)?.map((value) => value?.getText())
}

test.each<[string, (string | undefined)[]]>([
  ['const one = (asked) => asked; one(a.b); one(c)', ['a.b', 'c']],
  ['function one(x, asked) {} one(1, a); one(1)', ['a', undefined]],
  ['list.map((asked) => asked.id)', ['list']],
  ['a.list.forEach(async function (asked) {})', ['a.list']],
  ['const one = (asked) => asked; one(a); list.map(one)', ['a', 'list']],
  ['const one = (x, asked) => asked; one(a, b); list.map(one)', ['b', undefined]],
])('%s', (source, expected) => expect(sources(source)).toEqual(expected))

test.each([
  'export const one = (asked) => asked; one(a)',
  'const one = (asked) => asked; one(a); exports.one = one',
  'const one = (asked) => asked; one(a); list.reduce(one)',
  'const one = (asked) => asked; one(a); list.map(x, one)',
  'const one = (asked) => asked; one(...a)',
  'const one = (asked = {}) => asked; one(a)',
  'const one = (...asked) => asked; one(a)',
  'let one = (asked) => asked; one = other; one(a)',
  'function one(asked) {} function one(x) {} one(a)',
  'list.map((x, asked) => x)',
  'list.reduce((asked, x) => x)',
  'other((asked) => asked)',
  'const it = { one(asked) {} }; it.one(a)',
  '(asked) => asked',
])('it is not known: %s', (source) => expect(sources(source)).toBeUndefined())
