import fc from 'fast-check'
import jsonata from 'jsonata'
import type { Expression } from '../src/transforms/step-functions/ir'
import { JsonataWriter, variableName } from '../src/transforms/step-functions/jsonata'
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
  '',
  '0',
  'a',
  "it's",
  '${x}',
  [],
  [0],
  ['a'],
  [[]],
  [1, 2],
  {},
  { a: 1 },
  { a: null },
  { a: ['a'] },
  { a: [] },
  { a: { b: [[1]] } },
]

const literal = fc.constantFrom(null, true, false, 0, 1, -1, '', '0', 'a', "it's", '${x}', 'a\\b\n')
const path = fc.array(fc.constantFrom('a', 'b', 'in', 'x-y'), { maxLength: 2 })
const place: fc.Arbitrary<Expression> = fc.oneof(
  fc.record({ kind: fc.constant('variable' as const), name: fc.constantFrom('v', 'count'), path }),
  fc.record({ kind: fc.constant('input' as const), path: path.map((rest) => ['event', ...rest]) }),
)
const expression: fc.Arbitrary<Expression> = fc.letrec<{ e: Expression }>((tie) => ({
  e: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    place,
    literal.map((value): Expression => ({ kind: 'literal', value })),
    fc.record({ kind: fc.constant('not' as const), operand: tie('e') }),
    fc.record({ kind: fc.constant('equals' as const), left: place, right: literal, negated: fc.boolean() }),
    fc.record({ kind: fc.constant('nullish' as const), operand: place, negated: fc.boolean() }),
    fc.record({
      kind: fc.constant('logical' as const),
      operator: fc.constantFrom('and' as const, 'or' as const, 'nullish' as const),
      left: tie('e'),
      right: tie('e'),
    }),
    fc.record({
      kind: fc.constant('conditional' as const),
      condition: tie('e'),
      whenTrue: tie('e'),
      whenFalse: tie('e'),
    }),
    fc.record({
      kind: fc.constant('object' as const),
      properties: fc.uniqueArray(fc.record({ name: fc.constantFrom('a', "b'c", '$'), value: tie('e') }), {
        maxLength: 2,
        selector: ({ name }) => name,
      }),
    }),
  ),
})).e

type Scope = { variables: Record<string, unknown>; input: unknown }

/** What JavaScript gives; members of what is no object are absent, as the plan waives. */
function javascript(node: Expression, scope: Scope): unknown {
  switch (node.kind) {
    case 'literal':
      return node.value
    case 'variable':
      return memberOf(scope.variables[node.name], node.path)
    case 'input':
      return memberOf(scope.input, node.path.slice(1))
    case 'not':
      return !javascript(node.operand, scope)
    case 'equals':
      return (javascript(node.left, scope) === node.right) !== node.negated
    case 'nullish':
      return (javascript(node.operand, scope) == null) !== node.negated
    case 'logical': {
      const left = javascript(node.left, scope)
      if (node.operator === 'nullish') return left ?? javascript(node.right, scope)
      return node.operator === 'and' ? left && javascript(node.right, scope) : left || javascript(node.right, scope)
    }
    case 'conditional':
      return javascript(node.condition, scope) ? javascript(node.whenTrue, scope) : javascript(node.whenFalse, scope)
    case 'object':
      return Object.fromEntries(node.properties.map(({ name, value }) => [name, javascript(value, scope)]))
  }
}

function memberOf(value: unknown, names: readonly string[]): unknown {
  return names.reduce<unknown>(
    (inner, name) => (isPlainObject(inner) && name in inner ? inner[name] : undefined),
    value,
  )
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

async function run(text: string, { variables, input }: Scope): Promise<unknown> {
  const bound = Object.fromEntries(Object.entries(variables).map(([name, value]) => [variableName(name), value]))
  const result: unknown = await jsonata(text).evaluate(undefined, {
    ...bound,
    states: { context: { Execution: { Input: input } } },
  })
  return result === undefined ? undefined : JSON.parse(JSON.stringify(result))
}

const asJson = (value: unknown) => (value === undefined ? undefined : JSON.parse(JSON.stringify(value)))

test('expressions mean the same in JSONata as in JavaScript', async () => {
  const writer = new JsonataWriter(true)
  await fc.assert(
    fc.asyncProperty(expression, fc.constantFrom(...VALUES), fc.constantFrom(...VALUES), async (node, value, input) => {
      const scope: Scope = { variables: { v: value, count: { a: value } }, input }
      expect(await run(writer.value(node), scope)).toEqual(asJson(javascript(node, scope)))
      expect(await run(writer.defined(node, 'null'), scope)).toEqual(asJson(javascript(node, scope) ?? null))
      expect(await run(writer.condition(node), scope)).toBe(Boolean(javascript(node, scope)))
    }),
    propertyRuns(1500),
  )
})

test('several inputs are members of the input, a single one is all of it', () => {
  const node: Expression = { kind: 'input', path: ['event', 'a'] }
  expect(new JsonataWriter(true).value(node)).toBe('$states.context.Execution.Input.a')
  expect(new JsonataWriter(false).value(node)).toBe('$states.context.Execution.Input.event.a')
})

test('what is always defined is written as it is', () => {
  const writer = new JsonataWriter(true)
  const part: Expression = { kind: 'variable', name: 'v', path: ['a'] }
  const text: Expression = { kind: 'literal', value: 'x' }
  expect(writer.defined({ kind: 'variable', name: 'v', path: [] }, 'null')).toBe('$v')
  expect(writer.defined(part, 'null')).toBe('($exists($v.a) ? $v.a : null)')
  expect(writer.isDefined({ kind: 'logical', operator: 'or', left: part, right: text })).toBe(true)
  expect(writer.isDefined({ kind: 'logical', operator: 'and', left: part, right: text })).toBe(false)
})

test('a name that hides a function gets another', () => {
  expect(['count', 'order', '_x', '$y', '_1'].map(variableName)).toEqual(['countValue', 'order', 'x', 'y', 'value1'])
})
