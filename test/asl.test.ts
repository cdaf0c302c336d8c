import { type ExecutionOptions, execute, type Invoke, type Outcome, StateError } from './asl/machine'

type States = Record<string, object>

const machine = (States: States, more: object = {}) => ({
  QueryLanguage: 'JSONata',
  StartAt: Object.keys(States)[0],
  States,
  ...more,
})

/** Functions by the end of their ARN; a call gives what it was given, unless one is defined. */
const functions =
  (defined: Record<string, (payload: never) => unknown> = {}, calls: string[] = []): Invoke =>
  async (arn, payload) => {
    const name = arn.split(':').at(-1) ?? ''
    calls.push(name)
    return defined[name] ? defined[name](payload as never) : payload
  }

const task = (name: string, more: object = { End: true }) => ({ Type: 'Task', Resource: `arn:${name}`, ...more })
const pass = (Output: unknown, more: object = { End: true }) => ({ Type: 'Pass', Output, ...more })
const fail = (error: string, cause = '') => {
  throw new StateError(error, cause)
}

const run = (states: States, input: unknown = {}, invoke = functions(), options?: ExecutionOptions, more?: object) =>
  execute(machine(states, more), input, invoke, options)

async function outputOf(states: States, input?: unknown, invoke?: Invoke): Promise<unknown> {
  const outcome = await run(states, input, invoke)
  if (outcome.status !== 'SUCCEEDED') throw new Error(JSON.stringify(outcome))
  return outcome.output
}

/** The value of one expression. */
const value = (expression: string, input?: unknown) => outputOf({ A: pass(`{% ${expression} %}`) }, input)
const errorOf = (outcome: Outcome) => (outcome.status === 'SUCCEEDED' ? undefined : outcome.error)
const evaluationFails = async (expression: string, input?: unknown) =>
  errorOf(await run({ A: pass(`{% ${expression} %}`) }, input)) === 'States.QueryEvaluationError'

describe('values', () => {
  test('an expression is all of a text; other texts, and everything around, stay as they are', async () => {
    expect(await value('$states.input.a', { a: 1 })).toBe(1)
    expect(await outputOf({ A: pass({ a: ['{% 1 + 1 %}', 'b {% c'], d: null }) })).toEqual({
      a: [2, 'b {% c'],
      d: null,
    })
  })

  test('a member that is missing goes in an expression, and fails in a template', async () => {
    expect(await value("{'a': $states.input.b}")).toEqual({})
    expect(errorOf(await run({ A: pass({ a: '{% $states.input.b %}' }) }))).toBe('States.QueryEvaluationError')
  })

  test('what gives nothing, a function, or an error, fails', async () => {
    expect(await evaluationFails('$states.input.nothing')).toBe(true)
    expect(await evaluationFails('$sum')).toBe(true)
    expect(await evaluationFails("'a' + 1")).toBe(true)
    expect(await evaluationFails('null < 1')).toBe(true)
    expect(await evaluationFails("$error('no')")).toBe(true)
  })

  test('a number that JSON does not have is a text, as AWS gives it', async () => {
    expect(await value("{'a': 1/0}")).toEqual({ a: 'Infinity' })
  })

  test('the functions that Step Functions adds', async () => {
    expect(await value('$parse(\'{"a": [1]}\')')).toEqual({ a: [1] })
    expect(await evaluationFails("$parse('no json')")).toBe(true)
    expect(await value('$partition([1, 2, 3], 2)')).toEqual([[1, 2], [3]])
    expect(await value('$range(0, 6, 2)')).toEqual([0, 2, 4, 6])
    expect(await value("$hash('a', 'MD5')")).toBe('0cc175b9c0f1b6a831c399e269772661')
    expect(await value('$length($uuid())')).toBe(36)
    expect(await value('$random() < 1')).toBe(true)
  })

  // what is measured on JavaScript and JSONata 2.0.6
  test.each([
    ['$boolean([])', false],
    ['$boolean({})', false],
    ["$not($states.input.x = 'a')", true],
    ["$states.input.x != 'a'", false],
    ['{} = {}', true],
    ["'a' & 1", 'a1'],
    ["'' & (0.1 + 0.2)", '0.3'],
    ['[1, 2][-1]', 2],
    ["'abc'[0]", 'abc'],
    ['$append([1], [[1, 2]])', [1, [1, 2]]],
    ['$append([1], [1, 2])', [1, 1, 2]],
    ['$filter([1, 2], function($v) { $v > 1 })', 2],
    ['$append([], $filter([1, 2], function($v) { $v > 1 })[])', [2]],
    ["$keys({'a': 1})", 'a'],
    ['$round(2.5)', 2],
    ['$string([1, 2])', '[1,2]'],
    ["$length('😀')", 1],
  ])('%s is %j', async (expression, expected) => {
    expect(await value(expression)).toEqual(expected)
  })

  test('a definition that Step Functions refuses is not run', async () => {
    for (const broken of ['order.id', '$', '$$', "$eval('1')", '$nothing()', '$unknown', '1 +', '1 ?? 2'])
      await expect(value(broken)).rejects.toThrow('The definition is broken')
    await expect(run({ A: { Type: 'Pass', Result: 1, End: true } })).rejects.toThrow('JSONPath')
    await expect(run({ A: { Type: 'Pass', Speed: 1, End: true } })).rejects.toThrow('"Speed" is not known')
    await expect(execute({ StartAt: 'A', States: { A: pass(1) } }, {}, functions())).rejects.toThrow('QueryLanguage')
  })
})

