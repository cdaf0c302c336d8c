import type { Cases } from '../golden'

const service = (machine: object, more: object = {}, settings: object = {}, provider: object = {}) => ({
  service: 'svc',
  plugins: ['serverless-step-functions'],
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { 'do-it': { handler: 'index.handler' }, other: { handler: 'index.other' } },
  stepFunctions: { stateMachines: { flow: machine }, ...settings },
  ...more,
})

const doIt = { 'Fn::GetAtt': ['do-it', 'Arn'] }
const one = (state: object, more: object = {}) => ({
  StartAt: 'One',
  ...more,
  States: { One: { Type: 'Task', End: true, ...state } },
})
const task = (Resource: unknown, Parameters?: object, more: object = {}) =>
  service({ definition: one({ Resource, ...(Parameters && { Parameters }), ...more }) })
const integration = (name: string, Parameters?: object, more: object = {}) =>
  task(`arn:aws:states:::${name}`, Parameters, more)

const machine = { definition: one({ Resource: doIt }) }

/** State machines: serverless-step-functions. */
export const cases: Cases = {
  plain: service(machine),
  'no task': service({ definition: { StartAt: 'A', States: { A: { Type: 'Pass', End: true } } } }),
  name: service({ ...machine, name: 'the-flow', type: 'EXPRESS' }),
  id: service({ ...machine, id: 'The_Flow', name: 'x', retain: true, dependsOn: 'X' }),
  'name by reference': service({ ...machine, dependsOn: ['X', 'Y'] }, {}, { noOutput: true }),
  tags: service({ ...machine, tags: { own: 1, none: 0 } }, {}, {}, { tags: { shared: 2 } }),
  'tags of its own': service(
    { ...machine, tags: { own: 'a' }, inheritGlobalTags: false },
    {},
    {},
    { tags: { b: 'c' } },
  ),
  role: service({ ...machine, role: { 'Fn::GetAtt': ['MyRole', 'Arn'] } }),
  'role statements': service({
    ...machine,
    iamRoleStatements: [{ Effect: 'Allow', Action: 'sqs:SendMessage', Resource: '*' }],
  }),
  'role with boundary and path': service(
    machine,
    {},
    {},
    {
      rolePermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary',
      iam: { role: { path: '/x/' } },
    },
  ),
  loggingConfig: service({
    ...machine,
    loggingConfig: { level: 'ALL', includeExecutionData: true, destinations: [{ 'Fn::GetAtt': ['Logs', 'Arn'] }] },
  }),
  'loggingConfig with defaults': service({ ...machine, loggingConfig: { includeExecutionData: 'true' } }),
  tracingConfig: service({ ...machine, tracingConfig: { enabled: true } }),
  encryptionConfig: service({ ...machine, encryptionConfig: { KmsKeyId: '${Key}', Type: 'CUSTOMER_MANAGED_KMS_KEY' } }),
  useExactVersion: service({ ...machine, useExactVersion: true }),
  validate: service(
    {
      definition: {
        StartAt: 'A',
        QueryLanguage: 'JSONata',
        States: {
          A: {
            Type: 'Map',
            ItemProcessor: { StartAt: 'B', States: { B: { Type: 'Pass', End: true } } },
            Next: 'C',
          },
          C: { Type: 'Pass', QueryLanguage: 'JSONPath', End: true },
        },
      },
    },
    {},
    { validate: true },
  ),
  activities: service(machine, {}, { activities: ['an-activity'] }),
  'definition as a text': service({ definition: '{\n"StartAt": "A"}', role: 'arn:aws:iam::123456789012:role/x' }),
  'definition with pseudo parameters': service({
    definition: one({ Resource: 'arn:aws:lambda:#{AWS::Region}:#{AWS::AccountId}:function:x:live' }),
  }),
  'definition with all of them': service({
    definition: {
      StartAt: 'W',
      Comment: '#{AWS::Region} and ${Literal}',
      States: {
        W: { Type: 'Wait', Seconds: { Ref: 'Seconds' }, Next: 'P' },
        P: {
          Type: 'Parallel',
          Branches: [one({ Resource: doIt }), one({ Resource: { Ref: 'other' } }), one({ Resource: doIt })],
          Next: 'M',
        },
        M: { Type: 'Map', Iterator: one({ Resource: { 'Fn::Sub': '${X.Arn}' } }), Next: 'L' },
        L: { Type: 'Pass', Result: [['a', { Ref: 'Nested' }], null, { 'Fn::Join': ['', ['a', 'b']] }], End: true },
      },
    },
  }),
  'distributed map': service({
    name: 'the-flow',
    definition: {
      StartAt: 'M',
      States: {
        M: {
          Type: 'Map',
          ItemProcessor: {
            ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
            ...one({ Resource: doIt }),
          },
          ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } },
          ResultWriter: {
            Resource: 'arn:aws:states:::s3:putObject',
            Parameters: { Bucket: { Ref: 'Bucket' }, Prefix: 'p' },
          },
          End: true,
        },
      },
    },
  }),
  'lambda by text': task('arn:aws:lambda:us-east-1:123456789012:function:x'),
  'lambda:invoke by name': integration('lambda:invoke', { FunctionName: 'x:live' }),
  'lambda:invoke by ARN': integration('lambda:invoke', {
    FunctionName: 'arn:aws:lambda:us-east-1:123456789012:function:x',
  }),
  'lambda:invoke by partial ARN': integration('lambda:invoke', { FunctionName: '123456789012:function:x' }),
  'lambda:invoke by Fn::GetAtt': integration('lambda:invoke.waitForTaskToken', { FunctionName: doIt }),
  'lambda:invoke by Ref': integration('lambda:invoke', { FunctionName: { Ref: 'do-it' } }),
  'lambda:invoke by Fn::ImportValue': integration('lambda:invoke', { FunctionName: { 'Fn::ImportValue': 'x' } }),
  'lambda:invoke at run time': integration('lambda:invoke', { 'FunctionName.$': '$.name' }),
  'lambda:invoke in JSONata': integration('lambda:invoke', undefined, {
    QueryLanguage: 'JSONata',
    Arguments: { FunctionName: doIt, Payload: '{% $states.input %}' },
  }),
  'lambda:invoke of allowed ones': integration('lambda:invoke', undefined, {
    Arguments: { FunctionName: '{% $name %}', AllowedFunctions: ['arn:aws:lambda:us-east-1:123456789012:function:x'] },
  }),
  'other partition': task('arn:${AWS::Partition}:states:::sns:publish', { TopicArn: { Ref: 'T' } }),
  'sqs:sendMessage': integration('sqs:sendMessage', { QueueUrl: { Ref: 'Q' } }),
  'sqs:sendMessage by address': integration('sqs:sendMessage', {
    QueueUrl: 'https://sqs.cn-north-1.amazonaws.com/123456789012/q',
  }),
  'sqs:sendMessage by import': integration('sqs:sendMessage', { QueueUrl: { 'Fn::ImportValue': 'q' } }),
  'sqs:sendMessage at run time': integration('sqs:sendMessage', { 'QueueUrl.$': '$.url' }),
  'sqs:sendMessage without a queue': integration('sqs:sendMessage', {}),
  'sns:publish': integration('sns:publish', { TopicArn: 'arn:aws:sns:us-east-1:123456789012:t' }),
  'sns:publish at run time': integration('sns:publish', { 'TopicArn.$': '$.topic' }),
  'dynamodb:putItem': integration('dynamodb:putItem', { TableName: { Ref: 'T' } }),
  'dynamodb:getItem by name': integration('dynamodb:getItem', { TableName: 't' }),
  'dynamodb:query of an index': integration('aws-sdk:dynamodb:query', { TableName: 't', IndexName: 'i' }),
  'dynamodb:query of any index': integration('aws-sdk:dynamodb:query', { TableName: 't', 'IndexName.$': '$.i' }),
  'dynamodb:scan at run time': integration('aws-sdk:dynamodb:scan', { 'TableName.$': '$.t' }),
  'dynamodb:updateItem by import': integration('dynamodb:updateItem', { TableName: { 'Fn::ImportValue': 't' } }),
  'dynamodb:batchWriteItem': integration('aws-sdk:dynamodb:batchWriteItem', { RequestItems: { a: [], 'b.$': '$.b' } }),
  'batch:submitJob': integration('batch:submitJob.sync', {}),
  'glue:startJobRun': integration('glue:startJobRun', {}),
  'ecs:runTask': integration('ecs:runTask.sync', {}),
  'states:startExecution': integration('states:startExecution.sync:2', {
    StateMachineArn: 'arn:aws:states:us-east-1:123456789012:stateMachine:x',
  }),
  'states:startExecution by Fn::Sub': integration('states:startExecution', {
    StateMachineArn: { 'Fn::Sub': 'arn:aws:states:${AWS::Region}:${AWS::AccountId}:stateMachine:x' },
  }),
  'states:startExecution by Ref': integration('states:startExecution', { StateMachineArn: { Ref: 'Other' } }),
  'sfn:startSyncExecution': integration('aws-sdk:sfn:startSyncExecution', { 'StateMachineArn.$': '$.arn' }),
  'codebuild:startBuild': integration('codebuild:startBuild.sync', { ProjectName: 'p' }),
  'sagemaker:createTransformJob': integration('sagemaker:createTransformJob.sync', { TransformJobName: 'j' }),
  'bedrock:invokeModel': integration('bedrock:invokeModel', { ModelId: 'm' }),
  'events:putEvents': integration('events:putEvents', { Entries: [{ EventBusName: 'b' }, { EventBusName: 'b' }, {}] }),
  'scheduler:createSchedule': integration('aws-sdk:scheduler:createSchedule', {
    GroupName: 'g',
    Target: { RoleArn: { 'Fn::GetAtt': ['R', 'Arn'] } },
  }),
  'scheduler:deleteSchedule': integration('aws-sdk:scheduler:deleteSchedule', {}),
  'http:invoke': integration('http:invoke', { Authentication: { ConnectionArn: { 'Fn::GetAtt': ['C', 'Arn'] } } }),
  's3:getObject': integration('aws-sdk:s3:getObject', { Bucket: 'b' }),
  's3:getObject of anything': integration('aws-sdk:s3:getObject', {}),
  's3:listObjectsV2': integration('aws-sdk:s3:listObjectsV2', { Bucket: { Ref: 'B' } }),
  'sesv2:sendEmail': integration('aws-sdk:sesv2:sendEmail', {}),
  'redshiftdata:executeStatement': integration('aws-sdk:redshiftdata:executeStatement', {
    ClusterIdentifier: 'c',
    Database: 'd',
    DbUser: 'u',
  }),
  'redshiftdata:executeStatement of a workgroup': integration('aws-sdk:redshiftdata:executeStatement', {
    WorkgroupName: 'w',
    SecretArn: 's',
  }),
  'redshiftdata:executeStatement with IAM': integration('aws-sdk:redshiftdata:batchExecuteStatement', {
    ClusterIdentifier: 'c',
  }),
  'redshiftdata:listStatements': integration('aws-sdk:redshiftdata:listStatements', {}),
  'unknown integration': integration('aws-sdk:unknown:call', {}),
  alarms: service({
    ...machine,
    name: 'the-flow',
    alarms: {
      topics: { alarm: { Ref: 'T' }, ok: 'arn:aws:sns:us-east-1:123456789012:ok' },
      nameTemplate: '$[stateMachineName]-$[cloudWatchMetricName]-alarm',
      metrics: ['executionsFailed', { metric: 'executionsTimedOut', logicalId: 'Slow', alarmName: 'slow' }],
      treatMissingData: 'ignore',
    },
  }),
  'alarms with defaults': service({
    ...machine,
    alarms: {
      topics: { alarm: { Ref: 'T' } },
      metrics: ['executionsAborted', 'executionThrottled', 'executionsSucceeded'],
    },
  }),
  schedule: service({ ...machine, events: [{ schedule: 'rate(1 hour)' }, { schedule: 'cron(0 12 * * ? *)' }] }),
  'schedule with settings': service({
    ...machine,
    events: [
      {
        schedule: {
          rate: 'rate(1 hour)',
          enabled: false,
          name: 'n',
          description: 'd',
          input: { a: 'two\nlines' },
          retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 1 },
        },
      },
      { schedule: { rate: 'rate(2 hours)', inputPath: '$.a', role: 'arn:aws:iam::123456789012:role/x' } },
      {
        schedule: {
          rate: 'rate(3 hours)',
          inputTransformer: { inputPathsMap: { a: '$.a' }, inputTemplate: '{"a": <a>, "b": "\\t"}' },
        },
      },
    ],
  }),
  'schedule by the scheduler': service(
    {
      ...machine,
      events: [
        { schedule: { rate: 'rate(1 hour)', method: 'scheduler', timezone: 'Europe/Berlin', input: '{"a":1}' } },
      ],
    },
    {},
    {},
    { rolePermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary', iam: { role: { path: '/x/' } } },
  ),
  eventBridge: service(
    {
      ...machine,
      events: [
        { eventBridge: { event: { source: ['a\nb'] }, eventBusName: { Ref: 'Bus' }, name: 'n', description: 'd' } },
        {
          cloudwatchEvent: {
            event: { source: ['b'] },
            enabled: false,
            input: { a: 'two\nlines' },
            deadLetterConfig: { 'Fn::GetAtt': ['Dlq', 'Arn'] },
            retryPolicy: { maximumEventAgeInSeconds: 60, maximumRetryAttempts: 1 },
          },
        },
        { eventBridge: { event: { source: ['c'] }, iamRole: 'arn:aws:iam::123456789012:role/x' } },
      ],
    },
    {},
    {},
    { rolePermissionsBoundary: 'arn:aws:iam::123456789012:policy/boundary', iam: { role: { path: '/x/' } } },
  ),
}
