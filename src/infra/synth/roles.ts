import { asArray, asObject, type ConfigObject, isObject } from '../../load/document'
import { logGroupLogicalId, normalizedName } from '../../load/naming'
import type { Service, ServiceFunction } from '../../load/service'
import { getAtt, joinAll, type Resource, ref, type Statement, sub } from '../template'
import type { TemplateBuilder } from './builder'
import { asStatement } from './coerce'
import { customProviderRole, isTraced, SHARED_ROLE } from './functions'

const LOGS = 'arn:${AWS::Partition}:logs:${AWS::Region}:${AWS::AccountId}:log-group:/aws/lambda/'

const ROLES_PLUGIN = 'serverless-iam-roles-per-function'

/** Whether the service gives functions roles of their own by `iamRoleStatements`. */
export function hasRolesPerFunction(service: Service): boolean {
  return service.plugins.includes(ROLES_PLUGIN)
}

/** Whether the packager makes the shared role at all. */
export function hasSharedRole(service: Service): boolean {
  if (service.functions.length === 0) return false
  if (customProviderRole(asObject(service.data.provider)) !== undefined) return false
  return !service.functions.every((fn) => fn.data.role !== undefined)
}

/** Statements that the configuration grants to the shared role, wherever they are written. */
export function providerStatements(service: Service): ConfigObject[] {
  const provider = asObject(service.data.provider)
  const role = asObject(asObject(provider.iam).role)
  return asArray(role.statements ?? provider.iamRoleStatements).filter(isObject)
}

/** The shared role. Source: `lib/merge-iam-templates.js` of osls 4.3.1. */
export function addSharedRole(builder: TemplateBuilder): void {
  const { service } = builder
  if (!hasSharedRole(service)) return
  const provider = asObject(service.data.provider)
  const iamRole = asObject(asObject(provider.iam).role)
  const boundary = sharedBoundary(provider)
  const statements = [
    ...logStatements(service),
    ...providerStatements(service).map(asStatement),
    ...optionStatements(service),
    ...merged(builder.statements),
  ]
  const managed = managedPolicies(service, iamRole)
  builder.add(SHARED_ROLE, {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: assumedBy('lambda.amazonaws.com'),
      Policies: [
        {
          PolicyName: joinAll('-', [service.name, service.stage, 'lambda']),
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
      Path: iamRole.path ?? '/',
      RoleName: iamRole.name ?? joinAll('-', [service.name, service.stage, ref('AWS::Region'), 'lambdaRole']),
      ...(managed.length > 0 && { ManagedPolicyArns: managed }),
      ...(boundary !== undefined && { PermissionsBoundary: boundary }),
    },
  })
}

function sharedBoundary(provider: ConfigObject): unknown {
  return asObject(asObject(provider.iam).role).permissionsBoundary ?? provider.rolePermissionsBoundary
}

function assumedBy(principal: string): unknown {
  return {
    Version: '2012-10-17',
    Statement: [{ Effect: 'Allow', Principal: { Service: [principal] }, Action: ['sts:AssumeRole'] }],
  }
}

function managedPolicies(service: Service, iamRole: ConfigObject): unknown[] {
  const own = asArray(iamRole.managedPolicies ?? asObject(service.data.provider).iamManagedPolicies)
  const inVpc = service.functions.some((fn) => fn.inVpc)
  const vpc = joinAll('', [
    'arn:',
    ref('AWS::Partition'),
    ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
  ])
  return inVpc ? [...own, vpc] : [...own]
}

function logStatements(service: Service): Statement[] {
  const prefix = `${service.name}-${service.stage}`
  const logging = service.functions.filter((fn) => fn.data.disableLogs !== true && usesSharedRole(fn))
  const groups = logging.filter((fn) => !fn.name.startsWith(prefix)).map((fn) => fn.name)
  if (logging.some((fn) => fn.name.startsWith(prefix))) groups.push(`${prefix}*`)
  if (groups.length === 0) return []
  return [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:TagResource'],
      Resource: groups.map((name) => sub(`${LOGS}${name}:*`)),
    },
    { Effect: 'Allow', Action: ['logs:PutLogEvents'], Resource: groups.map((name) => sub(`${LOGS}${name}:*:*`)) },
  ]
}

function usesSharedRole(fn: ServiceFunction): boolean {
  return fn.data.role === undefined
}

