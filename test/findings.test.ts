import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { findings } from '../src/messages/findings'
import { EMPTY, findingCases, service } from './support/finding-cases'
import { diffOf, indented, infraOf } from './support/infra'

const lineOfMark = (text: string) => text.split('\n').findIndex((line) => line.endsWith('# here')) + 1

const all = Object.entries(findingCases).flatMap(([code, list]) =>
  list.map((one, index) => ({ name: `${code} ${index + 1}`, code, ...one })),
)

describe.each(all)('$name', ({ code, before = EMPTY, broken, good, logicalId }) => {
  test('is found in the broken template, at its line', () => {
    expect(diffOf(before, broken).findings).toEqual([
      expect.objectContaining({
        code,
        logicalId,
        severity: code === 'retention-weakened' ? 'warning' : 'error',
        file: 'serverless.yml',
        line: lineOfMark(broken),
        side: 'after',
      }),
    ])
  })

  test('is not found in the good one', () => {
    expect(diffOf(before, good).findings).toEqual([])
  })

  test('is no new fault where it was there before', () => {
    expect(diffOf(broken, `${broken}  Outputs:\n    X:\n      Value: 1\n`).findings).toEqual([])
  })
})

describe('export-in-use', () => {
  const exporting = (output: string) =>
    service('').replace('resources:\n', `resources:\n  Outputs:\n${indented(output, 4)}\n`)
  const TOPIC = 'Topic:\n  Value: !Ref Always\n  Export:\n    Name: ${self:service}-${sls:stage}-topic'
  const importing = (value: string) =>
    `service: mail\nprovider:\n  name: aws\n  runtime: nodejs22.x\nfunctions:\n  send:\n    handler: send.handler\n    environment:\n      TOPIC: ${value}\n`
  const found = (after: string, other: string) => {
    const files = { 'serverless.yml': exporting(TOPIC), 'mail/serverless.yml': other }
    const [diff] = infraOf(files, { 'serverless.yml': exporting(after) })
    return diff?.findings
  }

  test.each([
    ['imports it', importing('!ImportValue orders-dev-topic')],
    [
      'imports it by a name that is put together',
      importing("!ImportValue 'Fn::Sub': orders-dev-topic")
        .replace('!ImportValue', '\n        Fn::ImportValue: !Sub')
        .replace("'Fn::Sub': ", ''),
    ],
    ['reads it from the stack', importing('${cf:orders-dev.Topic}')],
  ])('an output that goes is found where another service %s', (_, other) => {
    expect(found('Other:\n  Value: 1', other)).toEqual([
      expect.objectContaining({
        code: 'export-in-use',
        logicalId: 'Topic',
        message: expect.stringContaining('mail/serverless.yml'),
        file: 'serverless.yml',
        // in the text before: afterwards it is gone
        line: exporting(TOPIC).split('\n').indexOf('    Topic:') + 1,
        side: 'before',
      }),
    ])
  })

  test('an output that stays, or that nobody reads, is not', () => {
    expect(found(`${TOPIC}\nOther:\n  Value: 1`, importing('!ImportValue orders-dev-topic'))).toEqual([])
    expect(found('Other:\n  Value: 1', importing('!ImportValue other-dev-topic'))).toEqual([])
  })

  test('an export that changes its value is found where it is imported', () => {
    const changed = found(TOPIC.replace('!Ref Always', '!Ref More'), importing('!ImportValue orders-dev-topic'))
    expect(changed).toEqual([expect.objectContaining({ code: 'export-in-use', side: 'after' })])
  })
})

test('custom resources have what properties and attributes they like', () => {
  const custom = (type: string) =>
    `Mine:\n  Type: ${type}\n  Properties:\n    ServiceToken: arn:x\n    Anything: 1\nUser:\n  Type: AWS::SNS::Topic\n  Properties:\n    DisplayName: !GetAtt Mine.Whatever`
  for (const type of ['Custom::Mine', 'AWS::CloudFormation::CustomResource'])
    expect(diffOf(EMPTY, service(custom(type))).findings).toEqual([])
})

describe('the line of a finding', () => {
  test('is that of the included file that causes it', () => {
    const files = {
      'serverless.yml':
        'service: orders\nprovider:\n  name: aws\n  runtime: nodejs22.x\nfunctions: ${file(functions.yml)}\nresources:\n  - ${file(a.yml)}\n  - ${file(b.yml)}\n',
      'functions.yml': 'create:\n  handler: create.handler\n',
      'a.yml': 'Resources:\n  A:\n    Type: AWS::SNS::Topic\n',
      'b.yml': 'Resources:\n  B:\n    Type: AWS::SNS::Topic\n',
    }
    const [diff] = infraOf(files, {
      'functions.yml': `${files['functions.yml']}  timeout: 10\n  environment:\n    X: !Ref Nothing\n`,
      'b.yml': `${files['b.yml']}    DependsOn: Nobody\n`,
    })
    expect(diff?.findings.map(({ code, file, line }) => `${code} ${file}:${line}`)).toEqual([
      'dangling-reference b.yml:4',
      'dangling-reference functions.yml:5',
    ])
  })
})

test('every code has a section in docs/findings.md, and a case here', () => {
  const page = readFileSync(join(__dirname, '..', 'docs', 'findings.md'), 'utf8')
  const sections = [...page.matchAll(/^## `([\w-]+)`$/gm)].map(([, code]) => code)
  expect(sections.sort()).toEqual(Object.keys(findings).sort())
  for (const meaning of Object.values(findings)) expect(page).toContain(meaning)
  expect([...Object.keys(findingCases), 'export-in-use', 'validator'].sort()).toEqual(Object.keys(findings).sort())
})
