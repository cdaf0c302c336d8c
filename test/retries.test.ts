import { execute, StateError } from './asl/machine'
import { compile } from './differential/compile'
import { filesOf } from './differential/grammar/program'
import { statement } from './differential/grammar/statement'

/** Loops that try again: how often, and how long they wait before each further attempt. In milliseconds. */
const LOOPS: readonly {
  readonly attempts: number
  readonly wait: string
  readonly time: (attempt: number) => number
  readonly isRetry: boolean
}[] = [
  { attempts: 3, wait: '1000', time: () => 1000, isRetry: true },
  { attempts: 4, wait: '1500', time: () => 1500, isRetry: true },
  { attempts: 4, wait: '1000 * 2 ** attempt', time: (attempt) => 1000 * 2 ** attempt, isRetry: true },
  { attempts: 4, wait: '2000 * Math.pow(3, attempt)', time: (attempt) => 2000 * 3 ** attempt, isRetry: true },
  {
    attempts: 6,
    wait: 'Math.min(1000 * 2 ** attempt, 5000)',
    time: (attempt) => Math.min(1000 * 2 ** attempt, 5000),
    isRetry: true,
  },
  { attempts: 3, wait: '(attempt + 1) * 1000', time: (attempt) => (attempt + 1) * 1000, isRetry: true },
  { attempts: 5, wait: '(attempt + 1) * 1000', time: (attempt) => (attempt + 1) * 1000, isRetry: false },
  { attempts: 4, wait: '0', time: () => 0, isRetry: false },
  { attempts: 4, wait: '300 * 2 ** attempt', time: (attempt) => 300 * 2 ** attempt, isRetry: false },
]

describe.each(LOOPS)('$attempts attempts, $wait ms apart', ({ attempts, wait, time, isRetry }) => {
  const machine = machineOf(attempts, wait)

  test(isRetry ? 'are a Retry' : 'are a loop', () => {
    expect(JSON.stringify(machine).includes('"Retry"')).toBe(isRetry)
  })

  test.each([0, 1, 2, 100])('with %d failures take as long, and call as often, as the code does', async (failures) => {
    let calls = 0
    const outcome = await execute(machine, { id: '1' }, async (arn) => {
      if (!arn.endsWith('charge')) return {}
      calls++
      if (calls <= failures) throw new StateError('Error', JSON.stringify({ errorType: 'Error', errorMessage: 'no' }))
      return { ok: true }
    })
    const waits = Array.from({ length: Math.min(failures, attempts - 1) }, (_, index) => Math.ceil(time(index) / 1000))
    expect(outcome.status).toBe(failures < attempts ? 'SUCCEEDED' : 'FAILED')
    expect(calls).toBe(Math.min(failures + 1, attempts))
    expect(outcome.seconds).toBe(waits.reduce((sum, seconds) => sum + seconds, 0))
  })
})

function machineOf(attempts: number, wait: string): object {
  const body = [
    statement("await invoke(process.env.RESERVE_FN, 'a')"),
    statement(
      `for (let attempt = 0; ; attempt++) {`,
      '  try {',
      '    return await invoke(process.env.CHARGE_FN, event.id)',
      '  } catch (error) {',
      `    if (attempt >= ${attempts - 1}) throw error`,
      `    await new Promise((resolve) => setTimeout(resolve, ${wait}))`,
      '  }',
      '}',
    ),
  ]
  const compiled = compile(
    filesOf({ seed: 1, style: 'wrapper', features: [], literals: { numbers: [], strings: [] }, body }),
  )
  if ('refusals' in compiled) throw new Error(compiled.refusals.join('\n'))
  const [machine] = compiled.machines.values()
  if (!machine) throw new Error('There is no machine.')
  return machine
}
