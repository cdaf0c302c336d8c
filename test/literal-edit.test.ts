import { CannotEdit } from '../src/infra/edit/cannot-edit'
import type { ConfigChange } from '../src/infra/edit/config-change'
import { ConfigEditors } from '../src/infra/edit/config-editors'
import type { ConfigPath } from '../src/load/document'
import { memoryWorkspace } from '../src/workspace/overlay'
import { editedText } from './support/config-edits'

const mark = { rule: 'test', reason: 'test', sites: [0] }
const set = (path: ConfigPath, value: unknown) => ({ op: 'set' as const, path, value })
const append = (path: ConfigPath, value: unknown): ConfigChange => ({ op: 'append', path, value })
const remove = (path: ConfigPath): ConfigChange => ({ op: 'remove', path })

describe('JSON', () => {
  test.each<[string, string, ConfigChange, string]>([
    [
      'two spaces',
      '{\n  "a": {\n    "b": 1\n  }\n}\n',
      set(['a', 'c'], 'x'),
      '{\n  "a": {\n    "b": 1,\n    "c": "x"\n  }\n}\n',
    ],
    [
      'tabs',
      '{\n\t"a": {\n\t\t"b": 1\n\t}\n}',
      set(['c'], { d: 1 }),
      '{\n\t"a": {\n\t\t"b": 1\n\t},\n\t"c": {\n\t\t"d": 1\n\t}\n}',
    ],
    ['CRLF', '{\r\n  "a": 1\r\n}\r\n', set(['b'], 2), '{\r\n  "a": 1,\r\n  "b": 2\r\n}\r\n'],
    ['a byte order mark', '\uFEFF{\n  "a": 1\n}\n', set(['b'], 2), '\uFEFF{\n  "a": 1,\n  "b": 2\n}\n'],
    ['one line', '{"a":{"b":1}}', append(['a', 'c'], { d: 'x' }), '{"a":{"b":1,"c":[{"d":"x"}]}}'],
    ['one line with spaces', '{ "a": { "b": 1 } }', set(['a', 'c'], 2), '{ "a": { "b": 1, "c": 2 } }'],
    ['an empty map', '{\n  "a": {}\n}\n', set(['a', 'b'], 1), '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['nothing', '{\n  "a": null\n}\n', set(['a', 'b'], 1), '{\n  "a": {\n    "b": 1\n  }\n}\n'],
    ['a list', '{\n  "a": [\n    1\n  ]\n}\n', append(['a'], 2), '{\n  "a": [\n    1,\n    2\n  ]\n}\n'],
    ['a list on one line', '{\n  "a": [1]\n}\n', append(['a'], 2), '{\n  "a": [1, 2]\n}\n'],
    [
      'behind a sibling',
      '{\n  "a": 1,\n  "c": 3\n}',
      { ...set(['b'], 2), place: { after: 'a' } },
      '{\n  "a": 1,\n  "b": 2,\n  "c": 3\n}',
    ],
    ['first', '{\n  "b": 2\n}', { ...set(['a'], 1), place: 'first' }, '{\n  "a": 1,\n  "b": 2\n}'],
    ['another value', '{\n  "a": { "b": "x" }\n}', set(['a', 'b'], 'w'), '{\n  "a": { "b": "w" }\n}'],
    ['the last key goes', '{\n  "a": 1,\n  "b": 2\n}', remove(['b']), '{\n  "a": 1\n}'],
    ['the first key goes', '{\n  "a": 1,\n  "b": 2\n}', remove(['a']), '{\n  "b": 2\n}'],
    ['no shell is left', '{\n  "a": {\n    "b": [1]\n  },\n  "c": 2\n}', remove(['a', 'b', 0]), '{\n  "c": 2\n}'],
    ['from one line', '{"a":1,"b":2,"c":3}', remove(['b']), '{"a":1,"c":3}'],
  ] as [string, string, ConfigChange, string][])('%s', (_, text, change, expected) => {
    expect(editedText('serverless.json', text, change)).toBe(expected)
  })
})

describe('object literals', () => {
  test.each<[string, string, ConfigChange, string]>([
    [
      'one line with a variable of the framework',
      "module.exports = { functions: { a: { name: 'shop-${sls:stage}-a' } } };\n",
      set(['functions', 'b'], { name: 'b' }),
      "module.exports = { functions: { a: { name: 'shop-${sls:stage}-a' }, b: { name: 'b' } } };\n",
    ],
    [
      'one line without spaces',
      "module.exports={functions:{a:{name:'a'}}};\n",
      set(['functions', 'b'], { name: 'b' }),
      "module.exports={functions:{a:{name:'a'},b:{name:'b'}}};\n",
    ],
    [
      'a constant that is exported',
      'const config: AWS = {\n  functions: {\n    a: 1,\n  },\n};\n\nmodule.exports = config;\n',
      set(['functions', 'b'], 2),
      'const config: AWS = {\n  functions: {\n    a: 1,\n    b: 2,\n  },\n};\n\nmodule.exports = config;\n',
    ],
    [
      'a default export that satisfies a type',
      'export default {\n  provider: { name: "aws" }\n} satisfies AWS\n',
      set(['functions'], { 'a-b': { handler: 'x' } }),
      'export default {\n  provider: { name: "aws" },\n  functions: {\n    "a-b": {\n      handler: "x"\n    }\n  }\n} satisfies AWS\n',
    ],
    [
      'a list that is constant',
      'export default { a: [1] as const }\n',
      append(['a'], 2),
      'export default { a: [1, 2] as const }\n',
    ],
    [
      'behind a comment without a comma',
      'export default {\n  a: 1 // one\n}\n',
      set(['b'], 2),
      'export default {\n  a: 1, // one\n  b: 2\n}\n',
    ],
    [
      'behind a comment with a comma',
      'export default {\n  a: 1, // one\n}\n',
      set(['b'], 2),
      'export default {\n  a: 1, // one\n  b: 2,\n}\n',
    ],
    [
      'intrinsics are always long',
      "export default {\n  a: 'x',\n}\n",
      set(['b'], { 'Fn::GetAtt': ['Q', 'Arn'] }),
      "export default {\n  a: 'x',\n  b: { 'Fn::GetAtt': ['Q', 'Arn'] },\n}\n",
    ],
    [
      'keys that are quoted',
      "module.exports = {\n  'a': { 'b': 1 },\n}\n",
      set(['a', 'c'], 2),
      "module.exports = {\n  'a': { 'b': 1, 'c': 2 },\n}\n",
    ],
    [
      'behind a spread, which might overwrite it',
      'const base = { a: 1 }\nexport default {\n  b: {\n    x: 1,\n    ...base,\n  },\n}\n',
      { ...set(['b', 'z'], 2), place: { after: 'x' } },
      'const base = { a: 1 }\nexport default {\n  b: {\n    x: 1,\n    ...base,\n    z: 2,\n  },\n}\n',
    ],
    [
      'through a constant',
      'const fns = {\n  a: { handler: 1 },\n}\nexport default { functions: fns }\n',
      set(['functions', 'a', 'timeout'], 2),
      'const fns = {\n  a: { handler: 1, timeout: 2 },\n}\nexport default { functions: fns }\n',
    ],
    [
      'through a spread',
      'const fns = {\n  a: { handler: 1 },\n}\nexport default { functions: { ...fns } }\n',
      set(['functions', 'a', 'timeout'], 2),
      'const fns = {\n  a: { handler: 1, timeout: 2 },\n}\nexport default { functions: { ...fns } }\n',
    ],
    [
      'beside a spread of code, under a new name',
      "import { more } from 'more'\nexport default {\n  functions: {\n    ...more(),\n  },\n}\n",
      set(['functions', 'zz'], 1),
      "import { more } from 'more'\nexport default {\n  functions: {\n    ...more(),\n    zz: 1,\n  },\n}\n",
    ],
    [
      'instead of a shorthand',
      'const timeout = 1\nexport default {\n  timeout,\n}\n',
      set(['timeout'], 2),
      'const timeout = 1\nexport default {\n  timeout: 2,\n}\n',
    ],
    [
      'a line that gets too long is broken',
      "export default {\n  functions: { order: { handler: 'src/functions/order/handler.main', timeout: 29 } },\n}\n",
      set(['functions', 'order', 'environment', 'QUEUE_URL'], { Ref: 'Queue' }),
      "export default {\n  functions: {\n    order: {\n      handler: 'src/functions/order/handler.main',\n      timeout: 29,\n      environment: {\n        QUEUE_URL: { Ref: 'Queue' },\n      },\n    },\n  },\n}\n",
    ],
    [
      'the comments of what goes',
      'export default {\n  a: 1,\n\n  // of others\n\n  // of b\n  /* too */\n  b: 2, // beside\n  c: 3,\n}\n',
      remove(['b']),
      'export default {\n  a: 1,\n\n  // of others\n  c: 3,\n}\n',
    ],
    [
      'the import of what goes',
      "import { a, b } from './functions'\nexport default { functions: { a, b } }\n",
      remove(['functions', 'a']),
      "import { b } from './functions'\nexport default { functions: { b } }\n",
    ],
  ])('%s', (_, text, change, expected) => {
    const functions = 'export const a = { handler: 1 }\nexport const b = { handler: 2 }\n'
    const editors = new ConfigEditors(memoryWorkspace({ 'serverless.ts': text, 'functions.ts': functions }), [])
    editors.apply('serverless.ts', change, mark)
    expect(editors.text('serverless.ts')).toBe(expected)
    expect(editors.text('functions.ts')).toBe(functions)
  })

  test('what is imported is edited where it is written', () => {
    const files = {
      'serverless.ts': "import { hello } from './functions'\nexport default { functions: { hello } }\n",
      'functions/index.ts': "export { default as hello } from './hello'\n",
      'functions/hello.ts': 'export default {\n  handler: `${__dirname}/handler.main`,\n}\n',
    }
    const editors = new ConfigEditors(memoryWorkspace(files), [])
    editors.apply('serverless.ts', append(['functions', 'hello', 'events'], { httpApi: 'GET /' }), mark)
    expect(editors.edits().map(({ file, text }) => ({ file, text }))).toEqual([
      { file: 'functions/hello.ts', text: "\n  events: [\n    {\n      httpApi: 'GET /',\n    },\n  ]," },
    ])
  })

  test.each<[string, string, ConfigChange, RegExp]>([
    ['a call', 'export default { a: make() }\n', set(['a', 'b'], 1), /"make\(\)" is no literal/],
    ['a function', 'export default () => ({ a: 1 })\n', set(['b'], 1), /no literal/],
    ['a choice', 'export default { a: process.env.X ? { b: 1 } : { b: 2 } }\n', set(['a', 'c'], 1), /no literal/],
    [
      'a spread of code behind the key',
      "import { more } from 'more'\nexport default { a: { b: 1, ...more() } }\n",
      set(['a', 'b'], 2),
      /"...more\(\)" may overwrite "b"/,
    ],
    [
      'a map that a spread of code may bring',
      "import { more } from 'more'\nexport default { a: { ...more() } }\n",
      set(['a', 'environment', 'X'], 2),
      /a part of "a" is made by code/,
    ],
    [
      'what a spread of code may bring again',
      "import { more } from 'more'\nexport default { a: { ...more(), b: 1, c: 2 } }\n",
      remove(['a', 'b']),
      /made by code/,
    ],
    [
      'a name with several values',
      'let a = { b: 1 }\na = { b: 2 }\nexport default { a }\n',
      set(['a', 'c'], 1),
      /"a" of serverless.ts has several values/,
    ],
    ['what is meant twice', 'const f = { b: 1 }\nexport default { a: f, c: f }\n', set(['a', 'z'], 1), /exactly/],
    [
      'a section that the type may not know',
      'const config: AWS = {\n  a: 1,\n}\nexport default config\n',
      set(['stepFunctions', 'stateMachines', 'x'], {}),
      /declared as AWS, which may have no "stepFunctions"/,
    ],
    ['nothing to remove', 'export default { a: 1 }\n', remove(['b']), /there is no b/],
    ['all of it', 'export default { a: 1 }\n', remove(['a']), /nothing would be left/],
    ['a package', "import { a } from 'a'\nexport default { a }\n", set(['a', 'b'], 1), /comes from a$/],
  ])('%s is refused', (_, text, change, reason) => {
    expect(() => editedText('serverless.ts', text, change)).toThrow(CannotEdit)
    expect(() => editedText('serverless.ts', text, change)).toThrow(reason)
  })

  test('a list of exports that nobody imports is no other user', () => {
    const files = {
      'serverless.ts': "import hello from './functions/hello'\nexport default { functions: { hello } }\n",
      'functions/index.ts': "export { default as hello } from './hello'\n",
      'functions/hello.ts': "export default { handler: 'src/hello.main' }\n",
    }
    const editors = new ConfigEditors(memoryWorkspace(files), [])
    editors.apply('serverless.ts', set(['functions', 'hello', 'timeout'], 9), mark)
    expect(editors.text('functions/hello.ts')).toBe("export default { handler: 'src/hello.main', timeout: 9 }\n")
  })

  test('what other code imports is refused', () => {
    const files = {
      'serverless.ts': "import { env } from './env'\nexport default { provider: { environment: env } }\n",
      'env.ts': 'export const env = { A: 1 }\n',
      'src/handler.ts': "import { env } from '../env'\nexport const handler = () => env\n",
    }
    const editors = new ConfigEditors(memoryWorkspace(files), [])
    expect(() => editors.apply('serverless.ts', set(['provider', 'environment', 'B'], 2), mark)).toThrow(
      'env.ts is imported by src/handler.ts as well',
    )
  })
})
