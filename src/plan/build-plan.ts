import { createHash } from 'node:crypto'
import { changedTexts } from '../compose/changed-workspace'
import { type Composition, compose } from '../compose/compose'
import { placeIn } from '../infra/check/place'
import type { InfraDiff } from '../infra/diff/model'
import { readConfig } from '../load/config-file'
import { refusals } from '../messages/refusals'
import { sourceModule } from '../syntax/module'
import { redeclaredNames } from '../syntax/redeclared'
import { isSourceFile } from '../syntax/source-file'
import type { PlanOptions } from '../transforms/options'
import type { Proposal, Refusal } from '../transforms/transform'
import { overlay } from '../workspace/overlay'
import { textOf, type Workspace } from '../workspace/workspace'
import type { Analysis } from './analyze'
import { byteOffsets } from './byte-offsets'
import { type CompiledChange, diffServices, type ServicesDiff } from './diff-services'
import { type PlanDocument, type PlanEdit, type PlannedSite, SCHEMA_VERSION } from './document'
import { followUpNotes } from './follow-up'
import { checkNamedCallees } from './named-callees'
import { propose } from './propose'
import { serviceEntry, siteEntry } from './scan-document'
import { reportSyntaxErrors } from './syntax-errors'
import { testNotes } from './test-notes'
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
  const guard = new TypeGuard(analysis)
  let candidates = proposals
  for (;;) {
    const composition = compose(context.workspace, services, sites, candidates, settled)
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
    const diff = diffServices(analysis, overlay(context.workspace, texts), composition.causes)
    const broken = breaking(analysis, composition, diff.infra)
    if (!broken) return finish(analysis, composition, refused, texts, diff, root)
    const careful = broken.proposal.fallback?.()
    if (!careful) refuseLost(refused, broken)
    candidates = replaced(candidates, broken.proposal, careful)
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

interface InvalidRewrite {
  readonly file: string
  readonly message: string
  readonly line: number
}

interface Culprit {
  readonly proposal: Proposal
  readonly refusal: Refusal
}

/** The first file that would not parse, or not load. */
function verifySyntax(workspace: Workspace, texts: ReadonlyMap<string, string | null>): InvalidRewrite | undefined {
  for (const [file, text] of texts) {
    if (text === null || !isSourceFile(file)) continue
    const module = sourceModule({ file, text })
    const { syntaxError } = module
    if (syntaxError) return { file, message: syntaxError.message, line: syntaxError.line }
    const before = redeclaredNames(sourceModule({ file, text: textOf(workspace, file) ?? '' }))
    const [name] = redeclaredNames(module).filter((candidate) => !before.includes(candidate))
    if (name !== undefined) return { file, message: `"${name}" would be declared twice`, line: 1 }
  }
  return undefined
}

/** The proposal that a broken file is owed to: one that breaks it alone, else the last that touches it. */
function unparsable(
  { context, services, sites }: Analysis,
  { accepted }: Composition,
  { file, message, line }: InvalidRewrite,
): Culprit {
  const touching = accepted.filter(
    ({ files, created }) =>
      files.some(({ module }) => module.file === file) || created.some((other) => other.file === file),
  )
  const isBrokenBy = (proposal: Proposal) =>
    verifySyntax(
      context.workspace,
      changedTexts(context.workspace, compose(context.workspace, services, sites, [proposal])),
    ) !== undefined
  const proposal = touching.find(isBrokenBy) ?? touching.at(-1)
  const what = `The rewrite of ${file} would not parse: ${message} (line ${line}).`
  const site = sites[proposal?.sites[0] ?? -1]
  // nobody to blame: a defect of this program, and nothing may be written
  if (!proposal || !site) throw new Error(what)
  return { proposal, refusal: { code: 'rewrite-invalid', message: what, file: site.module.file, line: site.line } }
}

/** The proposal that a broken template is owed to: one that causes the finding, else the last that touches the service. */
function breaking(
  { context, services }: Analysis,
  { accepted }: Composition,
  infra: readonly InfraDiff[],
): Culprit | undefined {
  for (const diff of infra) {
    const finding = diff.findings.find(({ severity }) => severity === 'error')
    const service = services.find(({ config }) => config === diff.config)
    const touching = accepted.filter((proposal) => proposal.infra.some((own) => own.service.config === diff.config))
    if (!finding || !service || touching.length === 0) continue
    const rows = [...diff.created, ...diff.changed, ...diff.replaced, ...diff.destroyed]
    const sites = rows.find(({ logicalId }) => logicalId === finding.logicalId)?.sites ?? []
    const causing = touching.filter((proposal) => proposal.sites.some((site) => sites.includes(site)))
    const suspects = causing.length > 0 ? causing : touching
    const proposal = touching.findLast(({ fallback }) => fallback) ?? suspects.at(-1)
    if (!proposal) continue
    // in the file as it is: what the rewrite adds is not there
    const place = placeIn(service, finding.at, (file) => readConfig(context, file))
    return { proposal, refusal: { code: 'template-broken', message: `${finding.message} (${finding.code})`, ...place } }
  }
  return undefined
}

function finish(
  analysis: Analysis,
  composition: Composition,
  refused: ReadonlyMap<number, Refusal>,
  texts: ReadonlyMap<string, string | null>,
  { infra, compiled }: ServicesDiff,
  root: string,
): Plan {
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
  const document: PlanDocument = {
    schemaVersion: SCHEMA_VERSION,
    root,
    services: services.map(serviceEntry),
    sites: planned,
    diagnostics: context.diagnostics.list(),
    edits,
    createdFiles: composition.created.map(({ file, text, sites: needed }) => ({ file, text, site: needed[0] ?? 0 })),
    deletedFiles: composition.deleted.map(({ file, sites: needed }) => ({ file, site: needed[0] ?? 0 })),
    infra,
    notes: [...notes(composition), ...testNotes(analysis, composition), ...followUpNotes(analysis, composition, texts)],
    inputs: inputs(context.workspace),
  }
  return { document, files: filePlans(context.workspace, texts), compiled }
}

function withRemedy(refusal: Refusal) {
  return { ...refusal, remedy: refusals[refusal.code].remedy }
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
  return [...new Set([...manual, ...rollout])]
}

function inputs(workspace: Workspace): PlanDocument['inputs'] {
  return workspace
    .inputs()
    .map(({ file, text }) => ({ file, sha256: sha256(text) }))
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}

/** Hash of a text as it stands on disk, in UTF-8. */
export function sha256(text: string): string {
  return createHash('sha256').update(text, 'utf8').digest('hex')
}

function filePlans(workspace: Workspace, texts: ReadonlyMap<string, string | null>): FilePlan[] {
  return [...texts]
    .map(([file, after]): FilePlan => {
      const result = workspace.read(file)
      return { file, before: 'text' in result ? result.text : undefined, after: after ?? undefined }
    })
    .sort((a, b) => (a.file < b.file ? -1 : 1))
}
