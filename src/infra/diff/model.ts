/** What a plan does to one stack. Plain data: renderers only read it. */
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
  /** Logical ids of functions that get a new version and no other change. */
  readonly republished: readonly string[]
  /** What is wrong with the template after, and was not wrong before. */
  readonly findings: readonly Finding[]
  /** What the synthesizer does not model, so that the diff cannot speak of it. */
  readonly notes: readonly string[]
}

export interface ResourceChange {
  readonly logicalId: string
  readonly type: string
  readonly properties: readonly PropertyChange[]
  /** The resource holds data, or is kept when the stack lets it go. */
  readonly isStateful: boolean
  readonly isRetained: boolean
}

/** One leaf of a resource's properties. `before` is absent for what is added, `after` for what is removed. */
export interface PropertyChange {
  readonly path: string
  readonly before?: unknown
  readonly after?: unknown
  /** Changing it makes CloudFormation replace the resource. */
  readonly replaces: boolean
}

export interface IamChange {
  readonly change: 'added' | 'removed'
  readonly effect: string
  readonly actions: readonly string[]
  readonly resources: readonly string[]
  readonly principals: readonly string[]
}

export interface Finding {
  readonly code: 'circular-reference' | 'dangling-reference' | 'too-many-resources'
  readonly message: string
  readonly logicalId: string
}
