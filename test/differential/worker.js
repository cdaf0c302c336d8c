/* One process of `scripts/test-differential.js`: gets what to run, sends how far it is, and what came of it. */
require('../equivalence/host/typescript')

// nobody wants to know any more
process.once('disconnect', () => process.exit())

process.once('message', async ({ run, mutants }) => {
  const tell = (progress) => process.send?.({ progress })
  try {
    if (mutants) {
      const { runMutants, told } = require('./mutants/run')
      const kills = await runMutants(mutants, (known) => tell({ done: told(known) }))
      process.send?.({ kills })
    } else {
      const { runPrograms } = require('./run')
      let seen = 0
      const report = await runPrograms(run, ({ programs, compiled, runs, differences }) => {
        for (const difference of differences.slice(seen)) process.send?.({ difference })
        seen = differences.length
        tell({ done: programs, compiled, runs, differences: seen })
      })
      process.send?.({ report: report.counted() })
    }
    process.disconnect()
  } catch (error) {
    process.send?.({ failure: error.stack })
    process.exitCode = 1
    process.disconnect()
  }
})
