import { isDeepStrictEqual } from 'node:util'
import type { ts } from 'ts-morph'
import { type VariableReader, variableReader } from '../analysis/read-variables'
import type { Edit } from '../edit/edit'
import type { Cause } from '../infra/diff/causes'
import { byHand, placeOfChange } from '../infra/edit/by-hand'
import { CannotEdit } from '../infra/edit/cannot-edit'
import type { InfraChange } from '../infra/edit/change'
import { ConfigEditors } from '../infra/edit/config-editors'
import { ServiceEditor } from '../infra/edit/service-editor'
import { readConfig } from '../load/config-file'
import { locate } from '../load/locate'
import type { FunctionRef, Service } from '../load/service'
import { compare } from '../messages/diagnostic'
import type { InvokeSite } from '../scan/site'
import { contains } from '../syntax/nodes'
import { sourceProgram } from '../syntax/program'
import type { Proposal, Refusal } from '../transforms/transform'
import type { Workspace } from '../workspace/workspace'
import { changedWorkspace } from './changed-workspace'
import { cleanUpConfiguration, type ReadTest, type RewrittenSite } from './cleanup'
import { conflictWith } from './conflicts'
import { emptiedFiles } from './emptied-files'
import { installNotes } from './install-notes'
import { removeLeftVariables } from './own-variables'
import { packageEdits } from './package-edits'
import { sourceEdits } from './source-edits'
import { unusedDefinitions } from './unused-definitions'
import { type UnusedHelper, unusedHelpers } from './unused-helpers'

/** Everything that a plan does to files, told once. */
export interface Composition {
  readonly edits: readonly Edit[]
  readonly created: readonly { readonly file: string; readonly text: string; readonly sites: readonly number[] }[]
  readonly deleted: readonly { readonly file: string; readonly sites: readonly number[] }[]
  readonly accepted: readonly Proposal[]
  /** Proposals that cannot be made together with the others, or whose configuration cannot be edited. */
  readonly rejected: ReadonlyMap<Proposal, Refusal>
  /** The changes of configuration that are made, and the rewrite that each belongs to. */
  readonly causes: readonly Cause[]
  /** What is left to do by hand, by site. */
  readonly manual: readonly { readonly message: string; readonly sites: readonly number[] }[]
}

/** Merges proposals, each taken whole or not at all, the first first. Helpers with `settled` calls call what those say. */
export function compose(
  workspace: Workspace,
  services: readonly Service[],
  sites: readonly InvokeSite[],
  proposals: readonly Proposal[],
  settled: ReadonlySet<InvokeSite> = new Set(),
): Composition {
  const composer = new Composer(workspace, services, sites, settled)
  for (const proposal of proposals) composer.take(proposal)
  return composer.finish()
}

class Composer {
  private readonly editors: ConfigEditors
  private readonly accepted: Proposal[] = []
  private readonly rejected = new Map<Proposal, Refusal>()
  private readonly causes: Cause[] = []
  private removed: readonly UnusedHelper[] = []
  private readonly manual: { message: string; sites: readonly number[] }[] = []

  constructor(
    private readonly workspace: Workspace,
    services: readonly Service[],
    private readonly sites: readonly InvokeSite[],
    private readonly settled: ReadonlySet<InvokeSite>,
  ) {
    this.editors = new ConfigEditors(workspace, services)
  }

  take(proposal: Proposal): void {
    const refusal = this.conflict(proposal) ?? this.configure(proposal)
    if (refusal) this.rejected.set(proposal, refusal)
    else this.accepted.push(proposal)
  }

  private at(proposal: Proposal, code: Refusal['code'], message: string): Refusal {
    const site = this.sites[proposal.sites[0] ?? 0] as InvokeSite
    return { code, message, file: site.module.file, line: site.line }
  }

  private conflict(proposal: Proposal): Refusal | undefined {
    const conflict = conflictWith(this.accepted, proposal)
    return conflict && this.at(proposal, conflict.code, conflict.message)
  }

  private configure(proposal: Proposal): Refusal | undefined {
    const manual: string[] = []
    const mark = {
      rule: proposal.transform,
      reason: `Needed by the ${proposal.transform} rewrite.`,
      sites: proposal.sites,
    }
    const failed: Failure[] = []
    try {
      this.editors.transaction(() => {
        for (const { service, change } of this.fresh(proposal.infra)) {
          try {
            const left = new ServiceEditor(service, this.editors).apply(change, mark)
            if (left !== undefined) manual.push(left)
          } catch (error) {
            if (!(error instanceof CannotEdit)) throw error
            failed.push({ service, change, why: error.message })
          }
        }
        const [first] = failed
        if (first) throw new CannotEdit(first.why)
        this.checkCode(proposal)
      })
    } catch (error) {
      if (!(error instanceof CannotEdit)) throw error
      return this.notEditable(proposal, failed, error.message)
    }
    this.manual.push(...manual.map((message) => ({ message, sites: proposal.sites })))
    this.causes.push(...proposal.infra.map((entry) => ({ ...entry, sites: proposal.sites })))
    return undefined
  }

