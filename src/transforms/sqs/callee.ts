import type { FunctionRef } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { FileChange, SourceEdit } from '../file-change'
import { findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming } from '../shared/handler-name'
import { handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { hasOptionalChaining, isAwaitedByItsRuntimes } from '../shared/runtimes'
import { usesThis } from '../shared/uses-this'
import { refuse, type TransformContext } from '../transform'
import { adapterText } from './adapter'
import { endsWithItsPromise } from './ends-with-promise'

/** The callee's half: its handler takes the records of the queue and, still, the event itself. */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  arnVariable: string,
): FileChange {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const found = findHandlerForm(context.evaluator, handler)
  if (!found)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" (${handler.file}) is wrapped, or exported in a form that is not known.`,
    )
  const { module, form } = found
  const [event, ...others] = form.node.parameters
  if (others.length > 1 || event?.dotDotDotToken)
    refuse(site, 'handler-form', `The handler of "${key}" answers by a callback.`)
  if (usesThis(form.node)) refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  if (!endsWithItsPromise(module, form.node) && !isAwaitedByItsRuntimes(context, handler)) {
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is not async: its Lambda ends when nothing is left to do, not when it returns.`,
    )
  }
  const types = handlerTypes(module, form)
  if (!types)
    refuse(site, 'handler-form', `The handler of "${key}" has a type that asks for other arguments than an event.`)
  const inner = innerName(module, key, form)
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, handler),
  })
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    ...types.edits,
    behindHandler(module, form, text, 'The handler takes the records of the queue.'),
  ]
  return {
    module,
    edits,
    imports: [...types.imports, ...lambdaEventImports(context, module, 'SQSEvent', types.like)],
    declarations: [],
  }
}
