import { compilationOf, differenceOf, scenariosOf } from './differential/compare'
import { FEATURES } from './differential/grammar/features'
import { programOf } from './differential/grammar/program'
import { differenceText, Report } from './differential/report'
import { shrink } from './differential/shrink'

/** `npm run test:differential -- --programs 5000 --seed 7` */
const programs = Number(process.env.DIFFERENTIAL_PROGRAMS ?? 80)
const seed = Number(process.env.DIFFERENTIAL_SEED ?? 1)
const RUNS = 50

/** Constructs that are left out, to look for what else there is; the only ones, to look closer. */
const without = (process.env.DIFFERENTIAL_WITHOUT ?? '').split(',')
const only = (process.env.DIFFERENTIAL_ONLY || FEATURES.join()).split(',')
const features = FEATURES.filter((feature) => only.includes(feature) && !without.includes(feature))

/** So many differences are told. */
const MOST = 5

test(
  `${programs} generated handlers (seed ${seed}) do the same as their state machines`,
  async () => {
    const report = new Report()
    const differences: string[] = []
    for (let index = 0; index < programs && differences.length < MOST; index++) {
      const program = programOf(seed * 1_000_003 + index, features)
      const compilation = compilationOf(program)
      report.add(program, compilation)
      if ('refusals' in compilation) continue
      for (const scenario of scenariosOf(program, RUNS)) {
        const difference = await differenceOf(compilation, scenario)
        report.runs++
        if (typeof difference === 'string') report.waived[difference]++
        else if (difference) {
          const shrunk = await shrink(program, difference)
          const smallest = compilationOf(shrunk.program)
          differences.push(differenceText(shrunk, 'after' in smallest ? smallest.after : undefined))
          break
        }
      }
    }
    if (process.env.DIFFERENTIAL_REPORT) process.stdout.write(`${report.text()}\n`)
    expect(differences).toEqual([])
    // what is refused, or waived, proves nothing
    expect(report.compiled).toBeGreaterThan(programs / 5)
    for (const runs of Object.values(report.waived)) expect(runs).toBeLessThan(report.runs / 10)
  },
  60_000 + programs * 2000,
)
