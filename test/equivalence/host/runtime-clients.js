const { readFileSync } = require('node:fs')
const { createRequire } = require('node:module')
const vm = require('node:vm')
const { emulated } = require('./emulated-client')
const { ROOT } = require('./modules')

/** What Lambda sets in every function. */
const RESERVED = {
  AWS_LAMBDA_RUNTIME_API: '127.0.0.1:1',
  AWS_LAMBDA_FUNCTION_NAME: 'function',
  AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
  AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '1024',
  AWS_LAMBDA_LOG_GROUP_NAME: '/aws/lambda/function',
  AWS_LAMBDA_LOG_STREAM_NAME: 'stream',
}

const loaded = new Map()

/**
 * The runtime client of a runtime: version 3 up to nodejs22.x, version 4 from nodejs24.x. Its source is evaluated once for
 * each environment, with that environment's process and its native client in place of the compiled one.
 * @param clients Paths of the two sources by major version; an emulation takes the place of one that is missing.
 */
exports.runtimeClient = function runtimeClient(clients, runtime) {
  const major = Number(/^nodejs(\d+)/.exec(runtime)?.[1] ?? 22) >= 24 ? 4 : 3
  if (!loaded.has(major)) loaded.set(major, clients[major] ? real(clients[major], major) : emulated(major))
  return loaded.get(major)
}

function real(file, major) {
  const source = readFileSync(file, 'utf8')
    .replace(/^#!.*/, '')
    .replace(/^import \{ createRequire[^\n]*\n/gm, '')
    .replace(/\bimport\.meta\.url/g, '"file:///var/runtime/index.mjs"')
    .replace(/\bimport\(/g, '__import(')
    .replace(/^export \{[\s\S]*?\};?\s*$/m, 'return { run };')
    // the last line of version 4 starts it
    .replace(/^ignition\(\);\s*$/m, 'return { run: ignition };')
  const names = ['process', 'console', 'global', 'globalThis', 'createRequire', '__import']
  const evaluate = vm.compileFunction(source, names, { filename: file })
  return {
    start(options) {
      const { process, handler } = options
      Object.assign(process.env, { ...RESERVED, ...process.env, _HANDLER: handler, LAMBDA_TASK_ROOT: ROOT })
      const require = requireFor(options)
      const global = Object.create(globalThis)
      const quiet = new Proxy({}, { get: () => () => {}, set: () => true })
      const { run } = evaluate(
        process,
        quiet,
        global,
        global,
        () => require,
        async (name) => require(name),
      )
      run(major === 3 ? ROOT : undefined, handler).catch((error) => {
        const { name: errorType, message: errorMessage } = error
        // version 4 has told it already
        if (!process.emit('uncaughtException', error)) options.failInit(JSON.stringify({ errorType, errorMessage }))
      })
    },
  }
}

/** What the runtime client loads: the function, its native client, and the post of an error at start. */
function requireFor({ require: user, native, failInit }) {
  const builtin = createRequire(__filename)
  const http = { Agent: class {}, request: (_options, answered) => initErrorPost(answered, failInit) }
  const fs = { existsSync: (file) => user.has(file), readFileSync: () => '{}' }
  const load = (name) => {
    const bare = name.replace(/^node:/, '')
    if (bare === './rapid-client.node') return native
    if (bare === 'http') return http
    if (bare === 'fs') return { ...builtin('fs'), ...fs }
    return name.startsWith('/') ? user(name) : builtin(name)
  }
  const resolve = (name) => {
    throw Object.assign(new Error(`Cannot find module '${name}'`), { code: 'MODULE_NOT_FOUND' })
  }
  return Object.assign(load, { resolve })
}

function initErrorPost(answered, failInit) {
  const request = {
    on: () => request,
    end(body) {
      failInit(String(body))
      const response = {
        on(event, callback) {
          if (event === 'end') setImmediate(callback)
          return response
        },
      }
      answered(response)
    },
  }
  return request
}
