import { synthesize } from '../../src/infra/synth/synthesize'
import { onlyService } from '../support/service'
import { differences } from './differences'
import { Packager } from './packager'
import { pluginModules } from './plugins'

const packager = new Packager(pluginModules)
afterAll(() => packager.close())

const head = `service: svc
provider:
  name: aws
  runtime: nodejs20.x
`

/** What stands in several places, or is null: the packager changes some of what it reads. */
const cases: Record<string, string> = {
  corsVariable: `${head}custom:
  cors:
    origin: '*'
    methods: [PUT]
functions:
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, cors: '\${self:custom.cors}' }
      - http: { path: b, method: post, cors: '\${self:custom.cors}' }
`,
  corsAnchor: `${head}functions:
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, cors: &c { origin: '*', methods: [PUT] } }
      - http: { path: b, method: post, cors: *c }
`,
  requestAnchor: `${head}functions:
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, request: &c { parameters: { paths: { id: true } } } }
      - http: { path: b, method: post, request: *c }
`,
  requestVariable: `${head}custom:
  r: { parameters: { paths: { id: true } } }
functions:
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, request: '\${self:custom.r}' }
      - http: { path: b, method: post, request: '\${self:custom.r}' }
`,
  responseAnchor: `${head}functions:
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, integration: lambda, response: &c { headers: { A: "'b'" }, statusCodes: { 200: { template: x } } } }
      - http: { path: b, method: post, integration: lambda, response: *c }
`,
  wholeEventAnchor: `${head}functions:
  z:
    handler: a.a
  a:
    handler: a.a
    events: &e
      - http: { path: /a/, method: GET, cors: { methods: [PUT] }, authorizer: z }
      - schedule: { rate: rate(1 minute), input: { body: '{"a":1}' } }
  b:
    handler: a.a
    events: *e
`,
  authorizerAnchor: `${head}functions:
  z:
    handler: a.a
  a:
    handler: a.a
    events:
      - http: { path: a, method: get, authorizer: &x { name: z, resultTtlInSeconds: 0, type: request } }
      - http: { path: b, method: get, authorizer: *x }
`,
  mergeKey: `${head}custom:
  base: &b { integration: lambda, cors: true, request: { template: { application/json: x } } }
functions:
  a:
    handler: a.a
    events:
      - http: { <<: *b, path: a, method: get }
      - http: { <<: *b, path: b, method: get }
`,
  albAnchor: `${head}functions:
  a:
    handler: a.a
    events:
      - alb: { listenerArn: { Ref: L }, priority: 1, conditions: &c { path: /a }, healthCheck: &h { path: /x } }
      - alb: { listenerArn: { Ref: M }, priority: 2, conditions: *c, healthCheck: *h }
`,
  originAnchor: `${head}functions:
  a:
    handler: a.a
    events:
      - cloudFront: { eventType: viewer-request, origin: &o { DomainName: x.example, CustomOriginConfig: { OriginProtocolPolicy: https-only } }, behavior: &bh { Compress: true } }
      - cloudFront: { eventType: viewer-response, origin: *o, behavior: *bh }
`,
  nulls: `${head}functions:
  a:
    handler: a.a
    events:
      - sqs: { arn: 'arn:aws:sqs:us-east-1:123456789012:q', batchSize: ~, enabled: ~ }
      - http: { path: a, method: get, cors: ~, authorizer: ~, integration: lambda, request: { template: { application/json: ~ } } }
      - schedule: { rate: rate(1 minute), input: { a: ~ } }
      - sns: { topicName: t, filterPolicy: { a: [ ~ ], b: ~ } }
      - eventBridge: { pattern: { detail: { a: [ ~ ], b: ~ } } }
`,
}

const machine = (events: string) => `${head}plugins: [serverless-step-functions]
custom:
  cors: { origin: '*', methods: [PUT] }
stepFunctions:
  stateMachines:
    a:
      definition: { StartAt: A, States: { A: { Type: Pass, End: true } } }
      events:
${events}`

const machineCases: Record<string, string> = {
  machineCorsAnchor: machine(`
        - http: { path: a, method: get, cors: &c { origin: '*', methods: [PUT] } }
        - http: { path: b, method: post, cors: *c }
`),
  machineCorsVariable: machine(`
        - http: { path: a, method: get, cors: '\${self:custom.cors}' }
        - http: { path: b, method: post, cors: '\${self:custom.cors}' }
`),
  machineResponsesAnchor: machine(`
        - http: { path: a, method: get, cors: true, responses: &r { 200: { responseParameters: { x: y } } } }
        - http: { path: b, method: post, responses: *r }
`),
}
if (!pluginModules) console.warn('Events of state machines are not compared: test/oracle/plugins is not installed.')

test.each(Object.entries({ ...cases, ...(pluginModules && machineCases) }))('%s', async (_, text) => {
  const packaged = await packager.package({ 'serverless.yml': text })
  if ('error' in packaged) throw new Error(packaged.error)
  const { template } = synthesize(onlyService({ 'serverless.yml': text }))
  expect(differences(template, packaged.template)).toEqual([])
})
