import type { FunctionRef, Handler } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { FileChange, SourceEdit } from '../file-change'
import { findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming } from '../shared/handler-name'
import { handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { runtimesOf } from '../shared/runtimes'
import { hasOptionalChaining } from '../shared/tools'
import { usesThis } from '../shared/uses-this'
import { refuse, type TransformContext } from '../transform'
import { adapterText } from './adapter'

/**
 * The callee's half: its handler takes what was published and, still, the event itself. Nothing where it takes no event.
 */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  arnVariable: string,
): FileChange | undefined {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const { module, form, types } = readHandler(context, site, handler, key)
  if (form.node.parameters.length === 0) return undefined
  const inner = innerName(module, key, form)
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, module.file, runtimesOf(context, handler)),
  })
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    ...types.edits,
    behindHandler(module, form, text, 'The handler takes what is published to the topic.'),
  ]
  const imports = [...types.imports, ...lambdaEventImports(context, module, 'SNSEvent', types.like)]
  return { module, edits, imports, declarations: [] }
}

function readHandler(context: TransformContext, site: InvokeSite, handler: Handler, key: string) {
  const found = findHandlerForm(context.evaluator, handler)
  const stop = (why: string) => refuse(site, 'handler-form', `The handler of "${key}" ${why}`)
  if (!found) return stop(`(${handler.file}) is wrapped, or exported in a form that is not known.`)
  const { node } = found.form
  if (node.parameters.some(({ dotDotDotToken }) => dotDotDotToken)) return stop('takes a list of arguments.')
  if (usesThis(node)) return stop('uses "this" or "arguments".')
  const types = handlerTypes(found.module, found.form)
  if (!types) return stop('has a type that asks for other arguments than an event.')
  return { ...found, types }
}
