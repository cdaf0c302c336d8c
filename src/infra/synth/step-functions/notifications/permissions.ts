import { asArray, asObject, type ConfigObject } from '../../../../load/document'
import { type Resource, ref } from '../../../template'
import { arnOf, hashOf, kindOf } from './target'

const EVENTS = 'events.amazonaws.com'

/** A target and the status that it is told of. */
export interface StatusTarget {
  readonly status: string
  readonly target: ConfigObject
}

const ACTIONS = {
  sns: 'sns:Publish',
  sqs: 'sqs:SendMessage',
  kinesis: 'kinesis:PutRecord',
  firehose: 'firehose:PutRecord',
  lambda: 'lambda:InvokeFunction',
  stepFunctions: 'states:StartExecution',
} as const

/**
 * What lets the rules reach a target by the target's own policy: topics, queues, functions. Source:
 * `compilePermissionForTarget` in `compileNotifications.js`.
 */
export function resourcePolicy({ status, target }: StatusTarget): Resource | undefined {
  if (target.sns) {
    const statement = policy(status, 'sns', target.sns)
    return { Type: 'AWS::SNS::TopicPolicy', Properties: { PolicyDocument: statement, Topics: [target.sns] } }
  }
  if (target.sqs) {
    const arn = arnOf(target.sqs)
    const statement = policy(status, 'sqs', arn)
    return { Type: 'AWS::SQS::QueuePolicy', Properties: { PolicyDocument: statement, Queues: [queueUrl(arn)] } }
  }
  if (target.kinesis || !target.lambda) return undefined
  return {
    Type: 'AWS::Lambda::Permission',
    Properties: { Action: ACTIONS.lambda, FunctionName: target.lambda, Principal: EVENTS },
  }
}

/** The order of the keys counts: names are hashes of the JSON. */
function policy(status: string, kind: 'sns' | 'sqs', arn: unknown): unknown {
  return {
    Version: '2012-10-17',
    Statement: {
      Sid: policyName(status, kind, ACTIONS[kind], arn),
      Principal: { Service: EVENTS },
      Effect: 'Allow',
      Action: ACTIONS[kind],
      Resource: arn,
    },
  }
}

function policyName(status: string, kind: string, action: unknown, resource: unknown): string {
  return `${status}-${kind}-${hashOf({ action, resource })}`
}

/** Address of the queue of an ARN; none where the plugin makes none. */
export function queueUrl(arn: unknown): unknown {
  if (typeof arn === 'string') {
    const url = 'https://sqs.${AWS::Region}.amazonaws.com/${AWS::AccountId}/${QueueName}'
    return { 'Fn::Sub': [url, { QueueName: arn.split(':').at(-1) }] }
  }
  const [id] = asArray(asObject(arn)['Fn::GetAtt'])
  return 'Fn::GetAtt' in asObject(arn) ? ref(String(id)) : undefined
}

/** The role of the rules, for the targets that have no policy of their own; none where all have. */
export function rulesRole(targets: readonly StatusTarget[], path: unknown): Resource | undefined {
  const policies = targets.filter((target) => !resourcePolicy(target)).map(inlinePolicy)
  if (policies.length === 0) return undefined
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Statement: { Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { Service: EVENTS } },
      },
      Policies: policies,
      ...(path ? { Path: path } : {}),
    },
  }
}

function inlinePolicy({ status, target }: StatusTarget): unknown {
  const kind = target.kinesis ? 'kinesis' : kindOf(target)
  const action = kind && ACTIONS[kind]
  const resource = kind === 'kinesis' ? arnOf(target.kinesis) : kind && target[kind]
  // the plugin names it after whatever stands first in the target
  const [first = 'undefined'] = Object.keys(target)
  return {
    PolicyName: policyName(status, first, action, resource),
    PolicyDocument: {
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: action, Resource: resource }],
    },
  }
}