/** What options of functions need, function by function; each statement once. */
function optionStatements(service: Service): Statement[] {
  const provider = asObject(service.data.provider)
  const statements = service.functions.flatMap((fn): Statement[] => [
    ...(typeof fn.data.onError === 'string'
      ? [{ Effect: 'Allow' as const, Action: ['sns:Publish'], Resource: [fn.data.onError] }]
      : []),
    ...(usesSharedRole(fn) && isTraced(provider, fn)
      ? [{ Effect: 'Allow' as const, Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: ['*'] }]
      : []),
  ])
  return [...new Map(statements.map((statement) => [JSON.stringify(statement), statement])).values()]
}

/** Event statements with the same actions are one: the packager writes one for all queues of the service. */
function merged(statements: readonly Statement[]): Statement[] {
  const byAction = new Map<string, Statement>()
  for (const statement of statements) {
    const key = JSON.stringify(statement.Action)
    const known = byAction.get(key)
    const resources = [...asArray(known?.Resource), ...asArray(statement.Resource)]
    byAction.set(key, { ...statement, Resource: resources })
  }
  return [...byAction.values()]
}

/** Roles of single functions. Source: `dist/lib/index.js` of serverless-iam-roles-per-function 3.2.0. */
export function addRolesPerFunction(builder: TemplateBuilder): void {
  const { service } = builder
  if (!hasRolesPerFunction(service)) return
  for (const fn of service.functions) {
    if (fn.data.iamRoleStatements === undefined || fn.data.role !== undefined) continue
    const id = `${normalizedName(fn.key)}IamRoleLambdaExecution`
    builder.add(id, ownRole(builder, fn))
    const lambda = builder.resources[fn.logicalId] as Resource
    lambda.Properties = { ...lambda.Properties, Role: getAtt(id) }
    lambda.DependsOn = [id, logGroupLogicalId(fn.key)]
    for (const resource of Object.values(builder.resources)) {
      const target = JSON.stringify(asObject(resource.Properties).FunctionName)
      const isOwn =
        resource.Type === 'AWS::Lambda::EventSourceMapping' && target === JSON.stringify(getAtt(fn.logicalId))
      if (isOwn) resource.DependsOn = id
    }
  }
}

/** Whether a function with statements of its own also gets the provider's. */
export function inheritsStatements(service: Service, fn: ServiceFunction): boolean {
  const custom = asObject(asObject(service.data.custom)[ROLES_PLUGIN])
  return (fn.data.iamRoleStatementsInherit ?? custom.defaultInherit) === true
}

function ownRole(builder: TemplateBuilder, fn: ServiceFunction): Resource {
  const { service } = builder
  const provider = asObject(service.data.provider)
  // the role begins as a copy of the shared one
  const custom = asObject(asObject(service.data.custom)[ROLES_PLUGIN])
  const boundary = fn.data.iamPermissionsBoundary ?? custom.iamGlobalPermissionsBoundary ?? sharedBoundary(provider)
  const inherited = inheritsStatements(service, fn) ? providerStatements(service) : []
  const statements: Statement[] = [
    {
      Effect: 'Allow',
      Action: ['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:PutLogEvents'],
      Resource: [sub(`${LOGS}${fn.name}:*:*`)],
    },
    ...(builder.ownStatements.get(fn.key) ?? []),
    ...(typeof fn.data.onError === 'string'
      ? [{ Effect: 'Allow' as const, Action: ['sns:Publish'], Resource: fn.data.onError }]
      : []),
    ...[...inherited, ...asArray(fn.data.iamRoleStatements).filter(isObject)].map(asStatement),
  ]
  const parts = [service.name, service.stage, fn.key, ref('AWS::Region'), 'lambdaRole']
  const length = parts.map((part) => (typeof part === 'string' ? part : service.region)).join('-').length
  return {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: assumedBy('lambda.amazonaws.com'),
      Policies: [
        {
          PolicyName: joinAll('-', [service.name, service.stage, 'lambda']),
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
      Path: '/',
      RoleName: fn.data.iamRoleStatementsName ?? joinAll('-', length > 64 ? parts.slice(0, -1) : parts),
      ...(boundary !== undefined && { PermissionsBoundary: boundary }),
      ManagedPolicyArns: fn.inVpc
        ? [
            joinAll('', [
              'arn:',
              ref('AWS::Partition'),
              ':iam::aws:policy/service-role/AWSLambdaVPCAccessExecutionRole',
            ]),
          ]
        : [],
    },
  }
}
