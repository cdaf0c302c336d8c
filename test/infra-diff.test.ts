import fc from 'fast-check'
import { compareTemplates } from '../src/infra/diff/library'
import type { InfraDiff, ResourceChange } from '../src/infra/diff/model'
import { normalize } from '../src/infra/diff/normalize'
import type { Template } from '../src/infra/template'
import { diffOf, indented, templateOf } from './support/infra'
import { propertyRuns } from './support/property-runs'

/** A service of these resources and statements of the shared role. */
const service = (resources: string, statements = '', rest = '') => `service: orders
provider:
  name: aws
  runtime: nodejs22.x
${statements === '' ? '' : `  iamRoleStatements:\n${indented(statements, 4)}\n`}functions:
  create:
    handler: create.handler
${rest === '' ? '' : indented(rest, 4)}
resources:
  Resources:
    Always:
      Type: AWS::SNS::Topic
${indented(resources || 'More:\n  Type: AWS::SNS::Topic', 4)}
`

const allow = (action: string, resource: string, more = '') =>
  `- Effect: Allow\n  Action: ${action}\n  Resource: ${resource}${more === '' ? '' : `\n${indented(more, 2)}`}`

const row = (diff: InfraDiff, id: string): ResourceChange | undefined =>
  [...diff.created, ...diff.changed, ...diff.replaced, ...diff.destroyed].find(({ logicalId }) => logicalId === id)

const properties = (diff: InfraDiff, id: string) =>
  Object.fromEntries((row(diff, id)?.properties ?? []).map(({ path, before, after }) => [path, [before, after]]))

describe('permissions', () => {
  const change = (before: string, after: string) =>
    diffOf(service('', before), service('', after)).iam.map(
      ({ change: sign, actions, resources, broadens, hasWildcard }) => [
        `${sign} ${actions.join()} ${resources.join()}`,
        broadens,
        hasWildcard,
      ],
    )

  test('that are new broaden', () => {
    expect(
      change(
        allow('sqs:SendMessage', '!Ref Always'),
        `${allow('sqs:SendMessage', '!Ref Always')}\n${allow('sns:Publish', '!Ref Always')}`,
      ),
    ).toEqual([['added sns:Publish ${Always}', true, false]])
  })

  test('that are narrowed do not broaden', () => {
    expect(
      change(allow('lambda:*', "'*'"), allow('lambda:InvokeFunction', '!GetAtt CreateLambdaFunction.Arn')),
    ).toEqual([
      ['added lambda:InvokeFunction ${CreateLambdaFunction.Arn}', false, false],
      ['removed lambda:* *', false, true],
    ])
  })

  test('that another statement grants already do not broaden', () => {
    const before = allow('sqs:*', "'*'")
    expect(change(before, `${before}\n${allow('sqs:SendMessage', '!Ref Always')}`)).toEqual([
      ['added sqs:SendMessage ${Always}', false, false],
    ])
  })

  test('with a wildcard are marked', () => {
    expect(change(allow('sns:Publish', '!Ref Always'), allow('sns:*', '!Ref Always'))).toEqual([
      ['added sns:* ${Always}', true, true],
      ['removed sns:Publish ${Always}', false, false],
    ])
  })

  test('whose condition goes broaden; one more condition narrows', () => {
    const condition = 'Condition: { StringEquals: { aws:RequestedRegion: eu-west-1 } }'
    const [plain, strict] = [allow('sns:Publish', '!Ref Always'), allow('sns:Publish', '!Ref Always', condition)]
    expect(change(strict, plain)).toEqual([
      ['added sns:Publish ${Always}', true, false],
      ['removed sns:Publish ${Always}', false, false],
    ])
    expect(change(plain, strict).map(([, broadens]) => broadens)).toEqual([false, false])
  })

  test('broaden when a denial goes', () => {
    const deny = "- Effect: Deny\n  Action: s3:*\n  Resource: '*'"
    const publish = allow('sns:Publish', '!Ref Always')
    expect(change(`${publish}\n${deny}`, publish)).toEqual([['removed s3:* *', true, true]])
    expect(change(publish, `${publish}\n${deny}`)).toEqual([['added s3:* *', false, true]])
  })

  test('that mean everything but a list broaden', () => {
    const inverted = "- Effect: Allow\n  NotAction: iam:*\n  Resource: '*'"
    const { iam } = diffOf(service('', allow('sns:Publish', '!Ref Always')), service('', inverted))
    expect(iam[0]).toMatchObject({ change: 'added', except: ['actions'], broadens: true })
  })

  test('by a managed policy, on a queue and on a function are told', () => {
    const { iam } = diffOf(
      service(''),
      service(
        `Policy:\n  Type: AWS::SQS::QueuePolicy\n  Properties:\n    Queues: [x]\n    PolicyDocument:\n      Statement: [{ Effect: Allow, Principal: '*', Action: sqs:SendMessage, Resource: '*' }]\nMayCall:\n  Type: AWS::Lambda::Permission\n  Properties:\n    FunctionName: !Ref CreateLambdaFunction\n    Action: lambda:InvokeFunction\n    Principal: s3.amazonaws.com`,
      ).replace('  runtime:', '  iamManagedPolicies: [arn:aws:iam::aws:policy/AdministratorAccess]\n  runtime:'),
    )
    expect(
      iam.map(({ actions, principals, managedPolicy, broadens }) => [
        actions.join(),
        principals.join(),
        managedPolicy,
        broadens,
      ]),
    ).toEqual([
      ['lambda:InvokeFunction', 'Service:s3.amazonaws.com', undefined, true],
      ['sqs:SendMessage', '*', undefined, true],
      ['', '${IamRoleLambdaExecution}', 'arn:aws:iam::aws:policy/AdministratorAccess', true],
    ])
  })
})

