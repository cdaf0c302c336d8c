import type { InfraChange } from '../../infra/edit/change'
import { getAtt, ref } from '../../infra/template'
import { asArray, asObject, asString, type ConfigObject, isObject } from '../../load/document'
import type { Service } from '../../load/service'
import type { QueueOptions } from '../options'
import type { QueueNames } from './names'

/** Alarms on dead-letter queues, and who they tell. */

/** Logical id of the topic that mails alarms. */
const TOPIC = 'DeadLettersTopic'

type AlarmNames = Pick<QueueNames, 'queue' | 'deadLetters'>

/** The alarm on a dead-letter queue, and the topic that it needs. */
export function alarmChanges(service: Service, names: AlarmNames, options: QueueOptions): InfraChange[] {
  if (!options.alarms) return []
  const actions = actionsOf(service, options.alarmsTo)
  const topic = mailTopic(service, options.alarmsTo)
  return [
    ...(topic ? [{ kind: 'add-resource', ...topic } as const] : []),
    { kind: 'add-resource', logicalId: `${names.deadLetters}Alarm`, resource: alarmOf(names, actions) },
  ]
}

/** Rings when a message has ended in the dead-letter queue. */
function alarmOf(names: AlarmNames, actions: readonly unknown[]): ConfigObject {
  return {
    Type: 'AWS::CloudWatch::Alarm',
    Properties: {
      AlarmDescription: `Messages of ${names.queue} could not be handled.`,
      Namespace: 'AWS/SQS',
      MetricName: 'ApproximateNumberOfMessagesVisible',
      Dimensions: [{ Name: 'QueueName', Value: getAtt(names.deadLetters, 'QueueName') }],
      Statistic: 'Maximum',
      Period: 60,
      EvaluationPeriods: 1,
      Threshold: 0,
      ComparisonOperator: 'GreaterThanThreshold',
      TreatMissingData: 'notBreaching',
      ...(actions.length > 0 && { AlarmActions: actions }),
    },
  }
}

/** What to mind of an alarm that nobody would hear. */
export function notifiedNotes(service: Service, names: AlarmNames, options: QueueOptions): string[] {
  if (!options.alarms) return []
  const { alarmsTo } = options
  if (isMail(alarmsTo))
    return [`${names.deadLetters}: AWS mails ${alarmsTo} a link. No alarm is mailed before somebody follows it.`]
  if (actionsOf(service, alarmsTo).length > 0) return []
  return [
    `${names.deadLetters}: its alarm tells nobody. Say whom by --alarms-to, or add "AlarmActions" to ${names.deadLetters}Alarm.`,
  ]
}

/** Whom an alarm tells: whom it is asked to, else whom the alarms of the service tell. */
function actionsOf(service: Service, alarmsTo: string | undefined): readonly unknown[] {
  const topic = mailTopic(service, alarmsTo)
  if (topic) return [ref(topic.logicalId)]
  if (alarmsTo !== undefined) return [alarmsTo]
  return ofAlarms(service) ?? ofPlugin(service) ?? []
}

export function isMail(alarmsTo: string | undefined): alarmsTo is string {
  return alarmsTo?.includes('@') === true
}

/** A topic that mails; all the queues of a service have it together. */
function mailTopic(service: Service, alarmsTo: string | undefined) {
  if (!isMail(alarmsTo)) return undefined
  const taken = resourcesOf(service)
  const free = (number: number): string => {
    const id = number === 1 ? TOPIC : `${TOPIC}${number}`
    return id in taken ? free(number + 1) : id
  }
  const Subscription = [{ Protocol: 'email', Endpoint: alarmsTo }]
  return { logicalId: free(1), resource: { Type: 'AWS::SNS::Topic', Properties: { Subscription } } }
}

/**
 * What all alarms of the service do that watch queues, or else all its alarms, where that is to tell topics of the
 * service.
 */
function ofAlarms(service: Service): readonly unknown[] | undefined {
  const resources = resourcesOf(service)
  const alarms = Object.values(resources)
    .map(asObject)
    .filter(({ Type }) => Type === 'AWS::CloudWatch::Alarm')
    .map(({ Properties }) => asObject(Properties))
  const ofQueues = alarms.filter(({ Namespace }) => Namespace === 'AWS/SQS')
  const [first, ...others] = (ofQueues.length > 0 ? ofQueues : alarms).map(({ AlarmActions }) => asArray(AlarmActions))
  const areAlike = others.every((actions) => JSON.stringify(actions) === JSON.stringify(first))
  const isTopic = (action: unknown) =>
    asObject(resources[asString(asObject(action).Ref) ?? '']).Type === 'AWS::SNS::Topic'
  return first && first.length > 0 && areAlike && first.every(isTopic) ? first : undefined
}

/** The topic for alarms of the plugin serverless-plugin-aws-alerts, where it is there already: named by its ARN. */
function ofPlugin({ plugins, data }: Service): readonly unknown[] | undefined {
  if (!plugins.includes('serverless-plugin-aws-alerts')) return undefined
  const { alarm } = asObject(asObject(asObject(data.custom).alerts).topics)
  const topic = isObject(alarm) ? alarm.topic : alarm
  if (!asString(topic)?.startsWith('arn:')) return undefined
  return [`\${self:custom.alerts.topics.alarm${isObject(alarm) ? '.topic' : ''}}`]
}

function resourcesOf({ data }: Service): ConfigObject {
  return asObject(asObject(data.resources).Resources)
}
