import { asObject, asString, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { functionOf, type Service, type ServiceFunction } from '../../../load/service'
import { ref, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import { aliasId, targetAlias, targetArn } from '../events/target'
import { customRole } from './role'
import { conditionOf } from './settings'

/**
 * What becomes of asynchronous calls: retries, age, and destinations.
 * @param granted destinations that the shared role may reach already
 */
export function addInvokeConfig(builder: TemplateBuilder, fn: ServiceFunction, granted: Set<string>): void {
  const { destinations, maximumEventAge, maximumRetryAttempts } = fn.data
  const hasAttempts = maximumRetryAttempts !== undefined && maximumRetryAttempts !== null
  if (!destinations && !maximumEventAge && !hasAttempts) return
  const { onSuccess, onFailure } = asObject(destinations)
  const { service } = builder
  const ids = [aliasId(fn), aliasOfTarget(service, onSuccess), aliasOfTarget(service, onFailure)]
  const unique = [...new Set(ids.filter((id) => id !== undefined))]
  if (customRole(asObject(service.data.provider), fn) === undefined) {
    grantDestinations(builder, [onSuccess, onFailure], granted)
  }
  builder.add(`${normalizedName(fn.key)}LambdaEvConf`, {
    Type: 'AWS::Lambda::EventInvokeConfig',
    Properties: {
      FunctionName: ref(fn.logicalId),
      DestinationConfig: {
        ...(onSuccess ? { OnSuccess: { Destination: destinationArn(service, onSuccess) } } : {}),
        ...(onFailure ? { OnFailure: { Destination: destinationArn(service, onFailure) } } : {}),
      },
      Qualifier: targetAlias(fn)?.name ?? '$LATEST',
      ...(maximumEventAge ? { MaximumEventAgeInSeconds: maximumEventAge } : {}),
      ...(hasAttempts && { MaximumRetryAttempts: maximumRetryAttempts }),
    },
    ...(unique.length > 0 && { DependsOn: unique.length === 1 ? String(unique[0]) : unique }),
    ...conditionOf(fn),
  })
}

/** The function that a destination names by its key. */
function targetOf(service: Service, destination: unknown): ServiceFunction | undefined {
  const key = asString(destination)
  return key === undefined || key.startsWith('arn:') ? undefined : functionOf(service, key)
}

function aliasOfTarget(service: Service, destination: unknown): string | undefined {
  const target = targetOf(service, destination)
  return target && aliasId(target)
}

function destinationArn(service: Service, destination: unknown): unknown {
  if (isObject(destination)) return destination.arn
  const target = targetOf(service, destination)
  return target ? targetArn(target) : destination
}

/** Each destination that is a text is granted once. */
function grantDestinations(builder: TemplateBuilder, destinations: readonly unknown[], granted: Set<string>): void {
  for (const destination of destinations) {
    if (!destination || (typeof destination === 'string' && granted.has(destination))) continue
    if (typeof destination === 'string') granted.add(destination)
    const action = actionOf(destination)
    if (action === undefined) continue
    const Resource = isObject(destination) ? destination.arn : nameOf(builder.service, String(destination))
    builder.grant({ Effect: 'Allow', Action: action, Resource })
  }
}

/** By name and not by reference: the function depends on the role. */
function nameOf(service: Service, destination: string): unknown {
  const target = targetOf(service, destination)
  if (!target) return destination
  const alias = targetAlias(target)
  const qualifier = alias ? `:${alias.name}` : ''
  return sub(`arn:\${AWS::Partition}:lambda:\${AWS::Region}:\${AWS::AccountId}:function:${target.name}${qualifier}`)
}

const ACTIONS: Readonly<Record<string, string>> = {
  function: 'lambda:InvokeFunction',
  sqs: 'sqs:SendMessage',
  sns: 'sns:Publish',
  eventBus: 'events:PutEvents',
}

function actionOf(destination: unknown): string | undefined {
  if (isObject(destination)) return ACTIONS[String(destination.type)]
  const text = String(destination)
  if (!text.startsWith('arn:') || text.includes(':function:')) return ACTIONS.function
  if (text.includes(':sqs:')) return ACTIONS.sqs
  if (text.includes(':sns:')) return ACTIONS.sns
  return text.includes(':event-bus/') ? ACTIONS.eventBus : undefined
}
