import { diffTemplates } from '../../src/infra/diff/diff'
import type { InfraDiff } from '../../src/infra/diff/model'
import { synthesize } from '../../src/infra/synth/synthesize'
import type { Template } from '../../src/infra/template'
import type { Service } from '../../src/load/service'
import { analyze } from '../../src/plan/analyze'
import { afterPlan, fixtures, planOf, workspaceOf } from '../support/fixtures'
import { Packager } from './packager'
import { pluginModules } from './plugins'

const packager = new Packager(pluginModules)
afterAll(() => packager.close())

type Files = Readonly<Record<string, string>>

/** What is compared: the diff without the lines of findings, which only the configuration has, and without notes. */
function compared({ created, changed, replaced, destroyed, iam, network, outputs, sections, republished }: InfraDiff) {
  return { created, changed, replaced, destroyed, iam, network, outputs, sections, republished }
}

const servicesOf = (files: Files) => analyze(workspaceOf(files)).services

/** The files of a service, as the packager finds them in its folder. */
function filesOf(files: Files, { folder }: Service): Files {
  const prefix = folder === '' ? '' : `${folder}/`
  const own = Object.entries(files).filter(([file]) => file.startsWith(prefix))
  return Object.fromEntries(own.map(([file, text]) => [file.slice(prefix.length), text]))
}

/**
 * The same files without what the packager cannot do here: a plugin that is not installed and leaves the template alone,
 * the number of an account, the name of a function by a variable (which other versions of the framework resolve), imports
 * by the paths of a tsconfig.json (which it looks for where it is run).
 */
function packageable(files: Files): Files {
  const texts = Object.entries(files).map(([file, text]): [string, string] => {
    if (/\.ya?ml$/.test(file)) return [file, packageableYaml(text)]
    return [file, file.endsWith('.ts') ? packageableSource(file, text) : text]
  })
  return Object.fromEntries(texts)
}

function packageableYaml(text: string): string {
  return text
    .replace(/^ *- serverless-(esbuild|offline(-sqs)?)\n/gm, '')
    .replace(/\$\{aws:accountId\}/g, '123456789012')
    .replace(/\$\{self:functions\.(\w+)\.name\}/g, '${self:service}-${sls:stage}-$1')
}

function packageableSource(file: string, text: string): string {
  const root = `./${'../'.repeat(file.split('/').length - 1)}`
  return text.replace(/'@(functions|libs)\//g, `'${root}src/$1/`).replace("'serverless-esbuild'", '')
}

async function packaged(files: Files, service: Service): Promise<Template> {
  const result = await packager.package(filesOf(files, service), { relaxed: true })
  if ('error' in result) throw new Error(result.error)
  return result.template
}

/** Plugins that the packager has to load to compile what they compile. */
const needsPlugins = (files: Files) =>
  Object.entries(files).some(
    ([file, text]) => /\.ya?ml$/.test(file) && /- serverless-(step-functions|iam-roles|lift)/.test(text),
  )

const all = fixtures().filter(({ expected }) => expected !== undefined)
const migrated = all.filter(({ expected = {} }) => pluginModules !== undefined || !needsPlugins(expected))
if (migrated.length < all.length)
  console.warn(`${all.length - migrated.length} fixtures are not compared: test/oracle/plugins is not installed.`)

/** The infrastructure diff of a migration is the one of the two templates that the packager makes. */
describe.each(migrated)('$name', ({ input, options }) => {
  const { plan } = planOf(workspaceOf(input), options)
  const before = packageable(input)
  const after = packageable(afterPlan(input, plan))
  const infra = plan.document.infra
  if (infra.length === 0) test('changes no infrastructure', () => expect(infra).toEqual([]))
  for (const own of infra) {
    test(own.config, async () => {
      const [from, to] = [servicesOf(before), servicesOf(after)].map((list) =>
        list.find(({ config }) => config === own.config),
      )
      if (!from || !to) throw new Error('The service is gone.')
      const real = diffTemplates(
        { service: from, template: await packaged(before, from), notes: [] },
        { service: to, template: await packaged(after, to), notes: [] },
      )
      const compiled = diffTemplates({ service: from, ...synthesize(from) }, { service: to, ...synthesize(to) })
      expect(compared(compiled)).toEqual(compared(real))
      expect(real.findings).toEqual([])
    })
  }
})
