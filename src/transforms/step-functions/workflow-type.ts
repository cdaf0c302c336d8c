import { asObject } from '../../load/document'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { findHandlerForm } from '../shared/handler-form'
import { watchedBy } from '../shared/mentions'
import { tries } from '../shared/tries'
import { type Obligation, refuse, type TransformContext } from '../transform'
import { answerReader } from './answer-reader'
import type { MachineType } from './infra'
import type { Workflow } from './read-handler'
import { whyTooLong } from './time'

/** An Express execution is waited for; a Standard one is started, and the handler ends. */
export interface WorkflowType {
  readonly type: MachineType
  /** What the start of a Standard execution owes. */
  readonly obligations: readonly Obligation[]
}

const EXPRESS: WorkflowType = { type: 'EXPRESS', obligations: [] }

/**
 * A handler that answers waits for its execution. Where nobody reads the answer and the chain is too long to be waited for,
 * or the user asks for it, the handler starts a Standard execution.
 * @throws Refused `chain-too-long` where neither can be; `keeps-event-settings` where the events of the handler have settings
 * that would hold for the start alone.
 */
export function workflowTypeOf(
  context: TransformContext,
  site: InvokeSite,
  caller: FunctionRef,
  workflow: Workflow,
): WorkflowType {
  const { workflowType } = context.options
  const tooLong = whyTooLong(site, caller, workflow)
  if (tooLong === undefined && workflowType !== 'standard') return EXPRESS
  if (tooLong !== undefined && workflowType === 'express') refuse(site, 'chain-too-long', `${tooLong}.`)
  const reader = isHandler(context, caller, workflow)
    ? answerReader(context, caller)
    : 'the calls stand in a function that is not the handler itself'
  if (reader !== undefined) {
    if (tooLong === undefined) return EXPRESS
    refuse(site, 'chain-too-long', `${tooLong}, and the answer of "${caller.function.key}" may be read: ${reader}.`)
  }
  checkSettings(site, caller)
  return { type: 'STANDARD', obligations: [...started(caller), retried(context, site, caller)] }
}

function isHandler({ evaluator }: TransformContext, { function: fn }: FunctionRef, { handler }: Workflow): boolean {
  return fn.handler !== undefined && findHandlerForm(evaluator, fn.handler)?.form.node === handler
}

/** What is told of an invocation, or bounded by it, once it only starts what it did. */
function checkSettings(site: InvokeSite, { function: fn }: FunctionRef): void {
  const { key, data } = fn
  const { onSuccess, onFailure } = asObject(data.destinations)
  const settings = {
    onError: data.onError,
    'destinations.onFailure': onFailure,
    'destinations.onSuccess': onSuccess,
    reservedConcurrency: data.reservedConcurrency,
  }
  const first = Object.entries(settings).find(([, value]) => value !== undefined)?.[0] ?? watchedBy(fn)
  if (first !== undefined)
    refuse(
      site,
      'keeps-event-settings',
      `"${key}" has "${first}", which would hold for the start of the execution alone.`,
    )
}

function started({ function: { key } }: FunctionRef): Obligation[] {
  return [
    { code: 'answer-unread', status: 'proved', message: `"${key}" is only invoked by events that wait for no answer.` },
    {
      code: 'failures-seen',
      status: 'waived',
      message: `Where the execution fails, "${key}" has ended well: neither its "Errors" metric nor its log tells, but the "ExecutionsFailed" metric and the history of the machine do.`,
    },
  ]
}

/** Lambda tries an asynchronous event again where the handler fails; what fails now is the execution. */
function retried({ options }: TransformContext, site: InvokeSite, { function: fn }: FunctionRef): Obligation {
  const isKnown = !fn.chosen.includes('maximumRetryAttempts')
  const count = isKnown ? String(tries(fn)) : 'up to 3'
  if (count === '1')
    return { code: 'event-retries', status: 'proved', message: `An event of "${fn.key}" is tried once, as it was.` }
  const message = `Lambda tries an event of "${fn.key}" ${count} times where it fails; an execution that fails is not tried again`
  if (options.eventRetries) refuse(site, 'keeps-event-settings', `${message}.`)
  return { code: 'event-retries', status: 'waived', message: `${message} (no-event-retries).` }
}
