import { type Compilation, compilationOf, scenariosOf } from './differential/compare'
import { type Program, programOf } from './differential/grammar/program'
import { isKilled } from './differential/mutants/kill'
import { type Mutant, mutantsOf } from './differential/mutants/mutants'
import { Random } from './differential/random'

/** `npm run test:differential -- --mutants 2000` */
const wanted = Number(process.env.DIFFERENTIAL_MUTANTS || 60)
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 1)

/** Of each handler, so many. */
const OF_ONE = 6

/** What the differential test runs. */
const RUNS = 50

/** What nothing kills in so many runs is taken for equivalent; those are listed with `DIFFERENTIAL_REPORT`. */
const MANY_RUNS = 200

interface Survivor {
  readonly mutant: Mutant
  readonly program: Program
}

test(
  `of ${wanted} wrong definitions (seed ${seed}) that do something else, the differential test sees 95 %`,
  async () => {
    const random = new Random(seed)
    const operators = new Set<string>()
    const missed: Survivor[] = []
    const equivalent: Survivor[] = []
    let killed = 0
    for (let index = 0; killed + missed.length + equivalent.length < wanted; index++) {
      const program = programOf(seed * 1_000_003 + index)
      const compilation = compilationOf(program)
      if ('refusals' in compilation) continue
      for (const mutant of chosen(compilation, random)) {
        operators.add(mutant.operator)
        if (await isKilled(compilation, mutant, scenariosOf(program, RUNS))) killed++
        else if (await isKilled(compilation, mutant, scenariosOf(program, MANY_RUNS))) missed.push({ mutant, program })
        else equivalent.push({ mutant, program })
      }
    }
    const share = killed / (killed + missed.length)
    process.stdout.write(
      `${killed} of ${killed + missed.length} mutants that do something else are killed (${(share * 100).toFixed(1)} %), by ${operators.size} operators; ${equivalent.length} more do the same in ${MANY_RUNS} runs.\n`,
    )
    if (process.env.DIFFERENTIAL_REPORT) process.stdout.write(`${[...missed, ...equivalent].map(shown).join('\n')}\n`)
    expect(operators.size).toBeGreaterThanOrEqual(15)
    expect(share).toBeGreaterThanOrEqual(0.95)
    // else the events do not get to what is changed
    expect(equivalent.length).toBeLessThan(wanted / 4)
  },
  60_000 + wanted * 3000,
)

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

function shown({ mutant: { operator, place }, program }: Survivor): string {
  return `  ${operator} at ${place} (seed ${program.seed})`
}
