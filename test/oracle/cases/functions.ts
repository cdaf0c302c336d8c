import type { Cases } from '../golden'

const service = (fn: object, provider: object = {}, more: object = {}) => ({
  service: 'svc',
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { fn: { handler: 'index.handler', ...fn } },
  ...more,
})

const image = `123456789012.dkr.ecr.us-east-1.amazonaws.com/repo@sha256:${'6b'.repeat(32)}`
const vpc = { securityGroupIds: ['sg-1'], subnetIds: ['subnet-1', 'subnet-2'] }
const topic = 'arn:aws:sns:us-east-1:123456789012:failed'
const queue = 'arn:aws:sqs:us-east-1:123456789012:failed'

/** Each option of a function, alone and with what it depends on. */
export const cases: Cases = {
  plain: service({}),
  name: service({ name: 'custom' }),
  'name with the usual prefix': service({ name: 'svc-dev-other' }),
  memorySize: service({ memorySize: '256' }),
  timeout: service({ timeout: 30 }),
  description: service({ description: 'd' }),
  runtime: service({ runtime: 'nodejs22.x' }),
  architecture: service({ architecture: 'arm64' }),
  ephemeralStorageSize: service({ ephemeralStorageSize: 1024 }),
  environment: service({ environment: { A: 'x', B: { Ref: 'Q' }, N: 5, T: true, E: '', L: ['one'] } }),
  'environment of both': service({ environment: { A: 'own' } }, { environment: { A: 'shared', B: 2 } }),
  'environment without variables': service({ environment: {} }),
  tags: service({ tags: { a: 'b', n: 1 } }, { tags: { a: 'shared', c: 'd' } }),
  'tags without any': service({ tags: {} }),
  'role by ARN': service({ role: 'arn:aws:iam::123456789012:role/x' }),
  'role by logical id': service({ role: 'MyRole' }),
  'role by Fn::GetAtt': service({ role: { 'Fn::GetAtt': ['MyRole', 'Arn'] } }),
  'role by Fn::ImportValue': service({ role: { 'Fn::ImportValue': 'x' } }),
  'role by Fn::Sub': service({ role: { 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/x' } }),
  vpc: service({ vpc }),
  'vpc with IPv6': service({ vpc: { ...vpc, ipv6AllowedForDualStack: true } }),
  'vpc of the provider': service({}, { vpc }),
  'vpc switched off': service({ vpc: false }, { vpc }),
  'vpc of null': service({ vpc: null }),
  'vpc of Fn::Split': service({ vpc: { securityGroupIds: ['sg-1'], subnetIds: { 'Fn::Split': [',', { Ref: 'S' }] } } }),
  reservedConcurrency: service({ reservedConcurrency: 1 }),
  'reservedConcurrency of none': service({ reservedConcurrency: 0 }),
  provisionedConcurrency: service({ provisionedConcurrency: 2 }),
  'provisionedConcurrency without versions': service({ provisionedConcurrency: 2, versionFunction: false }),
  snapStart: service({ snapStart: true }),
  'snapStart without versions': service({ snapStart: true, versionFunction: false }),
  kmsKeyArn: service({ kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/x' }),
  'kmsKeyArn by reference': service({ kmsKeyArn: { 'Fn::GetAtt': ['Key', 'Arn'] } }),
  'kmsKeyArn of both': service(
    { kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/x' },
    { kmsKeyArn: 'arn:aws:kms:us-east-1:123456789012:key/y' },
  ),
  onError: service({ onError: topic }),
  'onError by reference': service({ onError: { Ref: 'Topic' } }),
  tracing: service({ tracing: true }),
  'tracing passed through': service({ tracing: 'PassThrough' }),
  'tracing of the provider': service({}, { tracing: { lambda: true } }),
  layers: service({ layers: ['arn:aws:lambda:us-east-1:123456789012:layer:x:1', { Ref: 'L' }] }),
  'layers of the provider': service({}, { layers: ['arn:aws:lambda:us-east-1:123456789012:layer:x:1'] }),
  fileSystemConfig: service({
    vpc,
    fileSystemConfig: {
      arn: 'arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0',
      localMountPath: '/mnt/files',
    },
  }),
  'destinations by ARN': service({ destinations: { onSuccess: topic, onFailure: queue } }),
  'destinations by function': service(
    { destinations: { onSuccess: 'other', onFailure: 'fn' } },
    {},
    {
      functions: {
        fn: { handler: 'i.h', destinations: { onSuccess: 'other' } },
        other: { handler: 'i.h', provisionedConcurrency: 1, destinations: { onFailure: 'other' } },
      },
    },
  ),
  'destinations by reference': service({
    destinations: { onFailure: { type: 'sqs', arn: { 'Fn::GetAtt': ['Q', 'Arn'] } } },
  }),
  'destinations by event bus': service({
    destinations: { onSuccess: 'arn:aws:events:us-east-1:123456789012:event-bus/b' },
  }),
  'destinations with a role': service({ destinations: { onFailure: queue }, role: 'MyRole' }),
  maximumRetryAttempts: service({ maximumRetryAttempts: 0, maximumEventAge: 60 }),
  'maximumRetryAttempts of an alias': service({ maximumRetryAttempts: 1, provisionedConcurrency: 1 }),
  url: service({ url: true }),
  'url with an authorizer': service({ url: { authorizer: 'aws_iam', cors: true, invokeMode: 'RESPONSE_STREAM' } }),
  'url with CORS': service({
    url: {
      cors: {
        allowedOrigins: 'https://example.com',
        allowedHeaders: null,
        allowedMethods: ['GET', 'GET'],
        allowCredentials: true,
        exposedResponseHeaders: ['x'],
        maxAge: '10',
      },
    },
  }),
  'url of an alias': service({ url: true, snapStart: true, condition: 'C' }),
  disableLogs: service({ disableLogs: true }),
  'disableLogs of one of two': service(
    {},
    {},
    {
      functions: { a: { handler: 'i.h' }, b: { handler: 'i.h', disableLogs: true }, c: { handler: 'i.h', name: 'c' } },
    },
  ),
  logRetentionInDays: service({ logRetentionInDays: '14' }),
  'logRetentionInDays of the provider': service({}, { logRetentionInDays: 7 }),
  logDataProtectionPolicy: service({
    logDataProtectionPolicy: { Name: 'n', Version: '2021-06-01', Statement: [{ Sid: 'a' }] },
  }),
  versionFunction: service({ versionFunction: false }),
  'versionFunction against the provider': service({ versionFunction: true }, { versionFunctions: false }),
  condition: service({ condition: 'C', provisionedConcurrency: 1, maximumEventAge: 60 }),
  dependsOn: service({ dependsOn: 'X', role: 'MyRole' }),
  image: service({ handler: undefined, image }),
  'image with settings': service({
    handler: undefined,
    image: { uri: image, command: ['a.b'], entryPoint: 'entry', workingDirectory: '/w' },
  }),
  'image by name': service(
    { handler: undefined, image: { name: 'base' } },
    { ecr: { images: { base: { uri: image } } } },
  ),
  logs: service({ logs: { logFormat: 'JSON', applicationLogLevel: 'INFO', systemLogLevel: 'WARN', logGroup: 'g' } }),
  'logs of the provider': service({}, { logs: { lambda: { logFormat: 'JSON' } } }),
  runtimeManagement: service({ runtimeManagement: 'onFunctionUpdate' }),
  'runtimeManagement by hand': service(
    { runtimeManagement: { mode: 'manual', arn: 'arn:aws:lambda:us-east-1::runtime:x' } },
    { runtimeManagement: 'onFunctionUpdate' },
  ),
  recursiveLoop: service({ recursiveLoop: 'Allow' }),
  durableConfig: service({ runtime: 'nodejs22.x', durableConfig: { executionTimeout: 60, retentionPeriodInDays: 7 } }),
  'durableConfig with concurrency': service({
    runtime: 'nodejs22.x',
    durableConfig: { executionTimeout: '60' },
    provisionedConcurrency: 1,
    url: true,
  }),
  'package individually': service({ package: { individually: true } }),
  'package of an artifact': service({ package: { artifact: 'dist/fn.zip' } }),
}
