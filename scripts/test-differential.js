/* Compares generated handlers with the state machines made of them: `npm run test:differential -- --programs 5000 --seed 7`. */
const { spawnSync } = require('node:child_process')
const { parseArgs } = require('node:util')

const { values } = parseArgs({
  options: { programs: { type: 'string', default: '1000' }, seed: { type: 'string' } },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 1000))
console.log(`${values.programs} programs, seed ${seed}`)
const { status } = spawnSync('npx', ['jest', '/differential.test'], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    DIFFERENTIAL_PROGRAMS: values.programs,
    DIFFERENTIAL_SEED: seed,
    DIFFERENTIAL_REPORT: '1',
  },
})
process.exitCode = status ?? 1
