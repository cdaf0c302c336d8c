import { asObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { getAtt, type Statement, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import { CUSTOM_SENDERS } from './cognito'
import { addCustomResource, customFunctionId, forceDeploy } from './custom-resource'
import { byFunction, type EventEntry, textOf } from './event'
import { allow } from './event-source-mapping'
import { inOrder } from './s3-existing'
import { aliasId, targetAlias } from './target'

const HANDLER = { name: 'custom-resource-existing-cup', handler: 'cognito-user-pool/handler.handler' }

/** User pools of others, which a custom resource configures: one for each function. */
export function addExistingPools(builder: TemplateBuilder, events: readonly EventEntry[]): void {
  if (events.length === 0) return
  const statements: Statement[] = []
  const ids = new Map<string, Set<string>>()
  for (const group of byFunction(events)) {
    const [first] = group
    if (!first) continue
    const { fn } = first
    const { pool, trigger, kmsKeyId } = asObject(first.event)
    const id = `${normalizedName(fn.key)}CustomCognitoUserPool1`
    ids.set(textOf(pool), (ids.get(textOf(pool)) ?? new Set()).add(id))
    if (CUSTOM_SENDERS.includes(trigger) && kmsKeyId) statements.push(allow(['kms:CreateGrant'], kmsKeyId))
    builder.add(id, {
      Type: 'Custom::CognitoUserPool',
      Version: 1,
      DependsOn: [fn.logicalId, aliasId(fn) ?? [], customFunctionId(HANDLER)].flat(),
      Properties: {
        ServiceToken: getAtt(customFunctionId(HANDLER)),
        FunctionName: fn.name,
        FunctionQualifier: targetAlias(fn)?.name,
        UserPoolName: pool,
        UserPoolConfigs: group.map(({ event }) => configOf(asObject(event))),
        ...forceDeploy(builder, first),
      },
    })
    const actions = ['cognito-idp:ListUserPools', 'cognito-idp:DescribeUserPool', 'cognito-idp:UpdateUserPool']
    statements.push(allow(actions, '*'))
  }
  inOrder(builder, [...new Set([...ids.values()].flatMap((set) => [...set]))])
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
