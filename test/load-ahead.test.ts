import { execFileSync } from 'node:child_process'
import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { openWorkspace } from '../src/discover/discover'
import { analyze, analyzeMeanwhile, defaultAdviseOptions, defaultLoadOptions } from '../src/plan/analyze'
import { loadAhead } from '../src/plan/load-ahead'
import { scanDocument } from '../src/plan/scan-document'
import { TestRepository } from './support/repository'

const ROOT = join(__dirname, '..')
/** Threads run what is built; the build of the tree may be an old one. */
const BUILT = join(ROOT, '.tmp', 'load-ahead')

/** What the thread answers with, and the scan that is made of it, as the command makes them. */
const PROGRAM = `
  const { openWorkspace } = require('./discover/discover')
  const { loadAhead } = require('./plan/load-ahead')
  const options = { stage: 'test', region: undefined, params: new Map([['given', 'x']]), env: new Map([['KNOWN', 'y']]) }
  const workspace = openWorkspace([process.argv[1]], '/')
  const loading = loadAhead(workspace, options)
  const { analyzeMeanwhile, defaultAdviseOptions } = require('./plan/analyze')
  const { scanDocument } = require('./plan/scan-document')
  analyzeMeanwhile(loading, workspace, options, defaultAdviseOptions).then(async (analysis) => {
    process.stdout.write(JSON.stringify({ loaded: await loading, document: scanDocument(analysis) }))
  })
`

const OPTIONS = {
  ...defaultLoadOptions,
  stage: 'test',
  params: new Map([['given', 'x']]),
  env: new Map([['KNOWN', 'y']]),
}

const HANDLER = `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
const lambda = new LambdaClient({})
export const handler = async (event) => {
  await lambda.send(new InvokeCommand({ FunctionName: process.env.NEXT, InvocationType: 'Event', Payload: event.body }))
}
`

function configuration(index: number): string {
  return `service: service-${index}
provider: &provider
  name: aws
  environment:
    NEXT: service-${(index + 1) % 20}-\${sls:stage}-handler
custom: { given: "\${param:given}", known: "\${env:KNOWN}", again: "\${self:custom.given}", role: !GetAtt Role.Arn }
functions:
  handler:
    handler: handler.handler
    environment: { <<: { A: 1 }, B: "\${self:custom.nothing}" }
`
}

/** Twenty services that invoke each other, and every form of configuration that is read or reported in another way. */
const FILES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    Array.from({ length: 20 }, (_, index) => [
      [`s${index}/serverless.yml`, configuration(index)],
      [`s${index}/handler.js`, HANDLER],
    ]).flat(),
  ),
  'broken/serverless.yml': 'service: a\nprovider: [\n',
  'lost/serverless.yml': `${configuration(30)}  gone:\n    handler: nowhere.handler\n`,
  'shape/serverless.yml': 'service: shape\nprovider: aws\nfunctions: 5\n',
  'included/serverless.yml':
    'service: included\nprovider: aws\ncustom: ${file(./custom.json)}\nfunctions:\n  - ${file(./functions.js)}\n  - ${file(./bad.yml)}\n',
  'included/custom.json': '{ "a": [1, { "b": null }] }',
  'included/functions.js': "module.exports = { made: { handler: 'made.handler', timeout: 7 } }\n",
  'included/made.js': HANDLER,
  'included/bad.yml': 'a: [\n',
  'json/serverless.json': '{ "service": "json", "provider": "aws", "functions": { "f": { "handler": "gone.f" } } }',
  'source/serverless.ts':
    "import { name } from './name'\nexport default { service: name, provider: { name: 'aws' } }\n",
  'source/name.ts': "export const name = 'source'\nexport const = 1\n",
}

const repository = new TestRepository(FILES, { git: false })
const workspace = () => openWorkspace([repository.folder], ROOT)

afterAll(() => {
  repository.remove()
  rmSync(BUILT, { recursive: true, force: true })
})

test('services that are loaded on a thread are those that are loaded here, and so is the scan', () => {
  execFileSync(join(ROOT, 'node_modules', '.bin', 'tsc'), ['-p', 'tsconfig.build.json', '--outDir', BUILT], {
    cwd: ROOT,
  })
  const out = execFileSync(process.execPath, ['-e', PROGRAM, repository.folder], { cwd: BUILT, encoding: 'utf8' })
  const { loaded, document } = JSON.parse(out)
  const here = analyze(workspace(), OPTIONS)
  expect(loaded.services).toEqual(JSON.parse(JSON.stringify(here.services)))
  // not only equal: byte for byte what one thread prints
  expect(JSON.stringify(document)).toBe(JSON.stringify(scanDocument(here)))
  expect(
    document.sites.filter(({ target }: { target: { status: string } }) => target.status === 'resolved').length,
  ).toBe(20)
  const codes = new Set(document.diagnostics.map(({ code }: { code: string }) => code))
  const expected = ['config-syntax', 'handler-missing', 'config-shape', 'variable-unresolved', 'source-syntax']
  expect([...codes]).toEqual(expect.arrayContaining(expected))
})

test('a thread that fails leaves the services to be loaded here', async () => {
  // there is no built thread beside the sources that tests run from
  const loading = loadAhead(workspace(), OPTIONS)
  const analysis = await analyzeMeanwhile(loading, workspace(), OPTIONS, defaultAdviseOptions)
  expect(await loading).toBeUndefined()
  expect(scanDocument(analysis)).toEqual(scanDocument(analyze(workspace(), OPTIONS)))
})
