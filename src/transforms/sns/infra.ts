import type { Filter } from '../../advise/fan-out'
import type { InfraChange } from '../../infra/edit/change'
import { ref } from '../../infra/template'
import type { FunctionRef } from '../../load/service'
import type { TopicNames } from './names'

/** The topic. It has no fixed name, which could not be replaced and would clash between stages. */
export function topicChange({ topic }: TopicNames): InfraChange {
  return { kind: 'add-resource', logicalId: topic, resource: { Type: 'AWS::SNS::Topic' } }
}

/**
 * What a callee needs to be told. The packager makes a subscription of its own for the ARN of a topic, so that the topic
 * does not refer to functions that refer to it; for an ARN that is a reference it asks for a name, of which it makes the
 * logical id.
 */
export function subscriberChanges(
  { function: { key } }: FunctionRef,
  names: TopicNames,
  filter: Filter | undefined,
  isAdapted: boolean,
): InfraChange[] {
  const { topic, arnVariable } = names
  return [
    ...(isAdapted ? [{ kind: 'set-environment', function: key, name: arnVariable, value: ref(topic) } as const] : []),
    {
      kind: 'add-event',
      function: key,
      event: {
        sns: {
          arn: ref(topic),
          topicName: topic,
          ...(filter && { filterPolicyScope: 'MessageBody', filterPolicy: { [filter.field]: [...filter.values] } }),
        },
      },
    },
  ]
}

/** What a caller needs to publish: the topic's address, and permission. `beside` is the variable that named a callee. */
export function publisherChanges(caller: FunctionRef, names: TopicNames, beside: string | undefined): InfraChange[] {
  const { key } = caller.function
  return [
    { kind: 'set-environment', function: key, name: names.arnVariable, value: ref(names.topic), beside },
    { kind: 'allow', function: key, action: 'sns:Publish', resource: ref(names.topic) },
  ]
}
