import { FunctionsHost } from './equivalence/functions-host'
import { compare, executedFixtures } from './equivalence/prove'

/** `npm run test:equivalence -- --runs 10000 --seed 7` */
const runs = Number(process.env.EQUIVALENCE_RUNS ?? 200)
const seed = Number(process.env.EQUIVALENCE_SEED ?? 1)

const hosts = [new FunctionsHost(), new FunctionsHost()] as const
afterAll(() => Promise.all(hosts.map((host) => host.stop())))

test.each(executedFixtures())(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    const events = { runs, seed }
    const found = await compare(hosts, fixture, { events })
    expect(found?.differences.slice(0, 3)).toEqual([])
    // what is waived is so no more: nothing may differ
    const options = { ...fixture.options, errors: 'preserve', trustTypes: false } as const
    const strict = await compare(hosts, fixture, { events, options })
    expect(strict?.differences.slice(0, 3) ?? []).toEqual([])
  },
  60_000 + runs * 300,
)
