import type { Clock } from './clock'
import { runMap, runParallel } from './concurrent'
import { templateValue } from './expressions'
import { checkSize, checkVariables, type History } from './limits'
import { type Retrier, Retries } from './retry'
import { StateError, takes } from './state-error'
import { type Invoke, runTask } from './tasks'
import type { Variables } from './variables'

/** What all states of an execution share. */
export interface Surroundings {
  readonly invoke: Invoke
  readonly history: History
  /** Takes the failures of branches beside those that failed first. */
  readonly alsoFailed: StateError[]
  readonly execution: Readonly<Record<string, unknown>>
}

/** Where a state runs. */
export interface Place {
  readonly around: Surroundings
  readonly clock: Clock
  readonly variables: Variables
  /** The item of the Map around. */
  readonly item?: { readonly Index: number; readonly Value: unknown }
}

/** A definition, a branch, or the processor of a Map. */
export interface ScopeDefinition {
  readonly StartAt?: string
  readonly States?: Readonly<Record<string, StateFields>>
}

export type StateFields = Readonly<Record<string, unknown>> & Keeping & { readonly Type?: unknown }

/** What a state leaves: its output, and the state that comes next. */
interface Step {
  readonly output: unknown
  readonly next: string | undefined
}

/** Runs the states of a scope to its end. */
export async function runScope(
  { StartAt, States = {} }: ScopeDefinition,
  input: unknown,
  place: Place,
): Promise<unknown> {
  let current: Step = { output: input, next: StartAt }
  while (current.next !== undefined) {
    const state: StateFields | undefined = States[current.next]
    if (!state) throw new Error(`There is no state "${current.next}".`)
    current = await new StateRun(current.next, state, current.output, place).run()
  }
  return current.output
}

interface Keeping {
  readonly Assign?: unknown
  readonly Output?: unknown
  readonly Next?: unknown
}

class StateRun {
  private retryCount = 0

  constructor(
    private readonly name: string,
    private readonly state: StateFields,
    private readonly input: unknown,
    private readonly place: Place,
  ) {}

  async run(): Promise<Step> {
    const { state, place } = this
    // entered and exited
    place.around.history.add(2)
    place.clock.spend(0)
    switch (state.Type) {
      case 'Succeed':
        return { output: await this.outputOf(state, {}, this.input), next: undefined }
      case 'Fail':
        throw new StateError(await this.text(state.Error), await this.text(state.Cause))
      case 'Choice':
        return this.choose()
      case 'Wait':
        await this.wait()
        return this.leave(state, {}, this.input)
      case 'Pass':
        return this.leave(state, {}, this.input)
      default:
        return this.guarded()
    }
  }

  /** Task, Parallel and Map: tried again, and caught. */
  private async guarded(): Promise<Step> {
    const retries = new Retries(this.state.Retry as Retrier[] | undefined)
    for (;;) {
      try {
        const result = await this.work()
        checkSize(result, 'The result')
        return await this.leave(this.state, { result }, result)
      } catch (error) {
        const delay = retries.delayFor(error)
        if (delay === undefined) return this.caught(error)
        this.retryCount = retries.count
        this.place.clock.spend(delay)
      }
    }
  }

  private work(): Promise<unknown> {
    const evaluate = (template: unknown, more = {}) => this.value(template, {}, more)
    if (this.state.Type === 'Parallel') return runParallel(this.state, this.input, this.place, evaluate)
    if (this.state.Type === 'Map') return runMap(this.state, this.input, this.place, evaluate)
    return this.task()
  }

  private async task(): Promise<unknown> {
    const { state, place } = this
    place.around.history.add(3)
    const argument = 'Arguments' in state ? await this.value(state.Arguments, {}) : this.input
    checkSize(argument, 'What is handed to the task')
    const most =
      'TimeoutSeconds' in state ? Number(await this.value(state.TimeoutSeconds, {})) : Number.POSITIVE_INFINITY
    let seconds = 0
    const outcome = await settled(
      runTask(String(state.Resource), argument, place.around.invoke, (more) => {
        seconds += more
      }),
    )
    place.clock.spend(Math.min(seconds, most))
    if (seconds > most) throw new StateError('States.Timeout', undefined)
    return outcome()
  }

