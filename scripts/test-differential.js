/*
 * Compares generated handlers with the state machines made of them: `npm run test:differential -- --programs 5000 --seed 7`.
 * `--without "alias,for of"` leaves constructs out, `--only` takes those alone (test/differential/grammar/features.ts);
 * `--first 246 --programs 1` runs one program again; `--whole` takes all of them through `serverless.yml` and a template,
 * and not only every tenth. `--workers 2` are as many processes. With `--mutants 2000` it counts instead how many wrong
 * definitions this comparison sees. How far it is, and differences, stand on stderr.
 */
const { fork } = require('node:child_process')
const { join } = require('node:path')
const { parseArgs } = require('node:util')

require('../test/equivalence/host/typescript')
const { Report } = require('../test/differential/report')
const { killsText } = require('../test/differential/mutants/run')

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000' },
    first: { type: 'string', default: '0' },
    mutants: { type: 'string' },
    seed: { type: 'string' },
    without: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
    whole: { type: 'boolean', default: false },
    workers: { type: 'string', default: '1' },
  },
})
const seed = Number(values.seed ?? Math.floor(Math.random() * 1000))
const count = Number(values.workers)
const wanted = Number(values.mutants ?? values.programs)
const what = values.mutants ? 'mutants' : 'programs'
/** In milliseconds. */
const TOLD_EVERY = 10_000

const started = Date.now()
const report = new Report()
const kills = { killed: 0, operators: [], missed: [], equivalent: [] }
const progress = new Map()

console.log(`${wanted} ${what}, seed ${seed}`)
for (let index = 0; index < count; index++) {
  const shard = { index, count }
  const worker = fork(join(__dirname, '..', 'test', 'differential', 'worker.js'))
  const { without, only } = values
  const run = { seed, first: Number(values.first), programs: wanted, shard, wholeEvery: values.whole ? 1 : 10 }
  worker.send(
    values.mutants
      ? { mutants: { seed, wanted: Math.ceil(wanted / count), shard } }
      : { run: { ...run, without, only } },
  )
  worker.on('message', (message) => {
    if (message.progress) progress.set(index, message.progress)
    if (message.difference) console.error(message.difference)
    if (message.failure) console.error(message.failure)
    if (message.report) report.merge(message.report)
    if (message.kills) {
      kills.killed += message.kills.killed
      for (const list of ['operators', 'missed', 'equivalent']) kills[list].push(...message.kills[list])
    }
  })
  worker.on('exit', (status) => {
    if (status !== 0) process.exitCode = 1
  })
}

const timer = setInterval(() => console.error(progressText()), TOLD_EVERY)
timer.unref()

process.on('exit', () => {
  console.log(`${Math.round((Date.now() - started) / 1000)} s`)
  if (values.mutants) {
    console.log([killsText(kills), ...kills.missed, ...kills.equivalent].join('\n'))
    if (kills.killed < (kills.killed + kills.missed.length) * 0.95) process.exitCode = 1
    return
  }
  console.log(report.text())
  if (report.differences.length > 0 || report.programs < wanted) process.exitCode = 1
})

function progressText() {
  const sum = (name) => [...progress.values()].reduce((total, own) => total + (own[name] ?? 0), 0)
  const done = sum('done')
  const seconds = Math.max(1, Math.round((Date.now() - started) / 1000))
  const more = values.mutants
    ? ''
    : `, ${sum('compiled')} compiled, ${sum('runs')} runs, ${sum('differences')} differences`
  return `${seconds} s: ${done} of ${wanted} ${what} (seed ${seed})${more}; ${(done / seconds).toFixed(1)} a second`
}
