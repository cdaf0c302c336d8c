/*
 * The functions of one service, in one thread without the test runner: each runs in the Lambda runtime client, with the
 * real SDK clients, whose requests go to the local AWS in the parent. Loaded once, used for many services.
 */
const { parentPort, workerData } = require('node:worker_threads')
const { Environment } = require('./environment')
const { freezeTime } = require('./frozen')
const { runtimeClient } = require('./runtime-clients')
const { carryRequests } = require('./transport')

freezeTime()
// the SDKs warn of many things
for (const name of ['log', 'info', 'warn', 'error']) console[name] = () => {}

/** Turns of the event loop in which nothing must be under way: between two steps of a request there are a few. */
const QUIET_TURNS = 4

let next = 0
const pending = new Map()
let service
let environments = []
let faults = []

/** Asks the parent for the answer of a request, on behalf of an environment. */
function ask(environment, kind, message) {
  const id = next++
  environment.begin()
  parentPort.postMessage({ type: 'request', id, kind, message, invocation: environment.invocation?.id })
  return new Promise((resolve) => pending.set(id, resolve)).finally(() => environment.end())
}

// version 2 loses the context between its callbacks: then it is whoever runs
const running = () => Environment.current() ?? environments.findLast(({ invocation }) => invocation) ?? environments[0]
carryRequests((request) => ask(running(), 'aws', request))

process.on('unhandledRejection', (reason) => {
  running()?.process.emit('unhandledRejection', reason, Promise.resolve())
})

/** A free environment of a function, or a new one: each answers one event at a time. */
function environmentOf(key) {
  environments = environments.filter(({ isGone }) => !isGone)
  const free = environments.find((environment) => environment.key === key && !environment.invocation)
  if (free) return free
  const fn = service.functions[key]
  const environment = new Environment({
    key,
    ...fn,
    modules: service.modules,
    client: runtimeClient(workerData.clients, fn.runtime),
    outward: (call) => ask(environment, 'outward', call),
    fault: (place) => faults.find((fault) => fault.place === place && (fault.isLasting || fault.calls-- === 0))?.error,
  })
  environments.push(environment)
  return environment
}

async function idle() {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await new Promise((resolve) => setImmediate(resolve))
    quiet = pending.size > 0 || environments.some(({ isBusy }) => isBusy) || isReading() ? 0 : quiet + 1
  }
}

/** What an SDK waits for before its first request leaves: files with configuration. */
function isReading() {
  return process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'))
}

const HANDLERS = {
  load(message) {
    environments = []
    // what an abandoned test has left
    pending.clear()
    service = message
  },
  scenario(message) {
    faults = message.faults.map((fault) => ({ ...fault }))
  },
  invoke: ({ id, key, payload, arn }) => environmentOf(key).invoke({ id, payload, arn }),
  idle,
}

parentPort.on('message', async (message) => {
  if (message.type === 'answer') {
    pending.get(message.id)?.(message.answer)
    pending.delete(message.id)
    return
  }
  const result = await HANDLERS[message.type](message)
  parentPort.postMessage({ type: 'result', id: message.id, result })
})
