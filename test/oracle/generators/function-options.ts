import fc from 'fast-check'
import { arn, flag, getAtt, importValue, listOf, number, object, ref, some, sub, words } from './values'

/** A list of scalars and objects, or one scalar: the packager makes a list of that only. */
export const mixedList = (scalar: fc.Arbitrary<unknown>, other: fc.Arbitrary<unknown>) =>
  fc.oneof({ weight: 4, arbitrary: fc.array(fc.oneof(scalar, other), { minLength: 1, maxLength: 3 }) }, scalar)

const text = fc.oneof({ weight: 4, arbitrary: words }, fc.constantFrom(7, true))

/** Values of environment variables, in all the forms that the packager turns into texts. */
const value = fc.oneof(
  { weight: 4, arbitrary: text },
  ref,
  getAtt,
  sub,
  fc.constantFrom<unknown>('', null, ['one'], { 'Fn::If': ['C', 'a', 'b'] }),
)
export const environment = fc.dictionary(fc.constantFrom('A', 'B_2', 'LONG_NAME', 'z'), value)
export const tags = fc.dictionary(fc.constantFrom('team', 'a:b', 'N 1'), text)

export const vpc = object(
  {
    securityGroupIds: fc.oneof(mixedList(fc.constant('sg-1'), getAtt), fc.constant({ 'Fn::Split': [',', 'a'] })),
    subnetIds: mixedList(fc.constantFrom('subnet-1', 'subnet-2'), fc.oneof(ref, importValue)),
  },
  { ipv6AllowedForDualStack: flag },
)

export const topic = arn('sns', fc.constantFrom('failed', 'other'))
const queue = arn('sqs', fc.constantFrom('failed', 'other.fifo'))
const key = arn('kms', fc.constantFrom('key/a', 'key/b'))
export const kmsKeyArn = fc.oneof(key, getAtt, importValue)
export const layers = mixedList(
  arn('lambda', fc.constant('layer:x:1')),
  fc.oneof(ref, fc.constant({ Ref: 'SharedDashlibLambdaLayer' })),
)
export const roleReference = fc.oneof(
  arn('iam', fc.constant('role/r')),
  fc.constant('MyRole'),
  getAtt,
  importValue,
  fc.constant({ 'Fn::Sub': 'arn:aws:iam::${AWS::AccountId}:role/x' }),
)
export const retention = fc.constantFrom<unknown>(1, 14, '30')
export const logging = some({
  applicationLogLevel: fc.constantFrom('INFO', 'ERROR'),
  logFormat: fc.constantFrom('JSON', 'Text'),
  logGroup: fc.constant('/a/group'),
  systemLogLevel: fc.constantFrom('DEBUG', 'WARN'),
})
export const dataProtection = fc.constant({ Name: 'n', Version: '2021-06-01', Statement: [{ Sid: 'a' }] })
export const tracing = fc.constantFrom<unknown>(true, false, 'true', 'Active', 'PassThrough')
export const runtimeManagement = fc.constantFrom<unknown>(
  'auto',
  'onFunctionUpdate',
  { mode: 'manual', arn: 'arn:aws:lambda:us-east-1::runtime:x' },
  { mode: 'onFunctionUpdate' },
)

const destination = fc.oneof(
  topic,
  queue,
  fc.constantFrom<unknown>('fn', 'other', 'arn:aws:events:us-east-1:123456789012:event-bus/b'),
  fc
    .tuple(getAtt, fc.constantFrom('function', 'sns', 'sqs', 'eventBus'))
    .map(([target, type]) => ({ arn: target, type })),
)

const origins = listOf(fc.constantFrom('https://a.example', 'https://b.example'))
const cors = fc.oneof(
  flag,
  some({
    allowCredentials: flag,
    allowedHeaders: fc.oneof(listOf(words), fc.constant(null)),
    allowedMethods: fc.oneof(listOf(fc.constantFrom('GET', 'POST')), fc.constant(null)),
    allowedOrigins: fc.oneof(origins, fc.constant(null)),
    exposedResponseHeaders: listOf(words),
    maxAge: number(0, 100),
  }),
)
const url = fc.oneof(
  flag,
  some({ authorizer: fc.constant('aws_iam'), cors, invokeMode: fc.constantFrom('BUFFERED', 'RESPONSE_STREAM') }),
)

/** Options of a function; not all of them go together. */
export const functionOptions = some({
  architecture: fc.constantFrom('arm64', 'x86_64'),
  condition: fc.constant('IsProduction'),
  dependsOn: listOf(fc.constantFrom('Thing', 'OtherThing')),
  description: text,
  destinations: some({ onSuccess: destination, onFailure: destination }),
  disableLogs: flag,
  durableConfig: object({ executionTimeout: number(60, 900) }, { retentionPeriodInDays: number(1, 90) }),
  environment,
  ephemeralStorageSize: number(512, 1024),
  fileSystemConfig: fc.record({
    arn: fc.oneof(
      getAtt,
      fc.constant('arn:aws:elasticfilesystem:us-east-1:123456789012:access-point/fsap-0123456789abcdef0'),
    ),
    localMountPath: fc.constant('/mnt/files'),
  }),
  kmsKeyArn,
  layers,
  logDataProtectionPolicy: dataProtection,
  logRetentionInDays: retention,
  logs: logging,
  maximumEventAge: number(60, 100),
  maximumRetryAttempts: number(0, 2),
  memorySize: number(128, 512),
  name: fc.constantFrom('own-name', 'svc-dev-like-the-others'),
  onError: fc.oneof(topic, ref, importValue),
  package: some({ individually: flag, artifact: fc.constant('dist/own.zip') }),
  provisionedConcurrency: number(0, 3),
  recursiveLoop: fc.constantFrom('Allow', 'Terminate'),
  reservedConcurrency: number(0, 3),
  role: roleReference,
  runtime: fc.constantFrom('nodejs22.x', 'python3.13'),
  runtimeManagement,
  snapStart: flag,
  tags,
  timeout: number(1, 60),
  tracing,
  url,
  versionFunction: flag,
  vpc: fc.oneof({ weight: 3, arbitrary: vpc }, fc.constantFrom<unknown>(false, null)),
})