describe('states', () => {
  test('assigns and puts out with what it began with: a swap works', async () => {
    const swap = { a: '{% $b %}', b: '{% $a %}' }
    const states = {
      A: pass(1, { Assign: { a: 1, b: 2 }, Next: 'B' }),
      B: pass('{% $a %}', { Assign: swap, Next: 'C' }),
      C: pass("{% {'before': $states.input, 'a': $a, 'b': $b} %}"),
    }
    expect(await outputOf(states)).toEqual({ before: 1, a: 2, b: 1 })
  })

  test('the input of a state is the output before; that of the execution stays in the context', async () => {
    const states = {
      A: task('a', { Arguments: { x: 1 }, Next: 'B' }),
      B: pass('{% [$states.input, $states.context.Execution.Input] %}'),
    }
    expect(await outputOf(states, 'event')).toEqual([{ x: 1 }, 'event'])
  })

  test('a Choice takes the first rule that is true, else its default', async () => {
    const choice = (Default?: string) => ({
      A: {
        Type: 'Choice',
        Choices: [
          { Condition: '{% $states.input = 1 %}', Next: 'One', Assign: { by: 'rule' } },
          { Condition: '{% $states.input >= 1 %}', Next: 'More', Output: 'more' },
        ],
        ...(Default && { Default, Assign: { by: 'default' } }),
      },
      One: pass('{% $by %}'),
      More: pass('{% $states.input %}'),
      Other: pass('{% $by %}'),
    })
    expect(await outputOf(choice('Other'), 1)).toBe('rule')
    expect(await outputOf(choice('Other'), 2)).toBe('more')
    expect(await outputOf(choice('Other'), 0)).toBe('default')
    const { Other: _, ...without } = choice()
    expect(errorOf(await run(without, 0))).toBe('States.NoChoiceMatched')
  })

  test('a condition that is no boolean fails', async () => {
    const states = { A: { Type: 'Choice', Choices: [{ Condition: '{% 1 %}', Next: 'B' }], Default: 'B' }, B: pass(1) }
    expect(errorOf(await run(states))).toBe('States.QueryEvaluationError')
  })

  test('Fail ends with its error and its cause, Succeed with its output', async () => {
    const outcome = await run({ A: { Type: 'Fail', Error: "{% 'E' & '1' %}", Cause: 'why' } })
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'E1', cause: 'why' })
    expect(await outputOf({ A: { Type: 'Succeed', Output: '{% $states.input %}' } }, 3)).toBe(3)
    expect(errorOf(await run({ A: { Type: 'Fail', Error: '{% 1 %}' } }))).toBe('States.QueryEvaluationError')
  })

  test('Wait takes time, and no more', async () => {
    const states = {
      A: { Type: 'Wait', Seconds: 5, Next: 'B' },
      B: { Type: 'Wait', Seconds: '{% $states.input.seconds %}', Next: 'C' },
      C: { Type: 'Wait', Timestamp: '2026-01-01T00:00:10Z', End: true },
    }
    const outcome = await run(states, { seconds: 2 })
    expect(outcome).toMatchObject({ status: 'SUCCEEDED', output: { seconds: 2 }, seconds: 10 })
  })

  test('lambda:invoke puts the result into an envelope, and takes known arguments only', async () => {
    const invoke = (Arguments: object) => ({
      A: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments, End: true },
    })
    const found = await outputOf(invoke({ FunctionName: 'arn:f', Payload: { a: 1 } }))
    expect(found).toEqual({ ExecutedVersion: '$LATEST', Payload: { a: 1 }, StatusCode: 200 })
    expect(await outputOf(invoke({ FunctionName: 'arn:f' }))).toMatchObject({ Payload: {} })
    expect(errorOf(await run(invoke({ FunctionName: 'arn:f', Input: 1 })))).toBe('States.Runtime')
  })
})

