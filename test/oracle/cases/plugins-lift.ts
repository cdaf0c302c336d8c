import type { Cases } from '../golden'

const service = (queue: object, more: object = {}, provider: object = {}) => ({
  service: 'svc',
  plugins: ['serverless-lift'],
  provider: { name: 'aws', runtime: 'nodejs20.x', ...provider },
  functions: { caller: { handler: 'index.handler' } },
  constructs: { orders: { type: 'queue', worker: { handler: 'index.worker' }, ...queue } },
  ...more,
})

/** `constructs: queue` of serverless-lift. */
export const cases: Cases = {
  plain: service({}),
  'worker by name': service({ worker: 'caller' }),
  'worker by name with a timeout': service(
    { worker: 'caller' },
    { functions: { caller: { handler: 'i.h', timeout: 20 } } },
  ),
  'worker with options': service({ worker: { handler: 'i.h', timeout: 10, environment: { A: 1 }, name: 'own' } }),
  'timeout of the provider': service({}, {}, { timeout: 60 }),
  maxRetries: service({ maxRetries: 5 }),
  batchSize: service({ batchSize: 10, maxBatchingWindow: 5, maxConcurrency: 20 }),
  fifo: service({ fifo: true }),
  'not fifo': service({ fifo: false }),
  delay: service({ delay: 60 }),
  encryption: service({ encryption: 'kmsManaged' }),
  'encryption with a key': service({ encryption: 'kms', encryptionKey: 'MyKey' }),
  alarm: service({ alarm: 'alerting@example.com' }),
  'alarm of a fifo queue': service({ alarm: 'alerting@example.com', fifo: true }, {}, { stage: 'prod' }),
  extensions: service({
    alarm: 'alerting@example.com',
    extensions: {
      queue: { Properties: { MaximumMessageSize: 1024, Tags: [{ Key: 'a', Value: 'b' }] }, DeletionPolicy: 'Retain' },
      dlq: { Properties: { MessageRetentionPeriod: 60 } },
      alarm: { Properties: { Threshold: 3, Dimensions: [] } },
    },
  }),
  'id with other characters': service(
    {},
    {
      constructs: { 'my-orders_1': { type: 'queue', worker: { handler: 'i.h' } } },
    },
  ),
  variables: service(
    {},
    {
      functions: {
        caller: {
          handler: 'index.handler',
          environment: {
            URL: '${construct:orders.queueUrl}',
            ARN: '${construct:orders.queueArn}',
            DLQ: '${construct:orders.dlqUrl}',
          },
        },
      },
      resources: { Outputs: { Dlq: { Value: '${construct:orders.dlqArn}' } } },
    },
  ),
  'two queues': service(
    {},
    {
      constructs: {
        a: { type: 'queue', worker: { handler: 'i.h' } },
        b: { type: 'queue', worker: 'caller', fifo: true },
      },
    },
  ),
  'no permissions': service({}, { lift: { automaticPermissions: false } }),
  'with a role': service({}, {}, { iam: { role: 'arn:aws:iam::123456789012:role/x' } }),
  'with own statements': service(
    {},
    {},
    {
      iam: { role: { statements: [{ Effect: 'Allow', Action: 'a:B', Resource: '*' }] } },
      stackName: 'the-stack',
    },
  ),
}
