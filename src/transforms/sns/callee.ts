import type { FunctionRef, Handler } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import type { FileChange, SourceEdit } from '../file-change'
import { delegating } from '../shared/delegating'
import { type FoundHandler, findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming } from '../shared/handler-name'
import { handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { runtimesOf } from '../shared/runtimes'
import { hasOptionalChaining } from '../shared/tools'
import { unwrappingOf } from '../shared/unwrapping'
import { usesThis } from '../shared/uses-this'
import { refuse, type TransformContext } from '../transform'
import { adapterText } from './adapter'
import { NOTIFICATION } from './unwrapping'

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
  const found = findHandlerForm(context.evaluator, handler)
  const types = found && takesPayload(found) ? handlerTypes(found.module, found.form) : undefined
  if (!found || !types) return around(context, site, handler, key, arnVariable)
  const { module, form } = found
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

/** Whether a function can be called with the payload in the place of its event. */
function takesPayload({ form: { node } }: FoundHandler): boolean {
  return !node.parameters.some(({ dotDotDotToken }) => dotDotDotToken) && !usesThis(node)
}

/** A handler of any other form gets one around it, which takes the event out of the notification. */
function around(
  context: TransformContext,
  site: InvokeSite,
  handler: Handler,
  key: string,
  arnVariable: string,
): FileChange | undefined {
  const unwrapping = (module: SourceModule, hasOptionalChaining: boolean) =>
    unwrappingOf(NOTIFICATION, context, module, key, { arnVariable, hasOptionalChaining })
  return delegating(context, site, handler, { key, eventType: 'SNSEvent', unwrapping })
}