describe('errors', () => {
  const failing = functions({ a: () => fail('Declined', '{"errorMessage":"no"}') })

  test('a Catch takes the error; what the state would have assigned is not', async () => {
    const states = {
      A: pass(1, { Assign: { x: 'before' }, Next: 'B' }),
      B: task('a', {
        Assign: { x: 'after' },
        Catch: [
          { ErrorEquals: ['Other'], Next: 'D' },
          { ErrorEquals: ['Declined'], Assign: { e: '{% $states.errorOutput.Error %}' }, Next: 'C' },
        ],
        Next: 'D',
      }),
      C: pass('{% [$x, $e, $parse($states.input.Cause).errorMessage] %}'),
      D: pass('wrong'),
    }
    expect(await outputOf(states, {}, failing)).toEqual(['before', 'Declined', 'no'])
  })

  test('an expression that fails is caught in a Task, and not in a Pass', async () => {
    const Catch = [{ ErrorEquals: ['States.QueryEvaluationError'], Next: 'B' }]
    for (const broken of [{ Arguments: "{% 'a' + 1 %}" }, { Assign: { a: '{% $states.result.nothing %}' } }])
      expect(await outputOf({ A: task('a', { ...broken, Catch, End: true }), B: pass('caught') })).toBe('caught')
    await expect(run({ A: pass("{% 'a' + 1 %}", { Catch, End: true }), B: pass(1) })).rejects.toThrow(
      '"Catch" is not known',
    )
  })

  test.each([
    ['States.ALL', 'Declined', true],
    ['States.ALL', 'States.Timeout', true],
    ['States.ALL', 'States.Runtime', false],
    ['States.ALL', 'States.DataLimitExceeded', false],
    ['States.TaskFailed', 'Sandbox.Timedout', true],
    ['States.TaskFailed', 'States.Timeout', false],
    ['States.Timeout', 'States.HeartbeatTimeout', true],
    ['Declined', 'DeclinedToo', false],
  ])('%s takes %s: %s', async (names, error, isTaken) => {
    const states = { A: task('a', { Catch: [{ ErrorEquals: [names], Next: 'B' }], End: true }), B: pass('caught') }
    const outcome = await run(states, {}, functions({ a: () => fail(error) }))
    expect(outcome.status).toBe(isTaken ? 'SUCCEEDED' : 'FAILED')
  })

  test('a Retry waits longer each time, then gives up; each retrier counts for itself', async () => {
    const calls: string[] = []
    const errors = ['One', 'One', 'Two', 'One', 'One']
    const invoke = functions({ a: () => fail(errors[calls.length - 1] ?? 'Last') }, calls)
    const Retry = [
      { ErrorEquals: ['One'], IntervalSeconds: 1, BackoffRate: 3, MaxAttempts: 3, MaxDelaySeconds: 5 },
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 10, MaxAttempts: 1 },
    ]
    const outcome = await run({ A: task('a', { Retry, End: true }) }, {}, invoke)
    // 1 + 3 for One, 10 for Two, 5 for One that would be 9; the fourth One is too many
    expect(outcome).toMatchObject({ status: 'FAILED', error: 'One', seconds: 1 + 3 + 10 + 5 })
    expect(calls).toHaveLength(5)
  })

  test('MaxAttempts 0 tries once, and without a number it tries three times more', async () => {
    for (const [more, count] of [
      [{ MaxAttempts: 0 }, 1],
      [{}, 4],
    ] as const) {
      const calls: string[] = []
      const Retry = [{ ErrorEquals: ['States.ALL'], ...more }]
      await run({ A: task('a', { Retry, End: true }) }, {}, functions({ a: () => fail('E') }, calls))
      expect(calls).toHaveLength(count)
    }
  })

  test('a task that takes too long fails with States.Timeout, and an execution ends', async () => {
    const slow: Invoke = async (_, payload, spend) => {
      spend(30)
      return payload
    }
    const states = {
      A: task('a', { TimeoutSeconds: 10, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'B' }], Next: 'C' }),
      B: pass('late'),
      C: pass('in time'),
    }
    expect(await run(states, {}, slow)).toMatchObject({ output: 'late', seconds: 10 })
    const guarded = { A: task('a', { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], Next: 'B' }), B: pass(1) }
    const outcome = await run(guarded, {}, slow, undefined, { TimeoutSeconds: 20 })
    expect(outcome).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout', seconds: 20 })
  })
})

