import { isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { either, flag, record, text } from '../shape'
import { type EventType, textOf } from './event'
import { permission } from './target'

/** Source: `compile/events/alexa-skill.js`, `alexa-smart-home.js` of osls 4.3.1. */
export const alexaSkill = alexa('alexaSkill', 'alexa-appkit.amazon.com', 'AlexaSkill')
export const alexaSmartHome = alexa('alexaSmartHome', 'alexa-connectedhome.amazon.com', 'AlexaSmartHome')

function alexa(type: string, principal: string, kind: string): EventType {
  return {
    type,
    shape: either(text, record({ appId: text, enabled: flag })),
    compile(builder, events) {
      for (const { fn, event, ordinal } of events) {
        const { appId, enabled } = isObject(event) ? event : { appId: event, enabled: true }
        const resource = permission(fn, principal, {
          ...(enabled === false && { Action: 'lambda:DisableInvokeFunction' }),
          ...(appId ? { EventSourceToken: textOf(appId).replace(/\\n|\\r/g, '') } : {}),
        })
        builder.add(`${normalizedName(fn.key)}LambdaPermission${kind}${ordinal}`, resource)
      }
    },
  }
}
