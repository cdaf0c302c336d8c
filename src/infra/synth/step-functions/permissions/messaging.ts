import { asArray, asObject, type ConfigObject, isObject } from '../../../../load/document'
import { getAtt } from '../../../template'
import { isIntrinsic } from '../names'
import { type Permission, parameter, pseudoArn } from './permission'

export function sendMessage(state: ConfigObject): Permission[] {
  const parameters = asObject(state.Parameters)
  if (parameters['QueueUrl.$']) return [{ action: 'sqs:SendMessage', resource: '*' }]
  if (!('QueueUrl' in parameters) && !('QueueUrl.$' in parameters)) return []
  return [{ action: 'sqs:SendMessage', resource: queueArn(parameters.QueueUrl) }]
}

function queueArn(url: unknown): unknown {
  const [, region, account, name] = /https:\/\/sqs.(.*).amazonaws.com\/(.*)\/(.*)/.exec(String(url)) ?? []
  if (region !== undefined) return `arn:${partition(region)}:sqs:${region}:${account}:${name}`
  if (!isIntrinsic(url)) return []
  return url.Ref ? getAtt(String(url.Ref)) : '*'
}

function partition(region: string): string {
  if (region.startsWith('us-gov')) return 'aws-us-gov'
  return region.startsWith('cn-') ? 'aws-cn' : 'aws'
}

export function publish(state: ConfigObject): Permission[] {
  const parameters = asObject(state.Parameters)
  if (parameters['TopicArn.$']) return [{ action: 'sns:Publish', resource: '*' }]
  if (!('TopicArn' in parameters) && !('TopicArn.$' in parameters)) return []
  return [{ action: 'sns:Publish', resource: parameters.TopicArn }]
}

export function putEvents(state: ConfigObject): Permission[] {
  const entries = asArray(parameter(state, 'Entries'))
  const buses = new Set(entries.map((entry) => asObject(entry).EventBusName || 'default'))
  const arn = 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/${eventBus}'
  return [{ action: 'events:PutEvents', resource: [...buses].map((eventBus) => pseudoArn(arn, { eventBus })) }]
}

export function schedule(action: string, state: ConfigObject): Permission[] {
  const scheduleGroupName = parameter(state, 'GroupName') || 'default'
  const target = parameter(state, 'Target')
  const role = isObject(target) ? target.RoleArn : undefined
  const arn = 'arn:${AWS::Partition}:scheduler:${AWS::Region}:${AWS::AccountId}:schedule/${scheduleGroupName}/*'
  return [
    { action, resource: pseudoArn(arn, { scheduleGroupName }) },
    ...(role ? [{ action: 'iam:PassRole', resource: role }] : []),
  ]
}

export function httpInvoke(state: ConfigObject): Permission[] {
  const { ConnectionArn: connection } = asObject(asObject(state.Parameters).Authentication)
  return [
    { action: 'states:InvokeHTTPEndpoint', resource: '*' },
    { action: 'events:RetrieveConnectionCredentials', resource: connection || '*' },
    {
      action: 'secretsmanager:GetSecretValue,secretsmanager:DescribeSecret',
      resource: pseudoArn(
        'arn:${AWS::Partition}:secretsmanager:${AWS::Region}:${AWS::AccountId}:secret:events!connection/*',
      ),
    },
  ]
}
