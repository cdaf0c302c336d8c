import type { ts } from 'ts-morph'
import type { FunctionRef, Handler, ServiceFunction } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import { listItems } from '../../syntax/lists'
import type { SourceModule } from '../../syntax/module'
import type { FileChange, SourceEdit } from '../file-change'
import { delegating } from '../shared/delegating'
import { type FoundHandler, findHandlerForm } from '../shared/handler-form'
import { behindHandler, innerName, renaming } from '../shared/handler-name'
import { type HandlerTypes, handlerTypes } from '../shared/handler-types'
import { lambdaEventImports } from '../shared/lambda-types'
import { readsEvent } from '../shared/reads-event'
import { isAwaitedByItsRuntimes, runtimesOf } from '../shared/runtimes'
import { hasOptionalChaining } from '../shared/tools'
import { unwrappingOf } from '../shared/unwrapping'
import { usesThis } from '../shared/uses-this'
import { refuse, type TransformContext } from '../transform'
import { adapterText } from './adapter'
import { endsWithItsPromise } from './ends-with-promise'
import { freedContext } from './freed-context'
import { RECORD } from './unwrapping'

/** What the new handler is made of. */
export interface Adapted {
  /** What it is named after: the key of the function, where it has one only. */
  readonly key: string
  /** The variable that holds the ARN of the queue. */
  readonly arnVariable: string
  readonly isBatch: boolean
  /** Whether its answer is read for the records that failed. */
  readonly isAnswerRead: boolean
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
  const freed = found && freedContext(context, callee, found.module, found.form.node)
  const parameters = found?.form.node.parameters.filter((parameter) => parameter !== freed) ?? []
  const types = found && handlerTypes(found.module, found.form, parameters)
  return found && types && takesRecords(context, callee.function, found, adapted)
    ? consumer(context, handler, { ...found, types, parameters, freed, ...adapted })
    : around(context, site, handler, adapted, found !== undefined && !types)
}

/** Whether a handler can be called once for each record of an event: an async function of the event, and nothing else. */
function takesRecords(
  context: TransformContext,
  { handler }: ServiceFunction,
  { module, form }: FoundHandler,
  { isBatch, isAnswerRead }: Adapted,
) {
  const [event, ...others] = form.node.parameters
  return (
    (readsEvent(module, form.node) || isBatch || isAnswerRead) &&
    others.length < 2 &&
    !event?.dotDotDotToken &&
    !usesThis(form.node) &&
    (endsWithItsPromise(module, form.node) || (handler !== undefined && isAwaitedByItsRuntimes(context, handler)))
  )
}

interface Consumer extends FoundHandler, Adapted {
  readonly types: HandlerTypes
  readonly parameters: readonly ts.ParameterDeclaration[]
  /** The parameter that goes. */
  readonly freed: ts.ParameterDeclaration | undefined
}

function consumer(
  context: TransformContext,
  handler: Handler,
  { key, module, form, types, parameters, freed, arnVariable, isBatch }: Consumer,
): FileChange {
  const inner = innerName(module, key, form)
  const text = adapterText(context, {
    key,
    module,
    form,
    types,
    parameters,
    inner,
    arnVariable,
    hasOptionalChaining: hasOptionalChaining(context, module.file, runtimesOf(context, handler)),
    isBatch,
  })
  const edits: SourceEdit[] = [
    ...renaming(module, form, inner),
    ...types.edits,
    ...listItems(module.ast, form.node.parameters, (item) => item === freed).map((range) => ({
      ...range,
      text: '',
      reason: 'Nothing uses the context any more.',
    })),
    behindHandler(module, form, text, 'The handler takes the records of the queue.'),
  ]
  const imports = [...types.imports, ...lambdaEventImports(context, module, 'SQSEvent', types.like)]
  return { module, edits, imports, declarations: [] }
}

/** A handler of any other form gets one around it, which takes the event out of the record. */
function around(
  context: TransformContext,
  site: InvokeSite,
  handler: Handler,
  { key, arnVariable, isBatch, isAnswerRead }: Adapted,
  isOfOtherType: boolean,
): FileChange | undefined {
  const unwrapping = (module: SourceModule, hasOptionalChaining: boolean) =>
    unwrappingOf(RECORD, context, module, key, { arnVariable, hasOptionalChaining })
  if (isBatch)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is ${isOfOtherType ? 'declared with a type that records cannot be written in' : 'no async function of the event'}: with "--batch-size" it would have to take several records.`,
    )
  if (isAnswerRead)
    refuse(
      site,
      'handler-form',
      `The handler of "${key}" is no async function of the event: what it answers would be read for the records that failed, since Lift asks for them.`,
    )
  return delegating(context, site, handler, { key, eventType: 'SQSEvent', unwrapping })
}
