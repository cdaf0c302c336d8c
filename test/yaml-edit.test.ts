import fc from 'fast-check'
import { stringify } from 'yaml'
import { applyEdits } from '../src/edit/edit'
import { CannotEdit } from '../src/infra/edit/cannot-edit'
import type { ConfigChange } from '../src/infra/edit/config-change'
import { ConfigEditors } from '../src/infra/edit/config-editors'
import { asObject } from '../src/load/document'
import { memoryWorkspace } from '../src/workspace/overlay'
import { propertyRuns } from './support/property-runs'

const mark = { rule: 'test', reason: 'test', sites: [0] }

function edited(text: string, ...changes: ConfigChange[]): string {
  const editors = new ConfigEditors(memoryWorkspace({ 'serverless.yml': text }), [])
  for (const change of changes) editors.apply('serverless.yml', change, mark)
  expect(applyEdits(text, editors.edits())).toBe(editors.text('serverless.yml'))
  return editors.text('serverless.yml')
}

describe('what is added looks like what is there', () => {
  test.each<[string, string, ConfigChange, string]>([
    ['a key', 'a:\n  b: 1\n', { op: 'set', path: ['a', 'c'], value: 2 }, 'a:\n  b: 1\n  c: 2\n'],
    [
      'behind a sibling',
      'a:\n  b: 1\n  d: 3\n',
      { op: 'set', path: ['a', 'c'], value: 2, place: { after: 'b' } },
      'a:\n  b: 1\n  c: 2\n  d: 3\n',
    ],
    ['four spaces', 'a:\n    b: 1\n', { op: 'set', path: ['x', 'w'], value: 2 }, 'a:\n    b: 1\nx:\n    w: 2\n'],
    ['CRLF', 'a:\r\n  b: 1\r\n', { op: 'set', path: ['a', 'c'], value: 2 }, 'a:\r\n  b: 1\r\n  c: 2\r\n'],
    ['no final newline', 'a:\n  b: 1', { op: 'set', path: ['a', 'c'], value: 2 }, 'a:\n  b: 1\n  c: 2'],
    [
      'a byte order mark',
      '\uFEFFa:\n  b: 1\n',
      { op: 'set', path: ['a', 'c'], value: 2 },
      '\uFEFFa:\n  b: 1\n  c: 2\n',
    ],
    [
      'behind a comment',
      'a:\n  b: 1 # one\nz: 0\n',
      { op: 'set', path: ['a', 'c'], value: 2 },
      'a:\n  b: 1 # one\n  c: 2\nz: 0\n',
    ],
    ['set apart', 'a: 1\n\nb: 2\n', { op: 'set', path: ['c'], value: 3 }, 'a: 1\n\nb: 2\n\nc: 3\n'],
    [
      'behind inner comments',
      'a:\n  b: 1\n  # c: 2\n',
      { op: 'set', path: ['z'], value: 0 },
      'a:\n  b: 1\n  # c: 2\nz: 0\n',
    ],
    ['an empty key', 'a:\nb: 1\n', { op: 'set', path: ['a', 'c'], value: 2 }, 'a:\n  c: 2\nb: 1\n'],
    [
      'an empty key with a comment',
      'a: # none\nb: 1\n',
      { op: 'set', path: ['a', 'c'], value: 2 },
      'a: # none\n  c: 2\nb: 1\n',
    ],
    ['an empty flow map', 'a: {}\n', { op: 'set', path: ['a', 'c'], value: 2 }, 'a:\n  c: 2\n'],
    ['a flow map', 'a: { b: 1 }\n', { op: 'set', path: ['a', 'c'], value: 2 }, 'a: { b: 1, c: 2 }\n'],
    ['a list', 'a:\n  - 1\n', { op: 'append', path: ['a'], value: 2 }, 'a:\n  - 1\n  - 2\n'],
    ['a list that is not indented', 'a:\n- 1\n', { op: 'append', path: ['a'], value: 2 }, 'a:\n- 1\n- 2\n'],
    [
      'a map in a flow map',
      'a: { b: 1 }\n',
      { op: 'set', path: ['a', 'c'], value: { d: 2 } },
      'a: { b: 1, c: { d: 2 } }\n',
    ],
    [
      'a map in a flow map without spaces',
      'a: {b: 1}\n',
      { op: 'set', path: ['a', 'c'], value: { d: 2 } },
      'a: {b: 1, c: {d: 2}}\n',
    ],
    [
      'an item whose neighbours have lists on one line',
      's:\n  - Effect: Allow\n    Action: [a:B]\n',
      { op: 'append', path: ['s'], value: { Effect: 'Allow', Action: ['sqs:SendMessage'] } },
      's:\n  - Effect: Allow\n    Action: [a:B]\n  - Effect: Allow\n    Action: [sqs:SendMessage]\n',
    ],
    [
      'an item whose neighbours have lists on several lines',
      's:\n  - Action:\n      - a:B\n    Tags: { x: 1 }\n',
      { op: 'append', path: ['s'], value: { Action: ['sqs:SendMessage'] } },
      's:\n  - Action:\n      - a:B\n    Tags: { x: 1 }\n  - Action:\n      - sqs:SendMessage\n',
    ],
    ['a list of flow', 'a: [1]\n', { op: 'append', path: ['a'], value: 2 }, 'a: [1, 2]\n'],
    [
      'a missing list',
      'a:\n  b: 1\n',
      { op: 'append', path: ['a', 'c'], value: { d: 2 } },
      'a:\n  b: 1\n  c:\n    - d: 2\n',
    ],
    ['an empty list', 'a: []\n', { op: 'append', path: ['a'], value: 1 }, 'a:\n  - 1\n'],
    [
      'short intrinsics',
      'a: !Ref B\n',
      { op: 'set', path: ['c'], value: { 'Fn::GetAtt': ['B', 'Arn'] } },
      'a: !Ref B\nc: !GetAtt B.Arn\n',
    ],
    [
      'long intrinsics',
      'a:\n  Ref: B\n',
      { op: 'set', path: ['c'], value: { 'Fn::GetAtt': ['B', 'Arn'] } },
      'a:\n  Ref: B\nc:\n  Fn::GetAtt: [B, Arn]\n',
    ],
    ['double quotes', 'a: "x"\n', { op: 'set', path: ['c'], value: '2012-10-17' }, 'a: "x"\nc: "2012-10-17"\n'],
    [
      'a block scalar above',
      'a:\n  b: |\n    text\n\nz: 0\n',
      { op: 'set', path: ['a', 'c'], value: 2 },
      'a:\n  b: |\n    text\n  c: 2\n\nz: 0\n',
    ],
    ['a scalar', "a: 'x' # why\n", { op: 'set', path: ['a'], value: 'w' }, "a: 'w' # why\n"],
    [
      'texts in quotes that they do not need',
      'z: plain\na:\n  - b: "x"\n    c: "s3:Get*"\n    d: 1\n',
      { op: 'append', path: ['a'], value: { b: 'y', c: 'sqs:Send', d: 2, e: { Ref: 'Q' } } },
      'z: plain\na:\n  - b: "x"\n    c: "s3:Get*"\n    d: 1\n  - b: "y"\n    c: "sqs:Send"\n    d: 2\n    e: !Ref Q\n',
    ],
    [
      'texts in quotes that are needed, or hold a variable',
      'a:\n  - b: "*"\n    c: "${self:x}"\n',
      { op: 'append', path: ['a'], value: { b: 'word' } },
      'a:\n  - b: "*"\n    c: "${self:x}"\n  - b: word\n',
    ],
    ['a tagged scalar', 'a: !Ref B # why\n', { op: 'set', path: ['a'], value: { Ref: 'C' } }, 'a: !Ref C # why\n'],
    ['a folded scalar', 'a: >-\n  x\n  y\nb: 1\n', { op: 'set', path: ['a'], value: 'w' }, 'a: w\nb: 1\n'],
    ['several documents', 'a: 1\n---\nb: 2\n', { op: 'set', path: ['c'], value: 3 }, 'a: 1\nc: 3\n---\nb: 2\n'],
    ['an empty file', '', { op: 'set', path: ['a', 'b'], value: 1 }, 'a:\n  b: 1\n'],
  ])('%s', (_, text, change, expected) => {
    expect(edited(text, change)).toBe(expected)
  })
})

