import type { Cases } from '../golden'

const service = (provider: object, more: object = {}) => ({
  service: 'svc',
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { fn: { handler: 'index.handler' } },
  ...more,
})

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: 'arn:aws:s3:::b/*' }

/** Options of the provider, and sections of the service. */
export const cases: Cases = {
  plain: service({}),
  'no functions': service({}, { functions: undefined }),
  'deploymentBucket by name': service({ deploymentBucket: 'some-bucket' }),
  'deploymentBucket with a name': service({ deploymentBucket: { name: 'some-bucket', blockPublicAccess: true } }),
  'deploymentBucket with settings': service({
    deploymentBucket: { blockPublicAccess: true, versioning: true, skipPolicySetup: true, tags: { a: 1 } },
  }),
  'deploymentBucket with encryption': service({ deploymentBucket: { serverSideEncryption: 'AES256' } }),
  deploymentPrefix: service({ deploymentPrefix: 'prefix' }),
  stage: service({ stage: 'prod', region: 'eu-west-1' }),
  stackName: service({ stackName: 'stack', stackTags: { a: 'b' }, notificationArns: ['arn:aws:sns:us-east-1:1:t'] }),
  versionFunctions: service({ versionFunctions: false }),
  'iam.role by name': service({ iam: { role: 'MyRole' } }),
  'iam.role by ARN': service({ iam: { role: 'arn:aws:iam::123456789012:role/x' } }),
  'iam.role by reference': service({ iam: { role: { 'Fn::GetAtt': ['MyRole', 'Arn'] } } }),
  'role by name': service({ role: 'MyRole' }),
  'iam.role.statements': service({ iam: { role: { statements: [statement, { ...statement, Resource: ['*'] }] } } }),
  iamRoleStatements: service({ iamRoleStatements: [{ ...statement, Sid: 1, Action: ['a:B', 'c:D'] }] }),
  'statements with lists of one': service({
    iamRoleStatements: [
      { Effect: 'Allow', NotAction: 'a:B', Resource: ['arn:aws:s3:::b'] },
      { Effect: 'Allow', Action: ['a:B'], NotResource: [{ 'Fn::GetAtt': ['Q', 'Arn'] }] },
      { Effect: 'Deny', Action: '*', Resource: { Ref: 'Q' }, Condition: { Bool: { 'aws:SecureTransport': false } } },
      { Effect: 'Allow', Action: 'a:B', Resource: ['arn:aws:s3:::b', { Ref: 'Q' }] },
    ],
  }),
  'statements like derived ones': service({
    tracing: { lambda: true },
    iamRoleStatements: [
      { Effect: 'Allow', Action: ['xray:PutTraceSegments', 'xray:PutTelemetryRecords'], Resource: ['*'] },
    ],
  }),
  'iam.role with settings': service({
    iam: {
      role: {
        name: 'role-name',
        path: '/service/',
        managedPolicies: 'arn:aws:iam::aws:policy/ReadOnlyAccess',
        permissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
        tags: { a: 1 },
        statements: [],
      },
    },
  }),
  'iam.role.permissionBoundary': service({ iam: { role: { permissionBoundary: 'arn:aws:iam::1:policy/b' } } }),
  iamManagedPolicies: service({
    iamManagedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'],
    rolePermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
  }),
  'iam.deploymentRole': service({ iam: { deploymentRole: 'arn:aws:iam::123456789012:role/deploy' } }),
  'role of every function': service({}, { functions: { fn: { handler: 'i.h', role: 'MyRole' } } }),
  'role of some functions': service(
    {},
    {
      functions: { a: { handler: 'i.h', role: 'MyRole' }, b: { handler: 'i.h', tracing: true } },
    },
  ),
  'functions as a list': service({}, { functions: [{ a: { handler: 'a.h' } }, { 'b-c_d': { handler: 'b.h' } }] }),
  'package individually': service({}, { package: { individually: true } }),
  'package of an artifact': service({}, { package: { artifact: 'dist/all.zip' } }),
  layers: service(
    {},
    {
      layers: {
        'my-layer': {
          path: 'layer',
          description: 'd',
          compatibleRuntimes: ['nodejs20.x'],
          compatibleArchitectures: ['arm64'],
          licenseInfo: 'MIT',
          allowedAccounts: ['*', '123456789012'],
        },
        kept: { path: 'kept', name: 'other-name', retain: true, allowedAccounts: '*' },
      },
      functions: { fn: { handler: 'i.h', layers: [{ Ref: 'MyDashlayerLambdaLayer' }] } },
    },
  ),
  resources: service(
    {},
    {
      resources: {
        Description: 'mine',
        Parameters: { P: { Type: 'String' } },
        Conditions: { C: { 'Fn::Equals': ['a', 'b'] } },
        Transform: 'AWS::Serverless-2016-10-31',
        Resources: {
          Q: {
            Type: 'AWS::SQS::Queue',
            Properties: { QueueName: null, Tags: [{ Key: 'a', Value: 'b' }] },
            DependsOn: 'T',
          },
          T: { Type: 'AWS::SNS::Topic' },
          FnLogGroup: { Type: 'AWS::Logs::LogGroup', Properties: { RetentionInDays: 3 } },
          IamRoleLambdaExecution: {
            Type: 'AWS::IAM::Role',
            Properties: { Policies: [{ PolicyName: 'renamed' }, { PolicyName: 'second' }] },
          },
        },
        Outputs: {
          QueueUrl: { Value: { Ref: 'Q' } },
          ServerlessDeploymentBucketName: { Description: 'mine', Export: { Name: 'own-name' } },
        },
      },
    },
  ),
  'resources as a list': service(
    {},
    {
      resources: [
        { Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { TopicName: 'a' } } } },
        { Resources: { T: { Type: 'AWS::SNS::Topic', Properties: { DisplayName: 'b' } } } },
        { Outputs: { O: { Value: 1 } } },
      ],
    },
  ),
  extensions: service(
    {},
    {
      resources: {
        extensions: {
          FnLambdaFunction: {
            Properties: { MemorySize: 512, VpcConfig: { a: 1 } },
            DependsOn: 'T',
            Metadata: { a: 1 },
          },
          FnLogGroup: { DeletionPolicy: 'Retain', DependsOn: ['T'], UpdateReplacePolicy: 'Retain', Condition: 'C' },
        },
      },
    },
  ),
}
