import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { PlanOptions } from '../../src/transforms/options'
import { type Fixture, fixtures } from '../support/fixtures'
import { differencesOf } from './differences'
import { generated } from './events/generate'
import type { Hosts } from './hosts'
import type { Observation, Scenario } from './observe'
import { analysisOf, type Rewrite, rewriteOf } from './rewrite'
import { ALLOWED } from './waivers'

/** Fixtures with an `events.json`: before and after are run with the same events. */
export function executedFixtures(): Fixture[] {
  return fixtures().filter(({ folder }) => existsSync(join(folder, 'events.json')))
}

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

/** Runs a fixture before its plan and after it; `undefined` where nothing is planned. */
export async function compare(
  hosts: Hosts,
  fixture: Fixture,
  { events, options = fixture.options, damage }: Proof,
): Promise<Comparison | undefined> {
  const rewrite = rewriteOf(analysisOf(fixture), fixture, options)
  if (!rewrite) return undefined
  const damaged = damage ? { ...rewrite, files: damage(rewrite.files) } : rewrite
  const before: Observation[] = []
  const scenarios = scenariosOf(fixture, rewrite, events)
  const [differences = []] = await differencesOf(hosts, fixture, [damaged], scenarios, (seen) => before.push(...seen))
  return { before, differences }
}

/** What differs with the options of the fixture, and what where neither errors nor types are taken lightly. */
export interface Differences {
  readonly asPlanned: readonly string[]
  /** With errors preserved and no type trusted. */
  readonly strictly: readonly string[]
  /** Codes that allow a difference even then, and functions whose errors are thrown on. */
  readonly strictlyWaived: readonly string[]
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
  const run = (rewrites: readonly [Rewrite, ...Rewrite[]]) =>
    differencesOf(hosts, fixture, rewrites, scenariosOf(fixture, rewrites[0], events))
  const { codes = new Set<string>(), propagated = [] } = strict?.waived ?? {}
  const strictlyWaived = [...[...codes].filter((code) => code in ALLOWED), ...propagated]
  if (strict === undefined || isAlike(planned, strict, ['files', 'waived', 'callees', 'isTyped', 'isSmall'])) {
    const [asPlanned = []] = await run([planned])
    return { asPlanned, strictly: [], strictlyWaived }
  }
  const [asPlanned = [], strictly = []] = isAlike(planned, strict, ['callees', 'isTyped', 'isSmall'])
    ? await run([planned, strict])
    : [...(await run([planned])), ...(await run([strict]))]
  return { asPlanned, strictly, strictlyWaived }
}

/** Waived even by the strictest plan: ids of messages are the user's own expressions, and batches are asked for. */
const ASKED_FOR: ReadonlySet<string> = new Set(['fifo-order', 'batch-sends'])

/** What is wrong with a rewrite: differences, of each plan the first ones, and what the strictest plan waives unasked. */
export function problemsOf({ asPlanned, strictly, strictlyWaived }: Differences): string[] {
  return [
    ...asPlanned.slice(0, 3),
    ...strictly.slice(0, 3).map((difference) => `with errors preserved and no type trusted: ${difference}`),
    ...strictlyWaived
      .filter((code) => !ASKED_FOR.has(code))
      .map((code) => `"${code}" is waived, though errors are preserved and no type is trusted.`),
  ]
}

function isAlike(one: Rewrite, other: Rewrite, keys: readonly (keyof Rewrite)[]): boolean {
  return keys.every((key) => isDeepStrictEqual(one[key], other[key]))
}

function scenariosOf({ folder, input }: Fixture, rewrite: Rewrite, events: Proof['events']): Scenario[] {
  const { analysis, callees, isTyped, isSmall, waived } = rewrite
  const functions = analysis.services.flatMap((service) => service.functions)
  const examples: Scenario[] = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8'))
  if (events === 'written') return examples.map(asExpected)
  const scenarios = generated({ functions, files: input, examples, callees, isTyped, isSmall }, events)
  return waived.isTriedOnce ? scenarios.map(failingAlways) : scenarios
}

/** The first event that somebody wrote for a function is one that it expects. */
function asExpected(scenario: Scenario, index: number, all: readonly Scenario[]): Scenario {
  const isFirst = index === all.findIndex((one) => one.function === scenario.function)
  return isFirst ? { ...scenario, isExpected: true } : scenario
}

/** What does the same whenever it is tried fails whenever it is tried. */
function failingAlways({ faults, ...scenario }: Scenario): Scenario {
  return faults ? { ...scenario, faults: faults.map((fault) => ({ ...fault, isLasting: true })) } : scenario
}
