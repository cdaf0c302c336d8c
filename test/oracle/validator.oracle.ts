import { join } from 'node:path'
import type { Compiled } from '../../src/infra/check/check'
import { loadValidator, type Validator } from '../../src/infra/check/validator'
import { synthesize } from '../../src/infra/synth/synthesize'
import { analyze } from '../../src/plan/analyze'
import { EMPTY, findingCases } from '../support/finding-cases'
import { FIXTURES, fixtures, planOf, readTree, workspaceOf } from '../support/fixtures'
import { TestRepository } from '../support/repository'

/** AWS's own validator: what it says of every template that a plan leads to, and of what the checks are tested with. */
let validator: Validator

beforeAll(async () => {
  const loaded = await loadValidator()
  if (!loaded) throw new Error('@aws/cloudformation-validate is not installed.')
  validator = loaded
})
afterAll(() => validator.close())

describe.each(fixtures().filter(({ expected }) => expected !== undefined))('$name', ({ input, options }) => {
  test('leads to no new error', () => {
    const { compiled } = planOf(workspaceOf(input), options).plan
    for (const { before, after } of compiled) expect(validator.newErrors(before, after)).toEqual([])
  })
})

function compiled(text: string): Compiled {
  // what only the deployment resolves is gone by then
  const resolved = text.replace(/\$\{ssm:[^}]*\}/g, 'value')
  const [service] = analyze(workspaceOf({ 'serverless.yml': resolved })).services
  if (!service) throw new Error('There is no service.')
  return { service, template: synthesize(service).template }
}

test('plan --validate ends as plan does where nothing is wrong', async () => {
  const repository = new TestRepository(readTree(join(FIXTURES, 'demo', 'input')))
  const { code, out } = await repository.run(['plan', '--validate'])
  repository.remove()
  expect(code).toBe(2)
  expect(out).not.toContain('Findings')
})

/** What the validator does not look at, or sees in one template alone only. */
const NOT_SEEN = new Set([
  'batch-settings 1',
  'duplicate-logical-id 2',
  'fifo-mismatch 3',
  'name-too-long 1',
  'physical-name-taken 1',
  'policy-too-large 1',
  'retention-weakened 1',
  'retention-weakened 2',
])

const cases = Object.entries(findingCases).flatMap(([code, list]) =>
  list.map((one, index) => ({ name: `${code} ${index + 1}`, code, ...one })),
)

describe.each(cases)('$name', ({ name, before = EMPTY, broken, good }) => {
  test(`is ${NOT_SEEN.has(name) ? 'not seen' : 'an error'} in the broken template, and none in the good one`, () => {
    const known = compiled(before)
    expect(validator.newErrors(known, compiled(broken)).length > 0).toBe(!NOT_SEEN.has(name))
    expect(validator.newErrors(known, compiled(good))).toEqual([])
  })
})
