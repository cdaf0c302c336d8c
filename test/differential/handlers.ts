import { transformSync } from '@swc/core'
import { execute, type Outcome } from '../asl/machine'
import { StateError } from '../asl/state-error'
import { type Answer, CALL, calleeOf, TABLE, type World } from './world'

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

/** What a handler finds where it is deployed. */
export interface Deployed {
  readonly env: Readonly<Record<string, string>>
  readonly machines: Machines
  /** Functions that are run, by their names; the others are not there, and answered for. */
  readonly functions: ReadonlyMap<string, Module>
}

/** Runs the handler of a module with functions, and state machines, that are not there. */
export async function runHandler(load: Module, event: unknown, world: World, deployed: Deployed): Promise<Ending> {
  const exports: { handler?: (event: unknown, context: object) => Promise<unknown> } = {}
  const invoke = invoked(world, deployed)
  const modules: Record<string, object> = {
    '@aws-sdk/client-lambda': { LambdaClient: lambdaClient(world, invoke), InvokeCommand: Command },
    '@aws-sdk/client-dynamodb': { DynamoDBClient: tableClient(world), PutItemCommand: Command },
    '@aws-sdk/client-sfn': {
      SFNClient: sfnClient(world, deployed.machines, invoke),
      StartSyncExecutionCommand: Command,
      StartExecutionCommand: StartCommand,
    },
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
  const process = { env: deployed.env }
  load(find, exports, process, wait, { log: () => undefined, warn: () => undefined }, seenBy(see), see)
  if (!exports.handler) throw new Error('There is no handler.')
  try {
    const value = await exports.handler(JSON.parse(JSON.stringify(event)), { awsRequestId: 'request' })
    const text = JSON.stringify(value === undefined ? null : value)
    return { value: JSON.parse(text) }
  } catch (error) {
    see(error)
    const { name, message } = error as Error
    return { error: { name, message } }
  }
}

type Invoke = (name: string, payload: unknown) => Promise<Answer>

/** Calls a function by its name: one that is run, or one that is answered for. */
function invoked(world: World, deployed: Deployed): Invoke {
  return async (name, payload) => {
    const own = deployed.functions.get(name)
    if (!own) {
      const answer = world.call(name, payload)
      await world.answered()
      return answer
    }
    const ending = await runHandler(own, payload, world, deployed)
    if ('value' in ending) return { result: ending.value }
    const { name: errorType, message: errorMessage } = ending.error
    return { failure: { errorType, errorMessage, trace: [] } }
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

class Command {
  constructor(readonly input: Record<string, string>) {}
}

class StartCommand extends Command {}

/** An error that a function throws, where the code does not ask for it (`errors=propagate`); or one of a call itself. */
class CalleeError extends Error {
  constructor(name: string, message: string) {
    super(message)
    this.name = name
  }
}

function lambdaClient(world: World, invoke: Invoke) {
  return class {
    async send({ input }: Command): Promise<{ Payload: Buffer; FunctionError?: string }> {
      const { FunctionName = '', Payload } = input
      const answer = await invoke(calleeOf(FunctionName), JSON.parse(Payload ?? '{}'))
      if ('result' in answer) return { Payload: Buffer.from(JSON.stringify(answer.result)) }
      const { failure, ofCall } = answer
      if (!FunctionName.endsWith('?checked')) throw new CalleeError(failure.errorType, failure.errorMessage)
      const text = ofCall === 'text' ? failure.errorMessage : JSON.stringify(failure)
      return { Payload: Buffer.from(text), FunctionError: 'Unhandled' }
    }
  }
}

/** Another service, which is called like a function and throws where that fails. */
function tableClient(world: World) {
  return class {
    async send({ input }: Command): Promise<object> {
      const answer = world.call(TABLE, JSON.parse(JSON.stringify(input)))
      await world.answered()
      if ('result' in answer) return {}
      throw new CalleeError(answer.failure.errorType, answer.failure.errorMessage)
    }
  }
}

function sfnClient(world: World, machines: Machines, invoke: Invoke) {
  return class {
    async send(command: Command): Promise<object> {
      const { input } = command
      const name = String(input.stateMachineArn).split(':').at(-1) ?? ''
      const definition = machines.get(name)
      if (!definition) throw new Error(`There is no machine ${name}.`)
      const isStarted = command instanceof StartCommand
      const task: Parameters<typeof execute>[2] = async (arn, payload, spend) => {
        if (!arn.endsWith(`:${STEPS}`)) spend(CALL)
        const answer = await invoke(calleeOf(arn), payload)
        if ('result' in answer) return answer.result
        const { failure, ofCall } = answer
        if (ofCall) throw new StateError(`Lambda.${failure.errorType}`, failure.errorMessage)
        throw new StateError(failure.errorType, JSON.stringify(failure))
      }
      const type = isStarted ? 'STANDARD' : 'EXPRESS'
      const outcome = await execute(definition, JSON.parse(input.input ?? '{}'), task, { type })
      world.endsInBranch ||= outcome.alsoFailed.some(({ reason }) => isGuard(reason))
      if (isStarted) {
        world.started = endingsOf(outcome)
        return {}
      }
      return outcome.status === 'SUCCEEDED' ? { ...outcome, output: JSON.stringify(outcome.output) } : outcome
    }
  }
}

/**
 * How an execution that nobody waits for ended, as a handler would have. Nobody tells the error of a function from one that
 * the code throws with the same text: it is either.
 */
function endingsOf(outcome: Outcome): Ending[] {
  if (outcome.status === 'SUCCEEDED') return [{ value: outcome.output }]
  const { error: name = 'Error', cause = '' } = outcome
  const told = cause.startsWith('{"errorType"') ? [JSON.parse(cause).errorMessage] : []
  const error = { name: name.replace(/^Lambda\./, ''), message: cause }
  return [error, ...told.map((message) => ({ name, message }))].map((error) => ({ error }))
}
