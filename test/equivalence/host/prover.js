/*
 * One process of `npm run test:equivalence`: proves the fixtures that it is told, one after the other, and answers what is
 * wrong with each. It runs without the test runner, which would load everything once more.
 */
require('./typescript')
const { startHosts } = require('../hosts')
const { executedFixtures, problemsOf, prove } = require('../prove')

const hosts = startHosts(2)
const fixtures = new Map(executedFixtures().map((fixture) => [fixture.name.replaceAll('\\', '/'), fixture]))

process.on('message', async ({ name, runs, seed }) => {
  const start = process.hrtime.bigint()
  const problems = await prove(hosts, fixtures.get(name), { runs, seed }).then(problemsOf, (error) => [
    String(error.stack),
  ])
  process.send({ problems, seconds: Number(process.hrtime.bigint() - start) / 1e9 })
})
process.on('disconnect', () => process.exit())
