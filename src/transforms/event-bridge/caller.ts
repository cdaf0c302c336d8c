import type { InvokeSite, WrapperLevel } from '../../scan/site'
import type { SourceModule } from '../../syntax/module'
import { sourceStyle } from '../../syntax/style'
import type { FileChange } from '../file-change'
import { readParams } from '../shared/call-params'
import type { ClientKind } from '../shared/construction'
import { readPayload } from '../shared/payload'
import { callerRuntimes } from '../shared/runtimes'
import { rewriteSend, type SendKind } from '../shared/send'
import { hasOptionalChaining } from '../shared/tools'
import type { Calls, HelperKind } from '../shared/wrapper/helper-kind'
import { HELPER_KEPT, refuseWrapper } from '../shared/wrapper/name-flow'
import { sdkCallOf } from '../shared/wrapper/sdk-call'
import { rewriteThrough, wayOf } from '../shared/wrapper/through'
import type { Helper, Obligation, TransformContext } from '../transform'
import { checkDetail } from './detail'
import { entriesCheck } from './entries-check'
import type { EventNames } from './names'
import { entryParams } from './params'

export const EVENT_BRIDGE: ClientKind = {
  variable: 'eventBridge',
  v2: 'EventBridge',
  v2Module: 'aws-sdk/clients/eventbridge',
  v3: 'EventBridgeClient',
  package: '@aws-sdk/client-eventbridge',
}

/** The caller's half: what becomes of the call, and of the helpers that it goes through. */
export interface Put {
  readonly files: readonly FileChange[]
  readonly obligations: readonly Obligation[]
  /** The file that uses the SDK. */
  readonly sdkModule: SourceModule
  readonly helpers: readonly Helper[]
}

/**
 * The invoke becomes an event, and what the bus says of it is checked.
 * @param calls Calls that are rewritten together.
 * @throws Refused
 */
export function rewriteCaller(context: TransformContext, site: InvokeSite, names: EventNames, calls: Calls): Put {
  if (site.kind === 'wrapper-call') return throughHelper(context, site, names, calls)
  const { module } = site
  const { quote } = sourceStyle(module)
  const detailType = quote === 'single' ? `'${names.detailType}'` : `"${names.detailType}"`
  const { change, payload, obligations } = rewriteSend(context, site, putOf(context, names, detailType))
  const detail = checkDetail(context, site, [], payload)
  const check = checkOf(context, site)
  const files = [
    {
      ...change,
      edits: [...change.edits, ...check.edits],
      declarations: [...change.declarations, ...check.declarations],
    },
  ]
  return { files, obligations: [...obligations, detail], sdkModule: module, helpers: [] }
}

function throughHelper(context: TransformContext, site: InvokeSite, names: EventNames, calls: Calls): Put {
  const way = wayOf(site) ?? refuseWrapper(site, 'has its function fixed, by a call that is not rewritten')
  const helper: HelperKind = {
    verdict: 'event-bridge',
    parameter: 'detailType',
    names: ['putEvent', 'putEventOnBus'],
    address: { kind: 'text', text: names.detailType },
    send: (detailType) => putOf(context, names, detailType),
    completed: (inner) => checkOf(context, inner),
  }
  const { files, obligations, sdkModule, helpers } = rewriteThrough(context, site, way, helper, calls)
  const detail = checkDetail(context, site, way.levels, payloadOf(site, way.levels))
  return { files, obligations: [...obligations, detail, HELPER_KEPT], sdkModule, helpers }
}

/** The payload where the helper hands it to the SDK. */
function payloadOf(site: InvokeSite, levels: readonly WrapperLevel[]) {
  const inner = sdkCallOf(site, levels.at(-1))
  return readPayload(inner, readParams(inner))
}

/** @param detailType Text of an expression. */
function putOf({ options: { bus } }: TransformContext, names: EventNames, detailType: string): SendKind {
  return {
    client: EVENT_BRIDGE,
    method: 'putEvents',
    command: 'PutEventsCommand',
    request: 'PutEventsRequest',
    response: 'PutEventsResponse',
    takesObjectsOnly: true,
    params: (site, params, body) => entryParams(site, params, { names, detailType, bus, body }),
  }
}

function checkOf(context: TransformContext, site: InvokeSite) {
  return entriesCheck(context, site, hasOptionalChaining(context, site.module.file, callerRuntimes(site)))
}
