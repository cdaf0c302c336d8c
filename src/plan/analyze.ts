import type { Advice } from '../advise/advice'
import { advise } from '../advise/advise'
import { type Billing, billingOf, type Durations } from '../advise/billing'
import { overrides } from '../advise/overrides'
import { ownership } from '../advise/ownership'
import { reportTimeouts } from '../advise/timeouts'
import { unreached } from '../advise/unreached'
import { reportMissingVariables } from '../advise/variables'
import type { JsonTypes } from '../analysis/json-shape'
import { installedPackages } from '../analysis/packages/scan-package'
import { type Relocatability, relocatability } from '../analysis/relocatable'
import { TypeOracle } from '../analysis/types'
import { NO_VOUCHING, vouching } from '../analysis/vouched/vouching'
import type { LoadContext, LoadOptions } from '../load/build-service'
import { loadServices } from '../load/load'
import { type FunctionRef, refKey, type Service } from '../load/service'
import { readUserConfig } from '../load/user-config'
import { DiagnosticBag } from '../messages/diagnostic'
import { findSuspects, scan } from '../scan/scan'
import type { InvokeSite } from '../scan/site'
import { directivesOf } from '../syntax/directives'
import { Evaluator } from '../syntax/evaluate/evaluator'
import { type ImportIndex, importIndex } from '../syntax/import-index'
import { sourceProgram } from '../syntax/program'
import { filterTypes } from '../transforms/sns/filter-types'
import { textOf, type Workspace } from '../workspace/workspace'
import type { LoadedServices } from './load-thread'
import { reportSyntaxErrors } from './syntax-errors'

/** Everything that is known about a workspace before anything is proposed. */
export interface Analysis {
  readonly context: LoadContext
  /** Knows already what scan and advice asked. */
  readonly evaluator: Evaluator
  readonly services: readonly Service[]
  readonly sites: readonly InvokeSite[]
  readonly advice: readonly Advice[]
  /** Double billing of a synchronous call. */
  readonly billing: (site: InvokeSite) => Billing | undefined
  readonly relocatable: (ref: FunctionRef) => Relocatability
  readonly imports: ImportIndex
  /** Nothing is compiled before it is asked; not to be asked without `trustTypes`. */
  readonly types: JsonTypes
}

export const defaultLoadOptions: LoadOptions = {
  stage: undefined,
  region: undefined,
  params: new Map(),
  env: new Map(),
}

/** An import of a package, the network, a log. */
const OUTSIDE = /(?:from|require\(|import\()\s*['"][^.'"]|\bfetch\s*\(|\bconsole\./

/** What the user says about sites and functions. */
export interface AdviseOptions {
  /** `--override <place or callee>=<verdict>`, as given. */
  readonly overrides: readonly string[]
  readonly durations: Durations
  /** Whether declared types are trusted. */
  readonly trustTypes: boolean
}

export const defaultAdviseOptions: AdviseOptions = { overrides: [], durations: new Map(), trustTypes: true }

/** discover → load → scan → advise, on a workspace that is open already. */
export function analyze(
  workspace: Workspace,
  options: LoadOptions = defaultLoadOptions,
  adviseOptions: AdviseOptions = defaultAdviseOptions,
): Analysis {
  const context = contextOf(workspace, options)
  const services = loadServices(context)
  const evaluator = new Evaluator(context.program)
  return analysisOf(context, services, scan(context, services, evaluator), evaluator, adviseOptions)
}

/** The same with services that are loaded meanwhile; `undefined` where they have to be loaded here after all. */
export async function analyzeMeanwhile(
  loading: Promise<LoadedServices | undefined>,
  workspace: Workspace,
  options: LoadOptions,
  adviseOptions: AdviseOptions,
): Promise<Analysis> {
  const context = contextOf(workspace, options)
  const suspects = findSuspects(context)
  const loaded = await loading
  for (const diagnostic of loaded?.diagnostics ?? []) context.diagnostics.add(diagnostic)
  const services = loaded?.services ?? loadServices(context)
  const evaluator = new Evaluator(context.program)
  return analysisOf(context, services, scan(context, services, evaluator, suspects), evaluator, adviseOptions)
}

function contextOf(workspace: Workspace, options: LoadOptions): LoadContext {
  return { workspace, program: sourceProgram(workspace), diagnostics: new DiagnosticBag(), options }
}

function analysisOf(
  context: LoadContext,
  services: readonly Service[],
  sites: readonly InvokeSite[],
  evaluator: Evaluator,
  { overrides: flags, durations, trustTypes }: AdviseOptions,
): Analysis {
  const { workspace } = context
  const imports = importIndex(workspace, context.program)
  const known = new Map<string, Relocatability>()
  const config = readUserConfig(context)
  const directives = directivesOf(workspace)
  const vouched = vouching({ evaluator, files: workspace.files }, config, directives)
  const decide = relocatability(evaluator, imports.importersOf, installedPackages(workspace), vouched)
  const relocatable = (ref: FunctionRef): Relocatability => {
    const key = refKey(ref)
    const result = known.get(key) ?? decide(ref)
    known.set(key, result)
    return result
  }
  if (services.length === 0 && context.diagnostics.list().length === 0) {
    context.diagnostics.add({
      severity: 'warning',
      code: 'no-service',
      message: 'No Serverless Framework configuration was found.',
    })
  }
  const hasOutside = ({ function: { handler } }: FunctionRef): boolean =>
    handler !== undefined && OUTSIDE.test(textOf(workspace, handler.file) ?? '')
  const types = new TypeOracle(workspace, context.program)
  const decided = overrides(config, directives, flags)
  const advice = advise(
    {
      relocatable,
      hasOutside,
      whyUnreached: unreached(workspace, context.diagnostics.list()),
      ownership: ownership(workspace),
      overrides: decided,
      filterTypes: (service) => filterTypes({ workspace, types: trustTypes ? types : undefined }, service),
    },
    sites,
  )
  decided.reportUnused(context.diagnostics)
  if (vouched !== NO_VOUCHING) {
    for (const { target } of sites) if (target.status === 'resolved') relocatable(target.ref)
    vouched.reportUnused(context.diagnostics)
  }
  reportSyntaxErrors(context, services)
  reportTimeouts(context.diagnostics, sites)
  reportMissingVariables(context.diagnostics, sites)
  const billing = billingOf(sites, durations)
  return { context, evaluator, services, sites, advice, relocatable, imports, types, billing }
}
