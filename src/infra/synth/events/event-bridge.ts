import { createHash } from 'node:crypto'
import { asObject, isObject } from '../../../load/document'
import { alphanumericName, normalizedName, upperFirst } from '../../../load/naming'
import { joinAll, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { flag, map, number, record, text } from '../shape'
import type { EventEntry, EventType } from './event'
import { aliasId, dependsOn, permission, targetArn } from './target'

/** Source: `compile/events/event-bridge` of osls 4.3.1. Rules are named after the function and the position of the event. */
export const eventBridge: EventType = {
  type: 'eventBridge',
  shape: record({
    schedule: text,
    name: text,
    description: text,
    enabled: flag,
    inputPath: text,
    inputTransformer: record({ inputPathsMap: map(text), inputTemplate: text }),
    retryPolicy: record({ maximumEventAge: number, maximumRetryAttempts: number }),
  }),
  compile(builder, events) {
    for (const entry of events) addRule(builder, entry)
  },
}

function addRule(builder: TemplateBuilder, { fn, event, position }: EventEntry): void {
  const options = asObject(event)
  const suffix = `rule-${position}`
  const name = options.name || shortened(`${fn.name}-${suffix}`, suffix)
  const { bus, isOwn } = busOf(options.eventBus)
  const busId = isOwn ? `${normalizedName(bus)}EventBridgeEventBus` : undefined
  if (busId !== undefined) builder.add(busId, { Type: 'AWS::Events::EventBus', Properties: { Name: bus } })
  const before = [aliasId(fn), busId].filter((id) => id !== undefined)
  builder.add(`${alphanumericName(`${fn.name}-${suffix}`)}EventBridgeRule`, {
    Type: 'AWS::Events::Rule',
    ...(before.length > 1 ? { DependsOn: before } : dependsOn(before[0])),
    Properties: {
      Description: options.description,
      EventBusName: bus === 'default' ? undefined : bus,
      EventPattern: options.pattern,
      Name: name,
      ScheduleExpression: options.schedule,
      State: options.enabled === false ? 'DISABLED' : 'ENABLED',
      Targets: [{ Arn: targetArn(fn), Id: shortened(`${name}-target`, 'target'), ...targetOptions(options) }],
    },
  })
  const path = bus && bus !== 'default' ? ['rule', bus, name] : ['rule', name]
  builder.add(
    `${normalizedName(fn.key)}EventBridgeLambdaPermission${position}`,
    permission(fn, 'events.amazonaws.com', {
      SourceArn: joinAll(':', [
        'arn',
        ref('AWS::Partition'),
        'events',
        ref('AWS::Region'),
        ref('AWS::AccountId'),
        joinAll('/', path),
      ]),
    }),
  )
}

/** Name of the bus; one that is neither the default nor given by an ARN or an intrinsic function is the service's own. */
function busOf(eventBus: unknown): { bus: unknown; isOwn: false } | { bus: string; isOwn: true } {
  if (typeof eventBus !== 'string' || eventBus === '' || eventBus === 'default') return { bus: eventBus, isOwn: false }
  if (eventBus.startsWith('arn')) return { bus: eventBus.slice(eventBus.indexOf('/') + 1), isOwn: false }
  return { bus: eventBus, isOwn: true }
}

/** Names of rules and targets have up to 64 characters. */
function shortened(name: string, suffix: string): string {
  if (name.length <= 64) return name
  return `${name.slice(0, 31 - suffix.length)}${createHash('md5').update(name).digest('hex')}-${suffix}`
}

function targetOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const { retryPolicy, deadLetterQueueArn, input, inputPath, inputTransformer } = options
  const retry = asObject(retryPolicy)
  return {
    ...(retryPolicy
      ? {
          RetryPolicy: {
            MaximumEventAgeInSeconds: retry.maximumEventAge,
            MaximumRetryAttempts: retry.maximumRetryAttempts,
          },
        }
      : {}),
    ...(deadLetterQueueArn ? { DeadLetterConfig: { Arn: deadLetterQueueArn } } : {}),
    ...(input
      ? { Input: JSON.stringify(input) }
      : inputPath
        ? { InputPath: inputPath }
        : isObject(inputTransformer)
          ? { InputTransformer: capitalized(inputTransformer) }
          : {}),
  }
}

function capitalized(transformer: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(transformer).map(([key, value]) => [upperFirst(key), value]))
}
