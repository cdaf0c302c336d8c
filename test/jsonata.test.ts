import fc from 'fast-check'
import jsonata from 'jsonata'
import type { Expression, MethodName } from '../src/transforms/step-functions/expression'
import { hasGaps, isDefined, partsOf, someOf } from '../src/transforms/step-functions/facts'
import { JsonataWriter, variableName } from '../src/transforms/step-functions/jsonata'
import { meaning, type Scope, Waived } from './support/javascript-meaning'
import { propertyRuns } from './support/property-runs'

/** Values on which JavaScript and JSONata are known to differ, and their neighbours. */
const VALUES: unknown[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  0.5,
  0.1 + 0.2,
  1e21,
  '',
  '0',
  '5',
  'a',
  "it's",
  '${x}',
  'a😀b',
  'b"c\\',
  [],
  [0],
  ['a'],
  [[]],
  [1, 2],
  [[1, 2], [3]],
  ['b', 'a', null],
  [{ a: 1 }, { a: 2, b: 'x' }],
  {},
  { a: 1 },
  { a: null },
  { a: ['a'] },
  { a: [] },
  { a: { b: [[1]] }, length: 3 },
  { b: 0.1 + 0.2, a: 'x' },
  { 1: 'one', 0.5: 'half', '-1': 'less', true: 'yes', null: 'none', undefined: 'missing' },
]

const at = 'src/a.ts:1'
const literal = fc.constantFrom(null, true, false, 0, 1, -1, '', '0', '5', 'a', "it's", '${x}', 'a\\b\n')
const path = fc.array(fc.constantFrom('a', 'b', 'in', 'x-y'), { maxLength: 2 })
const place: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ kind: fc.constant('variable' as const), name: fc.constantFrom('v', 'w', 'count'), path }),
  fc.record({ kind: fc.constant('input' as const), path: path.map((rest) => ['event', ...rest]) }),
)
const text = fc.constantFrom('', 'a', 'b"', '5', ',').map((value): Expression => ({ kind: 'literal', value }))
const offset = fc.integer({ min: -3, max: 3 }).map((value): Expression => ({ kind: 'literal', value }))

/** Names of methods, with the arguments that they take; `e` stands for any value. */
const METHODS: readonly (readonly [MethodName, ...('e' | 'text' | 'offset')[]])[] = [
  ['at', 'offset'],
  ['concat', 'e'],
  ['endsWith', 'text'],
  ['startsWith', 'text'],
  ['entries'],
  ['keys'],
  ['values'],
  ['floor'],
  ['ceil'],
  ['abs'],
  ['number'],
  ['includes', 'e'],
  ['join', 'text'],
  ['length'],
  ['max', 'e', 'e'],
  ['min', 'e', 'e'],
  ['slice'],
  ['slice', 'offset'],
  ['slice', 'offset', 'offset'],
  ['toLowerCase'],
  ['toUpperCase'],
  ['stringify'],
]

