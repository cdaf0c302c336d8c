import { asObject, asString, isObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { joinAll, type Resource, ref } from '../../template'
import { type EventCompiler, targetArn } from './event'

/** Source: `compile/events/event-bridge/index.js` of osls 4.3.1. Rules are named after the function and the position of the event. */
export const eventBridge: EventCompiler = ({ builder, fn, event, position }) => {
  const options = asObject(event)
  const name = asString(options.name) ?? `${fn.name}-rule-${position}`
  const isArn = typeof options.eventBus === 'string' && options.eventBus.startsWith('arn:')
  const bus = isArn ? String(options.eventBus).split('/').pop() : options.eventBus
  const isOwnBus = typeof bus === 'string' && bus !== 'default' && !isArn
  const busId = isOwnBus ? `${normalizedName(bus)}EventBridgeEventBus` : undefined
  if (busId && isOwnBus) builder.add(busId, { Type: 'AWS::Events::EventBus', Properties: { Name: bus } })
  const rule: Resource = {
    Type: 'AWS::Events::Rule',
    Properties: {
      ...(bus !== undefined && bus !== 'default' && { EventBusName: bus }),
      ...(options.pattern !== undefined && { EventPattern: options.pattern }),
      Name: name,
      ...(options.schedule !== undefined && { ScheduleExpression: options.schedule }),
      State: options.enabled === false ? 'DISABLED' : 'ENABLED',
      Targets: [{ Arn: targetArn(fn), Id: `${name}-target`, ...targetOptions(options) }],
    },
    ...(busId && { DependsOn: busId }),
  }
  builder.add(`${alphanumericName(`${fn.name}-rule-${position}`)}EventBridgeRule`, rule)
  const path = bus === undefined || bus === 'default' ? ['rule', name] : ['rule', bus, name]
  builder.add(`${normalizedName(fn.key)}EventBridgeLambdaPermission${position}`, {
    Type: 'AWS::Lambda::Permission',
    Properties: {
      Action: 'lambda:InvokeFunction',
      FunctionName: targetArn(fn),
      Principal: 'events.amazonaws.com',
      SourceArn: joinAll(':', [
        'arn',
        ref('AWS::Partition'),
        'events',
        ref('AWS::Region'),
        ref('AWS::AccountId'),
        joinAll('/', path),
      ]),
    },
  })
}

function targetOptions(options: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const retry = asObject(options.retryPolicy)
  const transformer = asObject(options.inputTransformer)
  return {
    ...(options.input !== undefined && {
      Input: isObject(options.input) ? JSON.stringify(options.input) : options.input,
    }),
    ...(options.inputPath !== undefined && { InputPath: options.inputPath }),
    ...(options.inputTransformer !== undefined && {
      InputTransformer: { InputPathsMap: transformer.inputPathsMap, InputTemplate: transformer.inputTemplate },
    }),
    ...(options.deadLetterQueueArn !== undefined && { DeadLetterConfig: { Arn: options.deadLetterQueueArn } }),
    ...(options.retryPolicy !== undefined && {
      RetryPolicy: {
        ...(retry.maximumEventAge !== undefined && { MaximumEventAgeInSeconds: retry.maximumEventAge }),
        ...(retry.maximumRetryAttempts !== undefined && { MaximumRetryAttempts: retry.maximumRetryAttempts }),
      },
    }),
  }
}
