import type { Resource } from '../../../src/infra/template'
import { isObject } from '../../../src/load/document'
import type { Definition } from '../../../src/transforms/step-functions/states'
import { BrokenDefinition, execute, type Outcome, StateError } from '../../asl/machine'
import { type Runner, THROTTLED } from './runner'
import { type AwsAnswer, type AwsRequest, failed, type LocalService, ok, operationOf } from './service'
import type { Stack } from './stack'

interface StartSync {
  readonly stateMachineArn: string
  readonly input: string
}

/** Express executions that answer. */
export class StepFunctions implements LocalService {
  /** Read once each: what is wrong with one is looked for at its first execution. */
  private readonly definitions = new Map<Resource, Definition>()

  constructor(
    private readonly stack: Stack,
    private readonly runner: Runner,
  ) {}

  answer(request: AwsRequest): Promise<AwsAnswer> | undefined {
    return operationOf(request, 'AWSStepFunctions') === 'StartSyncExecution'
      ? this.startSync(JSON.parse(request.body), request)
      : undefined
  }

  private async startSync({ stateMachineArn, input }: StartSync, { isBackground }: AwsRequest): Promise<AwsAnswer> {
    const name = stateMachineArn.split(':').at(-1)
    const machine = Object.values(this.stack.template.Resources).find(
      ({ Properties }) => Properties?.StateMachineName === name,
    )
    if (!machine) return failed('StateMachineDoesNotExist', `State Machine Does Not Exist: '${stateMachineArn}'`)
    const outcome = await this.execute(machine, input, isBackground)
    // nothing of it would be deployed
    if (outcome instanceof BrokenDefinition) return failed('InvalidDefinition', outcome.message)
    const common = { executionArn: 'arn:x', startDate: 0, stopDate: 0 }
    if (outcome.status !== 'SUCCEEDED') return ok({ ...common, ...outcome })
    return ok({ ...common, status: outcome.status, output: JSON.stringify(outcome.output) })
  }

  private async execute(machine: Resource, input: string, isBackground: boolean): Promise<Outcome | BrokenDefinition> {
    try {
      return await execute(this.definition(machine), JSON.parse(input), (arn, payload) =>
        this.step(arn, payload, isBackground),
      )
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
