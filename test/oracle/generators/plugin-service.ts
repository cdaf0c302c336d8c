import fc from 'fast-check'
import { apiSettings } from './api-settings'
import { apis } from './apis'
import { functionOptions, tags, vpc } from './function-options'
import { machineHttp, notifications } from './machine-events'
import { consistent } from './packageable'
import { arn, flag, getAtt, importValue, json, listOf, name, number, object, ref, some, sub, words } from './values'

const statement = fc.record({
  Effect: fc.constantFrom('Allow', 'Deny'),
  Action: listOf(fc.constantFrom('s3:GetObject', 'sqs:SendMessage')),
  Resource: fc.oneof(fc.constantFrom<unknown>('*', ['*'], ['arn:aws:s3:::b']), getAtt),
})
const statements = fc.array(statement, { maxLength: 2 })
const boundary = arn('iam', fc.constant('policy/boundary'))
const queue = fc.oneof(arn('sqs', name), getAtt)

/** Options of serverless-iam-roles-per-function, and what it derives statements from. */
const ownRole = some({
  iamRoleStatements: statements,
  iamRoleStatementsInherit: flag,
  iamRoleStatementsName: fc.constant('own-name'),
  iamPermissionsBoundary: boundary,
  events: fc.array(
    fc.oneof(
      fc.oneof(arn('sqs', name), object({ arn: queue }, { batchSize: number(1, 10) })).map((sqs) => ({ sqs })),
      apis.http.map((http) => ({ http })),
    ),
    { maxLength: 2 },
  ),
})

const local = fc.constantFrom('fn', 'with-dash').map((key) => ({ 'Fn::GetAtt': [key, 'Arn'] }))
const call = (resource: string, parameters: fc.Arbitrary<unknown>) =>
  parameters.map((Parameters) => ({ Resource: `arn:aws:states:::${resource}`, Parameters }))
const table = fc.oneof(
  fc.record({ TableName: fc.oneof(words, ref, importValue) }),
  fc.constantFrom<object>(
    { 'TableName.$': '$.t' },
    { TableName: 't', IndexName: 'i' },
    { TableName: 't', 'IndexName.$': 'i' },
  ),
)
const functionName = fc.oneof(
  local,
  ref,
  importValue,
  fc.constantFrom<unknown>('plain', 'plain:live', '123456789012:function:x', { Ref: 'fn' }),
)
const entry = some({ EventBusName: fc.oneof(words, ref), Detail: json })
const action = fc.oneof(
  { weight: 3, arbitrary: fc.oneof(local, sub, importValue, ref).map((Resource) => ({ Resource })) },
  arn('lambda', fc.constantFrom('function:x', 'function:x:live')).map((Resource) => ({ Resource })),
  call('lambda:invoke', fc.oneof(fc.record({ FunctionName: functionName }), fc.constant({ 'FunctionName.$': '$.f' }))),
  call(
    'sqs:sendMessage',
    fc.oneof(fc.record({ QueueUrl: fc.oneof(ref, importValue) }), fc.constant({ 'QueueUrl.$': 'q' })),
  ),
  call('sns:publish', fc.record({ TopicArn: fc.oneof(ref, arn('sns', name)), Message: words })),
  call('dynamodb:putItem', table),
  call('aws-sdk:dynamodb:query', table),
  call('events:putEvents', fc.record({ Entries: fc.array(entry, { minLength: 1, maxLength: 3 }) })),
  call(
    'states:startExecution.sync',
    fc.record({ StateMachineArn: fc.oneof(ref, sub, arn('states', fc.constant('stateMachine:x'))) }),
  ),
  call('aws-sdk:s3:getObject', some({ Bucket: fc.oneof(words, ref), Key: words, Prefix: words })),
  call('glue:startJobRun.sync', fc.constant({})),
)

interface States {
  readonly definition: unknown
}

/** Definitions: tasks, waits, branches and maps, two levels deep. */
const { definition } = fc.letrec<States>((tie) => {
  const machine = tie('definition')
  const task = action.map((what) => ({ Type: 'Task', ...what }))
  const wait = fc.oneof(ref, fc.constant(3)).map((Seconds) => ({ Type: 'Wait', Seconds }))
  const pass = fc.oneof(json, getAtt, fc.constant('#{AWS::Region} ${x}')).map((Result) => ({ Type: 'Pass', Result }))
  const parallel = fc.array(machine, { minLength: 1, maxLength: 2 }).map((Branches) => ({ Type: 'Parallel', Branches }))
  const map = fc
    .tuple(machine, fc.constantFrom('Iterator', 'ItemProcessor'))
    .map(([inner, key]) => ({ Type: 'Map', [key]: inner }))
  const state = fc.oneof(
    { maxDepth: 2, depthIdentifier: 'state' },
    task,
    { weight: 3, arbitrary: task },
    wait,
    pass,
    parallel,
    map,
  )
  return {
    definition: fc.array(state, { minLength: 1, maxLength: 3 }).map((states) => ({
      StartAt: 'S0',
      States: Object.fromEntries(
        states.map((one, index) => [
          `S${index}`,
          { ...(one as object), ...(index + 1 < states.length ? { Next: `S${index + 1}` } : { End: true }) },
        ]),
      ),
    })),
  }
})

