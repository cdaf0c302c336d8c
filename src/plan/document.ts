import type { Verdict } from '../advise/advice'
import type { Billing } from '../advise/billing'
import type { Effect, OutsideUse } from '../analysis/effects/effect'
import type { Witness } from '../analysis/witness'
import type { InfraDiff } from '../infra/diff/model'
import type { ByHand } from '../infra/edit/by-hand'
import type { Diagnostic } from '../messages/diagnostic'
import type { RefusalCode } from '../messages/refusals'
import type { Invocation, SiteKind } from '../scan/site'
import type { Obligation, TransformName } from '../transforms/transform'

/** Version of the documents that `scan --json` and `plan --json` print. */
export const SCHEMA_VERSION = 1

/** What `scan --json` prints. All paths are relative to the root, with `/`; lines and columns are 1-based. */
export interface ScanDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION
  readonly services: readonly ServiceEntry[]
  readonly sites: readonly SiteEntry[]
  readonly diagnostics: readonly Diagnostic[]
}

export interface ServiceEntry {
  readonly service: string
  readonly config: string
  readonly stage: string
  readonly functions: readonly FunctionEntry[]
}

export interface FunctionEntry {
  readonly key: string
  readonly name: string
  readonly handler?: { readonly file: string; readonly export: string }
}

export interface SiteEntry {
  readonly file: string
  readonly line: number
  readonly column: number
  readonly kind: SiteKind
  readonly sdk: 'v2' | 'v3'
  readonly invocation: Invocation
  readonly callers: readonly FunctionName[]
  readonly target: TargetEntry
  readonly response: 'used' | 'ignored'
  readonly test: boolean
  readonly verdict: Verdict
  readonly reasons: readonly { readonly code: string; readonly message: string }[]
  /** Double billing of a synchronous call that is waited for. */
  readonly billing?: Billing
  /** What the callee does, where the verdict rests on it. */
  readonly callee?: CalleeEntry
}

/** What a callee does besides computing its answer. */
export interface CalleeEntry {
  /** Whether it can run in its callers: it needs nothing of its own Lambda, as far as its code tells. */
  readonly relocatable: boolean
  /** The plain test "no reads of buckets, no writes of tables, no calls to other services". */
  readonly outside: OutsideUse
  /** By place. Each effect is listed once. */
  readonly effects: readonly Effect[]
  /** What keeps it where it is, and the way to it from the callee. */
  readonly witness?: Witness
}

export interface FunctionName {
  readonly service: string
  readonly function: string
}

export type TargetEntry =
  | {
      readonly status: 'resolved'
      readonly service: string
      readonly function: string
      /** Callers without the variable that names the callee: from there the call cannot succeed. */
      readonly unsetFor?: readonly FunctionName[]
    }
  | { readonly status: 'candidates'; readonly functions: readonly FunctionName[] }
  | { readonly status: 'external'; readonly name: string }
  | { readonly status: 'unresolved'; readonly code: string; readonly reason: string }

/** What `plan --json` prints and `plan --out` saves: everything that `apply` does, as plain data. */
export interface PlanDocument {
  readonly schemaVersion: typeof SCHEMA_VERSION
  /** The folder that all paths are relative to: from the top of the git work tree, without git from the working directory. */
  readonly root: string
  readonly services: readonly ServiceEntry[]
  readonly sites: readonly PlannedSite[]
  readonly diagnostics: readonly Diagnostic[]
  readonly edits: readonly PlanEdit[]
  readonly createdFiles: readonly CreatedFile[]
  readonly deletedFiles: readonly DeletedFile[]
  readonly infra: readonly InfraDiff[]
  /** What to mind when it is deployed. */
  readonly notes: readonly string[]
  /** The files that the plan was made from. `apply` refuses when one has changed. */
  readonly inputs: readonly { readonly file: string; readonly sha256: string }[]
}

export interface PlannedSite extends SiteEntry {
  readonly outcome: 'rewritten' | 'refused' | 'kept'
  readonly transform?: TransformName
  readonly refusal?: PlannedRefusal
  readonly obligations?: readonly Obligation[]
  /** Indices into `edits`. */
  readonly edits?: readonly number[]
}

export interface PlannedRefusal {
  readonly code: RefusalCode
  readonly message: string
  readonly file: string
  readonly line: number
  readonly remedy: string
  /** Whether another site of the same change tells what to do. */
  readonly isToldElsewhere?: true
  /** Changes of the configuration that cannot be made, to be made by hand: the text to add, and where. */
  readonly byHand?: readonly ByHand[]
}

/** One splice. Offsets are bytes of the UTF-8 file as it was read. */
export interface PlanEdit {
  readonly file: string
  readonly start: number
  readonly end: number
  readonly text: string
  readonly rule: string
  readonly reason: string
  /** Index of the first site that needs it. */
  readonly site: number
  /** Indices of other sites that need it too. */
  readonly sharedWith?: readonly number[]
}

export interface CreatedFile {
  readonly file: string
  readonly text: string
  readonly site: number
}

export interface DeletedFile {
  readonly file: string
  readonly site: number
}
