import fc from 'fast-check'
import { authorizer, path, schemas } from './apis'
import { arn, flag, getAtt, importValue, listOf, name, number, object, ref, some, sub, words } from './values'

const method = fc.constantFrom('get', 'POST', 'put', 'any', 'delete', 'OPTIONS', 'head', 'patch')

const cors = fc.oneof(
  fc.constantFrom<unknown>(true, false, 'true'),
  some({
    origin: fc.constantFrom('*', 'https://a.example'),
    headers: fc.array(fc.constantFrom('X-A', 'Content-Type'), { maxLength: 2 }),
    methods: fc.array(fc.constantFrom('GET', 'POST', 'OPTIONS', 'ANY'), { maxLength: 2 }),
    allowCredentials: flag,
    maxAge: fc.integer({ min: 1, max: 1000 }),
    cacheControl: fc.constant('max-age=1'),
  }),
  object(
    { origins: fc.array(fc.constantFrom('https://*.a.example', 'https://b.example'), { maxLength: 2 }) },
    { allowCredentials: flag },
  ),
)

const text = fc.constantFrom('$input.json("$")', '{"a": "#{AWS::Region}"}')
const templates = some({ 'application/json': fc.oneof(text, sub), 'text/x': words })
const request = some({ template: fc.oneof(fc.constant('lambda_proxy'), templates), schemas })
const headers = fc.constantFrom<object>({ 'Content-Type': "'text/html'" }, { 'X-N': 1 })
const response = some({ headers, template: templates })
const parameters = fc.constant({ 'method.response.header.X-A': "'b'" })
const ownResponse = some({
  statusCode: fc.constantFrom<unknown>(200, '201'),
  selectionPattern: fc.constantFrom('', '4..'),
  responseParameters: parameters,
  responseTemplates: templates,
})

/** An `http` event of a state machine. */
export const machineHttp = fc.oneof(
  fc.tuple(method, path).map((parts) => parts.join(' ')),
  object(
    { path, method },
    {
      action: fc.constantFrom('StartSyncExecution', 'DescribeExecution', 'StopExecution'),
      authorizer,
      cors,
      iamRole: fc.oneof(getAtt, arn('iam', fc.constant('role/r'))),
      name: fc.constantFrom('Named', 'Other'),
      private: flag,
      request,
      response,
      responses: fc.dictionary(fc.constantFrom('200', '400', 'other'), ownResponse),
      timeoutInMillis: number(50, 29000),
    },
  ),
)

const local = fc.constantFrom('fn', 'with-dash').map((key) => ({ 'Fn::GetAtt': [key, 'Arn'] }))
const joined = fc.constant({ 'Fn::Join': [':', ['arn', { Ref: 'AWS::Partition' }, 'x']] })
const anyArn = (service: string) => fc.oneof(arn(service, name), ref, getAtt, joined)
const queue = fc.oneof(arn('sqs', name), getAtt, fc.constant('just-a-name'))

const settings = {
  inputPath: fc.constant('$.detail'),
  inputTransformer: object({ inputTemplate: words }, { inputPathsMap: fc.constant({ a: '$.a', b: '$.b' }) }),
}
const kinds: readonly fc.Arbitrary<unknown>[] = [
  object({ sns: anyArn('sns') }, settings),
  object({ sqs: fc.oneof(queue, object({ arn: queue, messageGroupId: name })) }, settings),
  object({ kinesis: fc.oneof(anyArn('kinesis'), object({ arn: anyArn('kinesis') }, { partitionKeyPath: words })) }),
  object({ firehose: anyArn('firehose') }, settings),
  object({ lambda: fc.oneof(anyArn('lambda'), local, fc.constant({ Ref: 'fn' })) }, settings),
  object({ stepFunctions: anyArn('states') }, settings),
  // several in one, and a setting in front of the target
  object(
    { inputPath: words, lambda: local },
    { sns: ref, kinesis: ref, firehose: ref, sqs: queue, stepFunctions: ref },
  ),
  fc.constant({}),
]
/** What does not fit the schema of the plugin. */
const malformed = fc.oneof(
  object({ sns: fc.constantFrom<unknown>('', 1, null, ['a'], { Ref: 1 }, { 'Fn::GetAtt': 'A.Arn' }) }),
  object({ sns: fc.oneof(importValue, sub) }),
  object({ sqs: object({ arn: queue }, { other: words }) }),
  object({ kinesis: object({ partitionKeyPath: words }) }),
  object({ inputTransformer: fc.constantFrom({ inputPathsMap: {} }, { inputTemplate: 'a', inputPathsMap: { a: 1 } }) }),
  object({ email: words }),
  listOf(words),
)
const targets = fc.array(
  fc.oneof(...kinds.map((arbitrary) => ({ weight: 8, arbitrary })), { weight: 1, arbitrary: malformed }),
  {
    maxLength: 3,
  },
)

/** `notifications` of a state machine; some are malformed. */
export const notifications = fc.oneof(
  {
    weight: 12,
    arbitrary: some({ ABORTED: targets, FAILED: targets, RUNNING: targets, SUCCEEDED: targets, TIMED_OUT: targets }),
  },
  { weight: 1, arbitrary: fc.constantFrom<object>({ STOPPED: [] }, { FAILED: {} }, { FAILED: null }) },
)
