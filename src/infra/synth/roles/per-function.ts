import { asArray, asObject, type ConfigObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import type { Service, ServiceFunction } from '../../../load/service'
import { joinAll, type Resource, ref, type Statement } from '../../template'
import type { TemplateBuilder } from '../builder'
import { SHARED_ROLE } from '../functions/role'
import { logArn } from './log-statements'
import { NETWORK_POLICY } from './shared-role'

const PLUGIN = 'serverless-iam-roles-per-function'

/** Whether the service gives functions roles of their own by `iamRoleStatements`. */
export function hasRolesPerFunction(service: Service): boolean {
  return service.plugins.includes(PLUGIN)
}

/** Whether a function with statements of its own also gets the provider's. */
export function inheritsStatements(service: Service, fn: ServiceFunction): boolean {
  return (fn.data.iamRoleStatementsInherit ?? settingsOf(service).defaultInherit) === true
}

function settingsOf(service: Service): ConfigObject {
  return asObject(asObject(service.data.custom)[PLUGIN])
}

/** Roles of single functions. Source: `dist/lib/index.js` of serverless-iam-roles-per-function 3.2.0. */
export function addRolesPerFunction(builder: TemplateBuilder): void {
  const { service } = builder
  const shared = builder.resources[SHARED_ROLE]
  if (!hasRolesPerFunction(service)) return
  const { iamGlobalPermissionsBoundary: boundary } = settingsOf(service)
  for (const fn of service.functions) {
    if (fn.data.iamRoleStatements === undefined) continue
    if (fn.data.role || !shared) {
      builder.note('"iamRoleStatements" needs the shared role as a model: the plugin refuses the service.', [
        'functions',
        fn.key,
        'iamRoleStatements',
      ])
      continue
    }
    const id = `${normalizedName(fn.key)}${SHARED_ROLE}`
    builder.add(id, ownRole(service, fn, shared))
    if (boundary) shared.Properties = { ...shared.Properties, PermissionsBoundary: boundary }
    assignRole(builder, fn, id)
  }
}

function assignRole(builder: TemplateBuilder, fn: ServiceFunction, id: string): void {
  const lambda = builder.resources[fn.logicalId]
  if (!lambda) return
  // what was given the function's role, as a schedule of EventBridge Scheduler, gets the new one
  const role = asObject(lambda.Properties?.Role)['Fn::GetAtt']
  if (Array.isArray(role)) role[0] = id
  lambda.DependsOn = [id, ...[lambda.DependsOn ?? []].flat()]
  for (const resource of Object.values(builder.resources)) {
    if (resource.Type !== 'AWS::Lambda::EventSourceMapping') continue
    const [target] = asArray(asObject(asObject(resource.Properties).FunctionName)['Fn::GetAtt'])
    if (target === fn.logicalId) resource.DependsOn = id
  }
}

/** A copy of the shared role with statements of its own. */
function ownRole(service: Service, fn: ServiceFunction, shared: Resource): Resource {
  const { data } = fn
  const provider = asObject(service.data.provider)
  const boundary = data.iamPermissionsBoundary || settingsOf(service).iamGlobalPermissionsBoundary
  const [policy] = asArray(shared.Properties?.Policies)
  const inNetwork = isFilled(data.vpc) || isFilled(provider.vpc)
  return {
    ...shared,
    Properties: {
      ...shared.Properties,
      Policies: [
        { ...asObject(policy), PolicyDocument: { Version: '2012-10-17', Statement: statementsOf(service, fn) } },
      ],
      ManagedPolicyArns: inNetwork ? [NETWORK_POLICY] : [],
      ...(boundary ? { PermissionsBoundary: boundary } : {}),
      RoleName: data.iamRoleStatementsName || roleName(service, fn),
    },
  }
}

function isFilled(value: unknown): boolean {
  return isObject(value) && Object.keys(value).length > 0
}

function statementsOf(service: Service, fn: ServiceFunction): unknown[] {
  const provider = asObject(service.data.provider)
  const { onError } = fn.data
  const inherited = provider.iam ? asObject(asObject(provider.iam).role).statements : provider.iamRoleStatements
  const allow = (Action: readonly string[], Resource: unknown): Statement => ({ Effect: 'Allow', Action, Resource })
  return [
    allow(['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:PutLogEvents'], [logArn(fn.name, ':*:*')]),
    ...pollStatements(fn),
    ...(onError ? [allow(['sns:Publish'], onError)] : []),
    ...(inheritsStatements(service, fn) ? asArray(inherited) : []),
    ...asArray(fn.data.iamRoleStatements),
  ]
}

const READ: Readonly<Record<string, readonly string[]>> = {
  dynamodb: ['dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:DescribeStream', 'dynamodb:ListStreams'],
  kinesis: ['kinesis:GetRecords', 'kinesis:GetShardIterator', 'kinesis:DescribeStream', 'kinesis:ListStreams'],
  sqs: ['sqs:ReceiveMessage', 'sqs:DeleteMessage', 'sqs:GetQueueAttributes'],
}

/** The plugin knows streams and queues only, and not the consumers of streams. */
function pollStatements(fn: ServiceFunction): Statement[] {
  const sources = fn.events.flatMap((entry): { type: string; arn: unknown }[] => {
    const event = entry.stream ?? entry.sqs
    if (!event) return []
    const options = asObject(event)
    const arn = options.arn || event
    return [{ type: entry.stream ? String(options.type || String(arn).split(':')[2]) : 'sqs', arn }]
  })
  return Object.entries(READ).flatMap(([type, Action]) => {
    const arns = sources.filter((source) => source.type === type).map(({ arn }) => arn)
    return arns.length > 0 ? [{ Effect: 'Allow' as const, Action, Resource: arns }] : []
  })
}

/** Role names have at most 64 characters: the last part goes first. */
function roleName({ name, stage, region }: Service, fn: ServiceFunction): unknown {
  const parts = [name, stage, fn.key, ref('AWS::Region'), 'lambdaRole']
  const length = [name, stage, fn.key, region, 'lambdaRole'].join('-').length
  return joinAll('-', length > 64 ? parts.slice(0, -1) : parts)
}
