import { asArray, asObject, asString, type ConfigObject } from '../../../load/document'
import { type Resource, type Statement, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import { stateMachineLogicalId } from './names'
import { permissionsOf } from './permissions'
import { merged, type Permission } from './permissions/permission'
import { taskStates } from './tasks'

/** The role of a machine without `role`. Source: `compileIamRole.js` of serverless-step-functions 3.28.1. */
export function addMachineRole(builder: TemplateBuilder, key: string, machine: ConfigObject): void {
  if (machine.role) return
  const { service } = builder
  const path = ['stepFunctions', 'stateMachines', key, 'definition']
  const permissions = merged([
    ...taskStates(machine.definition, asString(machine.name) || key).flatMap((state) =>
      permissionsOf(builder, state, path),
    ),
    ...settingPermissions(machine),
  ])
  builder.add(`${stateMachineLogicalId(key, machine)}Role`, {
    Type: 'AWS::IAM::Role',
    Properties: {
      ...assumedBy(sub('states.${AWS::Region}.amazonaws.com')),
      Policies: [
        {
          PolicyName: `${service.stage}-${service.name}-statemachine`,
          PolicyDocument: { Version: '2012-10-17', Statement: statements(permissions, machine) },
        },
      ],
      ...boundaryAndPath(builder),
    },
  } satisfies Resource)
}

export function assumedBy(principal: unknown): { AssumeRolePolicyDocument: unknown } {
  const statement = { Effect: 'Allow', Principal: { Service: principal }, Action: 'sts:AssumeRole' }
  return { AssumeRolePolicyDocument: { Version: '2012-10-17', Statement: [statement] } }
}

/** What the plugin takes from the provider for the roles that it makes. */
export function boundaryAndPath(builder: TemplateBuilder): { PermissionsBoundary?: unknown; Path?: unknown } {
  const provider = asObject(builder.service.data.provider)
  const { path } = asObject(asObject(provider.iam).role)
  return {
    ...(provider.rolePermissionsBoundary ? { PermissionsBoundary: provider.rolePermissionsBoundary } : {}),
    ...(path ? { Path: path } : {}),
  }
}

function settingPermissions(machine: ConfigObject): Permission[] {
  const { KmsKeyId: key } = asObject(machine.encryptionConfig)
  return [
    ...(machine.loggingConfig ? [{ action: LOG_DELIVERY, resource: '*' }] : []),
    ...(machine.tracingConfig ? [{ action: TRACING, resource: '*' }] : []),
    ...(key ? [{ action: 'kms:Decrypt,kms:Encrypt', resource: { 'Fn::Sub': key } }] : []),
  ]
}

/** A machine that needs nothing may do nothing. */
function statements(permissions: readonly Permission[], machine: ConfigObject): unknown[] {
  const own = asArray(machine.iamRoleStatements)
  if (permissions.length === 0 && own.length === 0) return [{ Effect: 'Deny', Action: '*', Resource: '*' }]
  const derived = permissions.map(
    ({ action, resource }): Statement => ({ Effect: 'Allow', Action: action.split(','), Resource: resource }),
  )
  return [...derived, ...own]
}

/** What a machine needs to log. */
export const LOG_DELIVERY = [
  'logs:CreateLogDelivery',
  'logs:GetLogDelivery',
  'logs:UpdateLogDelivery',
  'logs:DeleteLogDelivery',
  'logs:ListLogDeliveries',
  'logs:PutResourcePolicy',
  'logs:DescribeResourcePolicies',
  'logs:DescribeLogGroups',
].join()

/** What a machine needs to be traced. */
export const TRACING = [
  'xray:PutTraceSegments',
  'xray:PutTelemetryRecords',
  'xray:GetSamplingRules',
  'xray:GetSamplingTargets',
].join()
