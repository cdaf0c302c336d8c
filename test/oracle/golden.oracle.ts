import { casesOf, groups, readGolden, writeGolden } from './golden'
import { normalized } from './normalize'
import { Packager } from './packager'
import { needsPlugins, pluginModules } from './plugins'
import { OSLS, PLUGINS } from './version'

const packager = new Packager(pluginModules)
afterAll(() => packager.close())

const runnable = groups().filter((group) => !needsPlugins(group) || pluginModules !== undefined)
const skipped = groups().filter((group) => !runnable.includes(group))
if (skipped.length > 0)
  console.warn(`Not compared, because test/oracle/plugins is not installed: ${skipped.join(', ')}.`)

/** The committed templates are what osls makes. `UPDATE_GOLDEN=1` makes them. */
test.each(runnable)('%s', async (group) => {
  const templates = new Map()
  for (const [name, configuration] of Object.entries(casesOf(group))) {
    const packaged = await packager.packageObject(configuration)
    if ('error' in packaged) throw new Error(`${name}: ${packaged.error}`)
    templates.set(name, packaged.template)
  }
  if (process.env.UPDATE_GOLDEN) writeGolden(group, needsPlugins(group) ? `${OSLS} with ${PLUGINS}` : OSLS, templates)
  const made = Object.fromEntries([...templates].map(([name, template]) => [name, normalized(template)]))
  expect(readGolden(group)).toEqual(made)
})
