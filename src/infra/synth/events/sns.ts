import { asArray, asObject, asString, isObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import { joinAll, type Resource, ref } from '../../template'
import { type EventCompiler, permission, targetArn } from './event'

/** Source: `compile/events/sns.js` of osls 4.3.1. */
export const sns: EventCompiler = ({ builder, fn, event, position }) => {
  const options = isObject(event)
    ? event
    : typeof event === 'string' && event.startsWith('arn:')
      ? { arn: event }
      : { topicName: event }
  if (options.redrivePolicy !== undefined) {
    builder.note('"redrivePolicy" of sns events is not compiled.', ['functions', fn.key, 'events', position - 1])
  }
  const { arn } = options
  const topicName = asString(options.topicName) ?? topicNameOf(arn)
  const name = alphanumericName(topicName)
  const filter = {
    ...(options.filterPolicy !== undefined && { FilterPolicy: options.filterPolicy }),
    ...(options.filterPolicyScope !== undefined && { FilterPolicyScope: options.filterPolicyScope }),
  }
  if (arn === undefined)
    addTopic(builder.resources, fn, topicName, options.displayName, filter, builder.add.bind(builder))
  else {
    builder.add(`${normalizedName(fn.key)}SnsSubscription${name}`, {
      Type: 'AWS::SNS::Subscription',
      Properties: { TopicArn: arn, Protocol: 'lambda', Endpoint: targetArn(fn), ...filter },
    })
  }
  const source =
    arn ??
    joinAll('', [
      'arn:',
      ref('AWS::Partition'),
      ':sns:',
      ref('AWS::Region'),
      ':',
      ref('AWS::AccountId'),
      ':',
      topicName,
    ])
  builder.add(`${normalizedName(fn.key)}LambdaPermission${name}SNS`, permission(fn, 'sns.amazonaws.com', source))
}

function topicNameOf(arn: unknown): string {
  if (typeof arn === 'string') return arn.split(':').pop() ?? arn
  const value = asObject(arn)
  const [, parts] = asArray(value['Fn::Join'])
  return (
    asString(value.Ref) ??
    String(asArray(parts).at(-1) ?? '')
      .split(':')
      .pop() ??
    ''
  )
}

/** A topic that the packager creates has its subscriptions inside, unless they filter. */
function addTopic(
  resources: Record<string, Resource>,
  fn: Parameters<typeof targetArn>[0],
  topicName: string,
  displayName: unknown,
  filter: object,
  add: (id: string, resource: Resource) => void,
): void {
  const id = `SNSTopic${alphanumericName(topicName)}`
  const subscription = { Endpoint: targetArn(fn), Protocol: 'lambda' }
  const known = resources[id]
  const isFiltered = Object.keys(filter).length > 0
  const subscriptions = [...asArray(known?.Properties?.Subscription), ...(isFiltered ? [] : [subscription])]
  add(id, {
    Type: 'AWS::SNS::Topic',
    Properties: {
      TopicName: topicName,
      ...(displayName !== undefined && { DisplayName: displayName }),
      ...(subscriptions.length > 0 && { Subscription: subscriptions }),
    },
  })
  if (!isFiltered) return
  add(`${normalizedName(fn.key)}SnsSubscription${alphanumericName(topicName)}`, {
    Type: 'AWS::SNS::Subscription',
    Properties: { TopicArn: ref(id), ...subscription, ...filter },
  })
}
