import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { difference, observe, type Scenario } from './equivalence/compare'
import { afterPlan, fixtures, planOf, workspaceOf } from './support/fixtures'

/** Fixtures with an `events.json`: before and after are run with the same events. */
const executed = fixtures().filter(({ folder }) => existsSync(join(folder, 'events.json')))

test('every transform is proved by execution', () => {
  expect(new Set(executed.map(({ name }) => name.split('/')[0]))).toEqual(
    new Set(['demo', 'inline', 'sqs', 'step-functions']),
  )
})

describe.each(executed)('$name', ({ name, folder, input, options }) => {
  const scenarios: Scenario[] = JSON.parse(readFileSync(join(folder, 'events.json'), 'utf8'))
  const { plan } = planOf(workspaceOf(input), options)
  const waived = new Set(
    plan.document.sites.flatMap((site) =>
      (site.obligations ?? []).filter(({ status }) => status === 'waived').map(({ code }) => code),
    ),
  )

  test('does the same as before', async () => {
    const before = await observe(`${name}/before`, input, scenarios)
    const after = await observe(`${name}/after`, afterPlan(input, plan), scenarios)
    const differences = scenarios.flatMap((scenario, index) => {
      const [one, other] = [before[index], after[index]]
      const found = one && other && difference(one, other, waived)
      return found === undefined ? [] : [`${JSON.stringify(scenario)}: ${found}`]
    })
    expect(differences).toEqual([])
    // a scenario in which nothing happens proves nothing
    expect(before.some(({ calls, answer }) => calls.length > 0 || answer.payload !== null)).toBe(true)
  })
})
