import { loadServices } from '../../src/load/load'
import type { Service } from '../../src/load/service'
import { DiagnosticBag } from '../../src/messages/diagnostic'
import { type Analysis, analyze, defaultLoadOptions } from '../../src/plan/analyze'
import { buildPlan, type Plan } from '../../src/plan/build-plan'
import type { PlannedSite } from '../../src/plan/document'
import { sourceProgram } from '../../src/syntax/program'
import type { PlanOptions } from '../../src/transforms/options'
import type { Obligation } from '../../src/transforms/transform'
import { afterPlan, type Fixture, workspaceOf } from '../support/fixtures'
import { libraryPlace } from './faults'
import type { Waived } from './waivers'

/** A fixture with what a plan makes of it. */
export interface Rewrite {
  readonly analysis: Analysis
  /** The service with the handlers that are run. */
  readonly service: Service
  readonly plan: Plan
  /** The files after the plan. */
  readonly files: Readonly<Record<string, string>>
  readonly waived: Waived
  /** Functions that may be made to fail. */
  readonly callees: readonly string[]
  /** Whether events must be of the declared types. */
  readonly isTyped: boolean
  /** Whether their numbers must be so small that sums and products of them are numbers. */
  readonly isSmall: boolean
}

/** What a fixture is before any plan. */
export function analysisOf({ input }: Fixture): Analysis {
  return analyze(workspaceOf(input))
}

/** The services of files, as they are deployed. */
export function servicesOf(files: Readonly<Record<string, string>>): readonly Service[] {
  const workspace = workspaceOf(files)
  const diagnostics = new DiagnosticBag()
  return loadServices({ workspace, program: sourceProgram(workspace), diagnostics, options: defaultLoadOptions })
}

/** Plans a fixture; `undefined` where nothing is planned. */
export function rewriteOf(analysis: Analysis, { input }: Fixture, options: PlanOptions): Rewrite | undefined {
  const plan = buildPlan(analysis, options)
  const [service] = analysis.services
  if (!service || plan.files.length === 0) return undefined
  const files = afterPlan(input, plan)
  const callees = failing(plan, service)
  return {
    analysis,
    service,
    plan,
    files,
    waived: waivers(plan),
    callees,
    isTyped: trusts(plan, 'trust-types'),
    isSmall: trusts(plan, 'no sum or product is too large'),
  }
}

/** What a plan says that may differ. */
function waivers({ document: { sites } }: Plan): Waived {
  const codes = new Set(waivedIn(sites).map(({ code }) => code))
  const keysOf = (list: readonly PlannedSite[]) => [
    ...new Set(list.flatMap(({ target }) => ('function' in target ? [target.function] : []))),
  ]
  const isTriedOnce = waivedIn(sites).some(
    ({ code, message }) => code === 'helper-kept' && message.includes('try again'),
  )
  return {
    codes,
    propagated: waivedIn(sites).flatMap(({ code, message }) => (code === 'callee-errors' ? thrownBy(message) : [])),
    queued: keysOf(sites.filter(({ transform, invocation }) => transform === 'sqs' && invocation === 'sync')),
    isStarted: sites.some((site) => site.obligations?.some(({ code }) => code === 'answer-unread')),
    isTriedOnce,
  }
}

/** The functions of `Where "a", "b" or "c" throws`. */
function thrownBy(message: string): string[] {
  return [...message.matchAll(/Where ([^.]*?) throws/g)].flatMap(([, names = '']) =>
    [...names.matchAll(/"([^"]+)"/g)].map(([, name = '']) => name),
  )
}

function waivedIn(sites: readonly PlannedSite[]): readonly Pick<Obligation, 'code' | 'message'>[] {
  return sites.flatMap((site) => site.obligations ?? []).filter(({ status }) => status === 'waived')
}

/** Whether a plan takes declared types at their word: then events must be of them. */
function trusts({ document: { sites } }: Plan, what: string): boolean {
  return sites.some((site) =>
    site.obligations?.some(({ status, message }) => status === 'waived' && message.includes(what)),
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
