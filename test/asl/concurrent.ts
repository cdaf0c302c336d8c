import { StateError } from './state-error'
import { type Place, runScope, type ScopeDefinition, type StateFields } from './states'
import { Variables } from './variables'

type Evaluate = (template: unknown, more?: object) => Promise<unknown>

/** Items of an inline Map that run at once. */
const MOST_AT_ONCE = 40

/** The outputs of the branches, in their order. */
export async function runParallel(
  state: StateFields,
  input: unknown,
  place: Place,
  evaluate: Evaluate,
): Promise<unknown[]> {
  const branches = state.Branches as ScopeDefinition[]
  place.around.history.add(2)
  const argument = 'Arguments' in state ? await evaluate(state.Arguments) : input
  const works = branches.map((branch) => (inner: Place) => runScope(branch, argument, inner))
  return together(works, works.length, place)
}

/** What the processor makes of each item, in their order. */
export async function runMap(state: StateFields, input: unknown, place: Place, evaluate: Evaluate): Promise<unknown[]> {
  const processor = state.ItemProcessor as ScopeDefinition & { ProcessorConfig?: { Mode?: string } }
  for (const field of [
    'ItemReader',
    'ItemBatcher',
    'ResultWriter',
    'Label',
    'ToleratedFailureCount',
    'ToleratedFailurePercentage',
  ])
    if (field in state) throw new Error(`"${field}" is of a distributed Map, which is not run.`)
  if ((processor.ProcessorConfig?.Mode ?? 'INLINE') !== 'INLINE') throw new Error('Only an inline Map is run.')
  const items = 'Items' in state ? await evaluate(state.Items) : input
  if (!Array.isArray(items)) throw new StateError('States.QueryEvaluationError', 'The items of the Map are no list.')
  const most = 'MaxConcurrency' in state ? Number(await evaluate(state.MaxConcurrency)) : 0
  place.around.history.add(2 + items.length * 2)
  const works = items.map((Value: unknown, Index) => async (inner: Place) => {
    const item = { Index, Value }
    const argument = 'ItemSelector' in state ? await evaluate(state.ItemSelector, { Map: { Item: item } }) : Value
    return runScope(processor, argument, { ...inner, item })
  })
  return together(works, most === 0 ? MOST_AT_ONCE : Math.min(most, MOST_AT_ONCE), place)
}

/**
 * Runs work beside other work, each with a clock and variables of its own, so many at once. When one fails, none is begun
 * any more; those under way go on. The first failure, in virtual time, is that of the state.
 */
async function together(
  works: readonly ((place: Place) => Promise<unknown>)[],
  most: number,
  place: Place,
): Promise<unknown[]> {
  const results: unknown[] = works.map(() => undefined)
  const failures: { error: unknown; at: number }[] = []
  const clocks: Place['clock'][] = []
  let next = 0
  const lane = async () => {
    const clock = place.clock.fork()
    clocks.push(clock)
    while (next < works.length && failures.length === 0) {
      const index = next++
      const variables = new Variables(place.variables.all)
      try {
        results[index] = await works[index]?.({ ...place, clock, variables })
      } catch (error) {
        failures.push({ error, at: clock.milliseconds })
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(most, works.length) }, lane))
  const [first, ...others] = failures.sort((a, b) => a.at - b.at)
  if (first) {
    place.around.alsoFailed.push(...others.flatMap(({ error }) => (error instanceof StateError ? [error] : [])))
    place.clock.spend(first.at / 1000 - place.clock.milliseconds / 1000)
    throw first.error
  }
  for (const clock of clocks) place.clock.join(clock)
  return results
}
