import fc from 'fast-check'
import {
  arn,
  filterPatterns,
  flag,
  getAtt,
  importValue,
  joined,
  listOf,
  name,
  number,
  object,
  ref,
  some,
  words,
} from './values'

/** Events that poll: event source mappings. */
const sqs = fc.oneof(
  arn('sqs', name),
  object(
    { arn: fc.oneof(arn('sqs', name), getAtt, importValue, joined('sqs', name)) },
    {
      batchSize: number(1, 10000),
      enabled: flag,
      maximumBatchingWindow: number(0, 300),
      functionResponseType: fc.constant('ReportBatchItemFailures'),
      filterPatterns,
      maximumConcurrency: number(2, 1000),
    },
  ),
)

const onFailure = fc.oneof(
  arn('sqs', name),
  arn('sns', name),
  object({ arn: getAtt, type: fc.constantFrom('sns', 'sqs') }),
  object({ arn: arn('sns', name) }),
)

const streamOptions = {
  batchSize: number(1, 10000),
  parallelizationFactor: number(1, 10),
  startingPosition: fc.constantFrom('LATEST', 'TRIM_HORIZON'),
  enabled: flag,
  batchWindow: number(0, 300),
  maximumRetryAttempts: number(-1, 10000),
  bisectBatchOnFunctionError: flag,
  maximumRecordAgeInSeconds: fc.oneof(number(60, 604800), fc.constant(-1)),
  functionResponseType: fc.constant('ReportBatchItemFailures'),
  destinations: object({ onFailure }),
  tumblingWindowInSeconds: number(0, 900),
  filterPatterns,
}

const table = arn(
  'dynamodb',
  name.map((table) => `table/${table}/stream/2020-01-01T00:00:00.000`),
)
const kinesisStream = arn(
  'kinesis',
  name.map((stream) => `stream/${stream}`),
)
const intrinsic = (service: string) =>
  fc.oneof(
    getAtt,
    importValue,
    ref,
    joined(
      service,
      name.map((stream) => `stream/${stream}`),
    ),
  )

const stream = fc.oneof(
  table,
  kinesisStream,
  object({ arn: table }, { type: fc.constant('dynamodb'), ...streamOptions }),
  object({ arn: intrinsic('dynamodb'), type: fc.constant('dynamodb') }, streamOptions),
  object(
    { arn: kinesisStream },
    {
      type: fc.constant('kinesis'),
      consumer: fc.oneof(fc.constant(true), arn('kinesis', fc.constant('stream/a/consumer/c:1')), getAtt),
      startingPositionTimestamp: number(1, 9e9),
      ...streamOptions,
    },
  ),
  object(
    { arn: intrinsic('kinesis'), type: fc.constant('kinesis') },
    { consumer: fc.constant(true), startingPositionTimestamp: number(1, 9e9), ...streamOptions },
  ),
)

const secret = arn('secretsmanager', fc.constantFrom('secret:MyA-b1', 'secret:Other-c2'))
const polling = {
  batchSize: number(1, 10000),
  maximumBatchingWindow: number(0, 300),
  enabled: flag,
  filterPatterns,
}
const kafkaOptions = {
  ...polling,
  startingPosition: fc.constantFrom('LATEST', 'TRIM_HORIZON'),
  startingPositionTimestamp: number(1, 9e9),
  consumerGroupId: name,
  provisionedPollerConfig: object({ minimumPollers: number(1, 200) }, { maximumPollers: number(1, 200) }),
}

const network = fc.constant({ vpcSubnet: ['subnet-0a', 'subnet-0b'], vpcSecurityGroup: 'sg-0a' })
const secrets = some({
  saslPlainAuth: listOf(secret),
  saslScram256Auth: listOf(secret),
  saslScram512Auth: listOf(secret),
  clientCertificateTlsAuth: listOf(secret),
  serverRootCaCertificate: listOf(secret),
})

const kafka = object(
  {
    accessConfigurations: fc.oneof(
      network,
      secrets.filter((access) => Object.keys(access).length > 0),
      fc.tuple(network, secrets).map(([a, b]) => ({ ...a, ...b })),
    ),
    bootstrapServers: listOf(fc.constantFrom('a.example:9096', 'b.example:9096')),
    topic: name,
  },
  { ...kafkaOptions, onFailureDestination: arn('sqs', name) },
)

const msk = object(
  {
    arn: fc.oneof(
      arn(
        'kafka',
        name.map((cluster) => `cluster/${cluster}/abc`),
      ),
      importValue,
      ref,
    ),
    topic: name,
  },
  { ...kafkaOptions, saslScram512: secret },
)

const broker = (more: Readonly<Record<string, fc.Arbitrary<unknown>>>) =>
  object(
    {
      basicAuthArn: fc.oneof(secret, importValue, ref),
      arn: fc.oneof(arn('mq', fc.constant('broker:Mine:b-1-2')), importValue, ref),
      queue: name,
    },
    { ...polling, ...more },
  )

export const sources = { sqs, stream, kafka, msk, activemq: broker({}), rabbitmq: broker({ virtualHost: words }) }