test('rules of security groups are told', () => {
  const group = (port: number) =>
    `Group:\n  Type: AWS::EC2::SecurityGroup\n  Properties:\n    GroupDescription: g\n    SecurityGroupIngress:\n      - { IpProtocol: tcp, FromPort: ${port}, ToPort: ${port}, CidrIp: 0.0.0.0/0 }`
  expect(diffOf(service(group(22)), service(group(443))).network).toEqual([
    { change: 'added', direction: 'ingress', group: '${Group.GroupId}', protocol: 'TCP 443', peer: 'Everyone (IPv4)' },
    { change: 'removed', direction: 'ingress', group: '${Group.GroupId}', protocol: 'TCP 22', peer: 'Everyone (IPv4)' },
  ])
})

describe('a resource', () => {
  const queue = (more: string, attributes = '') =>
    service(
      `Work:\n  Type: AWS::SQS::Queue\n${attributes === '' ? '' : `${indented(attributes, 2)}\n`}  Properties:\n    KmsMasterKeyId: alias/aws/sqs\n${indented(more, 4)}`,
    )

  test('that is replaced loses its data and changes its name, and what refers to it is replaced too', () => {
    const subscribed = (name: string) =>
      `${queue(`QueueName: ${name}`)}    Sub:\n      Type: AWS::SNS::Subscription\n      Properties:\n        Protocol: sqs\n        TopicArn: !Ref Always\n        Endpoint: !GetAtt Work.Arn\n`
    const diff = diffOf(subscribed('a'), subscribed('b'))
    expect(
      diff.replaced.map(({ logicalId, impact, losesData, renamed }) => ({ logicalId, impact, losesData, renamed })),
    ).toEqual([
      { logicalId: 'Sub', impact: 'replace', losesData: false, renamed: undefined },
      { logicalId: 'Work', impact: 'replace', losesData: true, renamed: { before: 'a', after: 'b' } },
    ])
  })

  test.each([
    ['destroyed', '', 'destroy', true],
    ['kept', 'DeletionPolicy: Retain', 'orphan', false],
    ['backed up', 'DeletionPolicy: Snapshot', 'destroy', false],
  ])('that goes is %s', (_, policy, impact, losesData) => {
    const { destroyed } = diffOf(queue('DelaySeconds: 1', policy), service(''))
    expect(destroyed).toEqual([expect.objectContaining({ logicalId: 'Work', impact, losesData })])
  })

  test('whose old one is kept when it is replaced loses nothing', () => {
    const policy = 'UpdateReplacePolicy: Retain'
    const { replaced } = diffOf(queue('QueueName: a', policy), queue('QueueName: b', policy))
    expect(replaced).toEqual([expect.objectContaining({ isRetained: true, losesData: false })])
  })

  test('of another type under the same id is replaced', () => {
    const { replaced } = diffOf(service('X:\n  Type: AWS::SQS::Queue'), service('X:\n  Type: AWS::SNS::Topic'))
    expect(replaced).toEqual([expect.objectContaining({ logicalId: 'X', impact: 'replace', losesData: true })])
  })

  test('of its own making shows its changes', () => {
    const custom = (value: string) =>
      service(`Mine:\n  Type: Custom::Thing\n  Properties:\n    ServiceToken: x\n    Size: ${value}`)
    expect(properties(diffOf(custom('1'), custom('2')), 'Mine')).toEqual({ Size: [1, 2] })
  })

  test('that is empty is no reason to stop', () => {
    const before = templateOf({ A: null, B: { Type: 'AWS::SNS::Topic' } })
    const difference = compareTemplates(normalize(before), normalize(templateOf({ A: { Type: 'AWS::SNS::Topic' } })))
    expect(difference.resources.logicalIds.sort()).toEqual(['A', 'B'])
  })

  test('that changes only its policy shows that', () => {
    const diff = diffOf(queue('DelaySeconds: 1'), queue('DelaySeconds: 1', 'DeletionPolicy: Retain'))
    expect(properties(diff, 'Work')).toEqual({ DeletionPolicy: [undefined, 'Retain'] })
  })
})

