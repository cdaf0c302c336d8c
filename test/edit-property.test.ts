import fc from 'fast-check'
import { type ConfigChange, changed, withoutShells } from '../src/infra/edit/config-change'
import { asObject, type ConfigPath, nodeAt } from '../src/load/document'
import { editorsOf, inverse } from './support/config-edits'
import { packagerRead } from './support/packager-yaml'
import { propertyRuns } from './support/property-runs'
import { writtenLiteral } from './support/written-literal'
import { writtenYaml } from './support/written-yaml'

const mark = { rule: 'test', reason: 'test', sites: [0] }

const key = fc.stringMatching(/^[a-z][a-zA-Z]{0,5}$/)
const scalar = fc.oneof(
  fc.integer({ min: -99, max: 99_999 }),
  fc.boolean(),
  fc.constantFrom(
    'handler',
    'two words',
    "it's",
    'a "word"',
    '2012-10-17',
    'yes',
    'tab\there',
    'a: b',
    '#no',
    'a\nb\n',
    '',
  ),
)
const data: fc.Arbitrary<Record<string, unknown>> = fc.letrec<{ value: unknown; map: Record<string, unknown> }>(
  (tie) => ({
    value: fc.oneof(
      { maxDepth: 3, depthIdentifier: 'd' },
      scalar,
      tie('map'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    map: fc.dictionary(key, tie('value'), { minKeys: 1, maxKeys: 4, noNullPrototype: true, depthIdentifier: 'd' }),
  }),
).map

const choices = fc.array(fc.nat(99), { minLength: 5, maxLength: 40 })
const added = fc.constantFrom<unknown>(
  'src/zz.handler',
  42,
  '2012-10-17',
  { Ref: 'Queue' },
  { 'Fn::GetAtt': ['Queue', 'Arn'] },
  { Type: 'AWS::SQS::Queue', Properties: { VisibilityTimeout: 36, Tags: [{ Key: 'a', Value: 'b' }] } },
  { sqs: { arn: { 'Fn::GetAtt': ['Queue', 'Arn'] }, batchSize: 1 } },
)

/** Every map and list of a document, by its path. */
function containers(node: unknown, path: ConfigPath = []): ConfigPath[] {
  const inner = Array.isArray(node)
    ? node.flatMap((item, index) => containers(item, [...path, index]))
    : Object.entries(asObject(node)).flatMap(([name, item]) => containers(item, [...path, name]))
  return typeof node === 'object' && node !== null ? [path, ...inner] : []
}

/** Every change that a number picks: something new in some map or list, another value, or something less. */
function pick(root: unknown, choice: number, value: unknown): ConfigChange {
  const all = containers(root)
  const path = all[choice % all.length] ?? []
  const node = nodeAt(root, path)
  const kind = Math.floor(choice / 7) % 4
  if (Array.isArray(node)) {
    if (kind === 3 && node.length > 0) return { op: 'remove', path: [...path, choice % node.length] }
    return { op: 'append', path, value }
  }
  const names = Object.keys(asObject(node))
  const [first] = names
  if (kind === 1) return { op: 'set', path: [...path, 'zzMap', 'zzNew'], value }
  if (kind === 2 && first !== undefined) {
    const place = choice % 2 === 0 ? ('first' as const) : { after: first }
    return { op: 'set', path: [...path, 'zzNew'], value, place }
  }
  if (kind === 3 && names.length > 0) return { op: 'remove', path: [...path, names[choice % names.length] ?? ''] }
  return { op: 'set', path: [...path, 'zzNew'], value }
}

/** Makes a change and checks everything that must hold of it. */
function check(file: string, text: string, root: unknown, change: ConfigChange, read: (text: string) => unknown): void {
  if (withoutShells(changed(root, change)) === null) return
  const editors = editorsOf(file, text)
  expect(withoutShells(editors.data(file))).toEqual(withoutShells(root))
  editors.apply(file, change, mark)
  const after = editors.text(file)
  expect(withoutShells(read(after))).toEqual(withoutShells(changed(root, change)))
  const edits = editors.edits()
  if (change.op === 'remove') {
    // nothing is written but what was there
    expect(edits.map((edit) => edit.text.trim()).join('')).toBe('')
    return
  }
  const lost = edits.map(({ start, end }) => text.slice(start, end))
  expect(lost.join('').replace(/[\s{}[\]]/g, '')).toBe('')
  const back = editorsOf(file, after)
  back.apply(file, inverse(root, change), mark)
  expect(withoutShells(back.data(file))).toEqual(withoutShells(root))
  // an empty list or map is written anew, and a line that became too long is broken
  const isAnew = lost.some((piece) => piece !== '') || (edits.length > 1 && edits[0]?.text !== ',')
  if (!isAnew) expect(back.text(file)).toBe(text)
}

test('YAML: any change of any document is exact, and is taken back to the byte', () => {
  const writing = fc.record({
    step: fc.constantFrom(2 as const, 3 as const, 4 as const),
    indentLists: fc.boolean(),
    eol: fc.constantFrom('\n' as const, '\n' as const, '\r\n' as const),
    bom: fc.boolean(),
    finalBreak: fc.boolean(),
    several: fc.constant(false),
    choices,
  })
  fc.assert(
    fc.property(data, writing, fc.nat(10_000), added, (root, style, choice, value) => {
      const text = writtenYaml(root, style)
      expect(withoutShells(packagerRead(text))).toEqual(withoutShells(root))
      check('serverless.yml', text, root, pick(root, choice, value), packagerRead)
    }),
    propertyRuns(400),
  )
})

test.each(['json', 'typescript'] as const)('%s: any change of any document is exact, and is taken back', (language) => {
  const writing = fc.record({
    language: fc.constant(language),
    unit: fc.constantFrom('  ' as const, '    ' as const, '\t' as const, '' as const),
    eol: fc.constantFrom('\n' as const, '\n' as const, '\r\n' as const),
    bom: fc.boolean(),
    double: fc.boolean(),
    trailingCommas: fc.boolean(),
    form: fc.constantFrom('module.exports' as const, 'constant' as const, 'default' as const, 'satisfies' as const),
    choices,
  })
  const file = language === 'json' ? 'serverless.json' : 'serverless.ts'
  fc.assert(
    fc.property(data, writing, fc.nat(10_000), added, (root, style, choice, value) => {
      const text = writtenLiteral(root, style)
      const change = pick(root, choice, value)
      // a section that the declared type may not know
      if (/constant|satisfies/.test(style.form) && !(String(change.path[0]) in root)) return
      const read = (after: string) => editorsOf(file, after).data(file)
      check(file, text, root, change, language === 'json' ? (after) => JSON.parse(after.replace(/^\uFEFF/, '')) : read)
    }),
    propertyRuns(400),
  )
})
