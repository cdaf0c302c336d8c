import { locate } from '../load/locate'
import type { FunctionRef } from '../load/service'
import type { RefusalCode } from '../messages/refusals'
import type { InvokeSite } from '../scan/site'
import { placeOf } from '../syntax/parse'
import type { Place, Refusal, TransformContext } from '../transforms/transform'

/** Refusals whose cause is the callee's handler. */
const BY_HANDLER = new Set<RefusalCode>([
  'callback-handler-deprecated',
  'handler-form',
  'handler-not-found',
  'sync-handler-returns-null',
])

/** A refusal at the place of its cause, where that is not the call. */
export function atCause(context: TransformContext, index: number, refusal: Refusal): Refusal {
  const site = context.sites[index]
  const isAtCall = refusal.file === site?.module.file && refusal.line === site.line
  const place = site && isAtCall ? causeOf(context, site, refusal) : undefined
  return place ? { ...refusal, ...place } : refusal
}

function causeOf(context: TransformContext, { target }: InvokeSite, { code, message }: Refusal): Place | undefined {
  if (target.status !== 'resolved') return undefined
  if (BY_HANDLER.has(code)) return handlerPlace(context, target.ref)
  return code === 'keeps-async-settings' ? settingPlace(target.ref, message) : undefined
}

function handlerPlace(context: TransformContext, ref: FunctionRef): Place | undefined {
  const { handler } = context.relocatable(ref)
  if (handler) {
    const { module, node } = handler
    return { file: module.file, line: placeOf(module.ast, node.getStart(module.ast)).line }
  }
  const file = ref.function.handler?.file
  return file === undefined ? configurationPlace(ref, ['handler']) : { file, line: 1 }
}

/** The setting that the message names. */
function settingPlace(ref: FunctionRef, message: string): Place | undefined {
  const setting = Object.keys(ref.function.data).find((key) => message.includes(`"${key}"`))
  return configurationPlace(ref, setting === undefined ? ['reservedConcurrency'] : [setting])
}

function configurationPlace({ service, function: fn }: FunctionRef, path: readonly string[]): Place | undefined {
  const at = locate(service.document, ['functions', fn.key, ...path])
  return at && { file: service.config, line: at.line }
}
