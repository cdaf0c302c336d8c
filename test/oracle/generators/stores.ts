import fc from 'fast-check'
import { arn, flag, listOf, name, number, object, ref, some, words } from './values'

const rules = fc.array(
  fc.constantFrom<object>({ prefix: 'in/' }, { suffix: '.jpg' }, { prefix: { Ref: 'Thing' } }, { suffix: 12 }),
  { minLength: 1, maxLength: 2 },
)
const notification = { event: fc.constantFrom('s3:ObjectCreated:*', 's3:ObjectRemoved:Delete'), rules }
const bucket = fc.constantFrom('photos', 'my-files', 'files.example', 'configured')

const s3 = fc.oneof(
  bucket,
  object({ bucket }, notification),
  object({ bucket: fc.constantFrom<unknown>('shared', { Ref: 'Thing' }), existing: flag }, notification).map(
    (event) => ({
      ...event,
      existing: true,
    }),
  ),
)

const sender = fc.constantFrom('CustomSMSSender', 'CustomEmailSender')
const trigger = fc.constantFrom('PreSignUp', 'PostConfirmation', 'PreTokenGeneration', 'UserMigration')
const pool = fc.constantFrom('users', 'Admins+more', 'my pool')
const cognitoUserPool = fc.oneof(
  object({ pool, trigger }),
  object({ pool, trigger: sender, kmsKeyId: fc.constant({ 'Fn::GetAtt': ['Key', 'Arn'] }) }),
  object({ pool: fc.constant('theirs'), trigger, existing: fc.constant(true) }),
  object({
    pool: fc.constant('theirs'),
    trigger: sender,
    existing: fc.constant(true),
    kmsKeyId: fc.constant('arn:aws:kms:us-east-1:123456789012:key/a'),
  }),
)

const listenerArn = fc.oneof(
  arn('elasticloadbalancing', fc.constantFrom('listener/app/lb/50dc6c495c0c9188/f2f7dc8efc522ab2')),
  ref,
)
const conditions = object(
  { path: listOf(fc.constantFrom('/a', '/b/*')) },
  {
    header: fc.oneof(
      fc.constant({ name: 'X-A', values: ['1', '2'] }),
      fc.constant([
        { name: 'X-A', values: 'one' },
        { name: 'X-B', values: ['2'] },
      ]),
    ),
    host: listOf(fc.constantFrom('a.example', '*.b.example')),
    ip: fc.constantFrom('10.0.0.0/8', ['10.0.0.0/8', '::1/128']),
    method: listOf(fc.constantFrom('GET', 'POST')),
    query: fc.constantFrom<object>({ a: 'b' }, { a: '1', c: true }),
  },
)
const alb = object(
  { listenerArn, conditions },
  {
    authorizer: fc.constantFrom<unknown>('pool', ['oidc', 'pool'], ['secret']),
    multiValueHeaders: flag,
    targetGroupName: fc.constantFrom('group-1'),
    healthCheck: fc.oneof(
      flag,
      some({
        healthyThresholdCount: number(2, 10),
        intervalSeconds: number(5, 300),
        matcher: object({}, { httpCode: fc.constantFrom('200', '200-299', 204) }),
        path: fc.constantFrom('/health'),
        timeoutSeconds: number(2, 120),
        unhealthyThresholdCount: number(2, 10),
      }),
    ),
  },
)

const origin = fc.oneof(
  fc.constantFrom(
    's3://files.s3.amazonaws.com',
    's3://files.s3.amazonaws.com/a',
    'https://example.com',
    'https://Example.org/B',
  ),
  fc.constant({ DomainName: { 'Fn::GetAtt': ['Bucket', 'DomainName'] }, S3OriginConfig: {}, OriginPath: '/a' }),
  fc.constant({ DomainName: 'x.example', CustomOriginConfig: { OriginProtocolPolicy: 'https-only' } }),
)
const cloudFront = object(
  { eventType: fc.constantFrom('viewer-request', 'origin-request', 'origin-response', 'viewer-response'), origin },
  {
    includeBody: flag,
    pathPattern: fc.constantFrom('/docs*', '/api/*'),
    cachePolicy: fc.constantFrom<unknown>({ name: 'mine' }, { id: 'abc' }, { id: { Ref: 'Thing' } }),
    behavior: some({
      ViewerProtocolPolicy: fc.constant('https-only'),
      AllowedMethods: fc.constant(['GET', 'HEAD']),
      CachePolicyId: name,
      Compress: flag,
      MaxTTL: number(0, 10),
      ForwardedValues: fc.constant({ QueryString: true, Headers: 'X-A' }),
      TrustedSigners: listOf(words),
    }),
  },
)

export const stores = { s3, cognitoUserPool, alb, cloudFront }

export const storeSettings = {
  s3: some({
    configured: object(
      {},
      { name: fc.constantFrom('real-name', 'photos'), versioningConfiguration: fc.constant({ Status: 'Enabled' }) },
    ),
  }),
  alb: fc.record({
    authorizers: fc.constant({
      pool: {
        type: 'cognito',
        userPoolArn: { 'Fn::GetAtt': ['Pool', 'Arn'] },
        userPoolClientId: 'c',
        userPoolDomain: 'd',
      },
      oidc: {
        type: 'oidc',
        authorizationEndpoint: 'https://a.example',
        clientId: 'c',
        issuer: 'https://b.example',
        tokenEndpoint: 'https://c.example',
        userInfoEndpoint: 'https://d.example',
        scope: 'openid',
        sessionTimeout: 5,
      },
      secret: {
        type: 'oidc',
        authorizationEndpoint: 'https://a.example',
        clientId: 'c',
        clientSecret: 's',
        issuer: 'https://b.example',
        tokenEndpoint: 'https://c.example',
        userInfoEndpoint: 'https://d.example',
        onUnauthenticatedRequest: 'allow',
        requestExtraParams: { a: 'b' },
      },
    }),
  }),
  cloudFront: fc.constant({
    cachePolicies: {
      mine: {
        DefaultTTL: 1,
        MaxTTL: 2,
        MinTTL: 0,
        Comment: 'c',
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' },
          EnableAcceptEncodingGzip: true,
          HeadersConfig: { HeaderBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'none' },
        },
      },
    },
  }),
  kinesis: fc.constant({ consumerNamingMode: 'serviceSpecific' }),
}
