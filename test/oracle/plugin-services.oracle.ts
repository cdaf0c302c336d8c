import fc from 'fast-check'
import { synthesize } from '../../src/infra/synth/synthesize'
import { serviceOf } from '../support/service'
import { differences } from './differences'
import { pluginService } from './generators/plugin-service'
import { Packager } from './packager'
import { pluginModules } from './plugins'

const RUNS = Number(process.env.ORACLE_RUNS ?? 2000)
const seed = Number(process.env.ORACLE_SEED ?? Date.now() % 2 ** 31)
const packager = pluginModules === undefined ? undefined : new Packager(pluginModules)
afterAll(() => packager?.close())
if (!packager) console.warn('Not compared, because test/oracle/plugins is not installed.')

/** A failure prints the seed and the path: `ORACLE_SEED=… npm run test:oracle`. */
const run = packager ? test : test.skip
run(`${RUNS} random services are compiled as the plugins compile them (seed ${seed})`, async () => {
  const refused = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(pluginService, async (configuration) => {
      const packaged = await packager?.packageObject(configuration)
      if (!packaged || 'error' in packaged) {
        const error = packaged?.error ?? ''
        refused.set(error, (refused.get(error) ?? 0) + 1)
        return
      }
      const { template } = synthesize(serviceOf(configuration))
      expect(differences(template, packaged.template)).toEqual([])
    }),
    { numRuns: RUNS, seed },
  )
  const count = [...refused.values()].reduce((sum, number) => sum + number, 0)
  if (process.env.ORACLE_VERBOSE) console.info(count, refused)
  // what the packager refuses is not compared: there must be little of it
  expect(count).toBeLessThan(RUNS / 10)
})
