import type { Cases } from '../golden'

const PLUGIN = 'serverless-iam-roles-per-function'

const service = (fn: object, provider: object = {}, more: object = {}) => ({
  service: 'svc',
  plugins: [PLUGIN],
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { fn: { handler: 'index.handler', ...fn }, other: { handler: 'index.other' } },
  ...more,
})

const statement = { Effect: 'Allow', Action: 's3:GetObject', Resource: ['arn:aws:s3:::b/*'] }
const shared = { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: '*' }
const boundary = 'arn:aws:iam::123456789012:policy/boundary'

/** Roles of single functions: serverless-iam-roles-per-function. */
export const cases: Cases = {
  plain: service({}),
  statements: service({ iamRoleStatements: [statement] }, { iamRoleStatements: [shared] }),
  'no statements': service({ iamRoleStatements: [] }),
  inherited: service(
    { iamRoleStatements: [statement], iamRoleStatementsInherit: true },
    { iamRoleStatements: [shared] },
  ),
  'inherited from iam.role': service(
    { iamRoleStatements: [statement], iamRoleStatementsInherit: 'true' },
    { iam: { role: { statements: [shared], managedPolicies: ['arn:aws:iam::aws:policy/ReadOnlyAccess'] } } },
  ),
  'inherited by default': service(
    { iamRoleStatements: [statement] },
    { iamRoleStatements: [shared] },
    { custom: { [PLUGIN]: { defaultInherit: true } } },
  ),
  'not inherited against the default': service(
    { iamRoleStatements: [statement], iamRoleStatementsInherit: false },
    { iamRoleStatements: [shared] },
    { custom: { [PLUGIN]: { defaultInherit: true } } },
  ),
  name: service({ iamRoleStatements: [statement], iamRoleStatementsName: 'own-name' }),
  'long name': service(
    { iamRoleStatements: [statement] },
    {},
    { service: 'a-service-with-a-name-of-forty-characters' },
  ),
  boundary: service(
    { iamRoleStatements: [statement], iamPermissionsBoundary: boundary },
    {},
    { custom: { [PLUGIN]: { iamGlobalPermissionsBoundary: `${boundary}-global` } } },
  ),
  'boundary of all': service(
    { iamRoleStatements: [statement] },
    { rolePermissionsBoundary: boundary, iam: { role: { path: '/x/', tags: { a: 'b' } } } },
    { custom: { [PLUGIN]: { iamGlobalPermissionsBoundary: `${boundary}-global` } } },
  ),
  vpc: service({ iamRoleStatements: [statement], vpc: { securityGroupIds: ['sg-1'], subnetIds: ['subnet-1'] } }),
  'options that the plugin does not know': service({
    iamRoleStatements: [statement],
    tracing: true,
    kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/x',
    onError: 'arn:aws:sns:us-east-1:123456789012:failed',
    destinations: { onFailure: 'arn:aws:sqs:us-east-1:123456789012:failed' },
    dependsOn: 'X',
  }),
  'onError by reference': service({ iamRoleStatements: [statement], onError: { Ref: 'T' } }),
  streams: service({
    iamRoleStatements: [statement],
    events: [
      { stream: 'arn:aws:dynamodb:us-east-1:123456789012:table/t/stream/1' },
      { stream: { type: 'kinesis', arn: { 'Fn::GetAtt': ['Stream', 'Arn'] }, consumer: true } },
      { sqs: 'arn:aws:sqs:us-east-1:123456789012:one' },
    ],
  }),
  'queue of an alias': service({
    iamRoleStatements: [statement],
    provisionedConcurrency: 1,
    events: [{ sqs: 'arn:aws:sqs:us-east-1:123456789012:one' }],
  }),
  queues: service({
    iamRoleStatements: [statement],
    events: [
      { sqs: 'arn:aws:sqs:us-east-1:123456789012:one' },
      { sqs: { arn: { 'Fn::GetAtt': ['Two', 'Arn'] }, batchSize: 1 } },
    ],
  }),
}
