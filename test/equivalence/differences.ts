import type { Fixture } from '../support/fixtures'
import { difference } from './compare'
import { afterFaults } from './faults'
import type { FunctionsHost } from './functions-host'
import { deploy, type Hosts } from './hosts'
import type { Observation, Scenario } from './observe'
import type { Rewrite } from './rewrite'
import { Transpiler } from './transpile'
import { forExpected } from './waivers'

/** How many scenarios are held at once: what was observed in 10,000 of them is much. */
const BATCH = 250

/**
 * Runs scenarios before any plan, and after each of some.
 * @param seen Gets what was observed before.
 * @returns For each plan what differs, each with the scenario that replays it.
 */
export async function differencesOf(
  hosts: Hosts,
  { input }: Fixture,
  rewrites: readonly Rewrite[],
  scenarios: readonly Scenario[],
  seen: (before: readonly Observation[]) => void = () => {},
): Promise<string[][]> {
  const after = rewrites.flatMap((rewrite, index) => {
    const host = hosts.after[index]
    return host ? [{ rewrite, host, differences: [] as string[] }] : []
  })
  const transpiler = new Transpiler()
  const services = rewrites[0]?.analysis.services
  await Promise.all([
    deploy(hosts.before, input, transpiler, services),
    ...after.map(({ host, rewrite }) => deploy(host, rewrite.files, transpiler)),
    rewrites.some(({ waived }) => waived.propagated.length > 0) &&
      deploy(hosts.propagating, input, transpiler, services),
  ])
  for (let start = 0; start < scenarios.length; start += BATCH) {
    const batch = scenarios.slice(start, start + BATCH)
    const observing = hosts.before.observe(batch).then((before) => {
      seen(before)
      return before
    })
    // told below, where what it has seen is asked for
    observing.catch(() => {})
    await Promise.all(
      after.map(async ({ host, rewrite, differences }) => {
        const observed = await host.observe(batch.map((one) => afterFaults(one, rewrite.service, rewrite.plan)))
        differences.push(...(await differencesIn(batch, await observing, observed, rewrite, hosts.propagating)))
      }),
    )
  }
  return after.map(({ differences }) => differences)
}

interface Pair {
  readonly scenario: Scenario
  readonly before: Observation
  readonly after: Observation
}

async function differencesIn(
  scenarios: readonly Scenario[],
  before: readonly Observation[],
  after: readonly Observation[],
  { waived }: Rewrite,
  propagating: FunctionsHost,
): Promise<string[]> {
  const all = scenarios.flatMap((scenario, index): Pair[] => {
    const [first, second] = [before[index], after[index]]
    return first && second ? [{ scenario, before: first, after: second }] : []
  })
  const differing = all.flatMap((pair) => {
    const found = difference(pair.before, pair.after, pair.scenario.isExpected ? forExpected(waived) : waived)
    return found === undefined ? [] : [{ ...pair, found }]
  })
  // the waiver says what the code does now: exactly what the code before does where functions throw at their calls
  const isPropagated = ({ before: { failures } }: Pair) => failures.some(({ key }) => waived.propagated.includes(key))
  const propagated = differing.filter(isPropagated)
  const thrown = await propagating.observe(
    propagated.map(({ scenario }) => ({ ...scenario, propagated: waived.propagated })),
  )
  const left = propagated.flatMap((pair, index) => {
    const found = outcomes(thrown[index] ?? pair.before, waived.propagated).map((one) =>
      difference(one, pair.after, waived),
    )
    return found.includes(undefined) ? [] : [{ ...pair, found: `where errors are thrown on, ${found[0]}` }]
  })
  return [...differing.filter((pair) => !isPropagated(pair)), ...left].map(
    ({ scenario, found }) => `${JSON.stringify(scenario)}: ${found}`,
  )
}

/** Of functions that run side by side and fail, the first in time is told: any of them. */
function outcomes(observed: Observation, propagated: readonly string[]): Observation[] {
  const failures = observed.isParallel ? observed.failures.filter(({ key }) => propagated.includes(key)) : []
  const isThrownOn = ({ answer: { payload } }: Observation, { errorMessage }: { errorMessage: string }) =>
    (payload as { errorMessage?: string }).errorMessage === errorMessage
  if (!observed.answer.functionError || !failures.some((failure) => isThrownOn(observed, failure))) return [observed]
  return [observed, ...failures.map((payload) => ({ ...observed, answer: { ...observed.answer, payload } }))]
}
