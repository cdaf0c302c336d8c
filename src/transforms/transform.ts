import type { ts } from 'ts-morph'
import type { Advice } from '../advise/advice'
import type { JsonTypes } from '../analysis/json-shape'
import type { Relocatability } from '../analysis/relocatable'
import type { ByHand } from '../infra/edit/by-hand'
import type { InfraChange } from '../infra/edit/change'
import type { FunctionRef, Service } from '../load/service'
import type { ObligationCode } from '../messages/obligations'
import type { RefusalCode } from '../messages/refusals'
import type { RemedyCode } from '../messages/remedies'
import type { InvokeSite } from '../scan/site'
import type { Evaluator } from '../syntax/evaluate/evaluator'
import type { ImportIndex } from '../syntax/import-index'
import type { Workspace } from '../workspace/workspace'
import type { FileChange } from './file-change'
import type { PlanOptions } from './options'

/** One condition that must hold for a rewrite to preserve behaviour. */
export interface Obligation {
  readonly code: ObligationCode
  /** `waived`: by a default or a flag, and said so in the plan. */
  readonly status: 'proved' | 'emulated' | 'waived'
  readonly message: string
}

/** Why a site is left alone. */
export interface Refusal {
  readonly code: RefusalCode
  /** What stands in the way here. */
  readonly message: string
  readonly file: string
  readonly line: number
  /** What to do about it, where that is not what the code says. */
  readonly remedy?: RemedyCode
  /** The refusals that it is made of: what to do about each is told. */
  readonly parts?: readonly Pick<Refusal, 'code' | 'remedy'>[]
  /** Whether another site of the same change tells what to do. */
  readonly isToldElsewhere?: true
  /** Changes of the configuration that cannot be made, to be made by hand. */
  readonly byHand?: readonly ByHand[]
}

/** A dependency that the rewritten code needs, added beside one that it had. */
export interface PackageChange {
  /** A file that imports it: the nearest package.json above is meant. */
  readonly importedBy: string
  readonly add: string
  /** Dependencies: the first that is listed lends its section, and its range where none is given. */
  readonly like: readonly string[]
  readonly range?: string
}

/** Everything that a rewrite of one or more sites would do. It is made whole or not at all. */
export interface Proposal {
  readonly transform: TransformName
  /** Indices of the sites that it rewrites. */
  readonly sites: readonly number[]
  readonly obligations: readonly Obligation[]
  readonly files: readonly FileChange[]
  readonly created: readonly { readonly file: string; readonly text: string }[]
  readonly deleted: readonly string[]
  readonly infra: readonly { readonly service: Service; readonly change: InfraChange }[]
  readonly packages: readonly PackageChange[]
  /** What to mind when it is deployed. */
  readonly notes: readonly string[]
  /** Functions that lose calls, and go where they lose the last. */
  readonly helpers?: readonly Helper[]
  /** The calls of lists that are waited for together which give their results at once. */
  readonly gathered?: readonly GatheredValue[]
  /** The callees whose code runs in a caller from then on. */
  readonly moved?: readonly MovedCode[]
  /** Functions whose code leaves them: variables that nothing of them reads any more go, too. */
  readonly left?: readonly LeftVariables[]
  /** A more careful form, for the case that this one breaks the template. */
  readonly fallback?: () => Proposal
  /** The same without a reference that only makes one resource wait for another, for the case that it closes a circle. */
  readonly loosened?: () => Proposal
  /**
   * The same with less said of types at the call of one site, for the case that the compiler would find fault. Only a
   * proposal that has it is held against the compiler.
   */
  readonly retyped?: (site: number, types: CallTypes) => Proposal
  /** The same without the call of one site; `undefined` where that cannot be. */
  readonly without?: (site: number) => Proposal | undefined
}

/** An element of `await Promise.all([…])` that gives no promise any more. */
export interface GatheredValue {
  readonly list: ts.ArrayLiteralExpression
  readonly element: ts.Expression
}

/** Code of a callee that runs in one of its callers. */
export interface MovedCode {
  /** The index of the site that calls it. */
  readonly site: number
  readonly caller: FunctionRef
  readonly callee: FunctionRef
  /** Variables of the environment that it reads. */
  readonly environment: readonly string[]
}

/** Variables of the environment that code has read which a function has no more. */
export interface LeftVariables {
  readonly function: FunctionRef
  readonly names: readonly string[]
}

/** What of a call is told to be `any`, as it was when it went through JSON. */
export interface CallTypes {
  readonly result: boolean
  /** Arguments, by their place. */
  readonly args: readonly number[] | 'all'
}

/** A function that goes once nothing calls it any more, whatever rewrites took its calls away. */
export interface Helper {
  readonly node: ts.Node
  /** All its calls in the repository; nothing else is done with it. */
  readonly calls: ReadonlySet<ts.Node>
  /** What it takes to remove it. */
  readonly change: FileChange
}

export type TransformName = 'inline' | 'sqs' | 'sns' | 'event-bridge' | 'step-functions'

/** What a transform may look at. */
export interface TransformContext {
  readonly workspace: Workspace
  readonly services: readonly Service[]
  readonly sites: readonly InvokeSite[]
  readonly advice: readonly Advice[]
  readonly evaluator: Evaluator
  readonly relocatable: (ref: FunctionRef) => Relocatability
  readonly imports: ImportIndex
  /** Absent where declared types are not to be trusted. */
  readonly types: JsonTypes | undefined
  readonly options: PlanOptions
}

/** What came of a group of sites: one rewrite for those that can be rewritten, a refusal for each that cannot. */
export interface Outcome {
  readonly proposal: Proposal | undefined
  readonly refusals: ReadonlyMap<number, Refusal>
}

/** One way to rewrite a site. Every transform is a folder of the same form, listed in `registry.ts`. */
export interface Transform {
  readonly name: TransformName
  /** The sites that are rewritten together with `site`, itself included; in order. */
  group(context: TransformContext, site: number): readonly number[]
  /** Proposes the rewrite, or says why not. Pure: nothing is changed. */
  propose(context: TransformContext, sites: readonly number[]): Outcome
}

/** Thrown inside a transform to leave `propose` with a refusal. */
export class Refused extends Error {
  override readonly name = 'Refused'

  constructor(readonly refusal: Refusal) {
    super(refusal.message)
  }
}

/** A line of a file. 1-based. */
export interface Place {
  readonly file: string
  readonly line: number
}

/**
 * Leaves the proposal with a refusal, at the place of its cause where that is known, else at the site.
 * @param remedy What to do about it, where that is not what the code says.
 */
export function refuse(
  site: InvokeSite,
  code: RefusalCode,
  message: string,
  cause?: Place,
  remedy?: RemedyCode,
): never {
  const { file, line } = cause ?? { file: site.module.file, line: site.line }
  throw new Refused({ code, message, file, line, ...(remedy && { remedy }) })
}

/** Runs the body of a `propose`; a refusal holds for all of its sites. */
export function proposing(sites: readonly number[], body: () => Proposal): Outcome {
  const result = attempt(body)
  if ('value' in result) return { proposal: result.value, refusals: new Map() }
  return { proposal: undefined, refusals: new Map(sites.map((site) => [site, result.refusal])) }
}

/** Runs something that may refuse. */
export function attempt<T>(body: () => T): { readonly value: T } | { readonly refusal: Refusal } {
  try {
    return { value: body() }
  } catch (error) {
    if (error instanceof Refused) return { refusal: error.refusal }
    throw error
  }
}
