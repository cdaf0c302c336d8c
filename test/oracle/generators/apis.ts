import fc from 'fast-check'
import { arn, flag, getAtt, importValue, listOf, name, number, object, ref, some, sub, words } from './values'

export const path = fc.constantFrom(
  'orders',
  '/orders',
  '/orders/{id}',
  '/orders/{id}/items',
  '/a-b_c/{proxy+}',
  '/',
  '/x.y/',
)
const method = fc.constantFrom('get', 'POST', 'put', 'any', 'delete', 'OPTIONS', 'head', 'patch')

const pool = fc.constantFrom('arn:aws:cognito-idp:us-east-1:123456789012:userpool/us-east-1_ZZ', {
  'Fn::GetAtt': ['Pool', 'Arn'],
})
const authorizerOptions = {
  resultTtlInSeconds: number(0, 3600),
  identitySource: fc.constantFrom('method.request.header.X', 'method.request.querystring.q'),
  identityValidationExpression: words,
  managedExternally: flag,
}
/** Who may call an endpoint; `authz` is a function of the service. */
export const authorizer = fc.oneof(
  fc.constantFrom('authz', 'aws_iam', 'arn:aws:lambda:us-east-1:123456789012:function:svc-dev-their'),
  object({ name: fc.constant('authz') }, { ...authorizerOptions, type: fc.constantFrom('token', 'request', 'TOKEN') }),
  object(
    { arn: getAtt, name: fc.constantFrom('their', 'my-authz') },
    { ...authorizerOptions, type: fc.constant('request') },
  ),
  object({ arn: arn('lambda', fc.constant('function:a-b-c')) }, authorizerOptions),
  object(
    { arn: pool, type: fc.constant('COGNITO_USER_POOLS'), name: fc.constant('users') },
    { ...authorizerOptions, scopes: listOf(fc.constantFrom('a/b', 'c')) },
  ),
  object(
    { type: fc.constantFrom('CUSTOM', 'request', 'COGNITO_USER_POOLS'), authorizerId: fc.oneof(ref, name) },
    {
      scopes: listOf(name),
    },
  ),
  object({ type: fc.constant('AWS_IAM') }),
)

const cors = fc.oneof(
  flag,
  object(
    {},
    {
      origin: fc.constantFrom('*', 'https://a.example', 'https://a.example, https://b.example'),
      headers: listOf(fc.constantFrom('X-A', 'Content-Type')),
      methods: fc.array(fc.constantFrom('GET', 'POST', 'OPTIONS', 'ANY'), { maxLength: 2 }),
      allowCredentials: flag,
      maxAge: number(1, 1000),
      cacheControl: fc.constant('max-age=1'),
    },
  ),
  object({ origins: listOf(fc.constantFrom('https://*.a.example', 'https://b.example')) }, { allowCredentials: flag }),
)

const parameter = fc.oneof(flag, some({ required: flag, mappedValue: fc.oneof(fc.constant('context.requestId'), ref) }))
const parameters = some({
  querystrings: some({ q: parameter, 'a-b': parameter }),
  headers: some({ 'X-H': parameter }),
  paths: some({ id: parameter }),
})
const schema = fc.oneof(
  fc.constantFrom<unknown>('shared', 'other-model', { type: 'object', title: 't' }),
  object({ schema: fc.constant({ type: 'string' }) }, { name, description: words }),
)
export const schemas = some({ 'application/json': schema, 'text/xml; charset': schema })
const template = some({
  'application/json': fc.constantFrom('{"a": extraCognitoPoolClaims}', '$input'),
  'text/x': words,
})
const headers = fc.constantFrom<object>({ 'Content-Type': "'text/html'" }, { 'X-N': 1 })
const statusCodes = some({
  200: object({ pattern: fc.constantFrom('', '.*ok.*') }, { headers, template: fc.oneof(words, template) }),
  201: object({ pattern: fc.constant('') }, { template: words }),
  400: object({ pattern: fc.constant('.*bad.*') }, { headers, template: words }),
})
const mapping = { contentHandling: fc.constantFrom('CONVERT_TO_BINARY', 'CONVERT_TO_TEXT') }
const request = some({
  parameters,
  schemas,
  template,
  passThrough: fc.constantFrom('NEVER', 'WHEN_NO_MATCH'),
  ...mapping,
})
const response = object({}, { headers, template: words, statusCodes, ...mapping })
const endpoint = {
  cors,
  authorizer,
  private: flag,
  timeoutInMillis: number(50, 29000),
  operationId: name,
}

