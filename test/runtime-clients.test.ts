import { FunctionsHost, type RunResult, runtimeClients } from './equivalence/functions-host'

/** Handlers of every form and end, by their source. */
const HANDLERS: Readonly<Record<string, string>> = {
  'promise of a value': 'async (event) => ({ got: event })',
  'promise of undefined': 'async () => {}',
  'promise of null': 'async () => null',
  'promise of undefined members': 'async () => ({ a: undefined, b: [undefined], c: NaN, d: new Date(0) })',
  'rejected with an error': 'async () => { throw new RangeError("too far") }',
  'rejected with an own error class': 'async () => { class OrderError extends Error {} ; throw new OrderError("no") }',
  'rejected with an error that is named':
    'async () => { throw Object.assign(new Error("no"), { name: "OrderError", code: 7 }) }',
  'rejected with a text': 'async () => { throw "no" }',
  'rejected with an object': 'async () => { throw { a: 1 } }',
  'rejected with a number': 'async () => { throw 7 }',
  'rejected with undefined': 'async () => { throw undefined }',
  'rejected with null': 'async () => { throw null }',
  'promise of a BigInt': 'async () => 1n',
  'promise of a cycle': 'async () => { const a = {}; a.a = a; return a }',
  'value that is no promise': '(event) => ({ got: event })',
  'nothing at all': '() => {}',
  'thrown at once': '() => { throw new TypeError("at once") }',
  'thenable that is no promise': '() => ({ then: (done) => done(5) })',
  'callback with a value': '(event, context, callback) => { callback(null, { got: event }) }',
  'callback with an error': '(event, context, callback) => { callback(new Error("called")) }',
  'callback with a text as error': '(event, context, callback) => { callback("called") }',
  'callback whose value changes before the loop is empty':
    '(event, context, callback) => { const value = { n: 0 }; callback(null, value); setTimeout(() => { value.n = 42 }, 50) }',
  'callback that does not wait for the loop':
    '(event, context, callback) => { context.callbackWaitsForEmptyEventLoop = false; const value = { n: 0 }; callback(null, value); setTimeout(() => { value.n = 42 }, 50) }',
  'callback that is called later': '(event, context, callback) => { setTimeout(() => callback(null, 5), 20) }',
  'callback that is never called': '(event, context, callback) => {}',
  succeed: '(event, context) => { context.succeed({ ok: true }) }',
  fail: '(event, context) => { context.fail(new Error("failed")) }',
  done: '(event, context) => { context.done(null, 5) }',
  'promise that waits': 'async () => { await new Promise((resolve) => setTimeout(resolve, 100)); return 5 }',
}

const modules = {
  'index.js': Object.entries(HANDLERS)
    .map(([, source], index) => `exports.h${index} = ${source}`)
    .join('\n'),
  'broken.js': 'throw new Error("at start")',
}

async function results(clients: Readonly<Record<string, string>>, runtime: string): Promise<Record<string, unknown>> {
  const host = new FunctionsHost(clients)
  const keys = Object.keys(HANDLERS)
  const functions = Object.fromEntries(
    keys.map((key, index) => [key, { handler: `index.h${index}`, env: {}, runtime }] as const),
  )
  await host.loadFunctions({
    modules,
    functions: {
      ...functions,
      broken: { handler: 'broken.handler', env: {}, runtime },
      missing: { handler: 'index.missing', env: {}, runtime },
    },
  })
  const found: Record<string, unknown> = {}
  for (const key of [...keys, 'broken', 'missing']) found[key] = shown(await host.invoke(key, '{"id":1}', 'arn'))
  await host.stop()
  return found
}

function shown({ payload, functionError }: RunResult): unknown {
  return { functionError, payload: { ...JSON.parse(`{"it":${payload}}`), trace: undefined }.it }
}

const real = runtimeClients()
const isReal = Object.keys(real).length === 2

test.each(['nodejs20.x', 'nodejs24.x'])('what %s answers', async (runtime) => {
  const answers = await results(real, runtime)
  if (!isReal) console.warn('The runtime client is not at hand: what is tested is its emulation.')
  const isOld = runtime === 'nodejs20.x'
  expect(answers['value that is no promise']).toEqual({
    functionError: undefined,
    payload: isOld ? null : { got: { id: 1 } },
  })
  expect(answers['promise of undefined members']).toEqual({
    functionError: undefined,
    payload: { b: [null], c: null, d: '1970-01-01T00:00:00.000Z' },
  })
  expect(answers.broken).toMatchObject({ functionError: 'Unhandled', payload: { errorMessage: 'at start' } })
  expect(answers['rejected with a text']).toMatchObject({ payload: { errorType: 'string', errorMessage: 'no' } })
})

const both = isReal ? test.each : test.skip.each

both(['nodejs20.x', 'nodejs24.x'])('the emulation of %s does what the runtime client does', async (runtime) => {
  const [one, other] = await Promise.all([results(real, runtime), results({}, runtime)])
  expect(withoutTraces(other)).toEqual(withoutTraces(one))
})

function withoutTraces(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value, (key, inner) => (key === 'trace' ? undefined : inner)))
}
