import type { InvokeSite } from '../scan/site'
import type { PlanOptions } from '../transforms/options'
import { transforms } from '../transforms/registry'
import { stageObligation } from '../transforms/shared/stage'
import type { Outcome, Proposal, Refusal, Transform, TransformContext } from '../transforms/transform'
import type { Analysis } from './analyze'
import { outOfReach } from './out-of-reach'
import { atCause } from './refusal-place'
import { settledHelpers } from './settled-helpers'

/** What the transforms make of the sites. */
export interface Proposed {
  readonly proposals: Proposal[]
  readonly refused: Map<number, Refusal>
  /** Calls in helpers that call nothing but what their own calls say. */
  readonly settled: ReadonlySet<InvokeSite>
}

/** Asks the transforms, in their order, for every site that the advice gives them. */
export function propose(analysis: Analysis, options: PlanOptions): Proposed {
  const { context, evaluator, services, sites, advice, relocatable, imports, types } = analysis
  const transformContext: TransformContext = {
    workspace: context.workspace,
    services,
    sites,
    advice,
    evaluator,
    relocatable,
    imports,
    types: options.trustTypes ? types : undefined,
    options,
  }
  const proposals: Proposal[] = []
  const refused = new Map<number, Refusal>()
  const handled = new Set<number>()
  for (const [index, site] of sites.entries()) {
    const refusal = advice[index] && outOfReach(site, advice[index])
    if (!refusal) continue
    refused.set(index, refusal)
    handled.add(index)
  }
  for (const transform of transforms) {
    sites.forEach((_, index) => {
      if (handled.has(index) || advice[index]?.verdict !== transform.name) return
      const group = transform.group(transformContext, index).filter((member) => !handled.has(member))
      const outcome = proposed(transformContext, transform, group)
      if (outcome.proposal) proposals.push(withStages(sites, outcome.proposal))
      for (const member of outcome.proposal?.sites ?? []) handled.add(member)
      for (const [member, refusal] of outcome.refusals) {
        // a site that another verdict brought into the group keeps its own chance
        if (advice[member]?.verdict !== transform.name) continue
        refused.set(member, atCause(transformContext, member, refusal))
        handled.add(member)
      }
    })
  }
  return { proposals, refused, settled: settledHelpers(transformContext) }
}

/** Adds what is owed where a name has its stage written out, whatever the transform. */
function withStages(sites: readonly InvokeSite[], proposal: Proposal): Proposal {
  const owed = proposal.sites.flatMap((index) => {
    const site = sites[index]
    return (site && stageObligation(site)) ?? []
  })
  const { fallback, loosened, retyped, without } = proposal
  return {
    ...proposal,
    // the sites of one callee owe the same
    obligations: [...proposal.obligations, ...new Map(owed.map((one) => [one.message, one])).values()],
    ...(fallback && { fallback: () => withStages(sites, fallback()) }),
    ...(loosened && { loosened: () => withStages(sites, loosened()) }),
    ...(retyped && { retyped: (site, types) => withStages(sites, retyped(site, types)) }),
    ...(without && {
      without: (site) => {
        const rest = without(site)
        return rest && withStages(sites, rest)
      },
    }),
  }
}

/** A statement that cannot even be printed refuses its own sites, not the whole plan. */
function proposed(context: TransformContext, transform: Transform, group: readonly number[]): Outcome {
  try {
    return transform.propose(context, group)
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
    const refusals = group.flatMap((index): [number, Refusal][] => {
      const site = context.sites[index]
      const message = `The new code would not parse: ${error.message}.`
      return site ? [[index, { code: 'rewrite-invalid', message, file: site.module.file, line: site.line }]] : []
    })
    return { proposal: undefined, refusals: new Map(refusals) }
  }
}
