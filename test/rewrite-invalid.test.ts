import { sqs } from '../src/transforms/sqs'
import type { Outcome, Proposal } from '../src/transforms/transform'
import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

const input = readTree(`${FIXTURES}/demo/input`)
const propose = sqs.propose

afterEach(() => {
  sqs.propose = propose
})

/** A transform with a defect: what it proposes is damaged by `damage`. */
function withDefect(damage: (proposal: Proposal) => Proposal): void {
  sqs.propose = (context, sites): Outcome => {
    const outcome = propose(context, sites)
    return { ...outcome, proposal: outcome.proposal && damage(outcome.proposal) }
  }
}

function outcomes(): string[] {
  const { document } = planOf(workspaceOf(input)).plan
  return document.sites.map(({ verdict, outcome, refusal }) => `${verdict} ${outcome} ${refusal?.code ?? ''}`.trim())
}

const EXPECTED = [
  'inline rewritten',
  'sqs refused rewrite-invalid',
  'keep kept',
  'step-functions rewritten',
  'step-functions rewritten',
  'step-functions rewritten',
  'keep kept',
].sort()

describe('a rewrite that is no program', () => {
  test('refuses its own sites, where the file would not parse', () => {
    withDefect((proposal) => ({
      ...proposal,
      files: proposal.files.map((change) => ({
        ...change,
        edits: change.edits.map((edit) => ({ ...edit, text: `${edit.text} ) delete(` })),
      })),
    }))
    expect(outcomes().sort()).toEqual(EXPECTED)
  })

  test('refuses its own sites, where it cannot even be printed', () => {
    withDefect(() => {
      throw new SyntaxError('Unexpected token (1:7)')
    })
    expect(outcomes().sort()).toEqual(EXPECTED)
  })
})
