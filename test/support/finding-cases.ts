import type { FindingCode } from '../../src/messages/findings'
import { indented } from './infra'

/** A service with one function, and room for resources and whatever else. */
export const service = (resources: string, rest = '', fn = '') => `service: orders
provider:
  name: aws
  runtime: nodejs22.x
  region: eu-west-1
${rest}
functions:
  create:
    handler: create.handler
    timeout: 30
${indented(fn || 'description: it creates', 4)}
resources:
  Resources:
    Always:
      Type: AWS::SNS::Topic
${indented(resources || 'More:\n  Type: AWS::SNS::Topic', 4)}
`

export const EMPTY = service('')

/** A queue and a dead-letter queue of `properties` each. */
const queue = (properties: string, id = 'Work') =>
  `${id}:\n  Type: AWS::SQS::Queue\n  Properties:\n    KmsMasterKeyId: alias/aws/sqs\n${indented(properties, 4)}`

const mapping = (event: string) => `events:\n  - sqs:\n      arn: !GetAtt Work.Arn\n${indented(event, 6)}`

const statements = (count: number, resource: string) => {
  const one = (index: number) => `- Effect: Allow\n  Action: sqs:SendMessage\n  Resource: ${resource}${index}`
  const list = Array.from({ length: count }, (_, index) => one(index)).join('\n')
  return indented(`iam:\n  role:\n    statements:\n${indented(list, 6)}`, 2)
}

const topics = (count: number) =>
  Array.from({ length: count }, (_, index) => `Topic${index}:\n  Type: AWS::SNS::Topic`).join('\n')

export interface Case {
  readonly before?: string
  /** The line that causes the finding ends in `# here`. */
  readonly broken: string
  readonly good: string
  readonly logicalId: string
}

const machine = (id: string, role: string) => `${id}:
  Type: AWS::StepFunctions::StateMachine
  Properties:
    RoleArn: ${role}
    DefinitionString: '{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}'`

/** A machine of the plugin; `output` is that of its only state. */
const flow = (output: string) => `plugins:
  - serverless-step-functions
stepFunctions:
  stateMachines:
    flow:
      id: Flow
      definition:
        QueryLanguage: JSONata
        StartAt: A
        States:
          A:
            Type: Pass
            End: true
            Output: ${output}`

/** A machine as a resource; `output` is that of its only state. */
const machineInJsonata = (output: string) =>
  `Flow:
  Type: AWS::StepFunctions::StateMachine
  Properties:
    RoleArn: arn:role
    Definition:
      QueryLanguage: JSONata
      StartAt: A
      States:
        A: { Type: Succeed, Output: '${output}' }`

/** A machine whose role may invoke the function. */
const FLOW = `${machine('Flow', '!GetAtt FlowRole.Arn')}
FlowRole:
  Type: AWS::IAM::Role
  Properties:
    AssumeRolePolicyDocument: {}
    Policies:
      - PolicyName: invoke
        PolicyDocument:
          Statement:
            - { Effect: Allow, Action: lambda:InvokeFunction, Resource: !GetAtt CreateLambdaFunction.Arn }`

const LONG = 'a'.repeat(81)

