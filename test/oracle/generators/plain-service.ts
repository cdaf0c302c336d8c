import fc from 'fast-check'
import * as options from './function-options'
import { arn, flag, getAtt, importValue, listOf, number, object, ref, some, words } from './values'

type Options = Readonly<Record<string, unknown>>

const boundary = arn('iam', fc.constant('policy/boundary'))
const policies = options.mixedList(arn('iam', fc.constantFrom('policy/a', 'policy/b')), ref)
const resource = fc.oneof(
  arn('s3', fc.constantFrom('b', 'b/*')),
  getAtt,
  ref,
  fc.constantFrom<unknown>('*', ['*'], 'MyTable', ['MyTable'], ['arn:aws:s3:::b'], ['arn:aws:s3:::b', '*']),
)
const actions = listOf(fc.constantFrom('s3:GetObject', 'sqs:SendMessage', 'xray:PutTraceSegments'))
const effect = fc.constantFrom('Allow', 'Deny')
const condition = fc.constant({ StringEquals: { 'aws:SourceAccount': '1' } })
const statement = fc.oneof(
  object({ Effect: effect, Action: actions, Resource: resource }, { Sid: words, Condition: condition }),
  object({ Effect: effect, NotAction: actions, NotResource: resource }),
)
const statements = fc.array(statement, { maxLength: 3 })

const role = fc.oneof(
  {
    weight: 4,
    arbitrary: some({
      managedPolicies: policies,
      name: fc.constant('role-name'),
      path: fc.constant('/service/'),
      permissionBoundary: boundary,
      permissionsBoundary: fc.oneof(boundary, importValue),
      statements,
      tags: options.tags,
    }),
  },
  options.roleReference,
)

const bucket = fc.oneof(
  fc.constantFrom<unknown>('my-bucket', { name: 'my-bucket', versioning: true }),
  some({ blockPublicAccess: flag, skipPolicySetup: flag, tags: options.tags, versioning: flag }),
)

const provider = some({
  architecture: fc.constantFrom('arm64', 'x86_64'),
  deploymentBucket: bucket,
  deploymentPrefix: words,
  environment: options.environment,
  iam: some({ role }),
  iamManagedPolicies: policies,
  iamRoleStatements: statements,
  kmsKeyArn: options.kmsKeyArn,
  layers: options.layers,
  logDataProtectionPolicy: options.dataProtection,
  logRetentionInDays: options.retention,
  logs: some({ lambda: options.logging }),
  memorySize: number(128, 512),
  rolePermissionsBoundary: boundary,
  runtime: fc.constantFrom('nodejs22.x', 'python3.13'),
  runtimeManagement: options.runtimeManagement,
  stackName: fc.constant('the-stack'),
  stackTags: options.tags,
  stage: fc.constantFrom('dev', 'prod-1'),
  tags: options.tags,
  timeout: number(1, 60),
  tracing: some({ lambda: options.tracing }),
  versionFunctions: flag,
  vpc: options.vpc,
})

const layer = object(
  { path: fc.constant('layer') },
  {
    allowedAccounts: listOf(fc.constantFrom('*', '123456789012')),
    compatibleArchitectures: fc.constantFrom<unknown>('arm64', ['x86_64'], ['arm64', 'x86_64']),
    compatibleRuntimes: listOf(fc.constantFrom('nodejs20.x', 'python3.13')),
    description: words,
    licenseInfo: words,
    name: fc.constant('other-name'),
    retain: flag,
  },
)

const own = fc.record(
  {
    Type: fc.constantFrom('AWS::SQS::Queue', 'AWS::SNS::Topic'),
    Properties: fc.constantFrom<object>({ Name: null, List: [null, { A: null }] }, { Tags: [{ Key: 'a', Value: 1 }] }),
    DependsOn: listOf(fc.constantFrom('OtherThing', 'FnLogGroup')),
    DeletionPolicy: fc.constant('Retain'),
  },
  { requiredKeys: ['Type'] },
)
const changed = fc.constant({ Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 3, KmsKeyId: null } })
const part = some({
  Conditions: fc.constant({ IsProduction: { 'Fn::Equals': ['a', 'b'] } }),
  Outputs: fc.dictionary(
    fc.constantFrom('Own', 'ServerlessDeploymentBucketName'),
    fc.constant({ Description: 'd', Value: 1 }),
  ),
  Resources: fc.record({ Thing: own, OtherThing: own, FnLogGroup: changed }, { requiredKeys: [] }),
  Description: words,
  Transform: listOf(fc.constant('AWS::Serverless-2016-10-31')),
  extensions: fc.constantFrom<object>(
    {},
    { ServerlessDeploymentBucketName: undefined },
    { FnLambdaFunction: { Properties: { MemorySize: 99 }, DependsOn: 'Thing', Metadata: { a: 1 } } },
    {
      FnLambdaFunction: {
        DependsOn: ['Thing', 'OtherThing'],
        Condition: 'IsProduction',
        UpdateReplacePolicy: 'Retain',
      },
    },
  ),
})
const resources = fc.oneof(part, fc.array(part, { minLength: 1, maxLength: 3 }))

/** Services with all options of functions and the provider, and no events, such as the packager takes. */
export const plainService: fc.Arbitrary<Options> = fc
  .record(
    {
      service: fc.constantFrom('svc', 'my-service'),
      provider,
      fn: options.functionOptions,
      other: options.functionOptions,
      more: fc.dictionary(fc.constantFrom('with-dash', 'with_score', 'UPPER'), options.functionOptions),
      layers: fc.dictionary(fc.constantFrom('shared-lib', 'tools'), layer),
      resources,
      package: some({ individually: flag, artifact: fc.constant('dist/all.zip') }),
      asList: fc.boolean(),
    },
    { requiredKeys: ['service', 'provider', 'fn', 'other', 'more', 'asList'] },
  )
  .map(({ provider: settings, fn, other, more, asList, ...rest }) => {
    const all = Object.entries({ fn, other, ...more }).map(
      ([key, value]) => [key, packageable(key, value, settings)] as const,
    )
    const functions = asList ? all.map(([key, value]) => ({ [key]: value })) : Object.fromEntries(all)
    return { ...rest, provider: { name: 'aws', ...settings }, functions }
  })

/** Takes out what the packager refuses together. */
function packageable(key: string, fn: Options, provider: Options): Options {
  const result: Record<string, unknown> = { handler: 'index.handler', ...fn }
  const without = (...names: string[]) => {
    for (const name of names) delete result[name]
  }
  if (result.durableConfig) {
    without('destinations', 'maximumRetryAttempts', 'snapStart')
    result.runtime = 'nodejs22.x'
  }
  if (result.provisionedConcurrency && result.provisionedConcurrency !== '0') without('snapStart')
  if (!result.vpc && !('vpc' in provider && !('vpc' in result))) without('fileSystemConfig')
  // a destination must have the condition of its source
  if ('destinations' in result || key === 'fn' || key === 'other') without('condition')
  return result
}