const http = fc.oneof(
  fc.tuple(method, path).map(([verb, at]) => `${verb} ${at.startsWith('/') ? at : `/${at}`}`),
  object({ path, method }, { ...endpoint, request: some({ parameters, schemas }) }),
  object(
    { path, method, integration: fc.constantFrom('lambda', 'AWS') },
    { ...endpoint, async: flag, request, response },
  ).map(withClaims),
  object({ path, method, async: fc.constant(true) }, endpoint),
  object(
    { path, method, integration: fc.constantFrom('http-proxy', 'HTTP_PROXY') },
    {
      ...endpoint,
      connectionType: fc.constant('vpc-link'),
      connectionId: fc.constant('link'),
    },
  ).chain((event) =>
    object({ uri: fc.oneof(fc.constant('https://a.example'), sub) }, { parameters, method: fc.constant('get') }).map(
      (target) => ({ connectionId: 'link', ...event, request: target }),
    ),
  ),
  object(
    { path, method, integration: fc.constant('http'), response: object({ statusCodes }, { headers, template: words }) },
    endpoint,
  ).chain((event) =>
    object({ uri: fc.constant('https://b.example') }, { parameters, template }).map((target) => ({
      ...event,
      request: target,
    })),
  ),
  object(
    { path, method, integration: fc.constant('mock'), response: object({ statusCodes }, { headers }) },
    {
      ...endpoint,
      request,
    },
  ),
  object(
    { path, method, integration: fc.constant('lambda-proxy') },
    { ...endpoint, response: object({ transferMode: fc.constantFrom('stream', 'BUFFERED') }) },
  ),
)

/** Claims of a user pool go into the templates of a mapped request. */
function withClaims(event: Record<string, unknown>): Record<string, unknown> {
  const { authorizer: own } = event
  const isPool = typeof own === 'object' && own !== null && 'scopes' in own
  return isPool ? { ...event, authorizer: { ...own, claims: ['email', 'custom:role'] } } : event
}

const httpApi = fc.oneof(
  fc.tuple(method, path).map(([verb, at]) => `${verb} ${at.startsWith('/') ? at : `/${at}`}`),
  fc.constantFrom('*'),
  object(
    { path: path.map((at) => (at.startsWith('/') ? at : `/${at}`)), method: fc.oneof(method, fc.constant('*')) },
    {
      authorizer: fc.oneof(
        fc.constantFrom('jwt', 'mine'),
        object({ name: fc.constantFrom('jwt', 'mine', 'their') }, { scopes: listOf(name) }),
        fc.constant({ type: 'aws_iam' }),
      ),
    },
  ),
)

const websocket = fc.oneof(
  fc.constantFrom('$connect', '$default', 'a/b-c_d.e'),
  object(
    { route: fc.constantFrom('$connect', '$disconnect', 'send') },
    {
      routeResponseSelectionExpression: fc.constant('$default'),
      authorizer: fc.oneof(
        fc.constantFrom('authz', 'arn:aws:lambda:us-east-1:123456789012:function:their-authz'),
        object({ name: fc.constant('authz') }, { identitySource: listOf(fc.constantFrom('route.request.header.A')) }),
        object({ arn: fc.oneof(getAtt, importValue), name: fc.constant('their') }),
        object({ arn: arn('lambda', fc.constant('function:other')) }),
      ),
    },
  ),
)

export const apis = { http, httpApi, websocket }