  /** Code and configuration in one file are not edited together: the edits of each know nothing of the other. */
  private checkCode(proposal: Proposal): void {
    const code = new Set([...this.accepted, proposal].flatMap(({ files }) => files.map(({ module }) => module.file)))
    const both = this.editors.edits().find(({ file }) => code.has(file))
    if (both) throw new CannotEdit(`${both.file} holds code that changes as well`)
  }

  /** At the place of the configuration that cannot be edited; with everything that cannot, to be done by hand. */
  private notEditable(proposal: Proposal, failed: readonly Failure[], why: string): Refusal {
    const refusal = this.at(proposal, 'config-not-editable', `${why}.`)
    const [first] = failed
    if (!first) return refusal
    const { file, path } = placeOfChange(first.service, first.change, this.editors)
    const document = readConfig({ workspace: this.workspace, program: sourceProgram(this.workspace) }, file)
    const line = document && locate(document, path)?.line
    const left = failed.flatMap((failure) => byHand(failure.service, failure.change, this.editors))
    return { ...refusal, byHand: left, ...(line !== undefined && { file, line }) }
  }

  /** The changes that no proposal has asked for yet: two callers of one callee share its queue. */
  private fresh(infra: Proposal['infra']): Proposal['infra'] {
    const made = this.accepted.flatMap((other) => other.infra)
    return infra.filter(
      ({ service, change }) =>
        !made.some((other) => other.service === service && isDeepStrictEqual(other.change, change)),
    )
  }

  finish(): Composition {
    const created = uniqueBy(
      this.accepted.flatMap((p) => p.created.map((file) => ({ ...file, sites: p.sites }))),
      ({ file }) => file,
    )
    const deleted = uniqueBy(
      this.accepted.flatMap((p) => p.deleted.map((file) => ({ file, sites: p.sites }))),
      ({ file }) => file,
    )
    this.removed = unusedHelpers(this.accepted)
    const gone = new Set(deleted.map(({ file }) => file))
    const all = sourceEdits(this.workspace, this.accepted, this.removed, gone)
    const emptied = emptiedFiles(this.workspace, { edits: all, created, deleted }, this.removed)
    const source = all.filter(({ file }) => !emptied.some((other) => other.file === file))
    deleted.push(...emptied)
    const afterSource = changedWorkspace(this.workspace, { edits: source, created, deleted })
    const readerOf = variableReader(afterSource)
    this.cleanUp(afterSource, readerOf)
    this.removeLeft(readerOf)
    const packages = packageEdits(this.workspace, afterSource, this.sites, this.accepted)
    this.manual.push(...installNotes(this.workspace, packages))
    const edits = [...source, ...this.editors.edits(), ...packages]
    const unused = unusedDefinitions(this.workspace, { edits, created, deleted }, this.accepted)
    edits.push(...unused.edits)
    deleted.push(...unused.deleted)
    return {
      edits: edits.sort((a, b) => compare(a.file, b.file) || a.start - b.start || a.end - b.end),
      created,
      deleted: deleted.sort((a, b) => compare(a.file, b.file)),
      accepted: this.accepted,
      rejected: this.rejected,
      causes: this.causes,
      manual: this.manual,
    }
  }

  /** What is cleaned up after a site belongs to the rewrite of the site. */
  private readonly noteCause = (service: Service, change: InfraChange, site: number): void => {
    const sites = this.accepted.find((proposal) => proposal.sites.includes(site))?.sites ?? [site]
    this.causes.push({ service, change, sites })
  }

  private cleanUp(after: Workspace, readerOf: VariableReader): void {
    const rewritten = this.accepted.flatMap((proposal) =>
      proposal.sites.map((index): RewrittenSite => ({ index, site: this.sites[index] as InvokeSite })),
    )
    const isRemoved = ({ service, function: { key } }: FunctionRef) =>
      this.accepted.some(({ infra }) =>
        infra.some(
          (one) => one.service === service && one.change.kind === 'remove-function' && one.change.function === key,
        ),
      )
    const isReadBy: ReadTest = (ref, name) => {
      const { handler } = ref.function
      return !isRemoved(ref) && (!handler || (readerOf(handler.file)?.codeMayRead(name) ?? true))
    }
    try {
      this.editors.transaction(() => {
        const gone = (call: ts.Node) => this.removed.some(({ node }) => contains(node, call))
        const left = this.sites.filter((site) => !this.settled.has(site) && !gone(site.call))
        this.manual.push(...cleanUpConfiguration(this.editors, after, isReadBy, left, rewritten, this.noteCause))
      })
    } catch (error) {
      // a left-over variable or permission does no harm: the rewrite stands, and the plan says what is left
      if (!(error instanceof CannotEdit)) throw error
      const sites = rewritten.map(({ index }) => index)
      this.manual.push({ message: `What the calls needed is left in the configuration: ${error.message}.`, sites })
    }
  }

  private removeLeft(readerOf: VariableReader): void {
    for (const proposal of this.accepted) {
      const { sites } = proposal
      for (const { service, change, left } of removeLeftVariables(this.editors, readerOf, proposal)) {
        if (left === undefined) this.causes.push({ service, change, sites })
        else this.manual.push({ message: left, sites })
      }
    }
  }
}

/** A change that cannot be made. */
interface Failure {
  readonly service: Service
  readonly change: Proposal['infra'][number]['change']
  readonly why: string
}

function uniqueBy<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()].sort((a, b) => compare(key(a), key(b)))
}
