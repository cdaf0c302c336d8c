import fc from 'fast-check'
import { analyze } from '../src/plan/analyze'
import { impurePrograms, type Program, purePrograms } from './relocatable/programs'
import { workspaceOf } from './support/fixtures'
import { propertyRuns } from './support/property-runs'

/** Other programs, and more of them: `npm run test:property`. */
const DRAWN = propertyRuns(1000)

function isRelocatable({ files }: Program): { isRelocatable: boolean; changesEvent: number; why: string } {
  const { services, relocatable } = analyze(workspaceOf(files))
  const [service] = services
  const callee = service?.functions.find(({ key }) => key === 'callee')
  if (!service || !callee) throw new Error('There is no callee.')
  const found = relocatable({ service, function: callee })
  return { isRelocatable: found.isRelocatable, changesEvent: found.changesEvent, why: found.witness?.what ?? '' }
}

/** A callee that changes its event is given a copy: but for that it must be known how much of it is changed. */
function isWrong({ event }: Program, found: ReturnType<typeof isRelocatable>): boolean {
  return found.isRelocatable && !(event !== undefined && found.changesEvent >= event)
}

test('no impure program is relocatable', () => {
  const wrong = fc
    .sample(impurePrograms, DRAWN)
    .filter((program) => isWrong(program, isRelocatable(program)))
    .map(({ flaw }) => flaw)
  expect([...new Set(wrong)]).toEqual([])
})

test('of pure programs at least 90 % are relocatable', () => {
  const programs = fc.sample(purePrograms, DRAWN)
  const refused = programs.map(isRelocatable).filter((found) => !found.isRelocatable || found.changesEvent > 0)
  const reasons = [...new Set(refused.map(({ why }) => why))].map(
    (why) => `${refused.filter((one) => one.why === why).length} ${why}`,
  )
  const share = `${refused.length} of ${programs.length} are refused:\n${reasons.join('\n')}`
  if (process.env.PROPERTY_SEED !== undefined) console.log(share)
  if (refused.length > programs.length / 10) throw new Error(share)
  expect(refused.length).toBeLessThanOrEqual(programs.length / 10)
})

test.each([
  ['handler: price.handlerOfPrices', 'no export "handlerOfPrices" is found in its file', 'price.js', 1],
  ['handler: prices.handler', 'its handler is no source file of this repository', 'serverless.yml', 6],
  ['memorySize: 512', 'it has no handler', 'serverless.yml', 5],
])('a callee with "%s" is told with its place', (setting, what, file, line) => {
  const { services, relocatable } = analyze(
    workspaceOf({
      'serverless.yml': `service: orders\nprovider:\n  name: aws\nfunctions:\n  price:\n    ${setting}\n`,
      'price.js': 'exports.handler = async () => 1\n',
    }),
  )
  const [service] = services
  const [callee] = service?.functions ?? []
  if (!service || !callee) throw new Error('There is no callee.')
  expect(relocatable({ service, function: callee }).witness).toMatchObject({ what, file, line })
})
