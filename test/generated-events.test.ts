import { startHosts, stopHosts } from './equivalence/hosts'
import { executedFixtures, problemsOf, prove } from './equivalence/prove'

/** More of them: `npm run test:equivalence -- --runs 10000 --seed 7` (`scripts/test-equivalence.js`). */
const [runs, seed] = [200, 1]

const hosts = startHosts(2)
afterAll(() => stopHosts(hosts))

test.each(executedFixtures())(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    expect(problemsOf(await prove(hosts, fixture, { runs, seed }))).toEqual([])
  },
  60_000 + runs * 300,
)
