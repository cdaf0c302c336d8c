import type { ts } from 'ts-morph'
import type { TakenOver } from './callback'
import type { Failure } from './failure'
import type { Gathered } from './gathered'
import type { Fold } from './status'
import type { Continuation } from './then'

/** How a caller takes the answer of a call apart. */
export interface Answer {
  /** The expression that gives the callee's result, or its text; absent where only the failure is asked about. */
  readonly value: ts.Expression | undefined
  /** Whether the result is used as a JSON text. */
  readonly isText: boolean
  /** The statement that makes the call. */
  readonly anchor: ts.Statement
  /** Whether `value` stands in a statement of its own, behind the call. */
  readonly isApart: boolean
  /** Statements that only hand the answer on, ask what is known of it, or log it. */
  readonly removed: readonly ts.Statement[]
  readonly failure: Failure | undefined
  /** Uses of the status, which is always the same. */
  readonly folded?: readonly Fold[]
  /** Whether a promise is asked for where the call stands. */
  readonly needsPromise?: boolean
  /** The callback that the answer goes to, where it does not go to a variable. */
  readonly continuation?: Continuation
  /** The callback whose work is done where the call stood. */
  readonly taken?: TakenOver
  /** The list of calls that it is one of, where several are waited for together. */
  readonly gathered?: Gathered
}
