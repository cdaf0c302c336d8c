import type { Handler } from '../../load/service'
import type { InvokeSite } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { isFunctionNode, unwrap } from '../../syntax/nodes'
import type { FileChange } from '../file-change'
import { refuse, type TransformContext } from '../transform'
import { delegateEdits, type Unwrapping } from './delegate'
import { workName } from './handler-name'
import { findHandlerPlace } from './handler-place'
import { usedMember } from './handler-uses'
import { lambdaEventImports } from './lambda-types'
import { readsEvent } from './reads-event'
import { runtimesOf } from './runtimes'
import { hasOlderTypeScript, hasOptionalChaining } from './tools'
import { usesThis } from './uses-this'

/** What a handler of any form gets before it. */
export interface DelegateRequest {
  /** What the new names are made of: the key of the function. */
  readonly key: string
  /** The type of the event that brings the message: `SQSEvent`. */
  readonly eventType: string
  readonly unwrapping: (module: SourceModule, hasOptionalChaining: boolean) => Unwrapping
}

/**
 * A handler of any form gets one around it, which takes the event out of the message. `undefined` where it takes no event.
 * @throws Refused `handler-form`
 */
export function delegating(
  context: TransformContext,
  site: InvokeSite,
  handler: Handler,
  { key, eventType, unwrapping }: DelegateRequest,
): FileChange | undefined {
  const found = findHandlerPlace(context.evaluator.program, handler)
  if (!found) {
    const exported = context.evaluator.program.module(handler.file)?.exports
    const isWhole = exported !== undefined && exported.stars.length === 0 && !exported.assigned
    const isMissing = isWhole && exported.named.size > 0 && !exported.named.has(handler.export)
    const what = isMissing
      ? `The configuration names "${handler.export}" of ${handler.file} for "${key}", and there is no export of that name.`
      : `The handler of "${key}" (${handler.file}) is exported in an unknown form.`
    refuse(site, 'handler-form', what)
  }
  const { module, place } = found
  const work = place.kind === 'function' ? place.value : unwrap(place.value)
  if (isFunctionNode(work) && usesThis(work))
    refuse(site, 'handler-form', `The handler of "${key}" uses "this" or "arguments".`)
  if (isFunctionNode(work) && !readsEvent(module, work)) return undefined
  if (isFunctionNode(work) && work.parameters.some(({ dotDotDotToken }) => dotDotDotToken))
    refuse(site, 'handler-form', `The handler of "${key}" takes its parameters as a list.`)
  const member = isFunctionNode(work) ? undefined : usedMember(context, module, place)
  if (member)
    refuse(
      site,
      'handler-form',
      `Another file uses a member of what handles "${key}": a handler around it has none.`,
      member,
    )
  // `Parameters`
  if (hasOlderTypeScript(context, module.file, [3, 1]))
    refuse(site, 'old-tools', `The handler around that of "${key}" needs TypeScript 3.1.`)
  const runtimes = runtimesOf(context, handler)
  const edits = delegateEdits({
    module,
    place,
    inner: workName(module, key, 'name' in place ? (place.name?.text ?? '') : ''),
    unwrapping: unwrapping(module, hasOptionalChaining(context, module.file, runtimes)),
    runtimes,
    takesTuplesApart: !hasOlderTypeScript(context, module.file, [4, 0]),
  })
  return { module, edits, imports: lambdaEventImports(context, module, eventType, undefined), declarations: [] }
}