  private async caught(error: unknown): Promise<Step> {
    const catchers = (this.state.Catch ?? []) as (Keeping & { ErrorEquals: string[] })[]
    const catcher = catchers.find(({ ErrorEquals }) => takes(ErrorEquals, error))
    if (!catcher) throw error
    const { output } = error as StateError
    return this.leave(catcher, { errorOutput: output }, output)
  }

  private async choose(): Promise<Step> {
    const { Choices, Default } = this.state as { Choices: (Keeping & { Condition: unknown })[]; Default?: string }
    for (const rule of Choices) {
      const value = await this.value(rule.Condition, {})
      if (typeof value !== 'boolean')
        throw new StateError('States.QueryEvaluationError', `${String(rule.Condition)} is no boolean.`)
      if (value) return this.leave(rule, {}, this.input)
    }
    if (Default === undefined) throw new StateError('States.NoChoiceMatched', `No rule of "${this.name}" matched.`)
    return this.leave({ ...this.state, Next: Default }, {}, this.input)
  }

  private async wait(): Promise<void> {
    const { Seconds, Timestamp } = this.state
    const start = Date.parse(START)
    const seconds =
      Seconds === undefined
        ? (Date.parse(String(await this.value(Timestamp, {}))) - start - this.place.clock.milliseconds) / 1000
        : await this.value(Seconds, {})
    if (typeof seconds !== 'number' || Number.isNaN(seconds))
      throw new StateError('States.QueryEvaluationError', `"${this.name}" does not know how long to wait.`)
    this.place.clock.spend(Math.max(0, seconds))
  }

  /** Assigns and puts out, both with the values that the state began with. */
  private async leave(keeping: Keeping, states: Record<string, unknown>, otherwise: unknown): Promise<Step> {
    const [assigned, output] = await Promise.all([
      (keeping.Assign === undefined ? {} : this.value(keeping.Assign, states)) as Promise<Record<string, unknown>>,
      this.outputOf(keeping, states, otherwise),
    ])
    checkVariables(assigned, Object.values({ ...this.place.variables.all, ...assigned }))
    this.place.variables.assign(assigned)
    return { output, next: keeping.Next === undefined ? undefined : String(keeping.Next) }
  }

  private async outputOf({ Output }: Keeping, states: Record<string, unknown>, otherwise: unknown): Promise<unknown> {
    const output = Output === undefined ? otherwise : await this.value(Output, states)
    checkSize(output, 'The output')
    return output
  }

  private async text(template: unknown): Promise<string | undefined> {
    if (template === undefined) return undefined
    const value = await this.value(template, {})
    if (typeof value !== 'string')
      throw new StateError('States.QueryEvaluationError', `${String(template)} is no text.`)
    return value
  }

  private value(template: unknown, states: Record<string, unknown>, more: object = {}): Promise<unknown> {
    const { around, clock, variables, item } = this.place
    const context = {
      Execution: { ...around.execution, StartTime: START, RedriveCount: 0 },
      State: {
        Name: this.name,
        get EnteredTime() {
          return new Date(Date.parse(START) + clock.milliseconds).toISOString()
        },
        RetryCount: this.retryCount,
      },
      StateMachine: { Id: 'arn:machine', Name: 'machine' },
      ...(item && { Map: { Item: item } }),
      ...more,
    }
    return templateValue(template, { ...variables.all, states: { input: this.input, context, ...states } })
  }
}

/** When every execution begins. */
const START = '2026-01-01T00:00:00.000Z'

async function settled<T>(work: Promise<T>): Promise<() => T> {
  try {
    const value = await work
    return () => value
  } catch (error) {
    return () => {
      throw error
    }
  }
}
