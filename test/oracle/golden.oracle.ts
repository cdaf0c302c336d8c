import { casesOf, groups, readGolden, writeGolden } from './golden'
import { normalized } from './normalize'
import { Packager } from './packager'
import { OSLS } from './version'

const packager = new Packager()
afterAll(() => packager.close())

/** The committed templates are what osls makes. `UPDATE_GOLDEN=1` makes them. */
test.each(groups())('%s', async (group) => {
  const templates = new Map()
  for (const [name, configuration] of Object.entries(casesOf(group))) {
    const packaged = await packager.packageObject(configuration)
    if ('error' in packaged) throw new Error(`${name}: ${packaged.error}`)
    templates.set(name, packaged.template)
  }
  if (process.env.UPDATE_GOLDEN) writeGolden(group, OSLS, templates)
  const made = Object.fromEntries([...templates].map(([name, template]) => [name, normalized(template)]))
  expect(readGolden(group)).toEqual(made)
})
