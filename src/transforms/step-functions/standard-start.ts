import { ts } from 'ts-morph'
import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { placeOf } from '../../syntax/parse'
import { isTypeScript } from '../../syntax/source-file'
import type { SourceEdit } from '../file-change'
import { mayTarget } from '../shared/mentions'
import { type Obligation, refuse, type TransformContext } from '../transform'
import { nameOfExecution } from './execution-name'
import type { Workflow } from './read-handler'
import { returnOfValue, withoutResult } from './result-type'

/** How a handler starts a Standard execution. */
export interface StandardStart {
  /** Expression of the execution's name; absent where the service gives it one. */
  readonly name: string | undefined
  /** Edits of the handler's head. */
  readonly edits: readonly SourceEdit[]
  readonly obligation: Obligation
}

/**
 * The start of an execution named after its event: what is delivered or tried twice starts once.
 * @throws Refused where the handler must give a value by its types.
 */
export function standardStart(
  context: TransformContext,
  site: InvokeSite,
  caller: FunctionRef,
  workflow: Workflow,
): StandardStart {
  const result = resultEdits(site, workflow)
  // an event that is invoked from here may become a record of a queue, and several of them one invocation
  const isInvoked = context.sites.some(({ target }) => mayTarget(target, caller))
  const named = isInvoked ? undefined : nameOfExecution(workflow)
  const { key } = caller.function
  return {
    name: named?.text,
    edits: [...(named?.edits ?? []), ...result],
    obligation: named
      ? {
          code: 'at-least-once',
          status: 'emulated',
          message: `An execution is named after the request id of its event: where "${key}" gets an event twice, or sends the start twice, it starts once.`,
        }
      : {
          code: 'at-least-once',
          status: 'proved',
          message: `An event of "${key}" may start two executions, as it may have been handled twice.`,
        },
  }
}

/** What a started execution gives nobody gets: the handler gives nothing, and is declared to. */
function resultEdits(site: InvokeSite, { module, handler, region }: Workflow): readonly SourceEdit[] {
  if (!isTypeScript(module.file)) return []
  const { body } = handler
  const before = body && ts.isBlock(body) ? body.statements.filter((statement) => !region.includes(statement)) : []
  const returned = before.map(returnOfValue).find((node) => node !== undefined)
  if (returned) {
    const { line } = placeOf(module.ast, returned.getStart(module.ast))
    refuse(
      site,
      'chain-not-compilable',
      `Line ${line} returns a value, and a handler that starts an execution gives none: nobody reads it, so let it return nothing.`,
    )
  }
  const edits = withoutResult(module, handler)
  if (edits) return edits
  refuse(
    site,
    'chain-not-compilable',
    'The handler is declared to give a value by a type of its own, and nobody reads it: let it give none.',
  )
}
