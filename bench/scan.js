/**
 * `npm run bench:scan`: what `scan` costs on monorepos of 100, 1,000 and 10,000 handlers, beside what walking and
 * reading the same files takes, and beside a jscodeshift transform that changes nothing. Machines differ and wander, so
 * the ratios are what counts; all three are measured in one run.
 */

const { spawnSync } = require('node:child_process')
const { mkdtempSync, rmSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { generate } = require('./generate')

const SIZES = process.argv.slice(2).map(Number).filter(Boolean)
const ROUNDS = 3

const STEPS = {
  read: [join(__dirname, 'read-only.js')],
  scan: [join(__dirname, '..', 'bin', 'lambda-unchain.js'), 'scan', '--json'],
  jscodeshift: [join(__dirname, 'no-op.js')],
}

const rows = []
for (const size of SIZES.length > 0 ? SIZES : [100, 1000, 10_000]) {
  const folder = mkdtempSync(join(tmpdir(), 'lambda-unchain-bench-'))
  try {
    const { files, calls } = generate(folder, size)
    // the no-op is slow and steady: once is enough for the largest tree
    const rounds = { read: ROUNDS, scan: ROUNDS, jscodeshift: size > 1000 ? 1 : ROUNDS }
    const measured = {}
    for (const [step, command] of Object.entries(STEPS)) {
      const runs = Array.from({ length: rounds[step] }, () => run([...command, folder]))
      measured[step] = runs.sort((a, b) => a.wall - b.wall)[Math.floor(runs.length / 2)]
    }
    const found = JSON.parse(measured.scan.out).sites.length
    if (found !== calls) throw new Error(`scan found ${found} of ${calls} calls in the tree of ${size} handlers`)
    rows.push({ size, files, calls, ...measured })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}
print(rows)

/** Runs a program and measures it: wall and CPU time in seconds, peak memory in MB. */
function run(command) {
  const began = process.hrtime.bigint()
  const result = spawnSync(process.execPath, ['--require', join(__dirname, 'report-usage.js'), ...command], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
    stdio: ['ignore', 'pipe', 'pipe', 'pipe'],
  })
  const wall = Number(process.hrtime.bigint() - began) / 1e9
  if (result.status !== 0) throw new Error(`${command[0]} ended with ${result.status}: ${result.stderr}`)
  return { wall, out: result.stdout, ...JSON.parse(result.output[3]) }
}

function print(measured) {
  const seconds = (value) => `${value.toFixed(2)} s`
  console.log('handlers  files   calls  step         wall      CPU       peak memory')
  for (const row of measured) {
    for (const step of Object.keys(STEPS)) {
      const { wall, cpu, memory } = row[step]
      const head = `${String(row.size).padEnd(9)} ${String(row.files).padEnd(7)} ${String(row.calls).padEnd(6)}`
      console.log(
        `${head} ${step.padEnd(12)} ${seconds(wall).padEnd(9)} ${seconds(cpu).padEnd(9)} ${Math.round(memory)} MB`,
      )
    }
  }
  for (const { size, files, read, scan, jscodeshift } of measured) {
    const toRead = (scan.wall / read.wall).toFixed(1)
    const toNoOp = (jscodeshift.wall / scan.wall).toFixed(1)
    const each = ((scan.wall / files) * 1000).toFixed(2)
    console.log(
      `${size} handlers: ${toRead} times the reading, ${toNoOp} times faster than the no-op, ${each} ms a file`,
    )
  }
}
