import { compilationOf, type Difference, differenceOf } from './compare'
import type { Program } from './grammar/program'
import { smaller } from './grammar/statement'
import type { Scenario } from './world'

const MOST_TRIES = 200

/** A difference, with the smallest program found that shows it. */
export interface Shrunk {
  readonly program: Program
  readonly difference: Difference
}

/** Takes statements away as long as the scenario still ends differently. */
export async function shrink(program: Program, difference: Difference): Promise<Shrunk> {
  let found: Shrunk = { program, difference }
  let tries = 0
  for (let isSmaller = true; isSmaller; ) {
    isSmaller = false
    for (const candidate of smallerPrograms(found.program)) {
      if (++tries > MOST_TRIES) return found
      const still = await differs(candidate, difference.scenario)
      if (!still) continue
      found = { program: candidate, difference: still }
      isSmaller = true
      break
    }
  }
  return found
}

function* smallerPrograms(program: Program): Generator<Program> {
  for (const body of smaller(program.body)) yield { ...program, body }
  const { nested } = program
  if (nested) for (const body of smaller(nested.body)) yield { ...program, nested: { ...nested, body } }
}

async function differs(program: Program, scenario: Scenario): Promise<Difference | undefined> {
  try {
    const compilation = compilationOf(program)
    if ('refusals' in compilation) return undefined
    const difference = await differenceOf(compilation, scenario)
    return typeof difference === 'string' ? undefined : difference
  } catch {
    // what was taken away is needed
    return undefined
  }
}
