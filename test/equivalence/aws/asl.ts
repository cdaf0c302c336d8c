import jsonata from 'jsonata'
import type { Definition, State } from '../../../src/transforms/step-functions/states'

/** What a Task does: gives the result, or throws a `StateError`. */
export type Invoke = (functionArn: string, payload: unknown) => Promise<unknown>

/** The failure of a state: what `Error` and `Cause` say. */
export class StateError extends Error {
  constructor(
    readonly error: string,
    readonly reason: string,
  ) {
    super(`${error}: ${reason}`)
  }
}

const FIELDS: Record<string, readonly string[]> = {
  Task: ['Resource', 'Arguments', 'Assign', 'TimeoutSeconds', 'Catch', 'Next'],
  Choice: ['Choices', 'Default'],
  Pass: ['Assign', 'Next'],
  Succeed: ['Output'],
  Fail: ['Error', 'Cause'],
}

/**
 * Runs a state machine: Amazon States Language with JSONata, of which it knows what this project writes. What it does
 * not know is an error, never skipped.
 */
export async function runStateMachine(definition: Definition, input: unknown, invoke: Invoke): Promise<unknown> {
  if (definition.QueryLanguage !== 'JSONata') throw new Error('Only JSONata machines are run.')
  const machine = new Machine(definition, input, invoke)
  return machine.run()
}

class Machine {
  private readonly variables: Record<string, unknown> = {}

  constructor(
    private readonly definition: Definition,
    private readonly input: unknown,
    private readonly invoke: Invoke,
  ) {}

  async run(): Promise<unknown> {
    let name = this.definition.StartAt
    for (let step = 0; step < 1000; step++) {
      const state = this.definition.States[name]
      if (!state) throw new Error(`There is no state "${name}".`)
      this.checkFields(name, state)
      if (state.Type === 'Succeed') return this.value(state.Output, {})
      if (state.Type === 'Fail') throw new StateError(await this.text(state.Error), await this.text(state.Cause))
      name = await this.next(state)
    }
    throw new Error('The machine does not end.')
  }

  private checkFields(name: string, state: State): void {
    const known = FIELDS[String(state.Type)]
    if (!known) throw new Error(`"${name}" has the type ${String(state.Type)}, which is not run.`)
    const unknown = Object.keys(state).filter((field) => !['Type', 'Comment', ...known].includes(field))
    if (unknown.length > 0) throw new Error(`"${name}" has ${unknown.join(', ')}, which is not run.`)
  }

  private async next(state: State): Promise<string> {
    if (state.Type === 'Choice') return this.choose(state)
    if (state.Type === 'Pass') {
      await this.assign(state, {})
      return String(state.Next)
    }
    return this.task(state)
  }

  private async choose(state: State): Promise<string> {
    for (const { Condition, Next } of state.Choices as { Condition: string; Next: string }[]) {
      const value = await this.value(Condition, {})
      if (typeof value !== 'boolean') throw new StateError('States.QueryEvaluationError', `${Condition} is no boolean`)
      if (value) return Next
    }
    return String(state.Default)
  }

  private async task(state: State): Promise<string> {
    try {
      const payload = await this.value(state.Arguments, {})
      const result = await this.invoke(String(state.Resource), payload)
      await this.assign(state, { result })
      return String(state.Next)
    } catch (error) {
      const [catcher] = (state.Catch ?? []) as { ErrorEquals: string[]; Next: string }[]
      if (!(error instanceof StateError) || !catcher?.ErrorEquals.includes('States.ALL')) throw error
      return catcher.Next
    }
  }

  private async assign(state: State, states: Record<string, unknown>): Promise<void> {
    const values = await Promise.all(
      Object.entries((state.Assign ?? {}) as Record<string, unknown>).map(
        async ([name, value]) => [name, await this.value(value, states)] as const,
      ),
    )
    for (const [name, value] of values) this.variables[name] = value
  }

  private async text(value: unknown): Promise<string> {
    return String(await this.value(value, {}))
  }

  /** A literal, or a JSONata expression between `{%` and `%}`. */
  private async value(value: unknown, states: Record<string, unknown>): Promise<unknown> {
    if (typeof value !== 'string' || !value.startsWith('{%')) return value
    const expression = value.slice(2, -2).trim()
    const context = { Execution: { Input: this.input } }
    const result = await jsonata(expression)
      .evaluate(undefined, { ...this.variables, states: { context, ...states } })
      .catch((error: { message?: string }) => {
        throw new StateError('States.QueryEvaluationError', `${expression}: ${error.message}`)
      })
    if (result === undefined) throw new StateError('States.QueryEvaluationError', `${expression} gives nothing`)
    return JSON.parse(JSON.stringify(result))
  }
}
