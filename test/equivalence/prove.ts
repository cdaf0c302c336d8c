import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { PlanOptions } from '../../src/transforms/options'
import { type Fixture, fixtures } from '../support/fixtures'
import { difference } from './compare'
import { generated } from './events/generate'
import { afterFaults } from './faults'
import type { FunctionsHost } from './functions-host'
import type { Observation, Scenario } from './observe'
import { analysisOf, type Rewrite, rewriteOf, servicesOf } from './rewrite'
import { Transpiler } from './transpile'

/** Fixtures with an `events.json`: before and after are run with the same events. */
export function executedFixtures(): Fixture[] {
  return fixtures().filter(({ folder }) => existsSync(join(folder, 'events.json')))
}

/** One for the services before a plan, the others for those after: `prove` needs two of these. */
export type Hosts = readonly [FunctionsHost, FunctionsHost, ...FunctionsHost[]]

export interface Comparison {
  readonly before: readonly Observation[]
  /** What differs, each with the scenario that replays it. */
  readonly differences: readonly string[]
}

/** Events that are made: so many, the same ones for the same seed. */
export interface Generation {
  readonly runs: number
  readonly seed: number
}

export interface Proof {
  /** The events that somebody wrote, or as many as are asked for from a seed. */
  readonly events: 'written' | Generation
  readonly options?: PlanOptions
  /** Changes the files after the plan. */
  readonly damage?: (files: Readonly<Record<string, string>>) => Record<string, string>
}

/** Runs a fixture before its plan and after it, on two hosts; `undefined` where nothing is planned. */
export async function compare(
  [one, other]: Hosts,
  fixture: Fixture,
  { events, options = fixture.options, damage }: Proof,
): Promise<Comparison | undefined> {
  const rewrite = rewriteOf(analysisOf(fixture), fixture, options)
  if (!rewrite) return undefined
  const scenarios = scenariosOf(fixture, rewrite, events)
  const transpiler = new Transpiler()
  const files = damage ? damage(rewrite.files) : rewrite.files
  await Promise.all([deploy(one, fixture.input, transpiler), deploy(other, files, transpiler)])
  const [before, after] = await Promise.all([one.observe(scenarios), other.observe(afterwards(scenarios, rewrite))])
  return { before, differences: differencesOf(scenarios, before, after, rewrite) }
}

/** What differs with the options of the fixture, and what where neither errors nor types are taken lightly. */
export interface Differences {
  readonly asPlanned: readonly string[]
  /** With errors preserved and no type trusted. */
  readonly strictly: readonly string[]
}

/**
 * Runs a fixture with generated events before its plan, after it, and after the strictest plan. What these have in common is
 * run once.
 */
export async function prove(hosts: Hosts, fixture: Fixture, events: Generation): Promise<Differences> {
  const analysis = analysisOf(fixture)
  const planned = rewriteOf(analysis, fixture, fixture.options)
  const strict = rewriteOf(analysis, fixture, { ...fixture.options, errors: 'preserve', trustTypes: false })
  if (!planned) throw new Error(`Nothing is planned for ${fixture.name}.`)
  const run = (rewrites: readonly Rewrite[]) => runTogether(hosts, fixture, rewrites, events)
  if (strict === undefined || isAlike(planned, strict, ['files', 'waived', 'callees', 'isTyped'])) {
    const [asPlanned = []] = await run([planned])
    return { asPlanned, strictly: [] }
  }
  const [asPlanned = [], strictly = []] = isAlike(planned, strict, ['callees', 'isTyped'])
    ? await run([planned, strict])
    : [...(await run([planned])), ...(await run([strict]))]
  return { asPlanned, strictly }
}

function isAlike(one: Rewrite, other: Rewrite, keys: readonly (keyof Rewrite)[]): boolean {
  return keys.every((key) => isDeepStrictEqual(one[key], other[key]))
}

/** How many scenarios are held at once: what was observed in 10,000 of them is much. */
const BATCH = 250

/** Runs a fixture before any plan, and after each of some for which the same events are made. */
async function runTogether(
  [first, ...others]: Hosts,
  fixture: Fixture,
  rewrites: readonly Rewrite[],
  events: Generation,
): Promise<string[][]> {
  const [any] = rewrites
  const scenarios = any ? scenariosOf(fixture, any, events) : []
  const after = rewrites.flatMap((rewrite, index) => {
    const host = others[index]
    return host ? [{ rewrite, host, differences: [] as string[] }] : []
  })
  const transpiler = new Transpiler()
  await Promise.all([
    deploy(first, fixture.input, transpiler),
    ...after.map(({ host, rewrite }) => deploy(host, rewrite.files, transpiler)),
  ])
  for (let start = 0; start < scenarios.length; start += BATCH) {
    const batch = scenarios.slice(start, start + BATCH)
    const before = first.observe(batch)
    await Promise.all(
      after.map(async ({ host, rewrite, differences }) => {
        const observed = await host.observe(afterwards(batch, rewrite))
        differences.push(...differencesOf(batch, await before, observed, rewrite))
      }),
    )
  }
  return after.map(({ differences }) => differences)
}

function scenariosOf(
  { folder, input }: Fixture,
  { service, callees, isTyped }: Rewrite,
  events: Proof['events'],
): Scenario[] {
  const examples: Scenario[] = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8'))
  return events === 'written' ? examples : generated({ service, files: input, examples, callees, isTyped }, events)
}

/** Deploys files to a host, in place of what it has. */
export function deploy(
  host: FunctionsHost,
  files: Readonly<Record<string, string>>,
  transpiler = new Transpiler(),
): Promise<void> {
  return host.load(servicesOf(files), transpiler.modulesOf(files))
}

/** The scenarios for the files after a plan. */
function afterwards(scenarios: readonly Scenario[], { service, plan }: Rewrite): Scenario[] {
  return scenarios.map((scenario) => afterFaults(scenario, service, plan))
}

function differencesOf(
  scenarios: readonly Scenario[],
  before: readonly Observation[],
  after: readonly Observation[],
  { waived }: Rewrite,
): string[] {
  return scenarios.flatMap((scenario, index) => {
    const [first, second] = [before[index], after[index]]
    const found = first && second && difference(first, second, waived)
    return found === undefined ? [] : [`${JSON.stringify(scenario)}: ${found}`]
  })
}
