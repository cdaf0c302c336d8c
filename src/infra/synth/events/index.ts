import { isObject } from '../../../load/document'
import type { TemplateBuilder } from '../builder'
import { alb } from './alb'
import { alexaSkill, alexaSmartHome } from './alexa'
import { cloudFront } from './cloud-front'
import { cloudwatchEvent } from './cloudwatch-event'
import { cloudwatchLog } from './cloudwatch-log'
import { cognitoUserPool } from './cognito'
import type { EventEntry, EventType } from './event'
import { eventBridge } from './event-bridge'
import { http } from './http'
import { httpApi } from './http-api'
import { iot } from './iot'
import { iotFleetProvisioning } from './iot-fleet-provisioning'
import { kafka } from './kafka'
import { activemq, rabbitmq } from './mq'
import { msk } from './msk'
import { s3 } from './s3'
import { schedule } from './schedule'
import { sns } from './sns'
import { sqs } from './sqs'
import { stream } from './stream'
import { websocket } from './websocket'

/** Event types in the order in which the packager compiles them (`lib/plugins/index.js` of osls 4.3.1). */
const TYPES: readonly EventType[] = [
  schedule,
  s3,
  http,
  websocket,
  sns,
  stream,
  kafka,
  activemq,
  rabbitmq,
  msk,
  alb,
  alexaSkill,
  alexaSmartHome,
  iot,
  iotFleetProvisioning,
  cloudwatchEvent,
  cloudwatchLog,
  cognitoUserPool,
  eventBridge,
  sqs,
  cloudFront,
  httpApi,
]

const known = new Set(TYPES.map(({ type }) => type))

/** Adds the resources of all events; types that are not compiled leave a note. */
export function addEvents(builder: TemplateBuilder): void {
  for (const type of TYPES) type.compile(builder, eventsOf(builder, type))
  for (const fn of builder.service.functions) {
    fn.events.forEach((entry, index) => {
      const type = Object.keys(entry).find((name) => !known.has(name))
      if (type !== undefined)
        builder.note(`Events of the type "${type}" are not compiled.`, ['functions', fn.key, 'events', index])
    })
  }
}

function eventsOf(builder: TemplateBuilder, { type, shape }: EventType): EventEntry[] {
  return builder.service.functions.flatMap((fn) => {
    let ordinal = 0
    return fn.events.flatMap((entry, index) => {
      const event = entry[type]
      const isEmpty = !event || (isObject(event) && Object.keys(event).length === 0)
      return isEmpty ? [] : [{ fn, event: shape(event), position: index + 1, ordinal: ++ordinal }]
    })
  })
}
