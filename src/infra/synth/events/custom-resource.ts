import { createHash } from 'node:crypto'
import { asArray, asObject } from '../../../load/document'
import { logGroupLogicalId, normalizedName } from '../../../load/naming'
import { getAtt, joinAll, type Resource, ref, type Statement, sub } from '../../template'
import type { TemplateBuilder } from '../builder'
import type { EventEntry } from './event'
import { allow } from './event-source-mapping'
import { logGroupSettings, logsOf } from './log-settings'

/**
 * A function of the packager's own that does what CloudFormation cannot: its name and its handler. Its code is the
 * packager's; only the template's part of it is compiled here.
 */
export interface CustomResource {
  readonly name: string
  readonly handler: string
}

/** Stands for the time of packaging, which makes a deployment run the custom resource again. */
const PACKAGING_TIME = 'PACKAGING_TIME'

/** `ForceDeploy` of a custom resource, where an event asks for it. */
export function forceDeploy(builder: TemplateBuilder, { fn, event, position }: EventEntry): { ForceDeploy?: string } {
  if (!asObject(event).forceDeploy) return {}
  const path = ['functions', fn.key, 'events', position - 1]
  builder.note('"forceDeploy" becomes the time of packaging: a text stands in for it.', path)
  return { ForceDeploy: PACKAGING_TIME }
}

const ROLE = 'IamRoleCustomResourcesLambdaExecution'

export function customFunctionId({ name }: CustomResource): string {
  // normalised twice, as the packager does it
  return `${normalizedName(normalizedName(name))}LambdaFunction`
}

/** Adds the function and what its role may do. Source: `aws/custom-resources/index.js` of osls 4.3.1. */
export function addCustomResource(
  builder: TemplateBuilder,
  resource: CustomResource,
  statements: readonly Statement[],
): void {
  const { service } = builder
  const provider = asObject(service.data.provider)
  const prefix = `${service.name}-${service.stage}`
  const name = shortened(`${prefix}-${resource.name}`)
  const deploymentRole = asObject(provider.iam).deploymentRole ?? provider.cfnRole
  const writesLogs = Boolean(logsOf(service).frameworkLambda)
  if (!deploymentRole) addStatements(builder, writesLogs ? logStatements(prefix) : [], statements)
  const runtime = String(provider.runtime ?? '')
  const bucket = provider.deploymentBucket
  const logGroup = logGroupLogicalId(resource.name)
  builder.add(customFunctionId(resource), {
    Type: 'AWS::Lambda::Function',
    Properties: {
      Code: {
        S3Bucket: (typeof bucket === 'string' ? bucket : asObject(bucket).name) ?? ref('ServerlessDeploymentBucket'),
        S3Key: `serverless/${service.name}/${service.stage}/custom-resources.zip`,
      },
      FunctionName: name,
      Handler: resource.handler,
      MemorySize: 1024,
      Runtime: runtime.startsWith('nodejs') ? runtime : 'nodejs24.x',
      Timeout: 180,
      ...(provider.architecture ? { Architectures: [provider.architecture] } : {}),
      Role: deploymentRole || getAtt(ROLE),
    },
    DependsOn: [...(deploymentRole ? [] : [ROLE]), ...(writesLogs ? [logGroup] : [])],
  })
  if (!writesLogs) return
  builder.add(logGroup, {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/aws/lambda/${name}`, ...logGroupSettings(service) },
  })
}

/** Names of functions have up to 64 characters. */
function shortened(name: string): string {
  return name.length > 64 ? `${name.slice(0, 32)}${createHash('md5').update(name).digest('hex')}` : name
}

/** All custom resources of a service share a role, which begins with what they log. */
function addStatements(builder: TemplateBuilder, first: readonly Statement[], more: readonly Statement[]): void {
  const statements: Statement[] = statementsOf(builder.resources[ROLE]) ?? [...first]
  // resources that are the same text stand once; objects are each their own
  for (const statement of more) {
    if (!statements.some(({ Resource }) => Resource === statement.Resource)) statements.push(statement)
  }
  const { name, stage } = builder.service
  builder.add(ROLE, {
    Type: 'AWS::IAM::Role',
    Properties: {
      AssumeRolePolicyDocument: {
        Version: '2012-10-17',
        Statement: [{ Effect: 'Allow', Principal: { Service: ['lambda.amazonaws.com'] }, Action: ['sts:AssumeRole'] }],
      },
      Policies: [
        {
          PolicyName: joinAll('-', [stage, name, 'custom-resources-lambda']),
          PolicyDocument: { Version: '2012-10-17', Statement: statements },
        },
      ],
    },
  })
}

function statementsOf(role: Resource | undefined): Statement[] | undefined {
  const [policy] = asArray(role?.Properties?.Policies) as { PolicyDocument: { Statement: Statement[] } }[]
  return policy?.PolicyDocument.Statement
}

function logStatements(prefix: string): Statement[] {
  const group = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:/aws/lambda/${prefix}*:*`
  return [
    allow(['logs:CreateLogStream', 'logs:CreateLogGroup', 'logs:TagResource'], [sub(group)]),
    allow(['logs:PutLogEvents'], [sub(`${group}:*`)]),
  ]
}
