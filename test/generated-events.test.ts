import { startHosts, stopHosts } from './equivalence/hosts'
import { executedFixtures, prove } from './equivalence/prove'

/** `npm run test:equivalence -- --runs 10000 --seed 7` */
const runs = Number(process.env.EQUIVALENCE_RUNS ?? 200)
const seed = Number(process.env.EQUIVALENCE_SEED ?? 1)

const hosts = startHosts(2)
afterAll(() => stopHosts(hosts))

test.each(executedFixtures())(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    const { asPlanned, strictly } = await prove(hosts, fixture, { runs, seed })
    expect(asPlanned.slice(0, 3)).toEqual([])
    expect(strictly.slice(0, 3)).toEqual([])
  },
  60_000 + runs * 300,
)
