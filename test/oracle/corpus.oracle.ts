import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { synthesize } from '../../src/infra/synth/synthesize'
import { loadServices } from '../../src/load/load'
import type { Service } from '../../src/load/service'
import { DiagnosticBag } from '../../src/messages/diagnostic'
import { sourceProgram } from '../../src/syntax/program'
import { workspaceOf } from '../support/fixtures'
import { differences } from './differences'
import { Packager } from './packager'
import { pluginModules } from './plugins'

const SHARED = process.env.LAMBDA_UNCHAIN_SHARED ?? join(__dirname, '..', '..', '..', 'shared')
const CORPUS = join(SHARED, 'corpus', 'yml')
const PLUGINS = new Set([
  'serverless-iam-roles-per-function',
  'serverless-step-functions',
  'serverless-lift',
  'serverless-pseudo-parameters',
])

interface Outcome {
  readonly file: string
  readonly kind: 'equal' | 'noted' | 'silent' | 'not packaged' | 'no service'
  readonly detail: string
}

function load(text: string): Service | undefined {
  const workspace = workspaceOf({ 'serverless.yml': text })
  const options = {
    stage: undefined,
    region: undefined,
    params: new Map<string, string>(),
    env: new Map<string, string>(),
  }
  const [service] = loadServices({
    workspace,
    program: sourceProgram(workspace),
    diagnostics: new DiagnosticBag(),
    options,
  })
  return service
}

/**
 * How the configurations of real repositories, each on its own, are put to osls: as they are; without what keeps it from
 * packaging them (another version of the framework, plugins that are not there); and with their variables resolved by this
 * program, so that those which nobody can resolve here stay as they are written, on both sides.
 */
const HOW = ['as they are', 'relaxed', 'resolved'] as const

async function compare(packager: Packager, file: string, how: (typeof HOW)[number]): Promise<Outcome> {
  const text = readFileSync(join(CORPUS, file), 'utf8')
  const service = load(text)
  if (!service) return { file, kind: 'no service', detail: '' }
  const relaxed = how !== 'as they are'
  const packaged =
    how === 'resolved'
      ? await packager.packageObject(
          { ...service.data, service: service.name },
          // variables of constructs only the plugin resolves
          { relaxed, resolved: !text.includes('${construct:') },
        )
      : await packager.package({ 'serverless.yml': text }, { relaxed })
  if ('error' in packaged) return { file, kind: 'not packaged', detail: packaged.error.split('\n')[0] ?? '' }
  const plugins = relaxed ? service.plugins.filter((name) => PLUGINS.has(name)) : service.plugins
  const { template, notes } = synthesize({ ...service, plugins })
  const found = differences(template, packaged.template)
  if (found.length === 0) return { file, kind: 'equal', detail: '' }
  const detail = `${found.slice(0, 6).join(' | ')}\n    notes: ${notes.map(({ message }) => message).join(' / ')}`
  return { file, kind: notes.length > 0 ? 'noted' : 'silent', detail }
}

const files = existsSync(CORPUS) ? readdirSync(CORPUS).filter((file) => file.endsWith('.yml')) : []
const run = files.length > 0 ? test.each(HOW) : test.skip.each(HOW)
const packager = files.length > 0 ? new Packager(pluginModules) : undefined
afterAll(() => packager?.close())
if (files.length === 0) console.warn(`Not compared, because ${CORPUS} is absent.`)

run('real configurations, %s', async (how) => {
  if (!packager) return
  const outcomes: Outcome[] = []
  for (const file of files) outcomes.push(await compare(packager, file, how))
  const count = (kind: Outcome['kind']) => outcomes.filter((outcome) => outcome.kind === kind).length
  const compared = count('equal') + count('noted') + count('silent')
  const summary = `${how}: ${files.length} files, ${count('no service')} no service of AWS, ${count('not packaged')} not packaged by osls; of ${compared}: ${count('equal')} equal, ${count('noted')} different with a note, ${count('silent')} different without`
  const details = outcomes.filter(({ kind }) => kind === 'noted' || kind === 'silent' || process.env.ORACLE_VERBOSE)
  console.info([summary, ...details.map(({ file, kind, detail }) => `${kind}  ${file}\n    ${detail}`)].join('\n'))
  expect(outcomes.filter(({ kind }) => kind === 'silent').map(({ file }) => file)).toEqual([])
  expect(count('equal') / compared).toBeGreaterThanOrEqual(0.97)
})