const { e: expression } = fc.letrec<{ e: Expression; lists: Expression }>((tie) => {
  const one = <T extends string>(kind: T, ...names: string[]) =>
    fc.record({
      kind: fc.constant(kind),
      at: fc.constant(at),
      ...Object.fromEntries(names.map((name) => [name, tie('e')])),
    }) as unknown as fc.Arbitrary<Expression>
  const negated = fc.boolean()
  const method = fc.constantFrom(...METHODS).chain(([name, ...kinds]) =>
    fc.record({
      kind: fc.constant('method' as const),
      name: fc.constant(name),
      at: fc.constant(at),
      subject: tie('e'),
      arguments: fc.tuple(...kinds.map((kind) => (kind === 'e' ? tie('e') : kind === 'text' ? text : offset))),
      isForJson: fc.boolean(),
    }),
  )
  const callback = fc.constantFrom(
    'map' as const,
    'filter' as const,
    'find' as const,
    'some' as const,
    'every' as const,
  )
  const list = (item: fc.Arbitrary<Expression>, isSpread: fc.Arbitrary<boolean> = fc.boolean()) =>
    fc.record({
      kind: fc.constant('array' as const),
      items: fc.array(fc.record({ value: item, isSpread }), { maxLength: 3 }),
      isForJson: fc.boolean(),
      at: fc.constant(at),
    })
  const item: Expression = { kind: 'local', name: 'item', isDefined: true }
  const index: Expression = { kind: 'local', name: 'index', isDefined: true, type: 'number' }
  const body = fc.oneof(
    tie('e'),
    fc.constant(item),
    fc.constant<Expression>({ kind: 'member', object: item, name: 'a' }),
    literal.map((right): Expression => ({ kind: 'equals', left: item, right, negated: false })),
    fc.constant<Expression>({ kind: 'compare', operator: '>', left: item, right: { kind: 'literal', value: 0 }, at }),
    fc.constant<Expression>({ kind: 'arithmetic', operator: '+', left: item, right: index, at }),
    fc.constant<Expression>({ kind: 'object', properties: [{ name: 'i', value: item }] }),
    list(fc.oneof(fc.constant(item), tie('lists'))),
  )
  return {
    // lists in lists, which JSONata takes apart or not by how they are written
    lists: list(
      fc.oneof(
        { maxDepth: 2 },
        place,
        literal.map((value): Expression => ({ kind: 'literal', value })),
        tie('lists'),
      ),
      fc.constant(false),
    ),
    e: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 2, arbitrary: tie('lists') },
      { weight: 4, arbitrary: place },
      { weight: 2, arbitrary: literal.map((value): Expression => ({ kind: 'literal', value })) },
      fc.constant<Expression>({ kind: 'undefined' }),
      one('not', 'operand'),
      one('typeof', 'operand'),
      one('isArray', 'operand'),
      one('default', 'value', 'otherwise'),
      one('conditional', 'condition', 'whenTrue', 'whenFalse'),
      fc.record({ kind: fc.constant('equals' as const), left: tie('e'), right: literal, negated }),
      fc.record({ kind: fc.constant('same' as const), left: tie('e'), right: tie('e'), negated, at: fc.constant(at) }),
      fc.record({
        kind: fc.constant('loose' as const),
        left: tie('e'),
        right: fc.constantFrom('a', '5', 0, 5),
        negated,
        at: fc.constant(at),
      }),
      fc.record({ kind: fc.constantFrom('nullish' as const, 'absent' as const), operand: tie('e'), negated }),
      fc.record({
        kind: fc.constant('compare' as const),
        operator: fc.constantFrom('<' as const, '<=' as const, '>' as const, '>=' as const),
        left: tie('e'),
        right: tie('e'),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constantFrom('+' as const, '-' as const, '*' as const, '/' as const, '%' as const),
        left: tie('e'),
        right: tie('e'),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('arithmetic' as const),
        operator: fc.constant('**' as const),
        left: fc.constantFrom<Expression>({ kind: 'literal', value: 2 }, { kind: 'literal', value: 1.5 }),
        right: tie('e'),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('text' as const),
        parts: fc.array(tie('e'), { minLength: 1, maxLength: 3 }),
        at: fc.constant(at),
      }),
      fc.record({
        kind: fc.constant('logical' as const),
        operator: fc.constantFrom('and' as const, 'or' as const, 'nullish' as const),
        left: tie('e'),
        right: tie('e'),
      }),
      fc.record({
        kind: fc.constant('object' as const),
        properties: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', "b'c", '$'), value: tie('e') }), {
          maxLength: 2,
          selector: ({ name }) => name,
        }),
      }),
      fc.record({
        kind: fc.constant('merged' as const),
        parts: fc.array(
          fc.oneof(
            fc.record({ kind: fc.constant('spread' as const), value: fc.oneof(place, tie('e')) }),
            fc.record({
              kind: fc.constant('property' as const),
              name: fc.oneof(fc.constantFrom('a', 'b'), place),
              value: tie('e'),
            }),
          ),
          { maxLength: 3 },
        ),
        at: fc.constant(at),
      }),
      list(tie('e')),
      fc.record({
        kind: fc.constant('element' as const),
        object: tie('e'),
        index: fc.oneof(offset, text, place),
        isExact: fc.constant(false),
        at: fc.constant(at),
      }),
      fc.record({ kind: fc.constant('member' as const), object: tie('e'), name: fc.constantFrom('a', 'b') }),
      fc.record({
        kind: fc.constant('without' as const),
        object: tie('e'),
        names: fc.constant(['a']),
        at: fc.constant(at),
      }),
      method,
      fc.record({
        kind: fc.constant('method' as const),
        name: callback,
        at: fc.constant(at),
        subject: fc.oneof(place, tie('e')),
        arguments: fc.constant([]),
        callback: fc.record({ parameters: fc.constant(['item', 'index']), body }),
        isForJson: fc.boolean(),
      }),
    ) as fc.Arbitrary<Expression>,
  }
})

async function run(source: string, { variables, input }: Scope): Promise<unknown> {
  const bound = Object.fromEntries(Object.entries(variables).map(([name, value]) => [variableName(name), value]))
  const compiled = jsonata(source)
  compiled.registerFunction('parse', (json: string) => JSON.parse(json), '<s:j>')
  const result: unknown = await compiled.evaluate(undefined, {
    ...bound,
    states: { context: { Execution: { Input: input } } },
  })
  return result === undefined ? undefined : JSON.parse(JSON.stringify(result))
}

const asJson = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

/** What comes out, or that it fails. */
async function outcome(value: () => unknown): Promise<{ readonly value: unknown } | 'fails' | 'waived'> {
  try {
    return { value: await value() }
  } catch (error) {
    return error instanceof Waived ? 'waived' : 'fails'
  }
}

