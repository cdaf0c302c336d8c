import { type Compilation, compilationOf, scenariosOf } from '../compare'
import { type Program, programOf } from '../grammar/program'
import { Random } from '../random'
import { seedOf } from '../run'
import { isKilled } from './kill'
import { type Mutant, mutantsOf } from './mutants'

/** What was seen of wrong definitions. */
export interface Kills {
  killed: number
  readonly operators: string[]
  /** Those that more runs see. */
  readonly missed: string[]
  /** Those that do the same in many runs. */
  readonly equivalent: string[]
}

/** Of each handler, so many. */
const OF_ONE = 6

/** What the differential test runs. */
const RUNS = 50

/** What nothing kills in so many runs is taken for equivalent. */
export const MANY_RUNS = 200

/**
 * Runs wrong definitions of generated handlers.
 * @param shard Of so many processes, this one takes every so-manieth program.
 */
export async function runMutants(
  { seed, wanted, shard = { index: 0, count: 1 } }: MutantRun,
  tell: (kills: Kills) => void = () => undefined,
): Promise<Kills> {
  const random = new Random(seed + shard.index)
  const operators = new Set<string>()
  const kills: Kills = { killed: 0, operators: [], missed: [], equivalent: [] }
  for (let index = shard.index; told(kills) < wanted; index += shard.count) {
    const program = programOf(seedOf({ seed }, index))
    const compilation = compilationOf(program)
    if ('refusals' in compilation) continue
    for (const mutant of chosen(compilation, random)) {
      operators.add(mutant.operator)
      if (await isKilled(compilation, mutant, scenariosOf(program, RUNS))) kills.killed++
      else {
        const isSeen = await isKilled(compilation, mutant, scenariosOf(program, MANY_RUNS))
        kills[isSeen ? 'missed' : 'equivalent'].push(shown(mutant, program))
      }
    }
    tell(kills)
  }
  kills.operators.push(...operators)
  return kills
}

export interface MutantRun {
  readonly seed: number
  readonly wanted: number
  readonly shard?: { readonly index: number; readonly count: number }
}

/** How many were run. */
export function told({ killed, missed, equivalent }: Kills): number {
  return killed + missed.length + equivalent.length
}

/** `95 of 100 mutants that do something else are killed …` */
export function killsText({ killed, missed, operators, equivalent }: Kills): string {
  const different = killed + missed.length
  const share = ((killed / different) * 100).toFixed(1)
  const names = new Set(operators)
  return `${killed} of ${different} mutants that do something else are killed (${share} %), by ${names.size} operators; ${equivalent.length} more do the same in ${MANY_RUNS} runs.`
}

/** Some of the mutants of a handler's machine, of different operators first. */
function chosen({ after }: Compilation, random: Random): Mutant[] {
  const [definition] = after.machines.values()
  if (!definition) return []
  const all = mutantsOf(definition)
  const shuffled = all.map((mutant) => ({ mutant, at: random.next() })).sort((one, other) => one.at - other.at)
  const seen = new Set<string>()
  const distinct = shuffled.filter(({ mutant: { operator } }) => !seen.has(operator) && seen.add(operator))
  return distinct.slice(0, OF_ONE).map(({ mutant }) => mutant)
}

function shown({ operator, place }: Mutant, program: Program): string {
  return `  ${operator} at ${place} (seed ${program.seed})`
}
