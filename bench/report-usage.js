const { writeSync } = require('node:fs')
const { isMainThread } = require('node:worker_threads')

// loaded before the program that is measured, and before each of its threads; the main one tells what all of them used,
// on a channel of its own
if (isMainThread) {
  process.on('exit', () => {
    const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage()
    writeSync(3, JSON.stringify({ cpu: (userCPUTime + systemCPUTime) / 1e6, memory: maxRSS / 1024 }))
  })
}
