/*
 * Compares generated handlers with the state machines made of them: `npm run test:differential -- --programs 5000 --seed 7`.
 * `--without "alias,for of"` leaves constructs out, `--only` takes those alone (test/differential/grammar/features.ts).
 * With `--mutants 2000` it counts instead how many wrong definitions this comparison sees.
 */
const { spawnSync } = require('node:child_process')
const { parseArgs } = require('node:util')

const { values } = parseArgs({
  options: {
    programs: { type: 'string', default: '1000' },
    mutants: { type: 'string' },
    seed: { type: 'string' },
    without: { type: 'string', default: '' },
    only: { type: 'string', default: '' },
  },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 1000))
const [test, what] = values.mutants
  ? ['/definition-mutants.test', `${values.mutants} mutants`]
  : ['/differential.test', `${values.programs} programs`]
console.log(`${what}, seed ${seed}`)
const { status } = spawnSync('npx', ['jest', test], {
  stdio: 'inherit',
  shell: process.platform === 'win32',
  env: {
    ...process.env,
    DIFFERENTIAL_PROGRAMS: values.programs,
    DIFFERENTIAL_MUTANTS: values.mutants ?? '',
    DIFFERENTIAL_SEED: seed,
    DIFFERENTIAL_WITHOUT: values.without,
    DIFFERENTIAL_ONLY: values.only,
    DIFFERENTIAL_REPORT: '1',
  },
})
process.exitCode = status ?? 1
