import { ts } from 'ts-morph'
import type { FunctionRef, Handler, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { type FunctionNode, isFunctionNode, unwrap } from '../../syntax/nodes'
import { isTypeScript } from '../../syntax/source-file'
import type { FileChange, SourceEdit } from '../file-change'
import { type FoundHandler, findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming, workName } from '../shared/handler-name'
import { type HandlerTypes, handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { isAwaitedByItsRuntimes, runtimesOf } from '../shared/runtimes'
import { hasOlderTypeScript, hasOptionalChaining } from '../shared/tools'
import { usesThis } from '../shared/uses-this'
import { refuse, type TransformContext } from '../transform'
import { adapterText, queueEventOf, RECORD_TYPE, RECORDS } from './adapter'
import { delegateEdits } from './delegate'
import { endsWithItsPromise } from './ends-with-promise'
import { findHandlerPlace } from './handler-place'

/** What the new handler is made of. */
export interface Adapted {
  /** What it is named after: the key of the function, where it has one only. */
  readonly key: string
  /** The variable that holds the ARN of the queue. */
  readonly arnVariable: string
  readonly isBatch: boolean
}

/**
 * The callee's half: its handler takes the records of the queue and, still, the event itself. Nothing has to change where
 * it takes no event at all.
 */
export function rewriteCallee(
  context: TransformContext,
  site: InvokeSite,
  callee: FunctionRef,
  adapted: Adapted,
): FileChange | undefined {
  const { handler, key } = callee.function
  if (!handler) refuse(site, 'handler-not-found', `The handler of "${key}" is no source file of this repository.`)
  const found = findHandlerForm(context.evaluator, handler)
  const types = found && handlerTypes(found.module, found.form)
  return found && types && takesRecords(context, callee.function, found, adapted)
    ? consumer(context, handler, { ...found, types, ...adapted })
    : delegating(context, site, handler, adapted)
}

/** Whether a handler can be called once for each record of an event: an async function of the event, and nothing else. */
function takesRecords(
  context: TransformContext,
  { handler }: ServiceFunction,
  { module, form }: FoundHandler,
  { isBatch }: Adapted,
) {
  const [event, ...others] = form.node.parameters
  return (
    (readsEvent(module, form.node) || isBatch) &&
    others.length < 2 &&
    !event?.dotDotDotToken &&
    !usesThis(form.node) &&
    (endsWithItsPromise(module, form.node) || (handler !== undefined && isAwaitedByItsRuntimes(context, handler)))
  )
}

/** Whether a handler looks at its event at all. */
function readsEvent(module: SourceModule, { parameters: [event] }: FunctionNode): boolean {
  if (!event) return false
  if (!ts.isIdentifier(event.name) || event.dotDotDotToken) return true
  const { references = [], writes = [] } = module.bindings.of(event.name) ?? {}
  return references.length + writes.length > 0
}

interface Consumer extends FoundHandler, Adapted {
  readonly types: HandlerTypes
}

function consumer(
  context: TransformContext,
  handler: Handler,
  { key, module, form, types, arnVariable, isBatch }: Consumer,
): FileChange {
  const inner = innerName(module, key, form)
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, module.file, runtimesOf(context, handler)),
    isBatch,
  })
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    ...types.edits,
    behindHandler(module, form, text, 'The handler takes the records of the queue.'),
  ]
  const imports = [...types.imports, ...lambdaEventImports(context, module, 'SQSEvent', types.like)]
  return { module, edits, imports, declarations: [] }
}

/** A handler of any other form gets one around it, which takes the event out of the record. */
function delegating(
  context: TransformContext,
  site: InvokeSite,
  handler: Handler,
  { key, arnVariable, isBatch }: Adapted,
): FileChange | undefined {
  const found = findHandlerPlace(context.evaluator.program, handler)
  if (!found) refuse(site, 'handler-form', `The handler of "${key}" (${handler.file}) is exported in an unknown form.`)
  const { module, place } = found
  if (isBatch)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is no async function of the event: with "--batch-size" it would have to take several records.`,
    )
  const work = place.kind === 'function' ? place.value : unwrap(place.value)
  if (isFunctionNode(work) && usesThis(work))
    refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  if (isFunctionNode(work) && !readsEvent(module, work)) return undefined
  if (isFunctionNode(work) && work.parameters.some(({ dotDotDotToken }) => dotDotDotToken))
    refuse(site, 'handler-form', `The handler of "${key}" takes its parameters as a list.`)
  const isTyped = isTypeScript(module.file)
  // `Parameters`
  if (hasOlderTypeScript(context, module.file, [3, 1]))
    refuse(site, 'old-tools', `The handler around that of "${key}" needs TypeScript 3.1.`)
  const queueEvent = isTyped ? queueEventOf(context, { key, module }) : undefined
  const edits = delegateEdits({
    key,
    module,
    place,
    inner: workName(module, key, 'name' in place ? (place.name?.text ?? '') : ''),
    arnVariable,
    runtimes: runtimesOf(context, handler),
    hasOptionalChaining: hasOptionalChaining(context, module.file, runtimesOf(context, handler)),
    takesTuplesApart: !hasOlderTypeScript(context, module.file, [4, 0]),
    queueEvent: queueEvent?.name,
    declaration: queueEvent?.declaration.map((line) => line.replace(RECORDS, RECORD_TYPE)) ?? [],
  })
  return { module, edits, imports: lambdaEventImports(context, module, 'SQSEvent', undefined), declarations: [] }
}
