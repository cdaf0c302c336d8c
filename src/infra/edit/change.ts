import type { ConfigObject } from '../../load/document'

/** A change to the configuration of a service, in the words of the service. How it is written is the editor's matter. */
export type InfraChange =
  | { readonly kind: 'add-resource'; readonly logicalId: string; readonly resource: ConfigObject }
  /**
   * `beside` is a function that it has to do with: it stands behind that one. `copied`: settings of another function, by
   * their paths, that are copied as they are written.
   */
  | {
      readonly kind: 'add-function'
      readonly function: string
      readonly data: ConfigObject
      readonly beside?: string
      readonly copied?: { readonly from: string; readonly paths: readonly (readonly string[])[] }
    }
  /**
   * Gives a function a variable; beside `beside`, where the function has that one. Of the function `from` the value is
   * copied as it is written.
   */
  | {
      readonly kind: 'set-environment'
      readonly function: string
      readonly name: string
      readonly value: unknown
      readonly beside?: string | undefined
      readonly from?: string
    }
  /** Allows a function one action on one resource. */
  | { readonly kind: 'allow'; readonly function: string; readonly action: string; readonly resource: unknown }
  | { readonly kind: 'add-event'; readonly function: string; readonly event: ConfigObject }
  | { readonly kind: 'add-state-machine'; readonly key: string; readonly machine: ConfigObject }
  /** A construct of serverless-lift with a function for its worker, and the ARN of its queue. */
  | {
      readonly kind: 'add-construct'
      readonly id: string
      readonly worker: string
      readonly arn: unknown
      readonly construct: ConfigObject
    }
  | { readonly kind: 'add-plugin'; readonly name: string }
  /** Names a package where another is named that the bundler leaves out. */
  | { readonly kind: 'leave-out-of-bundle'; readonly like: string; readonly add: string }
  // what rewrites leave behind
  | { readonly kind: 'remove-function'; readonly function: string }
  | { readonly kind: 'remove-environment'; readonly function: string; readonly name: string }
  /** Takes a permission to invoke `callee` (any function, where it is absent) from the role of a function. */
  | {
      readonly kind: 'revoke-invoke'
      readonly function: string
      readonly callee: string | undefined
      /** Whether what goes stands in the role that functions share, from which this one takes it over into its own. */
      readonly isInherited?: true
    }
