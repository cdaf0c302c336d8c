import fc from 'fast-check'
import { analyze } from '../src/plan/analyze'
import { impurePrograms, type Program, purePrograms } from './relocatable/programs'
import { workspaceOf } from './support/fixtures'

const RUNS = 1000
const SEED = 5

function isRelocatable({ files }: Program): { isRelocatable: boolean; why: string } {
  const { services, relocatable } = analyze(workspaceOf(files))
  const [service] = services
  const callee = service?.functions.find(({ key }) => key === 'callee')
  if (!service || !callee) throw new Error('There is no callee.')
  const found = relocatable({ service, function: callee })
  return { isRelocatable: found.isRelocatable, why: found.witness?.what ?? '' }
}

test('no impure program is relocatable', () => {
  const wrong = fc
    .sample(impurePrograms, { numRuns: RUNS, seed: SEED })
    .filter((program) => isRelocatable(program).isRelocatable)
    .map(({ flaw }) => flaw)
  expect([...new Set(wrong)]).toEqual([])
})

test('of pure programs at least 90 % are relocatable', () => {
  const programs = fc.sample(purePrograms, { numRuns: RUNS, seed: SEED })
  const refused = programs.map(isRelocatable).filter((found) => !found.isRelocatable)
  const reasons = [...new Set(refused.map(({ why }) => why))].map(
    (why) => `${refused.filter((one) => one.why === why).length} ${why}`,
  )
  if (refused.length > RUNS / 10) throw new Error(`${refused.length} of ${RUNS} are refused:\n${reasons.join('\n')}`)
  expect(refused.length).toBeLessThanOrEqual(RUNS / 10)
})
