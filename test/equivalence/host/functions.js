/*
 * The functions of one service: each runs in the Lambda runtime client, with the real SDK clients, whose requests go to
 * whoever answers for AWS. Loaded once, used for many services.
 */
const { Environment } = require('./environment')
const { isReading, turn } = require('./event-loop')
const { runtimeClient } = require('./runtime-clients')
const { carryRequests } = require('./transport')

/** Turns of the event loop in which nothing must be under way: between two steps of a request there are a few. */
const QUIET_TURNS = 4

/** Turns that a request is under way, so that those which are made at once are under way at once. */
const REQUEST_TURNS = 2

exports.Functions = class Functions {
  service
  environments = []
  faults = []
  pending = 0
  invocations = 0
  answer

  /** @param clients Paths of the runtime clients by major version. */
  constructor(clients) {
    this.clients = clients
    carryRequests((request) => this.ask(this.running(), 'aws', request))
    process.on('unhandledRejection', (reason) => {
      this.running()?.process.emit('unhandledRejection', reason, Promise.resolve())
    })
  }

  /** @param answer What answers a request: `(kind, message, invocation)`; where it throws, the tests are at fault. */
  load(service, answer) {
    this.environments = []
    // what an abandoned test has left
    this.pending = 0
    this.service = service
    this.answer = answer
  }

  scenario(faults) {
    this.faults = faults.map((fault) => ({ ...fault }))
  }

  invoke(key, payload, arn) {
    const id = this.invocations++
    return { id, result: this.environmentOf(key).invoke({ id, payload, arn }) }
  }

  /** Waits until no function has anything under way, awaited or not. */
  async idle() {
    for (let quiet = 0; quiet < QUIET_TURNS; ) {
      await turn()
      quiet = this.pending > 0 || this.environments.some(({ isBusy }) => isBusy) || isReading() ? 0 : quiet + 1
    }
  }

  /** Asks for the answer of a request, on behalf of an environment, in no context of a function. */
  ask(environment, kind, message) {
    const invocation = environment.invocation?.id
    const { service } = this
    environment.begin()
    this.pending++
    return Environment.outside(async () => {
      for (let turns = 0; turns < REQUEST_TURNS; turns++) await turn()
      return this.answer(kind, message, invocation)
    }).finally(() => {
      if (service !== this.service) return
      this.pending--
      environment.end()
    })
  }

  // version 2 loses the context between its callbacks: then it is whoever runs
  running() {
    return Environment.current() ?? this.environments.findLast(({ invocation }) => invocation) ?? this.environments[0]
  }

  /** A free environment of a function, or a new one: each answers one event at a time. */
  environmentOf(key) {
    this.environments = this.environments.filter(({ isGone }) => !isGone)
    const free = this.environments.find((environment) => environment.key === key && !environment.invocation)
    if (free) return free
    const fn = this.service.functions[key]
    const environment = new Environment({
      key,
      ...fn,
      modules: this.service.modules,
      client: runtimeClient(this.clients, fn.runtime),
      outward: (call) => this.ask(environment, 'outward', call),
      fault: (place) =>
        this.faults.find((fault) => fault.place === place && (fault.isLasting || fault.calls-- === 0))?.error,
    })
    this.environments.push(environment)
    return environment
  }
}
