/* Runs the fixtures with many generated events: `npm run test:equivalence -- --runs 10000 --seed 7`. */
const { spawnSync } = require('node:child_process')
const { parseArgs } = require('node:util')

const { values } = parseArgs({
  options: { runs: { type: 'string', default: '1000' }, seed: { type: 'string' }, only: { type: 'string' } },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
console.log(`${values.runs} events for every fixture, seed ${seed}`)
const args = ['jest', 'generated-events', ...(values.only ? ['-t', values.only] : [])]
const { status } = spawnSync('npx', args, {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, EQUIVALENCE_RUNS: values.runs, EQUIVALENCE_SEED: seed },
})
process.exitCode = status ?? 1
