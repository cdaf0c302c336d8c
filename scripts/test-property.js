/* Runs the property tests with new cases, and more of them: `npm run test:property -- --times 20 --seed 7`. */
const { spawnSync } = require('node:child_process')
const { parseArgs } = require('node:util')

const tests = [
  'edit-property',
  'yaml-edit',
  'jsonata',
  'synth-hostile',
  'piece-table',
  'infra-diff',
  'variables',
  'relocatable',
]
const { values } = parseArgs({
  options: { times: { type: 'string', default: '20' }, seed: { type: 'string' } },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
console.log(`${values.times} times as many cases, seed ${seed}`)
const { status } = spawnSync('npx', ['jest', ...tests.map((name) => `/${name}.test`), '--testTimeout', '600000'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: { ...process.env, PROPERTY_SEED: seed, PROPERTY_TIMES: values.times },
})
process.exitCode = status ?? 1
