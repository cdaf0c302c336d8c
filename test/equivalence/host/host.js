/*
 * One thread without the test runner: the functions of services, and the local AWS that answers them. What goes in are
 * services and scenarios, what comes out is what was observed: a message for each request would cost more than all else.
 */
require('./typescript')
const { parentPort, workerData } = require('node:worker_threads')
const { LocalAws } = require('../local-aws')
const { observe } = require('../observe')
const { freezeTime } = require('./frozen')
const { Functions } = require('./functions')

freezeTime()
// the SDKs warn of many things
for (const name of ['log', 'info', 'warn', 'error']) console[name] = () => {}

const functions = new Functions(workerData.clients)
let aws

const HANDLERS = {
  load({ services, modules }) {
    aws = LocalAws.start(services, modules, functions)
  },
  observe: ({ scenarios }) => observe(aws, scenarios),
  loadFunctions: ({ service }) => functions.load(service, async () => ({ status: 200, body: {} })),
  invoke: ({ key, payload, arn }) => functions.invoke(key, payload, arn).result,
}

parentPort.on('message', async ({ id, type, ...message }) => {
  try {
    parentPort.postMessage({ id, result: await HANDLERS[type](message) })
  } catch (error) {
    parentPort.postMessage({ id, error: error.stack ?? String(error) })
  }
})
