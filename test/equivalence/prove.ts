import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Service } from '../../src/load/service'
import type { Plan } from '../../src/plan/build-plan'
import type { PlannedSite } from '../../src/plan/document'
import type { PlanOptions } from '../../src/transforms/options'
import { afterPlan, type Fixture, fixtures, planOf, workspaceOf } from '../support/fixtures'
import { difference, type Observation, observe, type Scenario } from './compare'
import { generated } from './events/generate'
import { afterFaults, libraryPlace } from './faults'
import type { FunctionsHost } from './functions-host'

/** Fixtures with an `events.json`: before and after are run with the same events. */
export function executedFixtures(): Fixture[] {
  return fixtures().filter(({ folder }) => existsSync(join(folder, 'events.json')))
}

export interface Comparison {
  readonly before: readonly Observation[]
  /** What differs, each with the scenario that replays it. */
  readonly differences: readonly string[]
}

export interface Proof {
  /** The events that somebody wrote, or as many as are asked for from a seed. */
  readonly events: 'written' | { readonly runs: number; readonly seed: number }
  readonly options?: PlanOptions
  /** Changes the files after the plan. */
  readonly damage?: (files: Record<string, string>) => Record<string, string>
}

/** Runs a fixture before its plan and after it, on two hosts; `undefined` where nothing is planned. */
export async function compare(
  [one, other]: readonly [FunctionsHost, FunctionsHost],
  { folder, input, options: own }: Fixture,
  { events, options = own, damage = (files) => files }: Proof,
): Promise<Comparison | undefined> {
  const { analysis, plan } = planOf(workspaceOf(input), options)
  const [service] = analysis.services
  if (!service || plan.files.length === 0) return undefined
  const examples: Scenario[] = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8'))
  const material = { service, files: input, examples, callees: failing(plan, service), isTyped: trustsTypes(plan) }
  const scenarios = events === 'written' ? examples : generated(material, events)
  const [before, after] = await Promise.all([
    observe(one, input, scenarios),
    observe(
      other,
      damage(afterPlan(input, plan)),
      scenarios.map((scenario) => afterFaults(scenario, service, plan)),
    ),
  ])
  const waived = waivers(plan)
  const differences = scenarios.flatMap((scenario, index) => {
    const [first, second] = [before[index], after[index]]
    const found = first && second && difference(first, second, waived)
    return found === undefined ? [] : [`${JSON.stringify(scenario)}: ${found}`]
  })
  return { before, differences }
}

/** What a plan says that may differ. */
function waivers({ document: { sites } }: Plan): Set<string> {
  const obligations = sites.flatMap((site) => site.obligations ?? []).filter(({ status }) => status === 'waived')
  const waived = new Set<string>(obligations.map(({ code }) => code))
  // what was waited for, or floated, is tried again now, and kept where it fails
  if (sites.some(({ transform, invocation }) => transform === 'sqs' && invocation === 'sync'))
    waived.add('unread-is-async')
  if (obligations.some(({ message }) => message.includes('throws inside of "try"'))) waived.add('caught-in-try')
  return waived
}

/** Whether a plan takes declared types at their word: then events must be of them. */
function trustsTypes({ document: { sites } }: Plan): boolean {
  return sites.some((site) =>
    site.obligations?.some(({ status, message }) => status === 'waived' && message.includes('trust-types')),
  )
}

/** Functions that may be made to fail. */
function failing(plan: Plan, service: Service): string[] {
  const keys = plan.document.sites.flatMap((site) =>
    mayFail(site, service, plan) && 'function' in site.target ? [site.target.function] : [],
  )
  return [...new Set(keys)]
}

/**
 * Whether a callee may be made to fail: not where it was proved that it cannot, not where nothing can reach into its call
 * (a function of the same file), and not where a call that waited for it once becomes a queue, which tries again.
 */
function mayFail(site: PlannedSite, service: Service, plan: Plan): boolean {
  const { outcome, obligations, transform, invocation, target } = site
  if (outcome !== 'rewritten' || !('function' in target)) return false
  if (!service.functions.some(({ key }) => key === target.function)) return false
  if (transform === 'sqs') return invocation === 'async'
  if (transform === 'inline' && !libraryPlace(service, target.function, plan)) return false
  return obligations?.some(({ code, status }) => code === 'callee-errors' && status === 'proved') !== true
}