test('a new version of a function is no row, but told', () => {
  const diff = diffOf(service(''), service('', '', 'description: new'))
  expect(diff.republished).toEqual(['CreateLambdaFunction'])
  expect(diff.created).toEqual([])
  expect(diff.destroyed).toEqual([])
  expect(diff.outputs).toEqual([])
  expect(properties(diff, 'CreateLambdaFunction')).toEqual({ Description: [undefined, 'new'] })
})

test('outputs and other sections are told', () => {
  const more = (text: string) => `${service('')}${indented(text, 2)}\n`
  const diff = diffOf(
    more('Outputs:\n  A:\n    Value: 1\n  B:\n    Value: !Ref Always\n    Export:\n      Name: b'),
    more('Outputs:\n  A:\n    Value: 2\nConditions:\n  Yes: !Equals [a, a]'),
  )
  expect(diff.outputs).toEqual([
    { change: 'changed', logicalId: 'A', before: 1, after: 2 },
    { change: 'removed', logicalId: 'B', exportName: 'b', before: { Ref: 'Always' } },
  ])
  expect(diff.sections).toEqual([{ path: 'Conditions.Yes', after: { 'Fn::Equals': ['a', 'a'] }, replaces: false }])
})

describe('a value', () => {
  const subject = (value: unknown, type = 'AWS::SNS::Topic', name = 'DisplayName') =>
    templateOf({ X: { Type: type, Properties: { [name]: value } } })
  const changes = (before: unknown, after: unknown, type?: string, name?: string) => {
    const json = (value: Template) =>
      `service: s\nprovider: { name: aws }\nresources: ${JSON.stringify({ Resources: { ...value.Resources, Y: { Type: 'AWS::SNS::Topic' } } })}\n`
    const diff = diffOf(json(subject(before, type, name)), `${json(subject(after, type, name))}  \ncustom: {}\n`)
    return Object.entries(properties(diff, 'X')).map(([path, [from, to]]) => [path, from, to])
  }

  test.each([
    ['Fn::Join and Fn::Sub', { 'Fn::Join': ['', ['a-', { Ref: 'Y' }, '-b']] }, { 'Fn::Sub': 'a-${Y}-b' }],
    ['Fn::Sub of one reference', { 'Fn::Sub': '${Y}' }, { Ref: 'Y' }],
    ['Fn::Sub of one attribute', { 'Fn::Sub': '${Y.TopicName}' }, { 'Fn::GetAtt': ['Y', 'TopicName'] }],
    ['Fn::GetAtt as text', { 'Fn::GetAtt': 'Y.TopicName' }, { 'Fn::GetAtt': ['Y', 'TopicName'] }],
    ['Fn::Sub with variables', { 'Fn::Sub': ['${a}:*', { a: { Ref: 'Y' } }] }, { 'Fn::Sub': '${Y}:*' }],
    ['text with no reference', { 'Fn::Sub': 'plain' }, 'plain'],
    ['an escaped reference', { 'Fn::Join': ['', ['${a}', 'b']] }, { 'Fn::Sub': '${!a}b' }],
  ])('is the same in two forms: %s', (_, before, after) => {
    expect(changes(before, after)).toEqual([])
    expect(changes(before, `${JSON.stringify(after)} other`)).toHaveLength(1)
  })

  test('that is text with braces is no reference', () => {
    expect(changes({ 'Fn::Join': ['', ['${Y}', 'b']] }, { 'Fn::Sub': '${Y}b' })).toHaveLength(1)
  })

  test('of JSON is compared inside', () => {
    const body = (title: string) => JSON.stringify({ widgets: [{ type: 'text', title }] })
    expect(changes(body('a'), body('b'), 'AWS::CloudWatch::Dashboard', 'DashboardBody')).toEqual([
      ['DashboardBody.widgets[0].title', 'a', 'b'],
    ])
  })

  test('whose order matters shows that it changes', () => {
    expect(changes(['a', 'b'], ['b', 'a'], 'AWS::Lambda::Function', 'Layers')).toEqual([
      ['Layers', ['a', 'b'], ['b', 'a']],
    ])
    expect(changes([{ Key: 'a' }, { Key: 'b' }], [{ Key: 'b' }, { Key: 'a' }], 'AWS::SNS::Topic', 'Tags')).toEqual([])
  })
})

