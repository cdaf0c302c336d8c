import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { difference, type Observation, observe, type Scenario } from './equivalence/compare'
import { FunctionsHost } from './equivalence/functions-host'
import { afterPlan, type Fixture, fixtures, planOf, workspaceOf } from './support/fixtures'

const hosts = [new FunctionsHost(), new FunctionsHost()] as const
afterAll(() => Promise.all(hosts.map((host) => host.stop())))

/** Fixtures with an `events.json`: before and after are run with the same events. */
const executed = fixtures().filter(({ folder }) => existsSync(join(folder, 'events.json')))

test('every transform is proved by execution', () => {
  expect(new Set(executed.map(({ name }) => name.split('/')[0]))).toEqual(
    new Set(['demo', 'inline', 'sqs', 'step-functions']),
  )
})

interface Comparison {
  readonly before: readonly Observation[]
  readonly differences: readonly string[]
}

/** Runs a fixture before its rewrite and after it; `damage` changes the files after. */
async function compare(
  { folder, input, options }: Fixture,
  damage: (files: Record<string, string>) => Record<string, string> = (files) => files,
): Promise<Comparison> {
  const scenarios: Scenario[] = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8'))
  const { plan } = planOf(workspaceOf(input), options)
  const waived = new Set<string>(
    plan.document.sites.flatMap((site) =>
      (site.obligations ?? []).filter(({ status }) => status === 'waived').map(({ code }) => code),
    ),
  )
  // a caller that waited does so no more, by the user's wish
  if (options.unreadIsAsync) waived.add('unread-is-async')
  const [before, after] = await Promise.all([
    observe(hosts[0], input, scenarios),
    observe(hosts[1], damage(afterPlan(input, plan)), scenarios),
  ])
  const differences = scenarios.flatMap((scenario, index) => {
    const [one, other] = [before[index], after[index]]
    const found = one && other && difference(one, other, waived)
    return found === undefined ? [] : [`${JSON.stringify(scenario)}: ${found}`]
  })
  return { before, differences }
}

test.each(executed)('$name does the same as before', async (fixture) => {
  const { before, differences } = await compare(fixture)
  expect(differences).toEqual([])
  // a scenario in which nothing happens proves nothing
  expect(
    before.some(
      ({ calls, backgroundCalls, answer }) => calls.length + backgroundCalls.length > 0 || answer.payload !== null,
    ),
  ).toBe(true)
})

/** Rewrites that are wrong on purpose: the comparison must see each of them. */
test.each([
  [
    'inline/clones-what-json-changes',
    'src/handlers/quote.js',
    'JSON.parse(JSON.stringify({ order, at: new Date() }))',
    '{ order, at: new Date() }',
  ],
  ['inline/clones-what-is-shared', 'src/handlers/pay.js', 'JSON.parse(JSON.stringify({ order }))', '{ order }'],
  [
    'inline/clones-what-is-shared',
    'src/handlers/rate.js',
    'JSON.parse(JSON.stringify(computeRates()))',
    'computeRates()',
  ],
  ['inline/two-callers', 'src/lib/check.ts', '/[a-z]/i', '/[0-9]/'],
  ['sqs/document-example', 'src/handlers/processOrder.ts', 'JSON.parse(record.body)', 'record.body as never'],
  ['sqs/document-example', 'src/handlers/createOrder.ts', 'JSON.stringify(event.order)', 'JSON.stringify(event)'],
  ['step-functions/three-in-a-row', 'serverless.yml', "'statusCode': 409", "'statusCode': 408"],
  ['step-functions/three-in-a-row', 'serverless.yml', '$not(', '('],
  ['step-functions/three-in-a-row', 'serverless.yml', 'Next: Return402', 'Next: Ship'],
  ['step-functions/try-that-goes-on', 'serverless.yml', 'Next: Refund', 'Next: CheckState'],
  ['step-functions/try-that-goes-on', 'serverless.yml', 'Next: Ship', 'Next: Return2'],
  ['step-functions/names-of-the-code', 'serverless.yml', 'data2:', 'data:'],
])('a wrong %s is seen: %s', async (name, file, from, to) => {
  const fixture = executed.find((candidate) => candidate.name === name)
  if (!fixture) throw new Error(`There is no fixture ${name}.`)
  const { differences } = await compare(fixture, (files) => {
    const text = files[file]?.replace(from, () => to)
    expect(text).not.toBe(files[file])
    return { ...files, [file]: text ?? '' }
  })
  expect(differences).not.toEqual([])
})

test('what a function throws inside of "try" goes to "catch", as the plan waives', async () => {
  const fixture = executed.find(({ name }) => name === 'step-functions/try-that-goes-on')
  if (!fixture) throw new Error('The fixture is gone.')
  const { plan } = planOf(workspaceOf(fixture.input), fixture.options)
  const scenario = { function: 'checkout', event: { order: { id: '1' } }, stubs: [{ match: '/charge', status: 500 }] }
  const [after] = await observe(hosts[0], afterPlan(fixture.input, plan), [scenario])
  expect(after?.answer).toEqual({ payload: { state: 'shipped' }, functionError: undefined })
  expect(after?.calls.map(({ url }) => String(url).split('/').at(-1))).toEqual(['reserve', 'charge', 'refund', 'ship'])
})
