import { transformSync } from '@swc/core'
import { execute } from '../asl/machine'
import { StateError } from '../asl/state-error'
import { calleeOf, type World } from './world'

/** A module of TypeScript, ready to be run any number of times. */
export type Module = (
  require: (name: string) => unknown,
  exports: object,
  process: object,
  setTimeout: (then: () => void, milliseconds: number) => void,
  console: object,
  Gathering: PromiseConstructor,
  seeCaught: (error: unknown) => void,
) => void

const PARAMETERS = ['require', 'exports', 'process', 'setTimeout', 'console', 'Promise', 'seeCaught']

/** Errors that a module catches are told of first: what threw them may be waived. */
export function moduleOf(source: string): Module {
  const { code } = transformSync(source, {
    jsc: { target: 'es2022', parser: { syntax: 'typescript' } },
    module: { type: 'commonjs' },
  })
  const told = code
    .replace(/\bcatch \(([\w$]+)\) \{/g, 'catch ($1) { seeCaught($1);')
    .replace(/\bcatch\s*\{/g, 'catch (seenError) { seeCaught(seenError);')
  return new Function(...PARAMETERS, told) as Module
}

/** How a handler ends. */
export type Ending =
  | { readonly value: unknown }
  | { readonly error: { readonly name: string; readonly message: string } }

/** `value-types`: what an expression says that has no exact form for a value. */
export function isGuard(text = ''): boolean {
  return text.includes('no exact form for these values')
}

/** State machines by the end of their ARN. */
export type Machines = ReadonlyMap<string, object>

/** Key of the function of what stays JavaScript. */
export const STEPS = 'mainSteps'

/** Runs the handler of a module with functions, and state machines, that are not there. */
export async function runHandler(
  load: Module,
  event: unknown,
  world: World,
  env: Readonly<Record<string, string>>,
  machines: Machines,
  steps?: Module,
): Promise<Ending> {
  const exports: { handler?: (event: unknown) => Promise<unknown> } = {}
  const step = async (payload: unknown) => answerOf(await runHandler(steps ?? load, payload, world, env, machines))
  const modules: Record<string, object> = {
    '@aws-sdk/client-lambda': { LambdaClient: lambdaClient(world), InvokeCommand: Command },
    '@aws-sdk/client-sfn': { SFNClient: sfnClient(world, machines, step), StartSyncExecutionCommand: Command },
  }
  const find = (name: string) => {
    if (!modules[name]) throw new Error(`There is no module ${name}.`)
    return modules[name]
  }
  const wait = (then: () => void, milliseconds: number) => {
    world.wait(milliseconds)
    queueMicrotask(then)
  }
  const see = (error: unknown) => world.see(error)
  load(find, exports, { env }, wait, { log: () => undefined, warn: () => undefined }, seenBy(see), see)
  if (!exports.handler) throw new Error('There is no handler.')
  try {
    const value = await exports.handler(JSON.parse(JSON.stringify(event)))
    const text = JSON.stringify(value === undefined ? null : value)
    return { value: JSON.parse(text) }
  } catch (error) {
    const { name, message } = error as Error
    return { error: { name, message } }
  }
}

/** A `Promise` that tells of all failures of what is gathered, of which `Promise.all` gives the first alone. */
function seenBy(see: (error: unknown) => void): PromiseConstructor {
  const tell = (list: Iterable<unknown>) => {
    for (const one of list) Promise.resolve(one).catch(see)
  }
  return class extends Promise<unknown> {
    static override all(list: Iterable<unknown>) {
      tell(list)
      return Promise.all(list)
    }

    static override allSettled(list: Iterable<unknown>) {
      tell(list)
      return Promise.allSettled(list)
    }
  } as PromiseConstructor
}

/** What Lambda makes of the end of a handler, for a task. */
function answerOf(ending: Ending): unknown {
  if ('value' in ending) return ending.value
  const { name, message } = ending.error
  throw new StateError(name, JSON.stringify({ errorType: name, errorMessage: message, trace: [] }))
}

class Command {
  constructor(readonly input: Record<string, string>) {}
}

/** An error that a function throws, where the code does not ask for it (`errors=propagate`). */
class CalleeError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

function lambdaClient(world: World) {
  return class {
    async send({ input }: Command): Promise<{ Payload: Buffer; FunctionError?: string }> {
      const { FunctionName = '', Payload } = input
      const answer = world.call(calleeOf(FunctionName), JSON.parse(Payload ?? '{}'))
      await world.answered()
      if ('result' in answer) return { Payload: Buffer.from(JSON.stringify(answer.result)) }
      const { failure } = answer
      if (!FunctionName.endsWith('?checked')) throw new CalleeError(failure.errorType, failure.errorMessage)
      return { Payload: Buffer.from(JSON.stringify(failure)), FunctionError: 'Unhandled' }
    }
  }
}

function sfnClient(world: World, machines: Machines, step: (payload: unknown) => Promise<unknown>) {
  return class {
    async send({ input }: Command): Promise<object> {
      const name = String(input.stateMachineArn).split(':').at(-1) ?? ''
      const definition = machines.get(name)
      if (!definition) throw new Error(`There is no machine ${name}.`)
      const outcome = await execute(definition, JSON.parse(input.input ?? '{}'), (arn, payload, spend) =>
        arn.endsWith(`:${STEPS}`) ? step(payload) : world.task(arn, payload, spend),
      )
      world.endsInBranch ||= outcome.alsoFailed.some(({ reason }) => isGuard(reason))
      return outcome.status === 'SUCCEEDED' ? { ...outcome, output: JSON.stringify(outcome.output) } : outcome
    }
  }
}
