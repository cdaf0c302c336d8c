import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { synthesize } from '../src/infra/synth/synthesize'
import type { Template } from '../src/infra/template'
import type { Service } from '../src/load/service'
import { analyze } from '../src/plan/analyze'
import { workspaceOf } from './support/fixtures'

const GOLDEN = join(__dirname, 'golden')

/** What differs from one run of the packager to the next. */
function normalized(template: unknown): unknown {
  const text = JSON.stringify(template)
    .replace(/LambdaVersion[0-9A-Za-z]{30,}/g, 'LambdaVersion')
    .replace(/"S3Key":"[^"]*"/g, '"S3Key":"(key)"')
    .replace(/"CodeSha256":"[^"]*"/g, '"CodeSha256":"(hash)"')
  return JSON.parse(text)
}

function onlyService(files: Record<string, string>): Service {
  const [service] = analyze(workspaceOf(files)).services
  if (!service) throw new Error('There is no service.')
  return service
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

interface EventCase {
  readonly event: unknown
  readonly resources?: Record<string, unknown>
  readonly roleStatements?: unknown[]
}

const events = JSON.parse(readFileSync(join(GOLDEN, 'events.json'), 'utf8')) as Record<string, EventCase>

const serviceWith = (event?: unknown) =>
  synthesize(
    onlyService({
      'serverless.json': JSON.stringify({
        service: 'svc',
        provider: { name: 'aws', runtime: 'nodejs20.x' },
        functions: { 'my-fn_1': { handler: 'index.handler', ...(event !== undefined && { events: [event] }) } },
      }),
      'index.js': 'exports.handler = async () => {}',
    }),
  )

const resourcesOf = (template: Template) => (normalized(template) as Template).Resources

describe('events', () => {
  const without = resourcesOf(serviceWith().template)

  test.each(Object.entries(events))('%s', (_, { event, resources, roleStatements }) => {
    const { template, notes } = serviceWith(event)
    if (!resources) {
      expect(notes.length).toBeGreaterThan(0)
      return
    }
    expect(notes).toEqual([])
    const { IamRoleLambdaExecution: role, ...others } = resourcesOf(template)
    const added = Object.fromEntries(
      Object.entries(others).filter(([id, resource]) => JSON.stringify(without[id]) !== JSON.stringify(resource)),
    )
    expect(added).toEqual(resources)
    const [policy] = (role?.Properties?.Policies ?? []) as { PolicyDocument: { Statement: unknown[] } }[]
    // the first two are the logs
    expect(policy?.PolicyDocument.Statement.slice(2)).toEqual(roleStatements)
  })
})
