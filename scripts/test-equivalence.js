/*
 * Runs the fixtures with many generated events: `npm run test:equivalence -- --runs 10000 --seed 7`. The fixtures are dealt
 * to as many processes as there are cores (`--shards`); `--only inline/` takes those whose name has the text.
 */
const { spawn } = require('node:child_process')
const { availableParallelism } = require('node:os')
const { createInterface } = require('node:readline')
const { parseArgs } = require('node:util')

const { values } = parseArgs({
  options: {
    runs: { type: 'string', default: '1000' },
    seed: { type: 'string' },
    only: { type: 'string' },
    shards: { type: 'string', default: String(availableParallelism()) },
  },
})
const seed = values.seed ?? String(Math.floor(Math.random() * 2 ** 31))
const again = ['--runs', values.runs, '--seed', seed, ...(values.only ? ['--only', values.only] : [])].join(' ')
console.log(`${values.runs} events for every fixture; the same again: npm run test:equivalence -- ${again}`)

const shards = Number(values.shards)
for (let shard = 1; shard <= shards; shard++) {
  const args = ['jest', 'generated-events', '--verbose', ...(values.only ? ['-t', values.only] : [])]
  const child = spawn('npx', args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    shell: process.platform === 'win32',
    env: {
      ...process.env,
      EQUIVALENCE_RUNS: values.runs,
      EQUIVALENCE_SEED: seed,
      EQUIVALENCE_SHARD: `${shard}/${shards}`,
    },
  })
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => console.log(`${shard}/${shards} ${line}`))
  child.on('exit', (status) => {
    if (status !== 0) process.exitCode = status ?? 1
  })
}
