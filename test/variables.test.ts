import fc from 'fast-check'
import { parseVariables } from '../src/load/variables'
import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'
import { propertyRuns } from './support/property-runs'

test('a text without variables is one piece, and no text is lost', () => {
  fc.assert(
    fc.property(fc.string(), (text) => {
      const pieces = parseVariables(text)
      expect(pieces.map((piece) => (typeof piece === 'string' ? piece : piece.source)).join('')).toBe(text)
    }),
    propertyRuns(100),
  )
})

test.each([
  ['${AWS::Region}', 0],
  ['${name}', 0],
  ["${'x'}", 0],
  ['${opt::stage}', 0],
  ['${self:a', 0],
  ['a${self:b}c${env:D}', 2],
  ['${self:custom.${sls:stage}.x}', 1],
  ["${opt:stage, self:provider.stage, 'dev'}", 1],
  ['${opt:stage, ${self:provider.stage}}', 1],
  ['${file(./a.${sls:stage}.yml):b.c}', 1],
])('%s has %i variables', (text, count) => {
  expect(parseVariables(text).filter((piece) => typeof piece !== 'string')).toHaveLength(count)
})

function resolved(custom: string, files: Record<string, string> = {}): unknown {
  const text = `service: svc\nprovider:\n  name: aws\ncustom:\n${custom.replace(/^/gm, '  ')}\nfunctions: {}\n`
  const [service] = analyze(memoryWorkspace({ 'serverless.yml': text, ...files })).services
  return service?.data.custom
}

test.each<[string, string, unknown]>([
  ['a reference', 'a: 1\nb: ${self:custom.a}', { a: 1, b: 1 }],
  ['a nested address', 'a:\n  dev: 1\nb: ${self:custom.a.${sls:stage}}', { a: { dev: 1 }, b: 1 }],
  ['a chain', 'a: ${self:custom.b}\nb: ${self:custom.c}\nc: x', { a: 'x', b: 'x', c: 'x' }],
  ['a map', 'a: { x: 1 }\nb: ${self:custom.a}', { a: { x: 1 }, b: { x: 1 } }],
  ['a literal default', "a: ${self:custom.gone, 'x'}", { a: 'x' }],
  ['a default that is a source', 'a: ${self:custom.gone, self:service}', { a: 'svc' }],
  ['no default', 'a: ${self:custom.gone}', { a: '${self:custom.gone}' }],
  ['the stage', 'a: ${opt:stage}-${self:provider.stage}-${sls:stage}', { a: 'dev-dev-dev' }],
  ["the stage's own default", "a: ${opt:stage, 'local'}", { a: 'local' }],
  ['the environment', 'a: ${env:HOME}\nb: ${env:HOME, "x"}', { a: '${env:HOME}', b: 'x' }],
  ['what only AWS knows', 'a: x-${ssm:/y}\nb: ${cf:stack.Out, "z"}', { a: 'x-${ssm:/y}', b: '${cf:stack.Out, "z"}' }],
  ['a cycle', 'a: ${self:custom.b}\nb: ${self:custom.a}', { a: '${self:custom.b}', b: '${self:custom.a}' }],
])('resolves %s', (_, custom, expected) => {
  expect(resolved(custom)).toEqual(expected)
})

test('includes YAML, JSON and what a module exports, without running it', () => {
  const files = {
    'a.yml': 'x: { y: 1 }\n',
    'b.json': '{ "z": "${self:service}" }',
    'c.js': "const name = 'n'\nmodule.exports = { one: { two: `${name}-2` }, run: () => process.exit(1) }\n",
  }
  expect(resolved('a: ${file(a.yml):x.y}\nb: ${file(./b.json)}\nc: ${file(c.js):one.two}', files)).toEqual({
    a: 1,
    b: { z: 'svc' },
    c: 'n-2',
  })
})

test('reads serverless.ts as syntax', () => {
  const [service] = analyze(
    memoryWorkspace({
      'serverless.ts': `import type { AWS } from '@serverless/typescript'
import { hello } from './src/hello'
const shared = { runtime: 'nodejs22.x' } as const
const configuration: AWS = {
  service: 'svc',
  provider: { name: 'aws', ...shared, environment: { TABLE: \`\${process.env.STAGE}-table\` } },
  functions: { hello },
}
module.exports = configuration
`,
      'src/hello/index.ts': "export const hello = { handler: 'src/hello/handler.main', timeout: 9 }\n",
      'src/hello/handler.ts': 'export const main = async () => 1\n',
    }),
  ).services
  expect(service?.functions).toMatchObject([
    {
      key: 'hello',
      timeout: 9,
      runtime: 'nodejs22.x',
      handler: { file: 'src/hello/handler.ts', export: 'main' },
      environment: { TABLE: '${env:STAGE}-table' },
    },
  ])
})

test.each<[string, boolean]>([
  ['${file(a.yml)}', false],
  ['${file(a.yml):x}', false],
  ['${file(${self:custom.plain}.yml)}', false],
  ['${file(none.yml), file(a.yml)}', false],
  ['${file(a.yml):${sls:stage}}', true],
  ["${file(${opt:name, 'a'}.yml)}", true],
  ["${file(${env:NAME, 'a'}.yml)}", true],
  ['${file(${param:name}.yml)}', true],
  ['${file(a.yml):${self:provider.stage}}', true],
  ['${file(${self:custom.named}.yml)}', true],
  ['${file(${self:custom.deep}.yml)}', true],
  ['${file(${file(a.yml):name.${sls:stage}}.yml)}', true],
  ['${opt:never, ${file(a.yml)}}', true],
  ['${file(${sls:stage}.yml), file(a.yml)}', true],
])('what %s includes is of one deployment: %s', (variable, isChosen) => {
  const custom = '  plain: a\n  named: ${param:name}\n  deep: ${self:custom.names.${sls:stage}}\n  names: { dev: a }\n'
  const text = `service: s\nprovider:\n  name: aws\n  environment: ${variable}\nparams:\n  default: { name: a }\ncustom:\n${custom}`
  const files = { 'serverless.yml': text, 'a.yml': 'x: { A: 1 }\ndev: { A: 1 }\nname: { dev: a }\n' }
  const [service] = analyze(memoryWorkspace(files)).services
  const found = service?.includes.filter(({ at }) => at.join('.') === 'provider.environment' && at.length === 2)
  expect(found?.at(-1)).toMatchObject({ file: 'a.yml', isChosen })
})

test('settings that the stage chooses are told, wherever functions stand', () => {
  const chosenOf = (functions: string) => {
    const text = `service: s\nprovider:\n  name: aws\n  timeout: \${self:custom.t.\${sls:stage}}\ncustom:\n  t: { dev: 10 }\nfunctions:\n${functions}`
    const [service] = analyze(memoryWorkspace({ 'serverless.yml': text })).services
    return service?.functions.map(({ key, chosen, timeout }) => [key, chosen, timeout])
  }
  const of = (indent: string) =>
    `a:\n  handler: a.b\n  maximumRetryAttempts: \${opt:retries, 2}\nb:\n  handler: a.b\n  timeout: 7\n  name: s-\${sls:region}-b\n`
      .trim()
      .replace(/^/gm, indent)
  const expected = [
    ['a', ['maximumRetryAttempts', 'timeout'], 900],
    ['b', ['name'], 7],
  ]
  expect(chosenOf(of('  '))).toEqual(expected)
  expect(chosenOf(`  -\n${of('    ')}`)).toEqual(expected)
})
