import { STRING } from '../types'
import { type Statement, statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** Names that code asks for: of errors that functions throw, and of one of a call itself. */
export const ERROR_NAMES = ['PaymentDeclined', 'Error', 'TypeError', 'Sandbox.Timedout', 'TooManyRequestsException']

/** `try`, `throw`, and errors that are made before. */
export class Failures {
  constructor(private readonly statements: Statements) {}

  attempt(around: Surroundings): Made {
    const { builder } = this.statements
    const body = this.statements.inner(around)
    const parts: (string | Statement[])[] = ['try {', body]
    const reads = builder.may('caught error')
    const rethrows = builder.may('rethrow')
    const error = builder.name('error')
    parts.push(reads || rethrows ? `} catch (${error}: any) {` : '} catch {')
    parts.push(this.handler(around, error, reads, rethrows))
    if (builder.may('finally')) parts.push('} finally {', this.cleanUp(around))
    return { statements: [statement(...parts, '}')] }
  }

  /** What is done in any case; it may change what is on its way to be returned. */
  private cleanUp(around: Surroundings): Statement[] {
    const { builder, calls } = this.statements
    const own = builder.random.chance(0.5) ? this.statements.change(around) : undefined
    return own ? [own] : [calls.forNothing(around.variables)]
  }

  private handler(around: Surroundings, error: string, reads: boolean, rethrows: boolean): Statement[] {
    const { builder } = this.statements
    const read = [
      { text: `${error}.name`, type: STRING },
      { text: `${error}.message`, type: STRING },
    ]
    const inside = reads ? { ...around, variables: [...around.variables, ...read] } : around
    const statements = this.byName(inside, error, reads)
    if (!rethrows) return statements
    const name = builder.random.pick(ERROR_NAMES)
    const isClass = builder.may('instanceof')
    if (isClass) builder.used.add('throw a class')
    const test = isClass
      ? `${error} instanceof ${builder.random.pick(['PaymentDeclined', 'TypeError'])}`
      : reads
        ? builder.random.pick([`${error}.name === '${name}'`, `${error} instanceof Error && ${error}.message !== ''`])
        : this.statements.expressions(inside).boolean(1)
    return [statement(`if (${test}) {`, [statement(`throw ${error}`)], '}'), ...statements]
  }

  /** What is done about an error; something else for one of some name. */
  private byName(inside: Surroundings, error: string, reads: boolean): Statement[] {
    const { builder } = this.statements
    const statements = this.statements.inner(inside, { caught: error })
    if (!reads || !builder.may('catch by name')) return statements
    const name = builder.random.pick(ERROR_NAMES)
    const own = this.statements.inner(inside, { caught: error })
    return [statement(`if (${error}.name === '${name}') {`, own, '} else {', statements, '}')]
  }

  /** An error that is made here, and thrown on a condition. */
  made(around: Surroundings): Made {
    const { builder } = this.statements
    const expressions = this.statements.expressions(around)
    const name = builder.name('failure')
    const named = builder.random.chance(0.6)
      ? [`${name}.name = ${builder.random.pick(["'Custom'", "'TypeError'"])}`]
      : []
    const lines = [`const ${name} = new ${this.classOf()}(${expressions.string(0)})`, ...named]
    const thrown = statement(`if (${expressions.condition(1)}) {`, [statement(`throw ${name}`)], '}')
    return { statements: [statement(...lines, ...thrown.parts)] }
  }

  private classOf(): string {
    return this.statements.builder.random.pick(['Error', 'Error', 'TypeError', 'RangeError'])
  }

  throw(around: Surroundings): Made {
    const { builder } = this.statements
    const expressions = this.statements.expressions(around)
    const message = builder.may('throw a computed message') ? expressions.string(1) : "'no stock'"
    const name = builder.may('throw a class') ? 'PaymentDeclined' : this.classOf()
    const own = statement(`throw new ${name}(${message})`)
    if (builder.random.chance(0.3) && around.depth > 0) return { statements: [own], ends: true }
    return { statements: [statement(`if (${expressions.condition(1)}) {`, [own], '}')] }
  }
}
