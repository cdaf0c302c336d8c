import fc from 'fast-check'
import { synthesize } from '../../src/infra/synth/synthesize'
import { serviceOf } from '../support/service'
import { differences } from './differences'
import { plainService } from './generators/plain-service'
import { Packager } from './packager'

const packager = new Packager()
afterAll(() => packager.close())

const RUNS = Number(process.env.ORACLE_RUNS ?? 2000)
const seed = Number(process.env.ORACLE_SEED ?? Date.now() % 2 ** 31)

/** A failure prints the seed and the path: `ORACLE_SEED=… npm run test:oracle`. */
test(`${RUNS} random services are compiled as the packager compiles them (seed ${seed})`, async () => {
  const refused = new Map<string, number>()
  await fc.assert(
    fc.asyncProperty(plainService, async (configuration) => {
      const packaged = await packager.packageObject(configuration)
      if ('error' in packaged) {
        refused.set(packaged.error, (refused.get(packaged.error) ?? 0) + 1)
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
