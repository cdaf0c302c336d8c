import type { Cases } from '../golden'

const service = (...events: object[]) => ({
  service: 'svc',
  provider: { name: 'aws', runtime: 'nodejs20.x' },
  functions: { 'my-fn_1': { handler: 'index.handler', events }, authz: { handler: 'authz.handler' } },
})

/** One event in each form that is usual. */
const events: Readonly<Record<string, object>> = {
  http: {
    http: 'POST /orders/{id}',
  },
  httpAsync: {
    http: {
      path: 'x',
      method: 'post',
      async: true,
    },
  },
  httpCors: {
    http: {
      path: 'x',
      method: 'get',
      cors: true,
      private: true,
    },
  },
  httpAuth: {
    http: {
      path: 'x',
      method: 'get',
      authorizer: 'authz',
    },
  },
  httpApi: {
    httpApi: 'POST /orders',
  },
  httpApiStar: {
    httpApi: '*',
  },
  websocket: {
    websocket: '$connect',
  },
  sqsArnString: {
    sqs: 'arn:aws:sqs:us-east-1:123456789012:my-queue_1',
  },
  sqsGetAtt: {
    sqs: {
      arn: {
        'Fn::GetAtt': ['OrdersQueue', 'Arn'],
      },
      batchSize: 5,
      maximumBatchingWindow: 2,
      functionResponseType: 'ReportBatchItemFailures',
      filterPatterns: [
        {
          body: {
            a: [1],
          },
        },
      ],
      maximumConcurrency: 2,
      enabled: false,
    },
  },
  sqsImport: {
    sqs: {
      arn: {
        'Fn::ImportValue': 'my-export-Arn',
      },
    },
  },
  sqsJoin: {
    sqs: {
      arn: {
        'Fn::Join': [
          ':',
          [
            'arn:aws:sqs',
            {
              Ref: 'AWS::Region',
            },
            {
              Ref: 'AWS::AccountId',
            },
            'MyQ',
          ],
        ],
      },
    },
  },
  snsName: {
    sns: 'x',
  },
  snsArn: {
    sns: 'arn:aws:sns:us-east-1:123456789012:topic-a',
  },
  snsRef: {
    sns: {
      arn: {
        Ref: 'MyTopic',
      },
      topicName: 'my-topic',
    },
  },
  snsFilter: {
    sns: {
      topicName: 'my-topic',
      filterPolicy: {
        a: ['b'],
      },
    },
  },
  snsDlq: {
    sns: {
      arn: 'arn:aws:sns:us-east-1:123456789012:t',
      redrivePolicy: {
        deadLetterTargetRef: 'Dlq',
      },
    },
  },
  eventBridgeDefault: {
    eventBridge: {
      pattern: {
        source: ['a'],
      },
    },
  },
  eventBridgeNamed: {
    eventBridge: {
      eventBus: 'my-bus_1',
      pattern: {
        source: ['a'],
      },
      retryPolicy: {
        maximumEventAge: 60,
        maximumRetryAttempts: 3,
      },
      deadLetterQueueArn: {
        'Fn::GetAtt': ['Dlq', 'Arn'],
      },
    },
  },
  eventBridgeRef: {
    eventBridge: {
      eventBus: {
        Ref: 'Bus',
      },
      pattern: {
        source: ['a'],
      },
    },
  },
  eventBridgeArn: {
    eventBridge: {
      eventBus: 'arn:aws:events:us-east-1:123456789012:event-bus/ext',
      pattern: {
        source: ['a'],
      },
      inputPath: '$.detail',
    },
  },
  eventBridgeSchedule: {
    eventBridge: {
      schedule: 'rate(10 minutes)',
      input: {
        a: 1,
      },
    },
  },
  schedule: {
    schedule: 'rate(10 minutes)',
  },
  scheduler: {
    schedule: {
      method: 'scheduler',
      rate: ['rate(10 minutes)'],
      timezone: 'Europe/Paris',
    },
  },
  s3: {
    s3: 'my-bucket',
  },
  s3existing: {
    s3: {
      bucket: 'my-bucket',
      existing: true,
    },
  },
  streamDdb: {
    stream: 'arn:aws:dynamodb:us-east-1:123456789012:table/foo/stream/2020',
  },
  streamKinesis: {
    stream: {
      type: 'kinesis',
      arn: {
        'Fn::GetAtt': ['Stream', 'Arn'],
      },
      consumer: true,
      destinations: {
        onFailure: 'arn:aws:sqs:us-east-1:123456789012:f',
      },
    },
  },
  cloudwatchEvent: {
    cloudwatchEvent: {
      event: {
        source: ['aws.ec2'],
      },
    },
  },
  cloudwatchLog: {
    cloudwatchLog: '/aws/lambda/x',
  },
  cognito: {
    cognitoUserPool: {
      pool: 'Pool',
      trigger: 'PreSignUp',
    },
  },
  alb: {
    alb: {
      listenerArn:
        'arn:aws:elasticloadbalancing:us-east-1:123456789012:listener/app/my-load-balancer/50dc6c495c0c9188/50dc6c495c0c9188',
      priority: 1,
      conditions: {
        path: '/x',
      },
    },
  },
  iot: {
    iot: {
      sql: 'SELECT * FROM "x"',
    },
  },
  iotFleetProvisioning: {
    iotFleetProvisioning: {
      templateBody: {},
      provisioningRoleArn: 'arn:aws:iam::123456789012:role/x',
    },
  },
  alexaSkill: {
    alexaSkill: {
      appId: 'amzn1.ask.skill.x',
    },
  },
  alexaSmartHome: {
    alexaSmartHome: 'amzn1.ask.skill.x',
  },
  kafka: {
    kafka: {
      topic: 't',
      bootstrapServers: ['a:1'],
      accessConfigurations: {
        saslScram512Auth: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x',
      },
    },
  },
  msk: {
    msk: {
      arn: 'arn:aws:kafka:us-east-1:123456789012:cluster/C/u',
      topic: 't',
    },
  },
  activemq: {
    activemq: {
      arn: 'arn:aws:mq:us-east-1:123456789012:broker:B:b-1',
      queue: 'q',
      basicAuthArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x',
    },
  },
  rabbitmq: {
    rabbitmq: {
      arn: 'arn:aws:mq:us-east-1:123456789012:broker:B:b-1',
      queue: 'q',
      basicAuthArn: 'arn:aws:secretsmanager:us-east-1:123456789012:secret:x',
    },
  },
  cloudFront: {
    cloudFront: {
      eventType: 'viewer-request',
      origin: 'https://x.com',
    },
  },
}

export const cases: Cases = {
  none: service(),
  ...Object.fromEntries(Object.entries(events).map(([name, event]) => [name, service(event)])),
}
