import type { ts } from 'ts-morph'
import type { SourceModule } from '../../syntax/module'
import type { CallbackAnswers } from '../callback/answers'
import type { Effect, Use } from './effect'

/** A piece of code that is looked through on its own: a function, a class, or the value of a top-level constant. */
export interface Unit {
  readonly module: SourceModule
  readonly node: ts.Node
  /** How it answers, where it is a handler that Lambda calls with a callback. */
  readonly answers?: CallbackAnswers
}

/** What a piece of code does by itself, in the order of the source; what others do that it calls is found later. */
export interface Facts {
  readonly unit: Unit
  readonly steps: readonly Step[]
  /** What it may answer with. */
  readonly returns: readonly ts.Expression[]
  /** Names of members that it gives a value that may be a function, and where. */
  readonly defines: ReadonlyMap<string, ts.Node>
  /** Names of fields that it assigns something to that others may hold, and where. */
  readonly spoils: ReadonlyMap<string, ts.Node>
  /** Where it may throw by itself, as far as can be told without types. */
  readonly throws: ts.Node | undefined
  /** Nothing is known of what it answers with. */
  readonly isOpaque?: true
}

export type Step =
  | { readonly kind: 'effect'; readonly effect: Effect }
  | CallStep
  /** What the user says of a function or a package is relied on. */
  | { readonly kind: 'vouched'; readonly origin: string }
  /** Something is changed: harmless where the function, or whoever calls it, made that itself. */
  | {
      readonly kind: 'change'
      readonly target: ts.Expression
      readonly node: ts.Node
      readonly what: string
      /** How many levels of it: 1 for its own members. */
      readonly depth: number
      /** What becomes a part of it; `undefined` where that may be anything. */
      readonly puts: readonly ts.Expression[] | undefined
      /** By a method of lists, maps or sets, which other values do not have. */
      readonly isMethod: boolean
    }
  /** A function is given to something as a member of that name. */
  | { readonly kind: 'member'; readonly callee: Unit; readonly name: string; readonly node: ts.Node }
  | MethodStep

export interface CallStep {
  readonly kind: 'call'
  readonly callee: Unit
  /** `undefined` where the function is only mentioned: it may be called with anything, or not at all. */
  readonly args: readonly ts.Expression[] | undefined
  readonly node: ts.Node
  /** Whether what it throws is caught here. */
  readonly isCaught: boolean
  /** The call that hands the function elements of a list: `list.map(trim)`, where `node` is `trim`. */
  readonly handedBy?: ts.CallExpression | undefined
}

/** A member of something that is not known is called. */
export interface MethodStep {
  readonly kind: 'method'
  /** `*` where a function that is not known is called. */
  readonly name: string
  /** `undefined`: it may be called with anything. */
  readonly args: readonly ts.Expression[] | undefined
  readonly node: ts.Node
  /** What it means where no member of that name is known. */
  readonly use: Use
}