describe('what is removed leaves no trace', () => {
  test.each<[string, string, ConfigChange['path'], string]>([
    ['a key', 'a:\n  b: 1\n  c: 2\n', ['a', 'b'], 'a:\n  c: 2\n'],
    ['the comments above it', 'a:\n  # of b\n  # still\n  b: 1\n  c: 2\n', ['a', 'b'], 'a:\n  c: 2\n'],
    ['not the comments of others', '# head\n\n# of b\nb: 1\nc: 2\n', ['b'], '# head\n\nc: 2\n'],
    ['one of two blank lines', 'a: 1\n\nb: 2\n\nc: 3\n', ['b'], 'a: 1\n\nc: 3\n'],
    ['the parent of an only child', 'a:\n  b:\n    c: 1\nz: 0\n', ['a', 'b', 'c'], 'z: 0\n'],
    ['an item', 'a:\n  - b: 1\n    c: 2\n  - d: 3\n', ['a', 0], 'a:\n  - d: 3\n'],
    ['the first key of an item', 'a:\n  - b: 1\n    c: 2\n', ['a', 0, 'b'], 'a:\n  - c: 2\n'],
    ['from a flow map', 'a: { b: 1, c: 2 }\n', ['a', 'b'], 'a: { c: 2 }\n'],
    ['the last of a flow list', 'a: [1, 2]\n', ['a', 1], 'a: [1]\n'],
    ['a tag', 'a: [!Ref B, !Ref C]\n', ['a', 0], 'a: [!Ref C]\n'],
    ['an item behind a lone dash', 'a:\n  - 1\n  - # two\n    b: 2\n', ['a', 1], 'a:\n  - 1\n'],
    [
      'the comments inside it, which a block scalar above would take for its text',
      'a: |\n  text\n\nb:\n  c: 0\n    # inside\n# outside\n',
      ['b'],
      'a: |\n  text\n# outside\n',
    ],
  ])('%s', (_, text, path, expected) => {
    expect(edited(text, { op: 'remove', path })).toBe(expected)
  })
})