describe('a state machine', () => {
  const definition = (next: string, error: string) => ({
    StartAt: 'A',
    States: {
      A: {
        Type: 'Task',
        Resource: '${fn}',
        Next: next,
        Catch: [
          { ErrorEquals: [error], Next: 'B' },
          { ErrorEquals: ['States.ALL'], Next: 'C' },
        ],
      },
      B: { Type: 'Succeed' },
      C: { Type: 'Fail' },
    },
  })
  const forms: Readonly<Record<string, (next: string, error: string) => unknown>> = {
    text: (next, error) => JSON.stringify(definition(next, error)),
    'Fn::Sub': (next, error) => ({ 'Fn::Sub': JSON.stringify(definition(next, error)).replace('${fn}', '${Y}') }),
    'Fn::Sub with variables': (next, error) => ({
      'Fn::Sub': [JSON.stringify(definition(next, error)), { fn: { 'Fn::GetAtt': ['Y', 'Arn'] } }],
    }),
    'Fn::Join': (next, error) => {
      const [head, tail] = JSON.stringify(definition(next, error), null, 2).split('${fn}')
      return { 'Fn::Join': ['', [head, { 'Fn::GetAtt': ['Y', 'Arn'] }, tail]] }
    },
  }
  const resources = (value: unknown) =>
    `service: s\nprovider: { name: aws }\nresources: ${JSON.stringify({
      Resources: {
        M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn: 'r', DefinitionString: value } },
        Y: { Type: 'AWS::SNS::Topic' },
      },
    })}\n`

  test.each(Object.entries(forms))('written as %s is compared inside', (_, form) => {
    const diff = diffOf(resources(form('B', 'X')), resources(form('C', 'Y')))
    expect(properties(diff, 'M')).toEqual({
      'Definition.States.A.Next': ['B', 'C'],
      'Definition.States.A.Catch[0].ErrorEquals[0]': ['X', 'Y'],
    })
  })
})

