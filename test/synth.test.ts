import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { synthesize } from '../src/infra/synth/synthesize'
import { onlyService } from './support/service'

const GOLDEN = join(__dirname, 'golden')

/** What differs from one run of the packager to the next. */
function normalized(template: unknown): unknown {
  const text = JSON.stringify(template)
    .replace(/LambdaVersion[0-9A-Za-z]{30,}/g, 'LambdaVersion')
    .replace(/"S3Key":"[^"]*"/g, '"S3Key":"(key)"')
    .replace(/"CodeSha256":"[^"]*"/g, '"CodeSha256":"(hash)"')
  return JSON.parse(text)
}

describe.each(readdirSync(GOLDEN).filter((file) => file.endsWith('.yml')))('%s', (file) => {
  test('gives the template that the packager gives', () => {
    const text = readFileSync(join(GOLDEN, file), 'utf8')
    const { template, notes } = synthesize(onlyService({ 'serverless.yml': text }))
    expect(notes).toEqual([])
    expect(normalized(template)).toEqual(
      normalized(JSON.parse(readFileSync(join(GOLDEN, file.replace('.yml', '.json')), 'utf8'))),
    )
  })
})

test.each(['Resources', 'Outputs'])('an empty section %s replaces nothing', (section) => {
  const base = { service: 'svc', provider: { name: 'aws' }, functions: { fn: { handler: 'i.h' } } }
  const synthesized = (resources: unknown) =>
    synthesize(onlyService({ 'serverless.json': JSON.stringify({ ...base, resources }) })).template
  expect(synthesized({ [section]: null })).toEqual(synthesized({}))
})

test('an item of a list in a file, and a file that is no configuration', () => {
  const { template } = synthesize(
    onlyService({
      'serverless.yml':
        'service: svc\nprovider: aws\nfunctions:\n  fn:\n    handler: i.h\n    environment:\n      B: ${file(c.yml):list.1}\n      T: ${file(t.txt)}\n',
      'c.yml': 'list: [a, b]\n',
      't.txt': 'text',
    }),
  )
  expect(template.Resources.FnLambdaFunction?.Properties?.Environment).toEqual({ Variables: { B: 'b', T: 'text' } })
})

test('sections that are unknown variables are noted, and replace nothing', () => {
  const unknown = '${file(missing.yml)}'
  const { template, notes } = synthesize(
    onlyService({
      'serverless.json': JSON.stringify({
        service: 'svc',
        provider: { name: 'aws', environment: unknown, iam: { role: { statements: [unknown] } } },
        functions: { fn: { handler: 'i.h', events: [unknown] } },
        resources: { Outputs: unknown, Resources: { Thing: unknown } },
      }),
    }),
  )
  expect(Object.keys(template.Outputs)).toContain('FnLambdaFunctionQualifiedArn')
  expect(Object.keys(template.Resources)).toContain('FnLambdaFunction')
  expect(Object.keys(template.Resources)).not.toContain('Thing')
  expect(notes.map(({ path }) => path.join('.')).sort()).toEqual([
    'functions.fn.events.0',
    'provider.environment',
    'provider.iam.role.statements.0',
    'resources.Outputs',
    'resources.Resources.Thing',
  ])
})