test.each<[string, string, ConfigChange]>([
  ['a variable', 'a: ${file(b.yml)}\n', { op: 'set', path: ['a', 'c'], value: 1 }],
  ['an alias', 'x: &x\n  y: 1\na: *x\n', { op: 'set', path: ['a', 'c'], value: 1 }],
  ['a scalar', 'a: 1\n', { op: 'append', path: ['a'], value: 1 }],
  ['nothing to remove', 'a: 1\n', { op: 'remove', path: ['b'] }],
])('%s is refused', (_, text, change) => {
  expect(() => edited(text, change)).toThrow(CannotEdit)
})

const scalar = fc.oneof(
  fc.integer(),
  fc.boolean(),
  fc.string({ maxLength: 8 }),
  fc.constant('2012-10-17'),
  fc.constant('yes'),
)
const value: fc.Arbitrary<unknown> = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 3 },
    scalar,
    fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), tie('value'), { minKeys: 1, maxKeys: 3, noNullPrototype: true }),
    fc.array(tie('value'), { minLength: 1, maxLength: 3 }),
  ),
})).value

test('adding and removing again gives the original bytes, in generated documents', () => {
  fc.assert(
    fc.property(
      fc.dictionary(fc.stringMatching(/^[a-z]{1,5}$/), value, { minKeys: 1, maxKeys: 4, noNullPrototype: true }),
      value,
      fc.constantFrom(2, 4),
      fc.boolean(),
      (data, added, indent, indentSeq) => {
        const text = stringify(data, { indent, indentSeq, lineWidth: 0 })
        const [first] = Object.keys(data)
        const inner = asObject(data[first ?? '']) === data[first ?? ''] ? [first ?? ''] : []
        const path = [...inner, 'zzAdded']
        const after = edited(text, { op: 'set', path, value: added })
        expect(edited(after, { op: 'remove', path })).toBe(text)
      },
    ),
    propertyRuns(300),
  )
})
