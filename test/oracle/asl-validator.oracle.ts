import { join } from 'node:path'
import { BROKEN, GOOD, type Json } from '../support/definitions'
import { SAMPLES } from '../support/sample-machines'
import { pluginModules } from './plugins'

/**
 * The validator that serverless-step-functions runs, over the same definitions as our check: what it finds, ours finds too
 * (`state-machine-check` holds that), and it says nothing of the good ones.
 */
const run = pluginModules ? test : test.skip

interface Validation {
  readonly isValid: boolean
}

const validator = (): ((definition: object) => Validation) =>
  require(join(pluginModules ?? '', 'asl-validator')) as (definition: object) => Validation

run('asl-validator takes the good definitions, and finds some of the broken ones', () => {
  const validate = validator()
  for (const [name, definition] of [['good', GOOD] as const, ...Object.entries(SAMPLES)])
    expect({ name, isValid: validate(definition).isValid }).toEqual({ name, isValid: true })
  const found = BROKEN.filter(([, , damage]) => {
    const machine: Json = JSON.parse(JSON.stringify(GOOD))
    damage(machine)
    return !validate(machine).isValid
  })
  process.stdout.write(`asl-validator finds ${found.length} of ${BROKEN.length} broken definitions.\n`)
  expect(found.length).toBeGreaterThan(BROKEN.length / 3)
})
