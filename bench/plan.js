/**
 * `npm run bench:plan`: what `plan` costs on a monorepo of 2,000 handlers in which ten calls become function calls, beside
 * the same without the compiler's look at what is rewritten. Rounds alternate, and the fastest of each counts.
 */

const { spawnSync } = require('node:child_process')
const { mkdtempSync, rmSync, writeFileSync } = require('node:fs')
const { tmpdir } = require('node:os')
const { join } = require('node:path')
const { generate } = require('./generate')

const [SIZE = 2000, ROUNDS = 3] = process.argv.slice(2).map(Number)

const BIN = join(__dirname, '..', 'bin', 'lambda-unchain.js')
const WAYS = { checked: [], unchecked: ['--require', join(__dirname, 'no-type-check.js')] }

const folder = mkdtempSync(join(tmpdir(), 'lambda-unchain-bench-'))
try {
  generate(folder, SIZE, 'synchronous')
  writeFileSync(join(folder, 'tsconfig.json'), '{ "compilerOptions": { "strict": true, "module": "commonjs" } }\n')
  const times = { checked: [], unchecked: [] }
  for (let round = 0; round < ROUNDS; round++)
    for (const [way, options] of Object.entries(WAYS)) times[way].push(plan(options))
  const [checked, unchecked] = [Math.min(...times.checked), Math.min(...times.unchecked)]
  console.log(`${SIZE} handlers: plan ${checked.toFixed(2)} s, without the check of types ${unchecked.toFixed(2)} s`)
  console.log(`The check takes ${((checked / unchecked - 1) * 100).toFixed(0)} % more.`)
} finally {
  rmSync(folder, { recursive: true, force: true })
}

/** CPU time of a plan, in seconds: other work on the machine counts less than in wall time. */
function plan(options) {
  const result = spawnSync(
    process.execPath,
    ['--require', join(__dirname, 'report-usage.js'), ...options, BIN, 'plan', folder, '--json'],
    { encoding: 'utf8', maxBuffer: 1 << 28, stdio: ['ignore', 'pipe', 'pipe', 'pipe'] },
  )
  if (result.status !== 2) throw new Error(`plan ended with ${result.status}: ${result.stderr}`)
  const rewritten = JSON.parse(result.stdout).sites.filter(({ outcome }) => outcome === 'rewritten').length
  if (rewritten !== Math.min(10, Math.ceil(SIZE / 20))) throw new Error(`plan rewrote ${rewritten} calls`)
  return JSON.parse(result.output[3]).cpu
}
