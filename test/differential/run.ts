import { compilationOf, differenceOf, scenariosOf } from './compare'
import { FEATURES, type Feature } from './grammar/features'
import { type Program, programOf } from './grammar/program'
import { differenceText, Report } from './report'
import { shrink } from './shrink'

/** Which programs are run. */
export interface Run {
  readonly seed: number
  /** The first of the programs of the seed, and how many. */
  readonly first: number
  readonly programs: number
  /** Of so many processes, this one takes every so-manieth program. */
  readonly shard: { readonly index: number; readonly count: number }
  /** Every so-manieth program goes the whole way through `serverless.yml` into a template. */
  readonly wholeEvery: number
  /** Constructs that are left out, and those that are taken alone, as they were given; empty for all. */
  readonly without: string
  readonly only: string
}

export const defaultRun: Run = {
  seed: 1,
  first: 0,
  programs: 80,
  shard: { index: 0, count: 1 },
  wholeEvery: 10,
  without: '',
  only: '',
}

/** Events for each program. */
const EVENTS = 50

/** So many differences are told. */
const MOST = 5

/** Programs of a seed: those of two seeds do not meet. */
export function seedOf({ seed }: Pick<Run, 'seed'>, index: number): number {
  return seed * 1_000_003 + index
}

/**
 * Compares generated handlers with the state machines made of them.
 * @param tell Called after each program, with what is known so far.
 */
export async function runPrograms(run: Run, tell: (report: Report) => void = () => undefined): Promise<Report> {
  const report = new Report()
  const features = featuresOf(run)
  for (let at = run.shard.index; at < run.programs && report.differences.length < MOST; at += run.shard.count) {
    const index = run.first + at
    const program = programOf(seedOf(run, index), features)
    const difference = await differenceIn(program, index % run.wholeEvery === 0, report)
    if (difference !== undefined) report.differences.push(`${difference}\nAgain: ${replayed(run, index)}`)
    tell(report)
  }
  return report
}

/** The difference that a program shows, or what it makes the compiler throw. */
async function differenceIn(program: Program, isWhole: boolean, report: Report): Promise<string | undefined> {
  try {
    const compilation = compilationOf(program, isWhole)
    report.add(program, compilation)
    if ('refusals' in compilation) return undefined
    for (const scenario of scenariosOf(program, EVENTS)) {
      const difference = await differenceOf(compilation, scenario)
      report.runs++
      if (typeof difference === 'string') report.waived[difference]++
      else if (difference) {
        const shrunk = await shrink(program, difference)
        const smallest = compilationOf(shrunk.program)
        return differenceText(shrunk, 'after' in smallest ? smallest.after : undefined)
      }
    }
    return undefined
  } catch (error) {
    return `The program of the seed ${program.seed}: ${(error as Error).stack}`
  }
}

/** Constructs that programs may have. */
export function featuresOf({ without, only }: Pick<Run, 'without' | 'only'>): Feature[] {
  const left = without.split(',')
  const taken = (only || FEATURES.join()).split(',')
  return FEATURES.filter((feature) => taken.includes(feature) && !left.includes(feature))
}

/** The command that runs one program again. */
function replayed({ seed, without, only }: Run, index: number): string {
  const options = [...(without ? [`--without "${without}"`] : []), ...(only ? [`--only "${only}"`] : [])]
  return ['npm run test:differential -- --programs 1', `--seed ${seed}`, `--first ${index}`, ...options].join(' ')
}
