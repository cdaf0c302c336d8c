import { startHosts, stopHosts } from './equivalence/hosts'
import { MUTANTS } from './equivalence/mutants'
import { compare, executedFixtures } from './equivalence/prove'

const hosts = startHosts(1)
afterAll(() => stopHosts(hosts))

const executed = executedFixtures()

test.each(MUTANTS)(
  '$fixture with "$replace" for "$search" is seen',
  async ({ fixture: name, file, search, replace }) => {
    const fixture = executed.find((candidate) => candidate.name === name)
    if (!fixture) throw new Error(`There is no fixture ${name}.`)
    const damage = (files: Record<string, string>) => {
      const text = files[file]?.replace(search, () => replace)
      expect(text).not.toBe(files[file])
      return { ...files, [file]: text ?? '' }
    }
    const written = await compare(hosts, fixture, { events: 'written', damage })
    const differences = written?.differences.length
      ? written.differences
      : (await compare(hosts, fixture, { events: { runs: 100, seed: 1 }, damage }))?.differences
    expect(differences).not.toEqual([])
  },
)
