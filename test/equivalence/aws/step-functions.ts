import type { Resource } from '../../../src/infra/template'
import { isObject } from '../../../src/load/document'
import type { Definition } from '../../../src/transforms/step-functions/states'
import type { MachineType } from '../../asl/limits'
import { BrokenDefinition, execute, type Outcome, StateError } from '../../asl/machine'
import { type Invocation, type Runner, THROTTLED } from './runner'
import { type AwsAnswer, type AwsRequest, failed, type LocalService, ok, operationOf } from './service'
import type { Stack } from './stack'

interface Start {
  readonly stateMachineArn: string
  readonly input: string
  readonly name?: string
}

/** Express executions that answer, and Standard ones that are started. */
export class StepFunctions implements LocalService {
  /** Read once each: what is wrong with one is looked for at its first execution. */
  private readonly definitions = new Map<Resource, Definition>()
  /** The inputs of executions, by machine and name: a name is one execution's for 90 days. */
  private readonly started = new Map<string, { readonly input: string; isRunning: boolean }>()

  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer(request: AwsRequest): Promise<AwsAnswer> | undefined {
    const operation = operationOf(request, 'AWSStepFunctions')
    if (operation === 'StartSyncExecution') return this.startSync(JSON.parse(request.body), request)
    return operation === 'StartExecution' ? Promise.resolve(this.start(JSON.parse(request.body), request)) : undefined
  }

  private async startSync(start: Start, { isBackground }: AwsRequest): Promise<AwsAnswer> {
    const machine = this.machine(start, 'EXPRESS')
    if (!('Type' in machine)) return machine
    const outcome = await this.execute(machine, start.input, isBackground)
    // nothing of it would be deployed
    if (outcome instanceof BrokenDefinition) return failed('InvalidDefinition', outcome.message)
    const common = { executionArn: 'arn:x', startDate: 0, stopDate: 0 }
    if (outcome.status !== 'SUCCEEDED') return ok({ ...common, ...outcome })
    return ok({ ...common, status: outcome.status, output: JSON.stringify(outcome.output) })
  }

  /** Idempotent by its name, as long as the execution runs. Source: the API reference, "StartExecution". */
  private start(start: Start, { isBackground }: AwsRequest): AwsAnswer {
    const machine = this.machine(start, 'STANDARD')
    if (!('Type' in machine)) return machine
    const { name = `unnamed-${this.started.size}`, input } = start
    const executionArn = `${start.stateMachineArn.replace(':stateMachine:', ':execution:')}:${name}`
    const known = this.started.get(executionArn)
    const answer = ok({ executionArn, startDate: 0 })
    if (known?.isRunning && known.input === input) return answer
    if (known) return failed('ExecutionAlreadyExists', `Execution Already Exists: '${executionArn}'`)
    const execution = { input, isRunning: true }
    this.started.set(executionArn, execution)
    // what it calls is told as calls of whom it was started by
    this.runner.inBackground(async () => {
      const outcome = await this.execute(machine, input, isBackground)
      execution.isRunning = false
      // nothing of it would be deployed
      const broken = { payload: { errorType: 'InvalidDefinition' }, functionError: 'Unhandled' }
      this.runner.ended(outcome instanceof BrokenDefinition ? broken : ending(outcome))
    })
    return answer
  }

  private machine({ stateMachineArn }: Start, type: MachineType): Resource | AwsAnswer {
    const name = stateMachineArn.split(':').at(-1)
    const machine = Object.values(this.stack.template.Resources).find(
      ({ Properties }) => Properties?.StateMachineName === name,
    )
    if (!machine) return failed('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
    return typeOf(machine) === type
      ? machine
      : failed('StateMachineTypeNotSupported', 'This State Machine type is not supported')
  }

  private async execute(machine: Resource, input: string, isBackground: boolean): Promise<Outcome | BrokenDefinition> {
    try {
      const step = (arn: string, payload: unknown) => this.step(arn, payload, isBackground)
      return await execute(this.definition(machine), JSON.parse(input), step, { type: typeOf(machine) })
    } catch (error) {
      if (error instanceof BrokenDefinition) return error
      throw error
    }
  }

  private async step(arn: string, payload: unknown, isBackground: boolean): Promise<unknown> {
    const fn = this.stack.functionNamed(arn)
    if (!fn) throw new StateError('Lambda.ResourceNotFoundException', arn)
    if (this.runner.isThrottled(fn)) throw new StateError(`Lambda.${THROTTLED}`, THROTTLED)
    const result = await this.runner.invoke(fn, payload, { isBackground })
    if (!result.functionError) return result.payload
    const { errorType } = result.payload as { errorType: string }
    throw new StateError(errorType, JSON.stringify(result.payload))
  }

  private definition(machine: Resource): Definition {
    const known = this.definitions.get(machine)
    if (known) return known
    const definition = this.read(machine)
    this.definitions.set(machine, definition)
    return definition
  }

  /** The definition with what only the deployment knows filled in: in a tree, or as `Fn::Sub` of a text. */
  private read({ Properties = {} }: Resource): Definition {
    const value = Properties.DefinitionString
    if (value === undefined) return this.resolved(Properties.Definition) as Definition
    const [text, variables] = isObject(value)
      ? (value['Fn::Sub'] as [string, Record<string, unknown>])
      : [String(value), {}]
    return JSON.parse(text.replace(/\$\{([0-9a-f]{32})\}/g, (_, name: string) => this.stack.resolve(variables[name])))
  }

  private resolved(value: unknown): unknown {
    if (Array.isArray(value)) return value.map((item) => this.resolved(item))
    if (!isObject(value)) return value
    if ('Fn::GetAtt' in value) return this.stack.resolve(value)
    return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, this.resolved(item)]))
  }
}

function typeOf({ Properties = {} }: Resource): MachineType {
  return Properties.StateMachineType === 'EXPRESS' ? 'EXPRESS' : 'STANDARD'
}

/** How an execution ended, as a function would have: with its output, or with its error. */
function ending(outcome: Outcome): Invocation {
  if (outcome.status === 'SUCCEEDED') return { payload: outcome.output, functionError: undefined }
  const { error: errorType, cause = '' } = outcome
  // that of a function is the JSON that Lambda tells it by
  const errorMessage = cause.startsWith('{"errorType"') ? JSON.parse(cause).errorMessage : cause
  return { payload: { errorType, errorMessage }, functionError: 'Unhandled' }
}
