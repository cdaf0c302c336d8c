/*
 * One Lambda function in a thread of its own, with its own environment: loads the handler, and answers events as the
 * Node runtime of Lambda does. Real SDK clients, pointed at the local AWS; `fetch` is recorded and answered from a list.
 */
const dns = require('node:dns')
const http = require('node:http')
const { parentPort, workerData } = require('node:worker_threads')

const { handlerFile, exportName, endpoint, functionName } = workerData

/** Requests on their way. */
const requests = new Set()
const { request } = http
http.request = (...args) => {
  const sent = request(...args)
  requests.add(sent)
  return sent.once('close', () => requests.delete(sent))
}

// StartSyncExecution puts "sync-" before the host
const { lookup } = dns
dns.lookup = (host, ...rest) => lookup(host.replace(/^sync-/, ''), ...rest)

globalThis.fetch = (url, init) =>
  ask({ kind: 'fetch', url: String(url), method: init?.method ?? 'GET', body: init?.body ?? null }).then(
    ({ status, body }) => ({
      ok: status < 400,
      status,
      json: async () => structuredClone(body),
      text: async () => JSON.stringify(body),
    }),
  )
for (const name of ['log', 'info', 'warn', 'error']) console[name] = () => {}

try {
  require('aws-sdk').config.update({
    endpoint,
    region: 'eu-west-1',
    accessKeyId: 'x',
    secretAccessKey: 'x',
    hostPrefixEnabled: false,
    maxRetries: 0,
  })
} catch {
  // no SDK v2 at hand
}

let next = 0
const pending = new Map()

/** Asks the harness for the answer of an outward call. */
function ask(message) {
  const id = next++
  parentPort.postMessage({ type: 'outward', id, message })
  return new Promise((resolve) => pending.set(id, resolve))
}

let handler
try {
  const loaded = require(handlerFile)
  handler = exportName.split('.').reduce((value, name) => value?.[name], loaded)
} catch (error) {
  handler = () => {
    throw error
  }
}

parentPort.on('message', async (message) => {
  if (message.type === 'answer') {
    pending.get(message.id)(message.answer)
    pending.delete(message.id)
    return
  }
  const result = message.type === 'idle' ? await idle() : await answer(message.payload)
  parentPort.postMessage({ type: 'result', id: message.id, ...result })
})

/** Turns of the event loop in which nothing must be under way: between two steps of a request there are a few. */
const QUIET_TURNS = 20

/** What an SDK waits for before its request leaves: files with configuration, addresses, connections. */
const UNDER_WAY = /^(FSReq|GetAddrInfoReq|TCPConnect)/

async function idle() {
  for (let quiet = 0; quiet < QUIET_TURNS; ) {
    await new Promise((resolve) => setImmediate(resolve))
    const isBusy =
      requests.size > 0 || pending.size > 0 || process.getActiveResourcesInfo().some((r) => UNDER_WAY.test(r))
    quiet = isBusy ? 0 : quiet + 1
  }
  return {}
}

/** As aws-lambda-ric does it: a thrown error is a payload, `undefined` is `null`, what a sync handler returns is lost. */
async function answer(payload) {
  const event = JSON.parse(payload)
  const context = {
    functionName,
    awsRequestId: '00000000-0000-0000-0000-000000000000',
    getRemainingTimeInMillis: () => 10_000,
  }
  try {
    const value = await new Promise((resolve, reject) => {
      const callback = (error, result) => (error ? reject(error) : resolve(result))
      const result = handler(event, context, callback)
      if (typeof result?.then === 'function') result.then(resolve, reject)
      else if (handler.length < 3) resolve(null)
    })
    return { payload: JSON.stringify(value === undefined ? null : value) }
  } catch (error) {
    const isError = error instanceof Error
    const shown = {
      errorType: isError ? error.name : typeof error,
      errorMessage: isError ? error.message : String(error),
      trace: [],
    }
    return { functionError: 'Unhandled', payload: JSON.stringify(shown) }
  }
}
