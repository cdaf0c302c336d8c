import type { Composition } from '../compose/compose'
import type { InfraDiff } from '../infra/diff/model'
import { refusals } from '../messages/refusals'
import { remedies } from '../messages/remedies'
import type { Refusal } from '../transforms/transform'
import type { Workspace } from '../workspace/workspace'
import type { Analysis } from './analyze'
import { byteOffsets } from './byte-offsets'
import { type PlanDocument, type PlanEdit, type PlannedSite, SCHEMA_VERSION } from './document'
import { followUpNotes } from './follow-up'
import { mergedNotes } from './merged-notes'
import { roleNotes } from './role-notes'
import { serviceEntry, siteEntry } from './scan-document'
import { sha256 } from './sha256'
import { testNotes } from './test-notes'

/** What a plan comes to. */
interface Outcome {
  readonly composition: Composition
  /** Of the sites that are left alone, by index. */
  readonly refused: ReadonlyMap<number, Refusal>
  /** Of each file that changes, after; `null` where it goes. */
  readonly texts: ReadonlyMap<string, string | null>
  readonly infra: readonly InfraDiff[]
  /** The root as the plan keeps it. */
  readonly root: string
}

/** The plan as data: what `plan --json` prints and `apply` takes. */
export function planDocument(analysis: Analysis, outcome: Outcome): PlanDocument {
  const { composition, refused, texts, infra, root } = outcome
  const { context, services, sites, advice, billing, relocatable } = analysis
  const edits = planEdits(context.workspace, composition)
  const byMember = new Map(
    composition.accepted.flatMap((proposal) => proposal.sites.map((index) => [index, proposal] as const)),
  )
  const rejected = new Map(
    [...composition.rejected].flatMap(([proposal, refusal]) =>
      proposal.sites.map((index) => [index, refusal] as const),
    ),
  )
  const planned = sites.map((site, index): PlannedSite => {
    const entry = siteEntry(site, advice[index] ?? { verdict: 'keep', reasons: [] }, billing(site), relocatable)
    const proposal = byMember.get(index)
    if (proposal) {
      const own = edits.flatMap((edit, at) => (edit.site === index || edit.sharedWith?.includes(index) ? [at] : []))
      return {
        ...entry,
        outcome: 'rewritten',
        transform: proposal.transform,
        obligations: proposal.obligations,
        edits: own,
      }
    }
    const refusal = rejected.get(index) ?? refused.get(index)
    return refusal ? { ...entry, outcome: 'refused', refusal: withRemedy(refusal) } : { ...entry, outcome: 'kept' }
  })
  return {
    schemaVersion: SCHEMA_VERSION,
    root,
    services: services.map(serviceEntry),
    sites: planned,
    diagnostics: context.diagnostics.list(),
    edits,
    createdFiles: composition.created.map(({ file, text, sites: needed }) => ({ file, text, site: needed[0] ?? 0 })),
    deletedFiles: composition.deleted.map(({ file, sites: needed }) => ({ file, site: needed[0] ?? 0 })),
    infra,
    notes: [
      ...notes(composition),
      ...roleNotes(composition, infra),
      ...testNotes(analysis, composition),
      ...followUpNotes(analysis, composition, texts),
    ],
    inputs: inputs(context.workspace),
  }
}

function withRemedy(refusal: Refusal) {
  const { parts = [], ...own } = refusal
  const all = [...parts, ...(parts.length === 0 ? [refusal] : [])].map(remedyOf)
  return { ...own, remedy: [...new Set(all)].join(' ') }
}

function remedyOf({ code, remedy }: Pick<Refusal, 'code' | 'remedy'>): string {
  return remedy ? remedies[remedy] : refusals[code].remedy
}

function planEdits(workspace: Workspace, composition: Composition): PlanEdit[] {
  const offsets = byteOffsets(workspace)
  return composition.edits.map(({ file, start, end, text, rule, reason, sites }) => {
    const [site = 0, ...sharedWith] = sites
    const bytes = offsets(file)
    return {
      file,
      start: bytes(start),
      end: bytes(end),
      text,
      rule,
      reason,
      site,
      ...(sharedWith.length > 0 && { sharedWith }),
    }
  })
}

function notes(composition: Composition): string[] {
  const rollout = composition.accepted.flatMap((proposal) => proposal.notes)
  const manual = composition.manual.map(({ message }) => `To be done by hand: ${message}`)
  return [...new Set(manual), ...mergedNotes(rollout)]
}

function inputs(workspace: Workspace): PlanDocument['inputs'] {
  return workspace
    .inputs()
    .map(({ file, text }) => ({ file, sha256: sha256(text) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}
