import type { Parameters } from 'fast-check'

/**
 * How a property test draws its cases: the same ones in every `npm test`, so that a commit passes or fails for what it
 * changed; other and more ones in `npm run test:property`, which is where new cases are looked for.
 */
export function propertyRuns(numRuns: number): Pick<Parameters<unknown>, 'seed' | 'numRuns'> {
  const { PROPERTY_SEED = '1', PROPERTY_TIMES = '1' } = process.env
  return { seed: Number(PROPERTY_SEED), numRuns: numRuns * Number(PROPERTY_TIMES) }
}
