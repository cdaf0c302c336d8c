import { asObject, isObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { arnOf, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { either, record, text } from '../shape'
import { type EventType, textOf } from './event'
import { deadLetters } from './sns-dead-letters'
import { aliasId, dependsOn, permission, targetArn } from './target'

/** Source: `compile/events/sns.js` of osls 4.3.1. */
export const sns: EventType = {
  type: 'sns',
  shape: either(
    text,
    record({
      topicName: text,
      displayName: text,
      filterPolicyScope: text,
      redrivePolicy: record({ deadLetterTargetArn: text, deadLetterTargetRef: text }),
    }),
  ),
  compile(builder, events) {
    for (const { fn, event } of events) {
      const options = isObject(event) ? event : { [isArn(event) ? 'arn' : 'topicName']: event }
      const arn = options.arn || undefined
      const topic = textOf(options.topicName || topicNameOf(arn, !isObject(event)))
      const name = alphanumericName(topic)
      const redrive = deadLetters(builder, fn, topic, arn, options.redrivePolicy)
      const filters = { FilterPolicy: options.filterPolicy, FilterPolicyScope: options.filterPolicyScope }
      const source = arn ?? arnOf(':sns:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', topic)
      if (arn !== undefined) {
        const region = isObject(event) ? partsOf(arn, false)[3] : undefined
        builder.add(`${normalizedName(fn.key)}SnsSubscription${name}`, {
          Type: 'AWS::SNS::Subscription',
          ...dependsOn(aliasId(fn)),
          Properties: {
            TopicArn: arn,
            Protocol: 'lambda',
            Endpoint: targetArn(fn),
            ...filters,
            RedrivePolicy: redrive,
            Region: region === builder.service.region ? undefined : region,
          },
        })
      } else if (addTopic(builder, fn, topic, options.displayName, !options.filterPolicy && redrive === undefined)) {
        builder.add(`${normalizedName(fn.key)}SnsSubscription${name}`, {
          Type: 'AWS::SNS::Subscription',
          ...dependsOn(aliasId(fn)),
          Properties: {
            Endpoint: targetArn(fn),
            Protocol: 'lambda',
            TopicArn: ref(`SNSTopic${name}`),
            ...filters,
            RedrivePolicy: redrive,
          },
        })
      }
      builder.add(
        `${normalizedName(fn.key)}LambdaPermission${name}SNS`,
        permission(fn, 'sns.amazonaws.com', { SourceArn: source }),
      )
    }
  },
}

function isArn(event: unknown): boolean {
  return typeof event === 'string' && event.startsWith('arn:')
}

/** The parts of an ARN; in the object form `::` of a pseudo parameter does not part. */
function partsOf(arn: unknown, isShort: boolean): string[] {
  if (typeof arn !== 'string') return []
  return isShort ? arn.split(':') : arn.split(/(?<!:):(?!:)/)
}

/** Name in the ARN; an intrinsic function says none, but a reference to a topic of the stack names it. */
function topicNameOf(arn: unknown, isShort: boolean): unknown {
  return partsOf(arn, isShort).at(-1) ?? asObject(arn).Ref
}

/**
 * A topic that the packager creates has its plain subscriptions inside. Tells whether the subscription is one of its
 * own instead.
 */
function addTopic(
  builder: TemplateBuilder,
  fn: ServiceFunction,
  topicName: string,
  displayName: unknown,
  isPlain: boolean,
): boolean {
  const id = `SNSTopic${alphanumericName(topicName)}`
  const known = builder.resources[id]
  const topic = known ?? {
    Type: 'AWS::SNS::Topic',
    Properties: { TopicName: topicName, ...(displayName ? { DisplayName: displayName } : {}) },
  }
  const alias = aliasId(fn)
  if (alias !== undefined) {
    const all = [...new Set([...[topic.DependsOn ?? []].flat(), alias])]
    topic.DependsOn = all.length > 1 ? all : alias
  }
  builder.add(id, topic)
  if (!isPlain) return true
  const subscriptions = topic.Properties?.Subscription
  topic.Properties = {
    ...topic.Properties,
    Subscription: [
      ...(Array.isArray(subscriptions) ? subscriptions : []),
      { Endpoint: targetArn(fn), Protocol: 'lambda' },
    ],
  }
  return false
}
