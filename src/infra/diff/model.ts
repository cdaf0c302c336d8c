import type { ConfigPath } from '../../load/document'
import type { FindingCode } from '../../messages/findings'

/** What a plan does to one stack. Plain data: renderers only read it. Values under secret-looking names are redacted. */
export interface InfraDiff {
  /** Service name. */
  readonly service: string
  /** The service's configuration file. */
  readonly config: string
  /** Name of the CloudFormation stack. */
  readonly stack: string
  readonly created: readonly ResourceChange[]
  readonly changed: readonly ResourceChange[]
  readonly replaced: readonly ResourceChange[]
  readonly destroyed: readonly ResourceChange[]
  readonly iam: readonly IamChange[]
  readonly network: readonly NetworkChange[]
  readonly outputs: readonly OutputChange[]
  /** Differences in the other sections of the template: parameters, conditions, mappings, transforms. */
  readonly sections: readonly PropertyChange[]
  /** Logical ids of functions that get a new version, whatever else changes in them. */
  readonly republished: readonly string[]
  /** The rewrites that change this stack: each the indices of its sites in `sites` of the plan. */
  readonly causes: readonly (readonly number[])[]
  /** What is wrong with the template after, and was not wrong before. */
  readonly findings: readonly Finding[]
  /** What the synthesizer does not model, so that the diff cannot speak of it. */
  readonly notes: readonly string[]
}

/** What CloudFormation does to a resource. `may-replace`: whether it replaces depends on values. `orphan`: it is let go, not deleted. */
export type Impact = 'create' | 'update' | 'replace' | 'may-replace' | 'destroy' | 'orphan'

export interface ResourceChange {
  readonly logicalId: string
  readonly type: string
  readonly impact: Impact
  readonly properties: readonly PropertyChange[]
  /** The resource holds data. */
  readonly isStateful: boolean
  /** Its deletion policy keeps it when the stack lets it go. */
  readonly isRetained: boolean
  /** It is destroyed or replaced, holds data, and nothing keeps them. */
  readonly losesData: boolean
  /** Its physical name, where the template gives it one and that changes. */
  readonly renamed?: { readonly before: string; readonly after: string }
  /** Indices of the sites that cause it. */
  readonly sites: readonly number[]
}

/** One leaf of a resource's properties. `before` is absent for what is added, `after` for what is removed. */
export interface PropertyChange {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  /** Changing it makes CloudFormation replace the resource, or may do so. */
  readonly replaces: boolean
}

/** Permissions that a principal gains or loses: by a statement, or by a managed policy. */
export interface IamChange {
  readonly change: 'added' | 'removed'
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly principals: readonly string[]
  /** Lists that mean everything but what they name. */
  readonly except?: readonly ('actions' | 'resources' | 'principals')[]
  readonly condition?: unknown
  /** A managed policy instead of actions and resources. */
  readonly managedPolicy?: string
  /** Somebody may now do what nobody allowed before. */
  readonly broadens: boolean
  /** It holds for more than what it names: `*` in an action or a resource. */
  readonly hasWildcard: boolean
  readonly sites: readonly number[]
}

/** A rule of a security group. */
export interface NetworkChange {
  readonly change: 'added' | 'removed'
  readonly direction: 'ingress' | 'egress'
  readonly group: string
  /** `TCP 443`. */
  readonly protocol: string
  readonly peer: string
}

export interface OutputChange {
  readonly change: 'added' | 'changed' | 'removed'
  readonly logicalId: string
  /** Name under which other stacks import it. */
  readonly exportName?: string
  readonly before?: unknown
  readonly after?: unknown
}

export interface Finding {
  readonly code: FindingCode
  /** `error`: the deployment fails. */
  readonly severity: 'error' | 'warning'
  readonly message: string
  /** Resource or output; empty for the template as a whole. */
  readonly logicalId: string
  /** Path below the resource, `Properties` included. */
  readonly path?: readonly (string | number)[]
  /** Path of the node of the configuration that causes it, as if it stood in one file. */
  readonly at: ConfigPath
  /** Where that node stands: in the text after the rewrite, or before it where the cause is removed. */
  readonly file?: string
  /** 1-based. */
  readonly line?: number
  /** The text that `line` counts in. */
  readonly side: 'before' | 'after'
}
