import { RESULT } from '../types'
import type { Builder, Variable } from './builder'
import { Expressions } from './expressions'
import { type Statement, statement } from './statement'

export const CALLEES = ['reserve', 'charge', 'ship', 'refund'] as const

/** How a program calls functions. */
export type CallStyle =
  | 'sdk'
  | 'wrapper'
  | 'checked wrapper'
  | 'wrapper that throws the payload'
  | 'retrying wrapper'
  | 'retry of a function'

const WRAPPER = `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  return JSON.parse(Buffer.from(response.Payload!).toString())
}
`

/** The helpers that a style needs. `*_CHECKED_FN` names the same function: the harness tells by it whose errors are checked. */
export const HELPERS: Readonly<Record<CallStyle, string>> = {
  sdk: '',
  wrapper: WRAPPER,
  'wrapper that throws the payload': `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  if (response.FunctionError) throw new Error(Buffer.from(response.Payload!).toString())
  return JSON.parse(Buffer.from(response.Payload!).toString())
}
`,
  'retrying wrapper': `
async function invokeOnce(name: string | undefined, payload: unknown) {
  console.log('invoking', name)
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  const result = JSON.parse(Buffer.from(response.Payload!).toString())
  if (!result) throw new Error('nothing')
  return result
}

async function invoke(name: string | undefined, payload: unknown, { retries = 1, delay = 1000 } = {}) {
  for (let attempt = 0; ; attempt++) {
    try {
      return await invokeOnce(name, payload)
    } catch (error) {
      if (attempt >= retries) throw error
      await new Promise((resolve) => setTimeout(resolve, delay))
    }
  }
}
`,
  'retry of a function': `${WRAPPER}
async function again<T>(fn: () => Promise<T>, options: { times: number; wait?: number }): Promise<T> {
  let lastError: unknown
  for (let attempt = 1; attempt <= options.times; attempt++) {
    try {
      return await fn()
    } catch (error) {
      lastError = error
      console.warn('again', attempt)
    }
    await new Promise((resolve) => setTimeout(resolve, (options.wait ?? 500) * attempt))
  }
  throw lastError
}
`,
  'checked wrapper': `
async function invoke(name: string | undefined, payload: unknown) {
  const response = await lambda.send(new InvokeCommand({ FunctionName: name, Payload: JSON.stringify(payload) }))
  const result = JSON.parse(Buffer.from(response.Payload!).toString())
  if (response.FunctionError) {
    const error = new Error(result.errorMessage)
    error.name = result.errorType
    throw error
  }
  return result
}
`,
}

export class Calls {
  /** How often a program calls. */
  count = 0

  constructor(
    private readonly builder: Builder,
    readonly style: CallStyle,
  ) {}

  /** `const r1: Result = …`, as one statement that is taken or left as a whole. */
  declare(variables: readonly Variable[]): { statements: Statement[]; variable: Variable } {
    const name = this.builder.name('r')
    const variable: Variable = { text: name, type: RESULT }
    if (this.style === 'sdk' && this.builder.random.chance(0.7)) {
      const response = `${name}Response`
      const isChecked = this.builder.may('checked call')
      const parts = [`const ${response} = await ${this.send(variables, isChecked)}`]
      if (isChecked) parts.push(...this.check(response, variables))
      parts.push(`const ${name}: Result = JSON.parse(Buffer.from(${response}.Payload!).toString())`)
      return { statements: [statement(...parts)], variable }
    }
    return { statements: [statement(`const ${name}: Result = ${this.expression(variables)}`)], variable }
  }

  /** A call whose answer nobody reads. */
  forNothing(variables: readonly Variable[]): Statement {
    return statement(this.style === 'sdk' ? `await ${this.send(variables, false)}` : this.expression(variables))
  }

  /** A call with its result, as one expression with `await`. */
  expression(variables: readonly Variable[]): string {
    if (this.style === 'sdk')
      return `JSON.parse(Buffer.from((await ${this.send(variables, false)}).Payload!).toString())`
    return `await ${this.promise(variables)}`
  }

  /** A call of the wrapper, without `await`. */
  promise(variables: readonly Variable[]): string {
    this.count++
    const name = this.callee(this.style === 'checked wrapper' || this.style === 'wrapper that throws the payload')
    const payload = new Expressions(this.builder, variables).payload(1)
    const { random } = this.builder
    const options = random.pick(['', ', { retries: 2 }', ', { retries: 0, delay: 3000 }'])
    if (this.style === 'retrying wrapper') return `invoke(${name}, ${payload}${options})`
    const call = `invoke(${name}, ${payload})`
    const times = random.pick(['{ times: 2 }', '{ times: 3, wait: 2000 }'])
    return this.style === 'retry of a function' && random.chance(0.6) ? `again(() => ${call}, ${times})` : call
  }

  private send(variables: readonly Variable[], isChecked: boolean): string {
    this.count++
    const payload = new Expressions(this.builder, variables).payload(1)
    return `lambda.send(new InvokeCommand({ FunctionName: ${this.callee(isChecked)}, Payload: JSON.stringify(${payload}) }))`
  }

  private callee(isChecked: boolean): string {
    return `process.env.${this.builder.random.pick(CALLEES).toUpperCase()}${isChecked ? '_CHECKED' : ''}_FN`
  }

  private check(response: string, variables: readonly Variable[]): string[] {
    const branch = this.builder.random.chance(0.6)
      ? `return { failed: ${new Expressions(this.builder, variables).anything(1)} }`
      : `throw new Error('${this.builder.random.pick(['declined', 'no stock'])}')`
    return [`if (${response}.FunctionError) {`, `  ${branch}`, '}']
  }
}
