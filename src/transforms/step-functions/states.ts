import type { Step, WorkflowInput } from './ir'
import { JsonataWriter } from './jsonata'
import { States } from './state-nodes'
import { StateWriter } from './state-writer'
import { withoutUnread } from './unread'

/** A state machine definition: Amazon States Language with JSONata. */
export interface Definition {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly StartAt: string
  readonly TimeoutSeconds?: number
  readonly States: Record<string, State>
}

export type State = Readonly<Record<string, unknown>>

/** What a definition says about itself, beside its states. */
export interface Header {
  readonly comment: string
  /** When the execution ends, whatever it is doing; `undefined` leaves it to the limit of the service. */
  readonly timeout: number | undefined
  /** Whether tasks are tried again where Lambda itself failed. */
  readonly awsRetries: boolean
  /** Whether who waits for the execution takes a cause that begins with a brace for that of a function. */
  readonly isDecoded: boolean
}

export interface Written {
  readonly definition: Definition
  /** Places whose expressions fail for values for which JSONata has no exact form. */
  readonly guarded: readonly string[]
}

/** Writes a workflow as states, in the order of the code. */
export function writeStates(
  steps: readonly Step[],
  input: WorkflowInput,
  { comment, timeout, awsRetries, isDecoded }: Header,
): Written {
  const expressions = new JsonataWriter(input.isWhole)
  const states = new States()
  const start = new StateWriter(states, expressions, { scope: undefined, awsRetries, isDecoded }).machine(
    steps,
    expressions.input(),
  )
  const named = states.named()
  const definition: Definition = {
    Comment: comment,
    QueryLanguage: 'JSONata',
    StartAt: named.name(start),
    ...(timeout !== undefined && { TimeoutSeconds: timeout }),
    States: withoutUnread(named.statesOf(undefined)),
  }
  return { definition, guarded: [...expressions.guarded].sort() }
}
