import { asIs, either, flag, list, map, number, record, type Shape, text } from './shape'

/** What each option is. Source: the schema in `plugins/aws/provider.js` of osls 4.3.1. The shapes of events stand with the events. */

const texts = list(text)

/** A list of one ARN or logical id becomes that; anything else that is a text, `*` in a list included, a list of one. */
const policyResource: Shape = (value) => {
  const single = text(value)
  if (typeof single !== 'string' || value === '*') return value
  return /^arn:|^[#A-Za-z0-9-_./]+[*]?$/.test(single) ? single : [single]
}

const statements = list(
  record({ Sid: text, Action: texts, NotAction: texts, Resource: policyResource, NotResource: policyResource }),
)

const environment = map(text)

const tags = map(text)

const vpc = record({ ipv6AllowedForDualStack: flag, securityGroupIds: texts, subnetIds: texts })

const logging = record({ applicationLogLevel: text, logFormat: text, logGroup: text, systemLogLevel: text })

const artifact = { artifact: text, individually: flag }

/** Options that the provider and a function have alike. */
const common = {
  environment,
  kmsKeyArn: text,
  layers: texts,
  logRetentionInDays: number,
  memorySize: number,
  role: text,
  tags,
  timeout: number,
  vpc,
} as const satisfies Record<string, Shape>

const providerShape = record({
  ...common,
  deploymentBucket: either(
    text,
    record({ blockPublicAccess: flag, name: text, skipPolicySetup: flag, tags, versioning: flag }),
  ),
  deploymentPrefix: text,
  iam: record({
    role: either(
      text,
      record({
        managedPolicies: texts,
        name: text,
        path: text,
        permissionBoundary: text,
        permissionsBoundary: text,
        statements,
        tags,
      }),
    ),
  }),
  iamManagedPolicies: texts,
  iamRoleStatements: statements,
  logs: record({ lambda: logging }),
  rolePermissionsBoundary: text,
  stage: text,
  tracing: record({ apiGateway: flag, lambda: flag }),
  versionFunctions: flag,
})

const functionShape = record({
  ...common,
  condition: text,
  dependsOn: texts,
  description: text,
  disableLogs: flag,
  durableConfig: record({ executionTimeout: number, retentionPeriodInDays: number }),
  ephemeralStorageSize: number,
  fileSystemConfig: record({ arn: text, localMountPath: text }),
  handler: text,
  iamRoleStatements: statements,
  iamRoleStatementsInherit: flag,
  iamRoleStatementsName: text,
  image: either(asIs, record({ command: texts, entryPoint: texts, workingDirectory: text })),
  logs: logging,
  maximumEventAge: number,
  maximumRetryAttempts: number,
  onError: text,
  package: record(artifact),
  provisionedConcurrency: number,
  reservedConcurrency: number,
  snapStart: flag,
  tracing: flag,
  url: either(
    flag,
    record({
      authorizer: text,
      cors: either(
        flag,
        record({
          allowCredentials: flag,
          allowedHeaders: texts,
          allowedMethods: texts,
          allowedOrigins: texts,
          exposedResponseHeaders: texts,
          maxAge: number,
        }),
      ),
      invokeMode: text,
    }),
  ),
  versionFunction: flag,
})

const attributes = record({
  Condition: text,
  DeletionPolicy: text,
  DependsOn: texts,
  Type: text,
  UpdateReplacePolicy: text,
})

/** The whole configuration. */
export const serviceShape = record({
  functions: map(functionShape),
  layers: map(
    record({
      allowedAccounts: texts,
      compatibleArchitectures: list(),
      compatibleRuntimes: list(),
      description: text,
      licenseInfo: text,
      name: text,
      package: record(artifact),
      retain: flag,
    }),
  ),
  package: record(artifact),
  provider: providerShape,
  resources: record({
    AWSTemplateFormatVersion: text,
    Description: text,
    Resources: map(attributes),
    Transform: texts,
    extensions: map(attributes),
  }),
})