test('expressions mean the same in JSONata as in JavaScript, or fail', async () => {
  let exact = 0
  let failing = 0
  await fc.assert(
    fc.asyncProperty(expression, fc.constantFrom(...VALUES), fc.constantFrom(...VALUES), async (node, value, input) => {
      const scope: Scope = { variables: { v: value, w: input, count: { a: value } }, input }
      const writer = new JsonataWriter(true)
      const written = writer.value(node)
      const found = await outcome(() => run(written, scope))
      const meant = await outcome(() => meaning(node, scope))
      if (meant === 'waived' || found === 'waived' || isNeverRead(node)) return
      if (found === 'fails') {
        failing += 1
        return
      }
      exact += 1
      expect(meant).not.toBe('fails')
      if (meant === 'fails' || isInexact(meant.value)) return
      expect({ written, value: found.value }).toEqual({ written, value: asJson(meant.value) })
      expect(await run(writer.defined(node, 'null'), scope)).toEqual(asJson(meant.value) ?? null)
      expect(await run(writer.condition(node), scope)).toBe(Boolean(meant.value))
      if (writer.isDefined(node)) expect(meant.value).not.toBe(undefined)
    }),
    propertyRuns(2500),
  )
  expect(exact).toBeGreaterThan(failing)
})

test('a record is looked up by the text of a key that is none, as in JavaScript', async () => {
  const keys = [undefined, ...VALUES].filter((key) => typeof key !== 'object' || key === null)
  const records = VALUES.filter((value) => typeof value === 'object' && value !== null && !Array.isArray(value))
  const element: Expression = {
    kind: 'element',
    object: { kind: 'variable', name: 'v', path: [] },
    index: { kind: 'variable', name: 'w', path: ['key'] },
    isExact: false,
    at,
  }
  const ofKnown: Expression = {
    ...element,
    object: { kind: 'merged', parts: [{ kind: 'spread', value: element.object }], at },
  }
  const named: Expression = {
    kind: 'merged',
    parts: [{ kind: 'property', name: element.index, value: { kind: 'literal', value: 1 } }],
    at,
  }
  for (const key of keys)
    for (const record of records)
      for (const node of [element, ofKnown, named]) {
        const scope: Scope = { variables: { v: record, w: { key } }, input: {} }
        const found = await outcome(() => run(new JsonataWriter(true).value(node), scope))
        const hasManyDigits = typeof key === 'number' && Number(key.toPrecision(15)) !== key
        expect({ key, record, found }).toEqual({
          key,
          record,
          found: hasManyDigits ? 'fails' : { value: asJson(meaning(node, scope)) },
        })
      }
})

/** What the reader refuses: what is `null` only for JSON is looked at, or members that may be `undefined` are counted. */
function isNeverRead(node: Expression): boolean {
  return someOf(node, (part) => {
    if (part.kind === 'array' || part.kind === 'object') return false
    if (part.kind === 'method' && part.name === 'stringify') return false
    if (part.kind === 'method' && ['keys', 'values', 'entries'].includes(part.name) && hasGaps(part.subject))
      return true
    return partsOf(part).some((inner) => someOf(inner, hasNullsForJson))
  })
}

function hasNullsForJson(node: Expression): boolean {
  if (node.kind === 'array') return node.isForJson && node.items.some(({ value }) => !isDefined(value, true))
  const values =
    node.kind === 'method' && node.isForJson ? [...node.arguments, ...(node.callback ? [node.callback.body] : [])] : []
  return values.some((value) => !isDefined(value, true))
}

/** An infinity: JSON has none. */
function isInexact(value: unknown): boolean {
  return typeof value === 'number' && !Number.isFinite(value)
}

test('several inputs are members of the input, a single one is all of it', () => {
  const node: Expression = { kind: 'input', path: ['event', 'a'] }
  expect(new JsonataWriter(true).value(node)).toBe('$states.context.Execution.Input.a')
  expect(new JsonataWriter(false).value(node)).toBe('$states.context.Execution.Input.event.a')
})

test('what is always defined is written as it is', () => {
  const writer = new JsonataWriter(true)
  const part: Expression = { kind: 'variable', name: 'v', path: ['a'] }
  const value: Expression = { kind: 'literal', value: 'x' }
  expect(writer.defined({ kind: 'variable', name: 'v', path: [] }, 'null')).toBe('$v')
  expect(writer.defined(part, 'null')).toBe('($exists($v.a) ? $v.a : null)')
  expect(writer.isDefined({ kind: 'logical', operator: 'or', left: part, right: value })).toBe(true)
  expect(writer.isDefined({ kind: 'logical', operator: 'and', left: part, right: value })).toBe(false)
})

test('a name that hides a function gets another', () => {
  expect(['count', 'order', '_x', '$y', '_1'].map(variableName)).toEqual(['countValue', 'order', 'x', 'y', 'value1'])
})
