import type { ts } from 'ts-morph'
import type { Verdict } from '../../../advise/advice'
import type { InvokeSite } from '../../../scan/site'
import type { DeclarationRequest, SourceEdit } from '../../file-change'
import type { SendKind } from '../send'
import type { MessageIds } from './message-ids'

/** What a call through a helper becomes, and the helper with it. */
export interface HelperKind {
  readonly verdict: Verdict
  /** The parameter that takes the address in the place of the function's name: `queueUrl`. */
  readonly parameter: string
  /** Names for a helper beside the one that invokes, the first that is free. */
  readonly names: readonly string[]
  /** What the call that chose the function gives in the place of its name. */
  readonly address: Address
  /** What is written at the call for the ids of a message, where they are told: the helper gets parameters for them. */
  readonly ids?: MessageIds | undefined
  /** How a message is sent. `address` and `ids` are texts, where the call of the SDK stands. */
  readonly send: (address: string, ids?: MessageIds) => SendKind
  /** What the call of the SDK needs beyond, such as a check of its answer. */
  readonly completed?: (inner: InvokeSite) => Completion
}

export type Address =
  /** A variable of the environment of the callers. */
  | { readonly kind: 'variable'; readonly name: string }
  /** A text, written out. */
  | { readonly kind: 'text'; readonly text: string }

export interface Completion {
  readonly edits: readonly SourceEdit[]
  readonly declarations: readonly DeclarationRequest[]
}

/** Calls that are rewritten together: a helper that nothing else calls is changed where it stands. */
export type Calls = ReadonlySet<ts.Node>
