import fc from 'fast-check'
import { flag, listOf, name, number, object, some, words } from './values'

const quota = object({ limit: number(1, 100) }, { offset: number(0, 5), period: fc.constantFrom('DAY', 'WEEK') })
const throttle = object({ burstLimit: number(1, 100) }, { rateLimit: number(1, 100) })
const plan = some({ quota, throttle })
const key = fc.oneof(name, object({ name }, { value: words, description: words, customerId: words, enabled: flag }))

const usage = fc.oneof(
  fc.constant({}),
  some({ apiKeys: fc.array(key, { minLength: 1, maxLength: 3 }), usagePlan: plan }),
  fc
    .tuple(plan, plan, fc.array(key, { maxLength: 2 }), fc.array(key, { minLength: 1, maxLength: 2 }))
    .map(([free, paid, freeKeys, paidKeys]) => ({
      usagePlan: [{ free }, { paid }],
      apiKeys: [{ free: freeKeys }, { paid: paidKeys }],
    })),
)

const policy = fc.constant([
  { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: ['execute-api:/*/*/*'] },
  { Effect: 'Deny', Principal: { AWS: 'arn:aws:iam::123456789012:root' }, Action: ['a:b'], Resource: '*' },
])

const own = object(
  {
    request: fc.constant({
      schemas: { shared: { schema: { type: 'object' }, name: 'Shared', description: 'd' }, unused: { schema: {} } },
    }),
  },
  {
    apiKeySourceType: fc.constantFrom('HEADER', 'authorizer'),
    binaryMediaTypes: listOf(fc.constantFrom('*/*', 'image/png')),
    description: words,
    disableDefaultEndpoint: flag,
    endpoint: some({
      securityPolicy: fc.constant('SecurityPolicy_TLS13'),
      accessMode: fc.constantFrom('basic', 'STRICT'),
    }),
    metrics: flag,
    minimumCompressionSize: number(0, 1024),
    resourcePolicy: policy,
    shouldStartNameWithService: flag,
    stage: fc.constant('live'),
    timeoutInMillis: number(50, 29000),
    websocketApiId: fc.oneof({ weight: 1, arbitrary: fc.constant('wsid') }),
  },
)

const existing = fc.constantFrom<object>(
  { restApiId: 'abc', restApiRootResourceId: 'root' },
  { restApiId: { 'Fn::ImportValue': 'api' }, restApiRootResourceId: { 'Fn::ImportValue': 'root' } },
  { restApiId: 'abc', restApiRootResourceId: 'root', restApiResources: { orders: 'r1', 'orders/{id}': 'r2' } },
  { restApiId: 'abc', restApiRootResourceId: 'root', restApiResources: [{ path: 'orders', resourceId: 'r1' }] },
)

const apiGateway = fc
  .tuple(fc.oneof({ weight: 3, arbitrary: own }, existing), usage)
  .map(([api, keys]) => ({ ...api, ...keys }))

const authorizers = fc.constant({
  jwt: { type: 'jwt', identitySource: '$request.header.Authorization', issuerUrl: 'https://i.example', audience: 'a' },
  mine: { type: 'request', functionName: 'authz', resultTtlInSeconds: 0, enableSimpleResponses: true },
  their: {
    type: 'request',
    name: 'my-their',
    functionArn: { Ref: 'Thing' },
    identitySource: ['$request.header.A', '$request.header.B'],
    resultTtlInSeconds: 10,
    payloadVersion: '1.0',
    managedExternally: true,
  },
})
const cors = fc.oneof(
  flag,
  some({
    allowCredentials: flag,
    allowedHeaders: listOf(fc.constantFrom('X-A', 'X-B')),
    allowedMethods: listOf(fc.constantFrom('GET', 'POST')),
    allowedOrigins: listOf(fc.constantFrom('https://a.example')),
    exposedResponseHeaders: listOf(name),
    maxAge: number(0, 100),
  }),
)
const ownHttpApi = object(
  { authorizers },
  {
    cors,
    name,
    description: words,
    payload: fc.constantFrom('1.0', '2.0'),
    metrics: flag,
    disableDefaultEndpoint: flag,
    shouldStartNameWithService: flag,
  },
)

const httpApi = fc.oneof(
  { weight: 4, arbitrary: ownHttpApi },
  fc.constantFrom<object>({ id: 'abc', payload: '1.0' }, { id: { 'Fn::ImportValue': 'api' } }),
)

const logging = {
  accessLogging: flag,
  executionLogging: flag,
  format: words,
  fullExecutionData: flag,
  level: fc.constantFrom('INFO', 'ERROR'),
}
const logs = some({
  frameworkLambda: flag,
  httpApi: fc.oneof(flag, object({}, { format: words })),
  restApi: fc.oneof(
    flag,
    object({}, { ...logging, role: fc.constant('arn:aws:iam::123456789012:role/r'), roleManagedExternally: flag }),
  ),
  websocket: fc.oneof(flag, object({}, logging)),
})

export const apiSettings = {
  apiGateway,
  httpApi,
  logs,
  apiName: name,
  endpointType: fc.constantFrom('regional', 'EDGE', 'Private'),
  vpcEndpointIds: fc.constantFrom<unknown>(['vpce-1'], [{ Ref: 'Thing' }]),
  websocketsApiName: name,
  websocketsApiRouteSelectionExpression: fc.constant('$request.body.kind'),
  websocketsDescription: words,
  tracing: some({ apiGateway: flag }),
}
