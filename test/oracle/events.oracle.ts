import fc from 'fast-check'
import { synthesize } from '../../src/infra/synth/synthesize'
import { serviceOf } from '../support/service'
import { differences } from './differences'
import { serviceWithEvents } from './generators/service'
import { Packager } from './packager'

const packager = new Packager()
afterAll(() => packager.close())

const RUNS = Number(process.env.ORACLE_RUNS ?? 2000)
const seed = Number(process.env.ORACLE_SEED ?? Date.now() % 2 ** 31)

test(`${RUNS} random services with events are compiled as the packager compiles them (seed ${seed})`, async () => {
  const refused: string[] = []
  await fc.assert(
    fc.asyncProperty(serviceWithEvents, async (configuration) => {
      const packaged = await packager.packageObject(configuration)
      if ('error' in packaged) {
        refused.push(packaged.error)
        return
      }
      const { template, notes } = synthesize(serviceOf(configuration))
      expect(notes).toEqual([])
      expect(differences(template, packaged.template)).toEqual([])
    }),
    { numRuns: RUNS, seed },
  )
  if (process.env.ORACLE_VERBOSE) console.info(refused.length, [...new Set(refused)].slice(0, 20).join('\n---\n'))
  // what the packager refuses is not compared: there must be little of it
  expect(refused.length).toBeLessThan(RUNS / 10)
})