describe('scopes', () => {
  const branch = (States: States) => ({ StartAt: Object.keys(States)[0], States })

  test('branches read what is around them, and what they assign is their own', async () => {
    const states = {
      A: pass(1, { Assign: { x: 1 }, Next: 'B' }),
      B: {
        Type: 'Parallel',
        Arguments: { given: true },
        Branches: [
          branch({ C: pass('{% $x %}', { Assign: { own: 2 }, Next: 'D' }), D: pass('{% $states.input + $own %}') }),
          branch({ E: pass('{% $states.input.given %}', { Assign: { own: 3 }, End: true }) }),
        ],
        Assign: { all: '{% $states.result %}' },
        Next: 'F',
      },
      F: pass('{% $all %}'),
    }
    expect(await outputOf(states)).toEqual([3, true])
  })

  test('a branch may neither assign nor hide a variable around it', async () => {
    const inner = branch({ C: pass(1, { Assign: { x: 2 }, End: true }) })
    const states = {
      A: pass(1, { Assign: { x: 1 }, Next: 'B' }),
      B: { Type: 'Parallel', Branches: [inner], End: true },
    }
    await expect(run(states)).rejects.toThrow('variable of the scope around')
  })

  test('a branch that fails gives its error to the Parallel; the first one in time counts', async () => {
    const slow: Invoke = async (arn, _, spend) => {
      spend(arn.endsWith('slow') ? 9 : 1)
      return fail(arn)
    }
    const Branches = [branch({ B: task('slow') }), branch({ C: task('fast') })]
    const states = {
      A: { Type: 'Parallel', Branches, Catch: [{ ErrorEquals: ['arn:fast'], Next: 'D' }], End: true },
      D: pass('caught'),
    }
    expect(await run(states, {}, slow)).toMatchObject({ output: 'caught', seconds: 1 })
  })

  test('a Map runs each item; the context tells which, and results keep their order', async () => {
    const map = (more: object) => ({
      A: { Type: 'Map', ItemProcessor: branch({ B: task('f') }), Items: '{% $states.input %}', ...more, End: true },
    })
    const selector = { v: '{% $states.context.Map.Item.Value %}', i: '{% $states.context.Map.Item.Index %}' }
    expect(await outputOf(map({ ItemSelector: selector }), ['a', 'b'])).toEqual([
      { v: 'a', i: 0 },
      { v: 'b', i: 1 },
    ])
    expect(await outputOf(map({}), [])).toEqual([])
    expect(errorOf(await run(map({}), 'abc'))).toBe('States.QueryEvaluationError')
  })

  test('a Map with a limit takes longer, and begins no more items when one has failed', async () => {
    const calls: string[] = []
    const invoke: Invoke = async (_, payload, spend) => {
      calls.push(String(payload))
      spend(1)
      return payload === 'b' ? fail('E') : payload
    }
    const map = (MaxConcurrency: number) => ({
      A: {
        Type: 'Map',
        MaxConcurrency,
        ItemProcessor: branch({ B: task('f') }),
        Items: '{% $states.input %}',
        End: true,
      },
    })
    expect(await run(map(2), ['a', 'c', 'd'], invoke)).toMatchObject({ status: 'SUCCEEDED', seconds: 2 })
    expect(await run(map(0), ['a', 'c', 'd'], invoke)).toMatchObject({ status: 'SUCCEEDED', seconds: 1 })
    calls.length = 0
    expect(await run(map(1), ['a', 'b', 'c'], invoke)).toMatchObject({ status: 'FAILED', error: 'E', seconds: 2 })
    expect(calls).toEqual(['a', 'b'])
  })
})

describe('limits', () => {
  const large = 'x'.repeat(256 * 1024 - 2)

  test('payloads, results, variables and outputs hold 256 KiB', async () => {
    const over = `${large}y`
    expect(await outputOf({ A: task('a') }, large)).toBe(large)
    expect(errorOf(await run({ A: task('a') }, over))).toBe('States.DataLimitExceeded')
    const results = functions({ a: () => over })
    expect(errorOf(await run({ A: task('a', { Arguments: {}, Output: 1, End: true }) }, {}, results))).toBe(
      'States.DataLimitExceeded',
    )
    const Assign = { x: '{% $states.input & $states.input %}' }
    expect(errorOf(await run({ A: pass(1, { Assign, End: true }) }, large))).toBe('States.DataLimitExceeded')
  })

  test('a Standard execution has 25,000 events', async () => {
    const loop = {
      A: pass(1, { Assign: { n: 0 }, Next: 'B' }),
      B: {
        Type: 'Choice',
        Choices: [{ Condition: '{% $n < $states.context.Execution.Input %}', Next: 'C' }],
        Default: 'D',
      },
      C: pass(1, { Assign: { n: '{% $n + 1 %}' }, Next: 'B' }),
      D: pass('{% $n %}'),
    }
    expect(await run(loop, 6000, functions(), { type: 'STANDARD' })).toMatchObject({ output: 6000 })
    expect(errorOf(await run(loop, 6300, functions(), { type: 'STANDARD' }))).toBe('States.Runtime')
    expect(await run(loop, 6300, functions(), { type: 'EXPRESS' })).toMatchObject({ output: 6300 })
  })
})
