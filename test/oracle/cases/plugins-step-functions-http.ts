import type { Cases } from '../golden'

const ARN = 'arn:aws:lambda:us-east-1:123456789012:function:their-authz'
const POOL = 'arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_ZZ'
const definition = { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } }

const service = (events: readonly unknown[], provider: object = {}, functionEvents: readonly unknown[] = []) => ({
  service: 'svc',
  plugins: ['serverless-step-functions'],
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: {
    authz: { handler: 'index.authz' },
    'with-alias': { handler: 'index.alias', provisionedConcurrency: 1 },
    fn: { handler: 'index.handler', events: functionEvents.map((http) => ({ http })) },
  },
  stepFunctions: { stateMachines: { flow: { definition, events: events.map((http) => ({ http })) } } },
})

const start = { path: '/orders/{id}/', method: 'POST' }
const event = (more: object, provider: object = {}) => service([{ ...start, ...more }], provider)

/** `http` events of state machines: serverless-step-functions. */
export const cases: Cases = {
  text: service(['post orders', 'GET /orders/{id}', 'any /']),
  map: event({}),
  'two machines': {
    ...service([]),
    stepFunctions: {
      stateMachines: {
        flow: { definition, name: 'the-flow', events: [{ http: 'get a' }, { schedule: 'rate(1 hour)' }] },
        other: { definition, id: 'Other', events: [{ http: 'post a' }, { http: 'get a/b' }] },
      },
    },
  },
  'beside functions': service(['post orders', 'get orders/{id}'], { tags: { a: 'b' } }, ['get /orders', 'put /other']),
  'the method of a function, too': service([{ ...start, cors: true, request: { template: { 'text/x': 'x' } } }], {}, [
    {
      ...start,
      integration: 'lambda',
      cors: { origin: 'https://a.example', maxAge: 1 },
      authorizer: 'authz',
      request: { template: { 'text/y': 'y' } },
      response: { statusCodes: { 200: { pattern: '' }, 201: { pattern: 'x' }, 500: { pattern: 'y' } } },
    },
  ]),
  'the same method twice': service([
    { ...start, response: { headers: { A: "'a'" } } },
    { ...start, iamRole: 'arn:aws:iam::123456789012:role/r', response: { headers: { B: "'b'" } } },
  ]),
  name: service([{ ...start, name: 'Named' }]),
  action: event({ action: 'StartSyncExecution' }),
  'action with a template': event({ action: 'StopExecution', request: { template: { 'application/json': '$input' } } }),
  'actions together': service([
    { path: 'a', method: 'get', action: 'DescribeExecution' },
    { path: 'b', method: 'get', action: 'DescribeExecution' },
    { path: 'c', method: 'get', iamRole: 'arn:aws:iam::123456789012:role/r' },
  ]),
  iamRole: event({ iamRole: { 'Fn::GetAtt': ['MyRole', 'Arn'] } }),
  'role with path': event({}, { iam: { role: { path: '/x/' } }, rolePermissionsBoundary: 'arn:aws:iam::1:policy/b' }),
  lambda_proxy: event({ request: { template: 'lambda_proxy' } }),
  'request.template': event({
    request: { template: { 'application/json': { 'Fn::Sub': '${X}' }, 'text/xml': '#{AWS::Region}' } },
  }),
  response: event({ response: { headers: { 'X-A': "'a'" }, template: { 'application/json': '$input.body' } } }),
  responses: event({
    cors: true,
    response: { headers: { 'X-A': "'a'" } },
    responses: {
      200: { selectionPattern: '2..', responseTemplates: { 'application/json': '{}' } },
      404: { statusCode: '404', responseParameters: { 'method.response.header.X': "'x'" } },
      other: {},
    },
  }),
  timeoutInMillis: event({ timeoutInMillis: 3000 }, { apiGateway: { timeoutInMillis: 5000 } }),
  'timeoutInMillis of the provider': event({}, { apiGateway: { timeoutInMillis: '5000' } }),
  cors: event({ cors: true }),
  'cors as a text': event({ cors: 'false' }),
  'cors with origin': event({ cors: { origin: 'https://a.example', allowCredentials: true, maxAge: 10 } }),
  'cors with origins': event({ cors: { origins: ['https://a.example', 'https://b.example'], headers: ['X-A'] } }),
  'cors without origin': event({ cors: { methods: ['ANY'], allowCredentials: 'false' } }),
  'cors of one path together': service([
    { path: 'a', method: 'get', cors: { origin: 'https://a.example', maxAge: 10, headers: ['X-A'] } },
    { path: 'a', method: 'post', cors: { origins: ['https://b.example'], allowCredentials: true, headers: ['X-B'] } },
    { path: 'a', method: 'options', cors: true },
    { path: '/', method: 'get', cors: true },
  ]),
  'authorizer by name': event({ authorizer: 'authz' }),
  'authorizer with an alias': service([{ ...start, authorizer: 'with-alias' }], {}, [
    { path: 'x', method: 'get', authorizer: 'with-alias' },
  ]),
  'authorizer by ARN': event({ authorizer: ARN }),
  'authorizers by ARN': service([
    { path: 'a', method: 'get', authorizer: ARN },
    { path: 'b', method: 'get', authorizer: `${ARN}-2` },
  ]),
  'authorizer with settings': event({
    authorizer: {
      name: 'authz',
      resultTtlInSeconds: '0',
      identitySource: 'method.request.header.X',
      identityValidationExpression: '.*',
      type: 'token',
      scopes: ['a'],
    },
  }),
  'authorizer of type request': event({ authorizer: { name: 'authz', type: 'request', resultTtlInSeconds: 'x' } }),
  'authorizer by reference': event({ authorizer: { arn: { Ref: 'Their' }, name: 'my-authz' } }),
  'authorizer of a function': service([start], {}, [{ path: 'x', method: 'get', authorizer: 'authz' }]),
  'authorizer of a function, too': service([{ ...start, authorizer: { name: 'authz', resultTtlInSeconds: 1 } }], {}, [
    { path: 'x', method: 'get', authorizer: { name: 'authz', identitySource: 'method.request.header.Y' } },
  ]),
  'user pool': event({ authorizer: { arn: POOL, scopes: ['a/b'] } }),
  'user pool by type': event({
    authorizer: { arn: { 'Fn::GetAtt': ['Pool', 'Arn'] }, name: 'users', type: 'COGNITO_USER_POOLS', scopes: ['a/b'] },
  }),
  'authorizer that exists': event({
    authorizer: { type: 'COGNITO_USER_POOLS', authorizerId: { Ref: 'A' }, scopes: [] },
  }),
  'authorizer that exists, as a token': event({ authorizer: { type: 'TOKEN', authorizerId: 'abc' } }),
  aws_iam: event({ authorizer: 'aws_iam' }),
  'type: aws_iam': event({ authorizer: { type: 'aws_iam' } }),
  schemas: event(
    {
      request: {
        schemas: {
          'application/json': { schema: { type: 'object' }, name: 'Own', description: 'd' },
          'text/xml': { type: 'string' },
          'text/plain': 'shared',
        },
      },
    },
    { apiGateway: { request: { schemas: { shared: { schema: { type: 'number' }, name: 'Shared' } } } } },
  ),
  'schema of the provider for an API that exists': event(
    { request: { schemas: { 'application/json': 'shared' } } },
    {
      apiGateway: {
        restApiId: 'abc',
        restApiRootResourceId: 'root',
        request: { schemas: { shared: { schema: { type: 'object' }, description: 'd' } } },
      },
    },
  ),
  'api keys': event(
    { private: true },
    {
      apiGateway: {
        apiKeys: ['first', { name: 'second', value: 'x'.repeat(20), description: 'd' }],
        usagePlan: { quota: { limit: 10, period: 'DAY' }, throttle: { burstLimit: 1, rateLimit: 2 } },
      },
    },
  ),
  'api keys of plans, beside functions': service(
    [start],
    { apiGateway: { apiKeys: [{ free: ['a'] }, { paid: ['b'] }], usagePlan: [{ free: {} }, { paid: {} }] } },
    ['get /x'],
  ),
  'api keys of an API that exists, beside functions': service(
    [start],
    { apiGateway: { restApiId: 'abc', restApiRootResourceId: 'root', apiKeys: ['a'] } },
    ['get /x'],
  ),
  'api keys of an imported API, beside functions': service(
    [start],
    { apiGateway: { restApiId: { 'Fn::ImportValue': 'a' }, restApiRootResourceId: 'root', apiKeys: ['a'] } },
    ['get /x'],
  ),
  'resources that exist': service(['get a/b/c', 'post a'], {
    apiGateway: { restApiId: 'abc', restApiRootResourceId: 'root', restApiResources: { a: 'r1', 'a/b': 'r2' } },
  }),
  'settings of the API': event(
    {},
    {
      apiName: 'my-api',
      endpointType: 'PRIVATE',
      vpcEndpointIds: ['vpce-1'],
      apiGateway: {
        description: 'only of functions',
        stage: 'live',
        resourcePolicy: [
          { Effect: 'Allow', Principal: '*', Action: 'execute-api:Invoke', Resource: ['execute-api:/*'] },
        ],
      },
    },
  ),
  'resource policy, beside functions': service(
    [start],
    { apiGateway: { resourcePolicy: [{ Effect: 'Allow', Principal: '*', Action: 'a:b', Resource: '*' }] } },
    ['get /x'],
  ),
  nulls: service([
    { path: 'a', method: 'get', cors: null, authorizer: null, request: null, private: null, iamRole: null },
    { path: 'b', method: 'get', action: null, response: { headers: null, template: null }, timeoutInMillis: null },
    { path: 'c', method: 'get', responses: { 200: null, 400: { selectionPattern: null, responseTemplates: null } } },
    { path: 'd', method: 'get', responses: null, request: { template: null, schemas: null } },
    { path: 'e', method: 'get', response: { template: 'text' } },
  ]),
  'settings where they stood once': {
    ...event(
      {},
      {
        apiKeys: ['a'],
        usagePlan: { quota: { limit: 1 }, throttle: null },
        resourcePolicy: [{ Effect: 'Allow', Principal: '*', Action: 'a:b', Resource: '*' }],
      },
    ),
    configValidationMode: 'off',
  },
}
