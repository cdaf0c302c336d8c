import { fieldOf, PART, RESULT } from '../types'
import type { Builder, Variable } from './builder'
import { CALLEES, NESTED } from './config'
import { Expressions } from './expressions'
import { ERROR_NAMES } from './failures'
import type { CallStyle } from './helpers'
import { type Statement, statement } from './statement'

export class Calls {
  /** How often a program calls. */
  count = 0

  constructor(
    private readonly builder: Builder,
    readonly style: CallStyle,
    /** What the function gives whose calls these are. */
    private readonly gives: 'anything' | 'result' = 'anything',
  ) {}

  /** `const r1: Result = …`, as one statement that is taken or left as a whole. */
  declare(variables: readonly Variable[]): { statements: Statement[]; variable: Variable } {
    const name = this.builder.name('r')
    const variable: Variable = { text: name, type: RESULT }
    if (this.style === 'sdk' && this.builder.random.chance(0.7)) {
      const response = `${name}Response`
      const isChecked = this.builder.may('checked call')
      const call = `const ${response} = await ${this.send(variables, isChecked)}`
      const decoded = `const ${name}: any = JSON.parse(Buffer.from(${response}.Payload!).toString())`
      if (isChecked && this.builder.may('failure that is read'))
        return { statements: [statement(call, decoded, ...this.readFailure(response, name))], variable }
      const check = isChecked ? this.check(response, variables) : []
      return { statements: [statement(call, ...check, decoded.replace(': any', ': Result'))], variable }
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
    const isChecked = this.style === 'checked wrapper' || this.style === 'wrapper that throws the payload'
    const { name, payload } = this.target(isChecked, variables)
    const { random } = this.builder
    const options = random.pick(['', ', { retries: 2 }', ', { retries: 0, delay: 3000 }'])
    if (this.style === 'retrying wrapper') return `invoke(${name}, ${payload}${options})`
    if (this.style === 'wrapper of wrappers')
      return random.pick([
        `invokeAs(${name}, ${payload}, 'own')`,
        `ask(${name}, ${payload})`,
        `ask(${name}, ${payload}, true)`,
      ])
    const call = `invoke(${name}, ${payload})`
    const times = random.pick(['{ times: 2 }', '{ times: 3, wait: 2000 }'])
    return this.style === 'retry of a function' && random.chance(0.6) ? `again(() => ${call}, ${times})` : call
  }

  private send(variables: readonly Variable[], isChecked: boolean): string {
    this.count++
    const { name, payload } = this.target(isChecked, variables)
    return `lambda.send(new InvokeCommand({ FunctionName: ${name}, Payload: JSON.stringify(${payload}) }))`
  }

  /** A function, and what it is given. */
  private target(isChecked: boolean, variables: readonly Variable[]): { name: string; payload: string } {
    const expressions = new Expressions(this.builder, variables)
    const named = (callee: string) => `process.env.${callee.toUpperCase()}${isChecked ? '_CHECKED' : ''}_FN`
    // these helpers make a payload of their own
    if (this.style === 'wrapper of wrappers' || !this.builder.may('nested chain', 0.4))
      return { name: named(this.builder.random.pick(CALLEES)), payload: expressions.payload(1) }
    const members = ['id', 'count', 'flag', 'items'].map((name) => `${name}: ${expressions.of(fieldOf(PART, name), 1)}`)
    return { name: named(NESTED), payload: `{ ${members.join(', ')} }` }
  }

  private mayReturn(share: number): boolean {
    return this.gives === 'anything' && this.builder.random.chance(share)
  }

  private check(response: string, variables: readonly Variable[]): string[] {
    const branch = this.mayReturn(0.6)
      ? `return { failed: ${new Expressions(this.builder, variables).anything(1)} }`
      : `throw new Error('${this.builder.random.pick(['declined', 'no stock'])}')`
    return [`if (${response}.FunctionError) {`, `  ${branch}`, '}']
  }

  /** The error that a function answers with, and what is done about one of some name. */
  private readFailure(response: string, name: string): string[] {
    const { random } = this.builder
    if (this.gives === 'result') return [`if (${response}.FunctionError) throw new Error(${name}.errorMessage)`]
    const type = random.pick(ERROR_NAMES)
    const named = `  if (${name}.errorType === '${type}') return { declined: ${name}.errorMessage }`
    return [
      `if (${response}.FunctionError) {`,
      ...(random.chance(0.6) ? [named] : []),
      `  ${random.pick([`throw new Error(${name}.errorMessage)`, `return { failed: ${name}.errorType }`])}`,
      '}',
    ]
  }
}
