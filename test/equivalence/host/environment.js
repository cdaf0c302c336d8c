/*
 * One execution environment of a function: the runtime client, the modules of the function with their own state, process
 * and environment variables. Its native client, which would talk to Lambda, is the queue of one invocation below.
 */
const { AsyncLocalStorage } = require('node:async_hooks')
const { EventEmitter } = require('node:events')
const { isReading } = require('./event-loop')
const { loadModules } = require('./modules')

const storage = new AsyncLocalStorage()

/** Turns after which a function that gave no promise, and has nothing under way, is taken to have an empty event loop. */
const EMPTY_LOOP_TURNS = 3

/**
 * The same for one that gave a promise: milliseconds, and turns after them. An SDK may load a module, which nothing here can
 * see; and on a machine with much to do the time may be over before anything has run.
 */
const EMPTY_LOOP_TIME = 1000
const EMPTY_LOOP_TURNS_OF_PROMISE = 50

/** Timers run soon, in the order of their times: nobody waits for seconds. */
const soon = (milliseconds) => Math.min(Number(milliseconds) || 0, 2000) / 500

class Environment {
  /** The environment whose code runs. */
  static current() {
    return storage.getStore()
  }

  /** Runs what belongs to no environment. */
  static outside(work) {
    return storage.exit(work)
  }

  invocation
  isGone = false
  underWay = 0
  wake

  constructor(options) {
    this.key = options.key
    this.options = options
    this.process = fakeProcess(options.env, (code) => this.exit(code))
    this.require = loadModules(options.modules, {
      globals: this.globals(),
      fault: options.fault,
      // only the handler that was called last counts: it is the one that Lambda called
      returned: (result) => {
        if (this.invocation) this.invocation.isPlain = typeof result?.then !== 'function'
      },
    })
    storage.run(this, () => {
      options.client.start({
        process: this.process,
        handler: options.handler,
        require: this.require,
        native: {
          initializeClient() {},
          next: () => this.nextInvocation(),
          done: (_id, body) => this.answer({ payload: body }),
          error: (_id, body) => this.answer({ payload: body, functionError: 'Unhandled' }),
        },
        /** What the function could not be loaded for. */
        failInit: (body) => this.fail(body),
      })
    })
  }

  get isBusy() {
    return this.underWay > 0 || this.invocation !== undefined
  }

  begin() {
    if (this.underWay++ > 0 && this.invocation) this.invocation.isParallel = true
  }

  end() {
    this.underWay--
    this.watch()
  }

  invoke({ id, payload, arn }) {
    return new Promise((resolve) => {
      this.invocation = { id, payload, arn, resolve, isParallel: false }
      if (this.initError) this.fail(this.initError)
      else this.wake?.(this.request())
    })
  }

  nextInvocation() {
    if (this.invocation && !this.invocation.isTaken) return Promise.resolve(this.request())
    return new Promise((resolve) => {
      this.wake = resolve
    })
  }

  request() {
    const { id, payload, arn } = this.invocation
    this.wake = undefined
    this.invocation.isTaken = true
    this.watch()
    return {
      bodyJson: payload,
      headers: {
        'lambda-runtime-aws-request-id': `00000000-0000-0000-0000-${String(id).padStart(12, '0')}`,
        'lambda-runtime-invoked-function-arn': arn,
        'lambda-runtime-deadline-ms': String(Date.now() + 10_000),
      },
    }
  }

  answer({ payload, functionError }) {
    const { invocation } = this
    if (!invocation) return
    this.invocation = undefined
    clearTimeout(this.watchdog)
    // a request that nobody waits for runs beside all else
    if (this.underWay > 0) invocation.isParallel = true
    // a function that cannot be written as JSON is posted as nothing
    invocation.resolve({ payload: payload ?? 'null', functionError, isParallel: invocation.isParallel })
  }

  fail(body) {
    this.initError ??= body
    this.isGone = true
    this.answer({ payload: body, functionError: 'Unhandled' })
  }

  exit(code) {
    const message = `RequestId: ${this.invocation?.id} Error: Runtime exited with error: exit status ${code}`
    this.fail(JSON.stringify({ errorType: 'Runtime.ExitError', errorMessage: message }))
  }

  /** Tells the runtime client when nothing is under way any more: what it waits for with a handler that gives no promise. */
  watch() {
    const { invocation } = this
    if (!invocation?.isTaken || this.underWay > 0) return
    const isOver = () => this.invocation !== invocation || this.underWay > 0 || this.isGone
    const empty = (left, then) => {
      if (isOver()) return
      if (left === 0) then()
      else setImmediate(empty, isReading() ? left : left - 1, then)
    }
    const exit = () => this.process.emit('beforeExit', 0)
    clearTimeout(this.watchdog)
    setImmediate(empty, EMPTY_LOOP_TURNS, () => {
      if (invocation.isPlain) exit()
      else this.watchdog = setTimeout(empty, EMPTY_LOOP_TIME, EMPTY_LOOP_TURNS_OF_PROMISE, exit)
    })
  }

  globals() {
    const { outward } = this.options
    const counted = (set, clear) => {
      const running = new Set()
      return {
        set: (callback, time, ...args) => {
          this.underWay++
          const timer = set(() => {
            running.delete(timer)
            callback(...args)
            this.end()
          }, soon(time))
          running.add(timer)
          return timer
        },
        clear: (timer) => {
          if (running.delete(timer)) this.end()
          clear(timer)
        },
      }
    }
    const timeout = counted(setTimeout, clearTimeout)
    const immediate = counted(setImmediate, clearImmediate)
    const own = {
      process: this.process,
      console: new Proxy({}, { get: () => () => {} }),
      fetch: async (url, init) => {
        const call = { kind: 'fetch', url: String(url), method: init?.method ?? 'GET', body: init?.body ?? null }
        const { status, body } = await outward(call)
        return {
          ok: status < 400,
          status,
          json: async () => structuredClone(body),
          text: async () => JSON.stringify(body),
        }
      },
      setTimeout: timeout.set,
      clearTimeout: timeout.clear,
      setImmediate: (callback, ...args) => immediate.set(callback, 0, ...args),
      clearImmediate: immediate.clear,
    }
    // not assigned: the setters of the real global would take it
    const global = Object.create(globalThis, Object.getOwnPropertyDescriptors(own))
    return { ...own, global, globalThis: global }
  }
}

function fakeProcess(env, exit) {
  const emitter = new EventEmitter()
  const silent = { write: () => true }
  const own = { env, stdout: silent, stderr: silent, exit }
  for (const name of ['on', 'once', 'off', 'emit', 'addListener', 'removeListener', 'listeners'])
    own[name] = (...args) => emitter[name](...args)
  return new Proxy(process, {
    get: (target, name) => (name in own ? own[name] : Reflect.get(target, name)),
    set: (_target, name, value) => {
      own[name] = value
      return true
    },
  })
}

module.exports = { Environment }
