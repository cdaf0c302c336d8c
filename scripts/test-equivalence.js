/*
 * Runs the fixtures with many generated events: `npm run test:equivalence -- --runs 10000 --seed 7`. As many processes as
 * there are cores (`--shards`) take one fixture after the other; `--only inline/` takes those whose name has the text. Each
 * fixture is told on stderr when it is done, the sum on stdout.
 */
const { fork } = require('node:child_process')
const { existsSync, readdirSync } = require('node:fs')
const { availableParallelism } = require('node:os')
const { join } = require('node:path')
const { parseArgs } = require('node:util')

const ROOT = join(__dirname, '..')

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    only: { type: 'string', default: '' },
    shards: { type: 'string', default: String(availableParallelism()) },
  },
})
const runs = Number(values.runs)
const seed = Number(values.seed ?? Math.floor(Math.random() * 2 ** 31))

/** A fixture that takes longer hangs: a minute, and 0.3 s for each event. */
const MOST_TIME = 60_000 + runs * 300

const names = fixturesWithEvents().filter((name) => name.includes(values.only))
const left = [...names]
const failed = []
let done = 0

if (names.length === 0) {
  console.error(`No fixture with events has "${values.only}" in its name.`)
  process.exitCode = 1
} else {
  console.log(`${runs} events for every fixture; the same again: ${replay(values.only)}`)
  const provers = Array.from({ length: Math.min(Number(values.shards), names.length) }, proveAll)
  Promise.all(provers).then(() => {
    console.log(
      `${names.length - failed.length} of ${names.length} fixtures do the same for ${runs} events (seed ${seed})`,
    )
    for (const name of failed) console.log(`  different: ${name}`)
    process.exitCode = failed.length > 0 ? 1 : 0
  })
}

/** Takes fixtures until none is left, in one process, or in a new one after one that broke. */
async function proveAll() {
  let prover
  for (let name = left.shift(); name !== undefined; name = left.shift()) {
    prover ??= fork(join(ROOT, 'test', 'equivalence', 'host', 'prover.js'), {
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    const { problems, seconds, isBroken } = await proved(prover, name)
    if (isBroken) prover = undefined
    tell(name, problems, seconds)
  }
  prover?.disconnect()
}

function proved(prover, name) {
  const start = Date.now()
  return new Promise((resolve) => {
    const finish = (result) => {
      clearTimeout(timer)
      prover.removeAllListeners()
      resolve(result)
    }
    const broken = (problem) => finish({ problems: [problem], seconds: (Date.now() - start) / 1000, isBroken: true })
    const timer = setTimeout(() => {
      prover.kill()
      broken(`It took more than ${MOST_TIME / 1000} s.`)
    }, MOST_TIME)
    prover.once('message', finish)
    prover.once('exit', (status, signal) => broken(`The process ended with ${signal ?? status}.`))
    prover.once('error', (error) => broken(String(error)))
    prover.send({ name, runs, seed })
  })
}

function tell(name, problems, seconds) {
  done++
  const result = problems.length === 0 ? 'same' : 'DIFFERENT'
  console.error(`${done}/${names.length} ${result} ${name}: ${runs} events, ${seconds.toFixed(1)} s, seed ${seed}`)
  if (problems.length === 0) return
  failed.push(name)
  for (const problem of problems) console.error(`  ${problem}`)
  console.error(`  again: ${replay(name)}`)
}

function replay(only) {
  const args = ['--runs', runs, '--seed', seed, ...(only === '' ? [] : ['--only', only])]
  return `npm run test:equivalence -- ${args.join(' ')}`
}

/** Folders below `fixtures` that have an `events.json`, named as the tests name them. */
function fixturesWithEvents() {
  const folders = [
    '',
    ...namesIn(''),
    ...namesIn('').flatMap((group) => namesIn(group).map((name) => `${group}/${name}`)),
  ]
  return folders.filter((folder) => existsSync(join(ROOT, 'fixtures', folder, 'events.json')))
}

function namesIn(folder) {
  const entries = readdirSync(join(ROOT, 'fixtures', folder), { withFileTypes: true })
  return entries.filter((entry) => entry.isDirectory()).map((entry) => entry.name)
}
