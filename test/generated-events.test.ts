import { startHosts, stopHosts } from './equivalence/hosts'
import { executedFixtures, problemsOf, prove } from './equivalence/prove'

/** More of them: `npm run test:equivalence -- --runs 10000 --seed 7` (`scripts/test-equivalence.js`). */
const [runs, seed] = [200, 1]

// while one fixture is run, the next is planned: `maxConcurrency` of jest.config.js is as many
const free = [startHosts(2), startHosts(2)]
afterAll(() => Promise.all(free.map(stopHosts)))

test.concurrent.each(executedFixtures())(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    const hosts = free.shift()
    if (!hosts) throw new Error('More fixtures are run at once than there are hosts.')
    try {
      expect(problemsOf(await prove(hosts, fixture, { runs, seed }))).toEqual([])
    } finally {
      free.push(hosts)
    }
  },
  60_000 + runs * 300,
)
