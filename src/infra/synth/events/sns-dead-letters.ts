import { asObject } from '../../../load/document'
import { alphanumericName, normalizedName } from '../../../load/naming'
import type { ServiceFunction } from '../../../load/service'
import { getAtt, joinAll, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { textOf } from './event'

/**
 * The redrive policy of a subscription; adds the policy that lets the topic write to the dead letter queue. Source:
 * `compile/events/sns.js` of osls 4.3.1, whose policy names no topic where the packager creates it.
 */
export function deadLetters(
  builder: TemplateBuilder,
  fn: ServiceFunction,
  topicName: string,
  topicArn: unknown,
  redrivePolicy: unknown,
): { deadLetterTargetArn: unknown } | undefined {
  if (!redrivePolicy) return undefined
  const { arn, url } = queueOf(asObject(redrivePolicy))
  const id = `${alphanumericName(topicName)}To${normalizedName(fn.key)}DLQPolicy`
  builder.add(id, {
    Type: 'AWS::SQS::QueuePolicy',
    Properties: {
      PolicyDocument: {
        Version: '2012-10-17',
        Id: id,
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Service: 'sns.amazonaws.com' },
            Action: 'sqs:SendMessage',
            Resource: arn,
            Condition: { ArnEquals: { 'aws:SourceArn': topicArn } },
          },
        ],
      },
      Queues: [url],
    },
  })
  return { deadLetterTargetArn: arn }
}

function queueOf(redrive: Readonly<Record<string, unknown>>): { arn: unknown; url: unknown } {
  if (redrive.deadLetterTargetArn) {
    const [name, account, region] = textOf(redrive.deadLetterTargetArn).split(':').reverse()
    const url = joinAll('', [`https://sqs.${region}.`, ref('AWS::URLSuffix'), `/${account}/${name}`])
    return { arn: redrive.deadLetterTargetArn, url }
  }
  if (redrive.deadLetterTargetRef) {
    const id = textOf(redrive.deadLetterTargetRef)
    return { arn: getAtt(id), url: ref(id) }
  }
  const imported = asObject(redrive.deadLetterTargetImport)
  return { arn: { 'Fn::ImportValue': imported.arn }, url: { 'Fn::ImportValue': imported.url } }
}
