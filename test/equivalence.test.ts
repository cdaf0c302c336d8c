import { deploy, startHosts, stopHosts } from './equivalence/hosts'
import type { Observation, Scenario } from './equivalence/observe'
import { compare, executedFixtures } from './equivalence/prove'
import { afterPlan, type Fixture, planOf, workspaceOf } from './support/fixtures'

const hosts = startHosts(1)
afterAll(() => stopHosts(hosts))

const executed = executedFixtures()

test('every transform is proved by execution', () => {
  expect(new Set(executed.map(({ name }) => name.split('/')[0]))).toEqual(
    new Set(['demo', 'event-bridge', 'inline', 'sns', 'sqs', 'step-functions']),
  )
})

test.each(executed)('$name does the same as before', async (fixture) => {
  const found = await compare(hosts, fixture, { events: 'written' })
  expect(found?.differences).toEqual([])
  // a scenario in which nothing happens proves nothing
  const happens = found?.before.some(
    ({ calls, backgroundCalls, answer }) => calls.length + backgroundCalls.length > 0 || answer.payload !== null,
  )
  expect(happens).toBe(true)
})

test.each(['document-example', 'gathered', 'javascript-v2'])(
  'an event that the bus does not take is no success: event-bridge/%s',
  async (name) => {
    const fixture = executed.find((candidate) => candidate.name === `event-bridge/${name}`)
    if (!fixture) throw new Error('The fixture is gone.')
    const id = 'entry that fails'
    const scenario = { function: 'order', event: { id, order: { id } } }
    const after = await observeAfter(fixture, scenario)
    expect(after?.answer.functionError).toBeDefined()
    expect(after?.answer.payload).toMatchObject({ errorMessage: 'The event was not taken: It failed.' })
  },
)

test('what a function throws inside of "try" goes to "catch", as the plan waives', async () => {
  const fixture = executed.find(({ name }) => name === 'step-functions/try-that-goes-on')
  if (!fixture) throw new Error('The fixture is gone.')
  const scenario = { function: 'checkout', event: { order: { id: '1' } }, stubs: [{ match: '/charge', status: 500 }] }
  const after = await observeAfter(fixture, scenario)
  expect(after?.answer).toEqual({ payload: { state: 'shipped' }, functionError: undefined })
  expect(after?.calls.map(({ url }) => String(url).split('/').at(-1))).toEqual(['reserve', 'charge', 'refund', 'ship'])
})

/** What a fixture does after its plan. */
async function observeAfter({ input, options }: Fixture, scenario: Scenario): Promise<Observation | undefined> {
  await deploy(hosts.before, afterPlan(input, planOf(workspaceOf(input), options).plan))
  return (await hosts.before.observe([scenario]))[0]
}