const retryPolicy = fc.record({ maximumEventAgeInSeconds: fc.constant(60), maximumRetryAttempts: fc.constant(1) })
const input = fc.oneof(some({ input: json }), fc.constantFrom<object>({ inputPath: '$.a' }, { input: 'text' }))
const schedule = fc.oneof(
  fc.constant('rate(1 hour)'),
  fc
    .tuple(
      input,
      some({ enabled: fc.boolean(), name, description: words, retryPolicy, role: arn('iam', fc.constant('role/r')) }),
    )
    .map(([what, more]) => ({ rate: 'rate(2 hours)', ...what, ...more })),
  some({ timezone: fc.constant('Europe/Berlin'), input: json }).map((more) => ({
    rate: 'rate(3 hours)',
    method: 'scheduler',
    ...more,
  })),
)
const rule = fc
  .tuple(
    input,
    some({ enabled: fc.boolean(), name, description: words, retryPolicy, eventBusName: fc.oneof(words, ref) }),
  )
  .map(([what, more]) => ({ event: { source: ['a'] }, ...what, ...more }))
const events = fc.array(
  fc.oneof(
    schedule.map((value) => ({ schedule: value })),
    rule.map((value) => ({ eventBridge: value })),
    rule.map((value) => ({ cloudwatchEvent: value })),
    { weight: 2, arbitrary: machineHttp.map((value) => ({ http: value })) },
  ),
  { maxLength: 3 },
)

const machine = fc
  .tuple(
    object(
      { definition },
      {
        alarms: fc.constant({ topics: { alarm: { Ref: 'T' } }, metrics: ['executionsFailed', 'executionsAborted'] }),
        dependsOn: listOf(fc.constantFrom('X', 'Y')),
        encryptionConfig: fc.constant({ KmsKeyId: '${Key}', Type: 'CUSTOMER_MANAGED_KMS_KEY' }),
        events,
        inheritGlobalTags: fc.boolean(),
        loggingConfig: some({ level: fc.constantFrom('ALL', 'OFF'), includeExecutionData: fc.boolean() }),
        name,
        notifications,
        retain: fc.boolean(),
        tags,
        tracingConfig: some({ enabled: fc.boolean() }),
        type: fc.constantFrom('STANDARD', 'EXPRESS'),
        useExactVersion: fc.constant(false),
      },
    ),
    some({ role: fc.oneof(getAtt, arn('iam', fc.constant('role/r'))) }),
  )
  .map(([all, role]) => ({ ...all, ...role }))

const { apiGateway, apiName, vpcEndpointIds } = apiSettings
const provider = some({
  apiGateway,
  apiName,
  // the plugin does not take `Private` for the type that may have them
  endpointType: fc.constantFrom('regional', 'EDGE', 'PRIVATE'),
  vpcEndpointIds,
  iam: some({ role: some({ path: fc.constant('/x/'), statements, tags }) }),
  iamRoleStatements: statements,
  rolePermissionsBoundary: boundary,
  stage: fc.constantFrom('dev', 'prod-1'),
  tags,
  vpc,
})

const PLUGIN = 'serverless-iam-roles-per-function'

/** Services with roles of single functions and state machines, such as the packager and the plugins take. */
export const pluginService: fc.Arbitrary<Record<string, unknown>> = fc
  .record({
    provider,
    functions: fc.tuple(functionOptions, ownRole, ownRole),
    machines: fc.dictionary(fc.constantFrom('flow', 'other-flow'), machine),
    settings: some({ noOutput: fc.boolean(), activities: fc.constant(['an-activity']), validate: fc.constant(false) }),
    custom: some({ [PLUGIN]: some({ defaultInherit: fc.boolean(), iamGlobalPermissionsBoundary: boundary }) }),
  })
  .map(({ provider: shared, functions: [options, first, second], machines, settings, custom }) => ({
    service: 'svc',
    plugins: [PLUGIN, 'serverless-step-functions'],
    custom,
    provider: consistent(shared),
    functions: {
      authz: { handler: 'authz.handler', ...(options.tracing ? { provisionedConcurrency: 1 } : {}) },
      plain: { handler: 'index.handler', tags: options.tags, tracing: options.tracing, onError: options.onError },
      fn: { handler: 'index.handler', ...first, vpc: options.vpc, onError: options.onError },
      'with-dash': { handler: 'index.handler', ...second },
    },
    // machines of one name would be one resource
    stepFunctions: {
      stateMachines: Object.fromEntries(
        Object.entries(machines).map(([key, one]) => [key, 'name' in one ? { ...one, name: `${key}_Named` } : one]),
      ),
      ...settings,
    },
  }))