describe('secrets', () => {
  const environment = (variables: string) => service('', '', `environment:\n${indented(variables, 2)}`)

  test('are not shown, wherever they stand', () => {
    const shown = (variables: string) => {
      const entries = Object.entries(properties(diffOf(service(''), environment(variables)), 'CreateLambdaFunction'))
      return Object.fromEntries(entries.map(([path, [, after]]) => [path.split('.').at(-1), after]))
    }
    expect(
      shown(`
DB_PASSWORD: hunter2
STRIPE_API_KEY: abc
PIN_SECRET: 1234
JWT_TOKEN: \${ssm:/x}
MAIL_SECRET: '{{resolve:secretsmanager:x}}'
SECRET_REF: !Ref Always
SECRET_ARN: arn:aws:secretsmanager:x
TOKEN_TABLE: tokens
USE_TOKEN: 'true'
DATABASE: postgres://user:hunter2@host/db
ANY: AKIAABCDEFGHIJKLMNOP
PLAIN: hello`),
    ).toEqual({
      DB_PASSWORD: '(redacted)',
      STRIPE_API_KEY: '(redacted)',
      PIN_SECRET: '(redacted)',
      JWT_TOKEN: '${ssm:/x}',
      MAIL_SECRET: '{{resolve:secretsmanager:x}}',
      SECRET_REF: { Ref: 'Always' },
      SECRET_ARN: 'arn:aws:secretsmanager:x',
      TOKEN_TABLE: 'tokens',
      USE_TOKEN: 'true',
      DATABASE: 'postgres://user:(redacted)@host/db',
      ANY: '(redacted)',
      PLAIN: 'hello',
    })
  })

  test('are not shown in outputs either', () => {
    const { outputs } = diffOf(service(''), `${service('')}  Outputs:\n    ApiSecret:\n      Value: hunter2\n`)
    expect(outputs).toEqual([{ change: 'added', logicalId: 'ApiSecret', after: '(redacted)' }])
  })

  test('that change are told to change', () => {
    const diff = diffOf(environment('DB_PASSWORD: one'), environment('DB_PASSWORD: two'))
    expect(properties(diff, 'CreateLambdaFunction')).toEqual({
      'Environment.Variables.DB_PASSWORD': ['(redacted)', '(redacted)'],
    })
    expect(JSON.stringify(diff)).not.toMatch(/"(one|two)"/)
  })
})

describe('the library', () => {
  const id = fc.constantFrom('A', 'B', 'C', 'D', 'E', 'F', 'G')
  const resource = fc.oneof(
    fc.record({ name: fc.constantFrom('x', 'y'), delay: fc.nat(2) }).map(({ name, delay }) => ({
      Type: 'AWS::SQS::Queue',
      Properties: { QueueName: name, DelaySeconds: delay },
    })),
    fc.tuple(id, id).map(([from, to]) => ({
      Type: 'AWS::SNS::Subscription',
      Properties: { Protocol: 'sqs', TopicArn: { Ref: from }, Endpoint: { 'Fn::GetAtt': [to, 'Arn'] } },
    })),
    fc.tuple(id, fc.constantFrom('sqs:SendMessage', 'sqs:*')).map(([target, Action]) => ({
      Type: 'AWS::IAM::Role',
      Properties: {
        AssumeRolePolicyDocument: {},
        Policies: [
          {
            PolicyName: 'p',
            PolicyDocument: { Statement: [{ Effect: 'Allow', Action, Resource: { 'Fn::GetAtt': [target, 'Arn'] } }] },
          },
        ],
      },
    })),
  )
  const template = fc.dictionary(id, resource, { maxKeys: 7 })

  test('gives for the resources that differ what it gives for all', () => {
    const { diffTemplate } =
      jest.requireActual<typeof import('@aws-cdk/cloudformation-diff')>('@aws-cdk/cloudformation-diff')
    const told = (difference: ReturnType<typeof compareTemplates>) => {
      const rows: unknown[] = []
      difference.resources.forEachDifference((logicalId, change) => {
        rows.push([
          logicalId,
          change.changeImpact,
          Object.entries(change.propertyUpdates).map(([name, update]) => [name, update.changeImpact, update.newValue]),
        ])
      })
      return { rows: rows.sort(), iam: difference.iamChanges.summarizeStatements() }
    }
    fc.assert(
      fc.property(template, template, (before, after) => {
        const [from, to] = [normalize(templateOf(before)), normalize(templateOf({ ...before, ...after }))]
        expect(told(compareTemplates(from, to))).toEqual(told(diffTemplate({ ...from }, { ...to })))
      }),
      propertyRuns(150),
    )
  })
})
