/** The property that names a resource, and how many characters the name may have. */
export interface NameRule {
  readonly property: string
  /** Limit of the service. */
  readonly max: number
}

/** Names that have to be unique in an account and region. Limits: the API references of the services, 2026-11. */
const RULES: Readonly<Record<string, NameRule>> = {
  'AWS::Lambda::Function': { property: 'FunctionName', max: 64 },
  'AWS::Lambda::LayerVersion': { property: 'LayerName', max: 140 },
  'AWS::IAM::Role': { property: 'RoleName', max: 64 },
  'AWS::IAM::ManagedPolicy': { property: 'ManagedPolicyName', max: 128 },
  'AWS::SQS::Queue': { property: 'QueueName', max: 80 },
  'AWS::SNS::Topic': { property: 'TopicName', max: 256 },
  'AWS::StepFunctions::StateMachine': { property: 'StateMachineName', max: 80 },
  'AWS::Events::Rule': { property: 'Name', max: 64 },
  'AWS::Events::EventBus': { property: 'Name', max: 256 },
  'AWS::Scheduler::Schedule': { property: 'Name', max: 64 },
  'AWS::Logs::LogGroup': { property: 'LogGroupName', max: 512 },
  'AWS::S3::Bucket': { property: 'BucketName', max: 63 },
  'AWS::DynamoDB::Table': { property: 'TableName', max: 255 },
  'AWS::Kinesis::Stream': { property: 'Name', max: 128 },
  'AWS::CloudWatch::Alarm': { property: 'AlarmName', max: 255 },
  'AWS::SSM::Parameter': { property: 'Name', max: 2048 },
  'AWS::SecretsManager::Secret': { property: 'Name', max: 512 },
}

export function nameRule(type: string): NameRule | undefined {
  return RULES[type]
}

export function physicalNameProperty(type: string): string | undefined {
  return RULES[type]?.property
}
