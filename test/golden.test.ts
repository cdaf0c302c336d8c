import { synthesize } from '../src/infra/synth/synthesize'
import { casesOf, groups, readGolden } from './oracle/golden'
import { normalized } from './oracle/normalize'
import { serviceOf } from './support/service'

/** The packager itself is not run: its templates are committed (`npm run oracle:golden`). */
describe.each(groups())('%s', (group) => {
  const golden = readGolden(group)

  test.each(Object.entries(casesOf(group)))('%s', (name, configuration) => {
    const { template, notes } = synthesize(serviceOf(configuration))
    expect(notes).toEqual([])
    expect(normalized(JSON.parse(JSON.stringify(template)))).toEqual(golden[name])
  })
})
