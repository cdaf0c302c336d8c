import { changedTexts } from '../compose/changed-workspace'
import { compose } from '../compose/compose'
import { reportMembers } from '../load/members'
import type { PlanOptions } from '../transforms/options'
import type { Proposal, Refusal } from '../transforms/transform'
import { overlay } from '../workspace/overlay'
import type { Workspace } from '../workspace/workspace'
import type { Analysis } from './analyze'
import { breaking, unparsable, verifySyntax } from './culprits'
import { type CompiledChange, diffServices } from './diff-services'
import type { PlanDocument } from './document'
import { checkNamedCallees } from './named-callees'
import { planDocument } from './plan-document'
import { propose } from './propose'
import { environmentFault } from './shared-environment'
import { reportSyntaxErrors } from './syntax-errors'
import { TypeGuard } from './type-check/retype'

/** A plan, and the texts that it would write: what renderers and `write` need. */
export interface Plan {
  readonly document: PlanDocument
  /** Text of each file that changes, before and after; `undefined` where it does not exist. */
  readonly files: readonly FilePlan[]
  /** The services whose templates differ. */
  readonly compiled: readonly CompiledChange[]
}

export interface FilePlan {
  readonly file: string
  readonly before: string | undefined
  readonly after: string | undefined
}

/**
 * Makes the plan: everything that would be done, as data. Nothing is written.
 * @param root The root as the plan keeps it.
 */
export function buildPlan(analysis: Analysis, options: PlanOptions, root = '.'): Plan {
  const { context, services, sites } = analysis
  checkNamedCallees(services, options)
  const { proposals, refused, settled } = propose(analysis, options)
  // the transforms look into callees, which a scan need not
  reportSyntaxErrors(context, services)
  reportMembers(context)
  const guard = new TypeGuard(analysis)
  let candidates = proposals
  for (;;) {
    const composition = compose(context.workspace, services, sites, candidates, settled)
    const torn = environmentFault(sites, composition.accepted)
    if (torn) {
      refuseLost(refused, torn)
      candidates = replaced(candidates, torn.proposal, torn.instead)
      continue
    }
    const texts = changedTexts(context.workspace, composition)
    const invalid = verifySyntax(context.workspace, texts)
    const culprit = invalid && unparsable(analysis, composition, invalid)
    if (culprit) {
      refuseLost(refused, culprit)
      candidates = candidates.filter((candidate) => candidate !== culprit.proposal)
      continue
    }
    const retyped = guard.firstFault(composition, texts)
    if (retyped) {
      refuseLost(refused, retyped)
      candidates = replaced(candidates, retyped.proposal, retyped.instead)
      continue
    }
    const { infra, compiled } = diffServices(analysis, overlay(context.workspace, texts), composition.causes)
    const broken = breaking(analysis, composition, infra)
    if (!broken) {
      const document = planDocument(analysis, { composition, refused, texts, infra, root })
      return { document, files: filePlans(context.workspace, texts), compiled }
    }
    refuseLost(refused, broken)
    candidates = replaced(candidates, broken.proposal, broken.instead)
  }
}

interface Withdrawn {
  readonly proposal: Proposal
  /** What is left of it. */
  readonly instead?: Proposal | undefined
  readonly refusal: Refusal | undefined
}

/** Refuses the sites that a proposal loses. */
function refuseLost(refused: Map<number, Refusal>, { proposal, instead, refusal }: Withdrawn): void {
  const lost = proposal.sites.filter((index) => !instead?.sites.includes(index))
  if (refusal) for (const index of lost) refused.set(index, refusal)
}

function replaced(candidates: readonly Proposal[], proposal: Proposal, instead: Proposal | undefined): Proposal[] {
  return candidates.flatMap((candidate) => (candidate !== proposal ? [candidate] : instead ? [instead] : []))
}

function filePlans(workspace: Workspace, texts: ReadonlyMap<string, string | null>): FilePlan[] {
  return [...texts]
    .map(([file, after]): FilePlan => {
      const result = workspace.read(file)
      return { file, before: 'text' in result ? result.text : undefined, after: after ?? undefined }
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}