/** For every check: broken templates that it finds, and good ones that it passes. */
export const findingCases: Readonly<Record<Exclude<FindingCode, 'export-in-use' | 'validator'>, readonly Case[]>> = {
  'batch-settings': [
    {
      broken: service(
        queue('VisibilityTimeout: 180'),
        '',
        `events:\n  - sqs: # here\n      arn: !GetAtt Work.Arn\n      batchSize: 100`,
      ),
      good: service(queue('VisibilityTimeout: 180'), '', mapping('batchSize: 100\nmaximumBatchingWindow: 5')),
      logicalId: 'CreateEventSourceMappingSQSWork',
    },
    {
      broken: service(
        queue('FifoQueue: true\nVisibilityTimeout: 180'),
        '',
        'events:\n  - sqs: # here\n      arn: !GetAtt Work.Arn\n      batchSize: 11',
      ),
      good: service(queue('FifoQueue: true\nVisibilityTimeout: 180'), '', mapping('batchSize: 10')),
      logicalId: 'CreateEventSourceMappingSQSWork',
    },
    {
      broken: service(
        queue('VisibilityTimeout: 180'),
        '',
        'events:\n  - sqs: # here\n      arn: !GetAtt Work.Arn\n      maximumConcurrency: 1',
      ),
      good: service(queue('VisibilityTimeout: 180'), '', mapping('maximumConcurrency: 2')),
      logicalId: 'CreateEventSourceMappingSQSWork',
    },
  ],
  'circular-reference': [
    {
      // the role of the machine knows the function, and now the function the machine
      before: service(FLOW),
      broken: service(FLOW, '', 'environment:\n  FLOW: !Ref Flow # here'),
      good: service(
        FLOW,
        '',
        'environment:\n  FLOW: !Sub arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:flow',
      ),
      logicalId: 'CreateLambdaFunction',
    },
    {
      // by way of the shared role
      before: service(FLOW),
      broken: service(
        FLOW,
        '  iamRoleStatements:\n    - Effect: Allow\n      Action: states:StartExecution\n      Resource: !Ref Flow # here',
      ),
      good: service(
        FLOW,
        '  iamRoleStatements:\n    - Effect: Allow\n      Action: states:StartExecution\n      Resource: !Ref Always',
      ),
      logicalId: 'IamRoleLambdaExecution',
    },
    {
      before: service('A:\n  Type: AWS::SNS::Topic\n  DependsOn: B\nB:\n  Type: AWS::SNS::Topic'),
      broken: service(
        'A:\n  Type: AWS::SNS::Topic\n  DependsOn: B\nB:\n  Type: AWS::SNS::Topic\n  DependsOn: A # here',
      ),
      good: service('A:\n  Type: AWS::SNS::Topic\n  DependsOn: B\nB:\n  Type: AWS::SNS::Topic\n  DependsOn: Always'),
      logicalId: 'B',
    },
  ],
  'name-still-used': [
    {
      before: service('', '', 'environment:\n  MAIL_FN: orders-dev-mail').replace(
        'functions:',
        'functions:\n  mail: { handler: mail.handler }',
      ),
      broken: service('', '', 'environment:\n  MAIL_FN: orders-dev-mail # here'),
      good: service('', '', 'environment:\n  MAIL_FN: orders-dev-mail-2'),
      logicalId: 'CreateLambdaFunction',
    },
  ],
  'dangling-reference': [
    {
      broken: service('', '', 'environment:\n  QUEUE: !Ref Work # here'),
      good: service(queue('VisibilityTimeout: 180'), '', 'environment:\n  QUEUE: !Ref Work'),
      logicalId: 'CreateLambdaFunction',
    },
    {
      broken: service(
        '',
        "  iamRoleStatements:\n    - Effect: Allow\n      Action: sqs:SendMessage\n      Resource: !Sub 'arn:aws:sqs:eu-west-1:1:${Work.QueueName}' # here",
      ),
      good: service(
        queue('VisibilityTimeout: 180'),
        "  iamRoleStatements:\n    - Effect: Allow\n      Action: sqs:SendMessage\n      Resource: !Sub 'arn:aws:sqs:eu-west-1:1:${Work.QueueName}'",
      ),
      logicalId: 'IamRoleLambdaExecution',
    },
    {
      broken: service('A:\n  Type: AWS::SNS::Topic\n  DependsOn: [Missing] # here'),
      good: service('A:\n  Type: AWS::SNS::Topic\n  DependsOn: [Always]'),
      logicalId: 'A',
    },
    {
      broken: service('A:\n  Type: AWS::SNS::Topic\n  Condition: IsProd', '', 'environment:\n  TOPIC: !Ref A # here'),
      good: service(
        'A:\n  Type: AWS::SNS::Topic\n  Condition: IsProd',
        '',
        'environment:\n  TOPIC: !If [IsProd, !Ref A, none]',
      ),
      logicalId: 'CreateLambdaFunction',
    },
  ],
  'duplicate-logical-id': [
    {
      broken: service('CreateLambdaFunction: # here\n  Type: AWS::SNS::Topic'),
      // more properties for what is compiled: that is what people do
      good: service('CreateLambdaFunction:\n  Type: AWS::Lambda::Function\n  Properties:\n    Description: mine'),
      logicalId: 'CreateLambdaFunction',
    },
    {
      broken: service('', '', 'memorySize: 512').replace(
        '  create:',
        '  a-b:\n    handler: create.handler\n  aDashb: # here\n    handler: create.handler\n  create:',
      ),
      good: service('', '', 'memorySize: 512').replace(
        '  create:',
        '  a-b:\n    handler: create.handler\n  aDotb:\n    handler: create.handler\n  create:',
      ),
      logicalId: 'ADashbLambdaFunction',
    },
  ],
  'fifo-mismatch': [
    {
      broken: service(queue('FifoQueue: true\nQueueName: work # here')),
      good: service(queue('FifoQueue: true\nQueueName: work.fifo')),
      logicalId: 'Work',
    },
    {
      broken: service(
        `${queue('FifoQueue: true\nRedrivePolicy: # here\n  deadLetterTargetArn: !GetAtt Dead.Arn\n  maxReceiveCount: 3')}\n${queue('VisibilityTimeout: 30', 'Dead')}`,
      ),
      good: service(
        `${queue('FifoQueue: true\nRedrivePolicy:\n  deadLetterTargetArn: !GetAtt Dead.Arn\n  maxReceiveCount: 3')}\n${queue('FifoQueue: true', 'Dead')}`,
      ),
      logicalId: 'Work',
    },
    {
      broken: service(
        `${queue('FifoQueue: true')}\nSub:\n  Type: AWS::SNS::Subscription\n  Properties:\n    Protocol: sqs\n    TopicArn: !Ref Always\n    Endpoint: !GetAtt Work.Arn # here`,
      ),
      good: service(
        `${queue('VisibilityTimeout: 30')}\nSub:\n  Type: AWS::SNS::Subscription\n  Properties:\n    Protocol: sqs\n    TopicArn: !Ref Always\n    Endpoint: !GetAtt Work.Arn`,
      ),
      logicalId: 'Sub',
    },
  ],
  'literal-in-sub': [
    {
      broken: service('', '', "environment:\n  GREETING: !Sub 'Hello ${order.name} of ${AWS::Region}' # here"),
      // what only the deployment resolves is gone by then
      good: service('', '', "environment:\n  GREETING: !Sub 'Hello ${!order.name} of ${AWS::Region} ${ssm:/x}'"),
      logicalId: 'CreateLambdaFunction',
    },
  ],
  'missing-property': [
    {
      broken: service(
        'Flow:\n  Type: AWS::StepFunctions::StateMachine\n  Properties: # here\n    DefinitionString: \'{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}\'',
      ),
      good: service(machine('Flow', 'arn:aws:iam::123456789012:role/x')),
      logicalId: 'Flow',
    },
  ],
  'name-too-long': [
    {
      broken: service(queue(`QueueName: ${LONG} # here`)),
      good: service(queue(`QueueName: ${LONG.slice(1)}`)),
      logicalId: 'Work',
    },
    {
      broken: service('', '', `name: ${'f'.repeat(65)} # here`),
      good: service('', '', `name: ${'f'.repeat(64)}`),
      logicalId: 'CreateLambdaFunction',
    },
  ],
  'physical-name-taken': [
    {
      before: service(queue('QueueName: work', 'Old')),
      broken: service(queue('QueueName: work # here', 'New')),
      good: service(queue('QueueName: work-2', 'New')),
      logicalId: 'New',
    },
  ],
  'policy-too-large': [
    {
      broken: service(
        '',
        statements(100, 'arn:aws:sqs:eu-west-1:123456789012:a-rather-long-name-of-a-queue-').replace(
          'statements:',
          'statements: # here',
        ),
      ),
      good: service('', statements(50, 'arn:aws:sqs:eu-west-1:123456789012:a-rather-long-name-of-a-queue-')),
      logicalId: 'IamRoleLambdaExecution',
    },
  ],
  'retention-weakened': [
    {
      before: service('Data:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Retain'),
      broken: service('Data: # here\n  Type: AWS::S3::Bucket'),
      good: service('Data:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Retain\n  UpdateReplacePolicy: Retain'),
      logicalId: 'Data',
    },
    {
      before: service('Data:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Retain'),
      broken: service('Data:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Delete # here'),
      good: service('Data:\n  Type: AWS::S3::Bucket\n  DeletionPolicy: Retain\n  Properties: {}'),
      logicalId: 'Data',
    },
  ],
  'state-machine': [
    {
      broken: service('', flow('"{% $order.id %}" # here')),
      good: service('', flow('"{% $states.input.id %}"')),
      logicalId: 'Flow',
    },
    {
      broken: service('', flow('"{% $eval(\'1\') %}" # here')),
      good: service('', flow('"{% $parse(\'1\') %}"')),
      logicalId: 'Flow',
    },
    {
      broken: service(`${machineInJsonata('{% order.id %}')} # here`),
      good: service(machineInJsonata('{% $states.input.id %}')),
      logicalId: 'Flow',
    },
  ],
  'too-many-resources': [
    {
      // of the service itself: bucket and policy, role, function, log group, version, the topic Always
      broken: `# here\n${service(topics(494))}`,
      good: service(topics(493)),
      logicalId: '',
    },
  ],
  'unknown-attribute': [
    {
      broken: service('', '', 'environment:\n  TOPIC: !GetAtt Always.Name # here'),
      good: service('', '', 'environment:\n  TOPIC: !GetAtt Always.TopicName'),
      logicalId: 'CreateLambdaFunction',
    },
  ],
  'unknown-property': [
    {
      broken: service(queue('Visibility: 30 # here')),
      good: service(queue('VisibilityTimeout: 30')),
      logicalId: 'Work',
    },
    {
      // below the surface
      broken: service('', '', 'tracing: Active\nephemeralStorageSize: 1024').replace(
        'resources:\n  Resources:',
        'resources:\n  Resources:\n    Bucket:\n      Type: AWS::S3::Bucket\n      Properties:\n        VersioningConfiguration:\n          Status: Enabled\n          State: Enabled # here',
      ),
      good: service('').replace(
        'resources:\n  Resources:',
        'resources:\n  Resources:\n    Bucket:\n      Type: AWS::S3::Bucket\n      Properties:\n        VersioningConfiguration:\n          Status: Enabled',
      ),
      logicalId: 'Bucket',
    },
  ],
  'visibility-below-timeout': [
    {
      broken: service(queue('VisibilityTimeout: 29 # here'), '', mapping('batchSize: 1')),
      good: service(queue('VisibilityTimeout: 30'), '', mapping('batchSize: 1')),
      logicalId: 'Work',
    },
    {
      // 30 seconds is what a queue has that says nothing
      broken: service('Work: # here\n  Type: AWS::SQS::Queue', '', mapping('batchSize: 1')).replace(
        'timeout: 30',
        'timeout: 31',
      ),
      good: service('Work:\n  Type: AWS::SQS::Queue', '', mapping('batchSize: 1')),
      logicalId: 'Work',
    },
  ],
  'wrong-type': [
    {
      broken: service(queue('VisibilityTimeout: soon # here')),
      good: service(queue("VisibilityTimeout: '30'\nDelaySeconds: !Ref AWS::NoValue")),
      logicalId: 'Work',
    },
    {
      broken: service('', '', 'environment:\n  LIST: x').replace(
        '  Resources:\n    Always:\n      Type: AWS::SNS::Topic',
        '  Resources:\n    Always:\n      Type: AWS::SNS::Topic\n      Properties:\n        Subscription: none # here',
      ),
      good: service('', '', 'environment:\n  LIST: x').replace(
        '  Resources:\n    Always:\n      Type: AWS::SNS::Topic',
        '  Resources:\n    Always:\n      Type: AWS::SNS::Topic\n      Properties:\n        Subscription: []',
      ),
      logicalId: 'Always',
    },
  ],
}
