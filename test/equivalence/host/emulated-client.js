/*
 * What the runtime client does with a handler, in short: used where the real one is not at hand
 * (scripts/fetch-runtime-clients.js). A test holds that both do the same.
 */
const path = require('node:path')

const NO_CALLBACKS =
  'ERROR: AWS Lambda has removed support for callback-based function handlers starting with Node.js 24. ' +
  'You need to modify this function to use a supported handler signature to use Node.js 24 or later. ' +
  'For more information see https://docs.aws.amazon.com/lambda/latest/dg/nodejs-handler.html.'

exports.emulated = function emulated(major) {
  return {
    start({ process, handler, require, native, failInit }) {
      let fn
      try {
        fn = load(require, handler)
        if (major === 4 && fn.length >= 3)
          throw Object.assign(new Error(NO_CALLBACKS), { name: 'Runtime.CallbackHandlerDeprecated' })
      } catch (error) {
        failInit(JSON.stringify(shown(error)))
        return
      }
      void loop(major === 3 ? version3 : version4, fn, native, process)
    },
  }
}

function load(require, handler) {
  const [, file, names] = /^(.*?)\.([^/]*)$/.exec(handler)
  const loaded = require(path.posix.join('/var/task', file))
  const fn = names.split('.').reduce((value, name) => value?.[name], loaded)
  if (typeof fn === 'function') return fn
  throw Object.assign(new Error(`${handler} is undefined or not exported`), { name: 'Runtime.HandlerNotFound' })
}

async function loop(answer, fn, native, process) {
  let exitListener = () => {}
  process.on('beforeExit', () => exitListener())
  for (;;) {
    const { bodyJson, headers } = await native.next()
    const context = {
      functionName: process.env.AWS_LAMBDA_FUNCTION_NAME,
      awsRequestId: headers['lambda-runtime-aws-request-id'],
      invokedFunctionArn: headers['lambda-runtime-invoked-function-arn'],
      getRemainingTimeInMillis: () => 10_000,
    }
    const onExit = (listener) => {
      exitListener = listener
    }
    const { error, value } = await answer(fn, JSON.parse(bodyJson), context, onExit).then(
      (result) => ({ value: result }),
      (reason) => ({ error: { reason } }),
    )
    exitListener = () => {}
    if (error) native.error('', JSON.stringify(shown(error.reason)))
    else post(native, value, major3(answer))
  }
}

const major3 = (answer) => answer === version3

function post(native, value, isVersion3) {
  let text
  try {
    text = JSON.stringify(value === undefined ? null : value)
  } catch {
    const errorType = isVersion3 ? 'Error' : 'Runtime.JSONStringifyError'
    const failure = { errorType, errorMessage: 'Unable to stringify response body', trace: [] }
    native.error('', JSON.stringify(failure))
    return
  }
  native.done('', text)
}

/** A promise, a callback, `context.succeed`; what a handler returns otherwise is lost. */
function version3(fn, event, context, onExit) {
  return new Promise((resolve, reject) => {
    onExit(() => resolve(null))
    const failed = (error) => reject(error ?? 'handled')
    let waits = true
    Object.defineProperty(context, 'callbackWaitsForEmptyEventLoop', {
      get: () => waits,
      set: (value) => {
        waits = value
      },
      enumerable: true,
    })
    Object.assign(context, {
      succeed: resolve,
      fail: failed,
      done: (error, value) => (error === undefined || error === null ? resolve(value) : reject(error)),
    })
    const callback = (error, value) => {
      if (error !== undefined && error !== null) reject(error)
      else if (waits) onExit(() => resolve(value))
      else resolve(value)
    }
    let result
    try {
      result = fn(event, context, callback)
    } catch (error) {
      callback(error)
      return
    }
    if (typeof result?.then === 'function') result.then(resolve, failed)
  })
}

async function version4(fn, event, context) {
  return await fn(event, context)
}

function shown(error) {
  if (error instanceof Error)
    return { errorType: error.name, errorMessage: error.message, trace: (error.stack ?? '').split('\n') }
  return {
    errorType: error === null ? 'object' : typeof error,
    errorMessage: String(error),
    trace: [],
  }
}
