import { startHosts, stopHosts } from './equivalence/hosts'
import { executedFixtures, prove } from './equivalence/prove'

/** `npm run test:equivalence -- --runs 10000 --seed 7` */
const runs = Number(process.env.EQUIVALENCE_RUNS ?? 200)
const seed = Number(process.env.EQUIVALENCE_SEED ?? 1)

/** `2/3`: every third fixture, from the second. */
const [shard = 1, shards = 1] = (process.env.EQUIVALENCE_SHARD ?? '1/1').split('/').map(Number)

const hosts = startHosts(2)
afterAll(() => stopHosts(hosts))

test.each(executedFixtures().filter((_, index) => index % shards === shard - 1))(
  `$name does the same for ${runs} generated events (seed ${seed})`,
  async (fixture) => {
    const { asPlanned, strictly, strictlyWaived } = await prove(hosts, fixture, { runs, seed })
    expect(asPlanned.slice(0, 3)).toEqual([])
    expect(strictly.slice(0, 3)).toEqual([])
    // the expressions for group and duplicate are the user's own, and batches are asked for
    expect(strictlyWaived.filter((code) => code !== 'fifo-order' && code !== 'batch-sends')).toEqual([])
  },
  60_000 + runs * 300,
)
