import type { Template } from '../../src/infra/template'
import { isObject } from '../../src/load/document'

/** Topics as far as the fixtures use them: Publish, and subscriptions of functions with their filter policies. */

export interface Publication {
  readonly TopicArn: string
  readonly Message: string
}

/** The parameters of a Publish, which both SDKs send as a form. */
export function publicationOf(body: string): Publication | undefined {
  const form = new URLSearchParams(body)
  if (form.get('Action') !== 'Publish') return undefined
  return { TopicArn: form.get('TopicArn') ?? '', Message: form.get('Message') ?? '' }
}

export const PUBLISHED =
  '<PublishResponse xmlns="http://sns.amazonaws.com/doc/2010-03-31/"><PublishResult><MessageId>1</MessageId></PublishResult>' +
  '<ResponseMetadata><RequestId>1</RequestId></ResponseMetadata></PublishResponse>'

/** The event that a function gets. */
export function notification({ TopicArn, Message }: Publication): unknown {
  const Sns = { Type: 'Notification', MessageId: '1', TopicArn, Subject: null, Message, MessageAttributes: {} }
  return { Records: [{ EventSource: 'aws:sns', EventVersion: '1.0', EventSubscriptionArn: `${TopicArn}:1`, Sns }] }
}

/**
 * The endpoints (as the template writes them) that get a message.
 * @param topic Logical id of the topic.
 */
export function endpointsOf({ Resources }: Template, topic: string, message: string): unknown[] {
  return Object.values(Resources).flatMap(({ Type, Properties = {} }) => {
    if (Type !== 'AWS::SNS::Subscription' || !isObject(Properties.TopicArn) || Properties.TopicArn.Ref !== topic)
      return []
    const { FilterPolicy: policy, FilterPolicyScope: scope, Endpoint } = Properties
    if (policy === undefined) return [Endpoint]
    if (scope !== 'MessageBody') throw new Error('Only filters on the body are known.')
    return matches(policy, JSON.parse(message)) ? [Endpoint] : []
  })
}

/** Filter policies of strings: any of the listed values; in a list of the message, any of its elements. */
function matches(policy: unknown, value: unknown): boolean {
  if (Array.isArray(policy)) {
    if (policy.some((item) => typeof item !== 'string')) throw new Error('Only filters on texts are known.')
    return [value].flat().some((item) => policy.includes(item))
  }
  return (
    isObject(policy) && isObject(value) && Object.entries(policy).every(([name, inner]) => matches(inner, value[name]))
  )
}
