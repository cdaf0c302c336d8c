import { join } from 'node:path'
import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

/** What the plan says of the 256 KB that an execution may hold. */
function said(fixture: string): string[] {
  const files = readTree(join(FIXTURES, 'step-functions', fixture, 'input'))
  const { sites } = planOf(workspaceOf(files)).plan.document
  return [
    ...new Set(
      sites.flatMap(({ obligations = [] }) =>
        obligations.flatMap(({ code, message }) => (code === 'state-size' ? [message] : [])),
      ),
    ),
  ]
}

test('the plan names what may be too large for an execution: its input, payloads and answers, variables, what comes back', () => {
  expect(said('three-in-a-row')).toEqual([
    '256 KB of JSON are the most for the input of the execution (all of event), each payload and each answer of "reserve", "charge", "ship", each variable, what "checkout" gets back; a call took 6 MB. Beyond that the execution does not start, or it ends, which no "catch" sees, and "checkout" throws.',
  ])
})

test('the plan names the lines where lists grow', () => {
  expect(said('for-each-item').join()).toMatch(/ Lists grow in lines 7 and 16: there it is reached first\.$/)
  expect(said('loops').join()).toContain('Lists grow in line')
})
