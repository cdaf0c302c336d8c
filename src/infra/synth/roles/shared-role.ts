import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import type { Service } from '../../../load/service'
import { joinAll, type Resource, ref, type Statement, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import { isExisting, roleLogicalId, SHARED_ROLE } from '../functions/role'
import { logStatements } from './log-statements'

/** Whether the packager makes the shared role at all. */
export function hasSharedRole(service: Service): boolean {
  const provider = asObject(service.data.provider)
  if (service.functions.length === 0) return false
  if (isExisting(asObject(provider.iam).role) || 'role' in provider) return false
  return !service.functions.every((fn) => 'role' in fn.data)
}

/** Statements that the configuration grants to the shared role, wherever they are written. */
export function providerStatements(service: Service): ConfigObject[] {
  const provider = asObject(service.data.provider)
  const { statements } = asObject(asObject(provider.iam).role)
  return asArray(statements || provider.iamRoleStatements).filter(isObject)
}

/**
 * The shared role. Its statements are those of the builder: what options and events need is granted later. Source:
 * `lib/merge-iam-templates.js` of osls 4.3.1.
 */
export function addSharedRole(builder: TemplateBuilder): void {
  const { service } = builder
  if (!hasSharedRole(service)) return
  const provider = asObject(service.data.provider)
  const role = asObject(asObject(provider.iam).role)
  const tags = role.tags && Object.entries(asObject(role.tags)).map(([Key, Value]) => ({ Key, Value }))
  const boundary = role.permissionsBoundary || role.permissionBoundary || provider.rolePermissionsBoundary
  const managed = managedPolicies(service, role)
  const granted = [
    ...logStatements(service),
    ...(providerStatements(service) as unknown[] as Statement[]),
    ...durableStatements(service),
  ]
  for (const statement of granted) builder.grant(statement)
  builder.add(SHARED_ROLE, {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: builder.principals }, Action: ['sts:AssumeRole'] }],
      },
      Policies: [
        {
          PolicyName: joinAll('-', [service.name, service.stage, 'lambda']),
          PolicyDocument: { Version: '2012-10-17', Statement: builder.statements },
        },
      ],
      Path: role.path || '/',
      RoleName: role.name || joinAll('-', [service.name, service.stage, ref('AWS::Region'), 'lambdaRole']),
      ...(tags ? { Tags: tags } : {}),
      ...(managed.length > 0 && { ManagedPolicyArns: managed }),
      ...(boundary ? { PermissionsBoundary: boundary } : {}),
    },
  } satisfies Resource)
}

/** What a function in a network needs. */
export const NETWORK_POLICY = joinAll('', [
  'arn:',
  ref('AWS::Partition'),
  ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
])

function managedPolicies(service: Service, role: ConfigObject): unknown[] {
  const provider = asObject(service.data.provider)
  const own = asArray(role.managedPolicies || provider.iamManagedPolicies)
  // `vpc: null` of a function counts, too
  const inNetwork = provider.vpc || service.functions.some((fn) => 'vpc' in fn.data)
  return inNetwork ? [...own, NETWORK_POLICY] : [...own]
}

function durableStatements(service: Service): Statement[] {
  const provider = asObject(service.data.provider)
  const durable = service.functions.filter((fn) => fn.data.durableConfig && roleLogicalId(provider, fn) === SHARED_ROLE)
  if (durable.length === 0) return []
  const prefix = 'arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:'
  return [
    {
      Effect: 'Allow',
      Action: ['lambda:CheckpointDurableExecution', 'lambda:GetDurableExecutionState'],
      Resource: durable.map(({ name }) => sub(`${prefix}${name}:*/durable-execution/*/*`)),
    },
  ]
}
