import { FunctionsHost } from './equivalence/functions-host'
import { executedFixtures, prove } from './equivalence/prove'

/** `npm run test:equivalence -- --runs 10000 --seed 7` */
const runs = Number(process.env.EQUIVALENCE_RUNS ?? 200)
const seed = Number(process.env.EQUIVALENCE_SEED ?? 1)

const hosts = [new FunctionsHost(), new FunctionsHost(), new FunctionsHost()] as const
afterAll(() => Promise.all(hosts.map((host) => host.stop())))

test.each(executedFixtures())(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    const { asPlanned, strictly } = await prove(hosts, fixture, { runs, seed })
    expect(asPlanned.slice(0, 3)).toEqual([])
    expect(strictly.slice(0, 3)).toEqual([])
  },
  60_000 + runs * 300,
)
