import { asObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { type Statement, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import { CUSTOM_SENDERS } from './cognito'
import { addCustomResource } from './custom-resource'
import { byFunction, type EventEntry, textOf } from './event'
import { allow } from './event-source-mapping'
import { addOutsideResources, type OutsideResource } from './outside-resource'

const HANDLER = { name: 'custom-resource-existing-cup', handler: 'cognito-user-pool/handler.handler' }

/** User pools of others, which a custom resource configures: one for each function. */
export function addExistingPools(builder: TemplateBuilder, events: readonly EventEntry[]): void {
  if (events.length === 0) return
  const statements: Statement[] = []
  const all = byFunction(events).flatMap((group): OutsideResource[] => {
    const [first] = group
    if (!first) return []
    const { pool, trigger, kmsKeyId } = asObject(first.event)
    if (CUSTOM_SENDERS.includes(trigger) && kmsKeyId) statements.push(allow(['kms:CreateGrant'], kmsKeyId))
    const actions = ['cognito-idp:ListUserPools', 'cognito-idp:DescribeUserPool', 'cognito-idp:UpdateUserPool']
    statements.push(allow(actions, '*'))
    return [
      {
        id: `${normalizedName(first.fn.key)}CustomCognitoUserPool1`,
        first,
        targets: [textOf(pool)],
        properties: { UserPoolName: pool, UserPoolConfigs: group.map(({ event }) => configOf(asObject(event))) },
      },
    ]
  })
  addOutsideResources(builder, 'Custom::CognitoUserPool', HANDLER, all)
  addCustomResource(builder, HANDLER, [...statements, ...INVOKE_STATEMENTS])
}

const FUNCTIONS = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:*'

const INVOKE_STATEMENTS: readonly Statement[] = [
  {
    ...allow(['lambda:AddPermission'], sub(FUNCTIONS)),
    Condition: { StringEquals: { 'lambda:Principal': 'cognito-idp.amazonaws.com' } },
  },
  allow(['lambda:RemovePermission'], sub(FUNCTIONS)),
  allow(['iam:PassRole'], sub('arn:${AWS::Partition}:iam::*:role/*')),
]

function configOf({ trigger, kmsKeyId, lambdaVersion }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  if (CUSTOM_SENDERS.includes(trigger)) {
    return { Trigger: trigger, LambdaVersion: lambdaVersion || 'V1_0', KMSKeyID: kmsKeyId }
  }
  const isVersioned = trigger === 'PreTokenGeneration' && lambdaVersion
  return { Trigger: trigger, ...(isVersioned ? { LambdaVersion: lambdaVersion } : {}) }
}
