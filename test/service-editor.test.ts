import type { InfraChange } from '../src/infra/edit/change'
import { ConfigEditors } from '../src/infra/edit/config-editors'
import { ServiceEditor } from '../src/infra/edit/service-editor'
import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

const mark = { rule: 'test', reason: 'test', sites: [0] }

/** The edited files of a service after changes, by name. */
function edited(files: Readonly<Record<string, string>>, ...changes: InfraChange[]): Record<string, string> {
  const workspace = memoryWorkspace(files)
  const { services } = analyze(workspace)
  const [service] = services
  if (!service) throw new Error('There is no service.')
  const editors = new ConfigEditors(workspace, services)
  for (const change of changes) new ServiceEditor(service, editors).apply(change, mark)
  return Object.fromEntries(
    [...new Set(editors.edits().map(({ file }) => file))].map((file) => [file, editors.text(file)]),
  )
}

const HEAD = 'service: a\nprovider: { name: aws }\n'
const queue: InfraChange = { kind: 'add-resource', logicalId: 'NewQueue', resource: { Type: 'AWS::SQS::Queue' } }
const fn: InfraChange = { kind: 'add-function', function: 'c', data: { handler: 'c.d' }, beside: 'a' }

describe('new things stand next to their kind', () => {
  test('a resource behind the last of its type', () => {
    const resources = (more: string) =>
      `${HEAD}resources:\n  Resources:\n    A:\n      Type: AWS::SQS::Queue\n${more}    T:\n      Type: AWS::SNS::Topic\n`
    expect(edited({ 'serverless.yml': resources('') }, queue)).toEqual({
      'serverless.yml': resources('    NewQueue:\n      Type: AWS::SQS::Queue\n'),
    })
  })

  test('a resource in the included file that has its type', () => {
    const files = {
      'serverless.yml': `${HEAD}resources:\n  - Resources: { T: { Type: AWS::SNS::Topic } }\n  - \${file(queues.json)}\n`,
      'queues.json': '{ "Resources": { "A": { "Type": "AWS::SQS::Queue" } } }\n',
    }
    expect(edited(files, queue)).toEqual({
      'queues.json':
        '{ "Resources": { "A": { "Type": "AWS::SQS::Queue" }, "NewQueue": { "Type": "AWS::SQS::Queue" } } }\n',
    })
  })

  test('a resource in an included file that is for anything, not in one that is for another service', () => {
    const files = (more: string) => ({
      'serverless.yml': `${HEAD}resources:\n  - \${file(errors.yml)}\n${more}`,
      'errors.yml': 'Resources:\n  E:\n    Type: AWS::ApiGateway::GatewayResponse\n',
      'data.yml': 'Resources:\n  T:\n    Type: AWS::DynamoDB::Table\n  B:\n    Type: AWS::S3::Bucket\n',
    })
    expect(edited(files(''), queue)).toEqual({
      'serverless.yml': `${files('')['serverless.yml']}  - Resources:\n      NewQueue:\n        Type: AWS::SQS::Queue\n`,
    })
    expect(edited(files('  - ${file(data.yml)}\n'), queue)).toEqual({
      'data.yml': `${files('')['data.yml']}  NewQueue:\n    Type: AWS::SQS::Queue\n`,
    })
  })

  test('a function behind the one that it has to do with', () => {
    const files = { 'serverless.yml': `${HEAD}functions:\n  a:\n    handler: a.b\n\n  b:\n    handler: b.c\n` }
    expect(edited(files, fn)).toEqual({
      'serverless.yml': `${HEAD}functions:\n  a:\n    handler: a.b\n\n  c:\n    handler: c.d\n\n  b:\n    handler: b.c\n`,
    })
  })

  test('a function in the included file of the other', () => {
    const files = {
      'serverless.yml': `${HEAD}functions:\n  - \${file(more.yml)}\n  - \${file(functions.yml)}\n`,
      'more.yml': 'z:\n  handler: z.a\n',
      'functions.yml': 'a:\n  handler: a.b\n',
    }
    expect(edited(files, fn)).toEqual({ 'functions.yml': 'a:\n  handler: a.b\nc:\n  handler: c.d\n' })
  })

  test('a function behind one that is imported', () => {
    const files = {
      'serverless.ts': `import { a, b } from './functions'\nexport default { service: 'a', provider: { name: 'aws' }, functions: { a, b } }\n`,
      'functions.ts': "export const a = { handler: 'a.b' }\nexport const b = { handler: 'b.c' }\n",
    }
    const after = edited(files, fn)
    expect(Object.keys(after)).toEqual(['serverless.ts'])
    expect(after['serverless.ts']?.replace(/\s+/g, ' ')).toContain("functions: { a, c: { handler: 'c.d', }, b, }")
  })

  test.each([
    ['in a sorted map', ['A', 'B', 'D'], ['A', 'B', 'C', 'D']],
    ['first in a sorted map', ['D', 'E', 'F'], ['C', 'D', 'E', 'F']],
    ['at the end of one that is not sorted', ['B', 'A', 'D'], ['B', 'A', 'D', 'C']],
    ['at the end of a short one', ['B', 'D'], ['B', 'D', 'C']],
  ])('a variable %s', (_, before, after) => {
    const text = (names: readonly string[]) =>
      `${HEAD}functions:\n  a:\n    handler: a.b\n    environment:\n${names.map((name) => `      ${name}: x\n`).join('')}`
    const change: InfraChange = { kind: 'set-environment', function: 'a', name: 'C', value: 'x' }
    expect(edited({ 'serverless.yml': text(before) }, change)).toEqual({ 'serverless.yml': text(after) })
  })
})

test('intrinsics in an included file look like those of the configuration', () => {
  const files = {
    'serverless.yml': `${HEAD}functions: \${file(functions.yml)}\ncustom:\n  x:\n    Ref: Topic\n`,
    'functions.yml': 'a:\n  handler: a.b\n  environment:\n    A: 1\n',
  }
  const change: InfraChange = { kind: 'set-environment', function: 'a', name: 'B', value: { Ref: 'Topic' } }
  expect(edited(files, change)).toEqual({
    'functions.yml': 'a:\n  handler: a.b\n  environment:\n    A: 1\n    B:\n      Ref: Topic\n',
  })
})
