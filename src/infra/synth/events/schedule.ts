import { asArray, asObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { getAtt, type Resource } from '../../template'
import { asIs, either, flag, list, record, text } from '../shape'
import { byFunction, type EventEntry, type EventType } from './event'
import { inputTransformer, jsonText, payload, quoted } from './rule-target'
import { schedulerSchedule, schedulerStatement } from './scheduler'
import { aliasId, dependsOn, permission, targetArn } from './target'

/** Source: `compile/events/schedule.js` of osls 4.3.1. */
export const schedule: EventType = {
  type: 'schedule',
  shape: either(
    text,
    record({
      rate: list(either(text, asIs)),
      enabled: flag,
      name: text,
      description: text,
      input: either(text, record({ body: text })),
      inputPath: text,
      inputTransformer: record({ inputTemplate: text }),
      method: text,
      timezone: text,
    }),
  ),
  compile(builder, events) {
    const schedules = byFunction(events).flatMap(schedulesOf)
    const ofScheduler = schedules.filter(({ options }) => options.method === 'scheduler')
    for (const one of schedules) {
      const name = normalizedName(one.fn.key)
      if (ofScheduler.includes(one)) {
        const role = asObject(builder.resources[one.fn.logicalId]?.Properties).Role
        builder.add(`${name}SchedulerSchedule${one.ordinal}`, schedulerSchedule(one, role))
        continue
      }
      const id = `${name}EventsRuleSchedule${one.ordinal}`
      builder.add(id, rule(one))
      builder.add(
        `${name}LambdaPermissionEventsRuleSchedule${one.ordinal}`,
        permission(one.fn, 'events.amazonaws.com', { SourceArn: getAtt(id) }),
      )
    }
    if (ofScheduler.length === 0) return
    builder.assumedBy('scheduler.amazonaws.com')
    builder.grant(schedulerStatement(ofScheduler.map(({ fn }) => fn)))
  },
}

/** One rate of an event. */
export interface Scheduled {
  readonly fn: ServiceFunction
  readonly options: Readonly<Record<string, unknown>>
  readonly rate: unknown
  /** 1-based index among all rates of the function. */
  readonly ordinal: number
}

function schedulesOf(events: readonly EventEntry[]): Scheduled[] {
  return events
    .flatMap(({ fn, event }) => {
      const options = isObject(event) ? event : { rate: [event] }
      const rates = Array.isArray(options.rate) ? asArray(options.rate) : [options.rate]
      return rates.map((rate) => ({ fn, options, rate }))
    })
    .map((scheduled, index) => ({ ...scheduled, ordinal: index + 1 }))
}

function rule({ fn, options, rate }: Scheduled): Resource {
  return {
    Type: 'AWS::Events::Rule',
    ...dependsOn(aliasId(fn)),
    Properties: {
      ScheduleExpression: jsonText(rate),
      State: options.enabled === false ? 'DISABLED' : 'ENABLED',
      ...(options.name ? { Name: jsonText(options.name) } : {}),
      ...(options.description ? { Description: jsonText(options.description) } : {}),
      Targets: [
        {
          ...(options.input ? { Input: jsonText(quoted(payload(options.input))) } : {}),
          ...(options.inputPath ? { InputPath: jsonText(options.inputPath) } : {}),
          ...(options.inputTransformer ? { InputTransformer: inputTransformer(options.inputTransformer) } : {}),
          Arn: targetArn(fn),
          Id: `${fn.key}Schedule`,
        },
      ],
    },
  }
}
