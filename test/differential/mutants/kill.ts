import { definitionFaults } from '../../../src/infra/check/state-machine/definition'
import { type Compilation, differenceOf } from '../compare'
import type { Machines } from '../handlers'
import type { Scenario } from '../world'
import type { Mutant } from './mutants'

/** Whether a mutant is seen: by the check of definitions, by how it runs, or because it does not end. */
export async function isKilled(
  compilation: Compilation,
  { definition }: Mutant,
  scenarios: readonly Scenario[],
): Promise<boolean> {
  if (definitionFaults(definition).length > 0) return true
  const [name = ''] = compilation.after.machines.keys()
  const machines: Machines = new Map([[name, definition]])
  for (const scenario of scenarios) {
    try {
      const difference = await differenceOf(compilation, scenario, machines)
      if (difference !== undefined && typeof difference !== 'string') return true
      // what has no exact form now had one
      if (difference === 'value-types' && (await differenceOf(compilation, scenario)) !== 'value-types') return true
    } catch {
      return true
    }
  }
  return false
}
