import { RESULT, STRING } from '../types'
import { type Statement, statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** `try`, `throw`, and loops that try again. */
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
    const statements = this.statements.inner(inside, { caught: error })
    if (!rethrows) return statements
    const name = builder.random.pick(['PaymentDeclined', 'Error', 'TypeError'])
    const isClass = builder.may('instanceof')
    if (isClass) builder.used.add('throw a class')
    const test = isClass
      ? `${error} instanceof PaymentDeclined`
      : reads
        ? `${error}.name === '${name}'`
        : this.statements.expressions(inside).boolean(1)
    return [statement(`if (${test}) {`, [statement(`throw ${error}`)], '}'), ...statements]
  }

  throw(around: Surroundings): Made {
    const { builder } = this.statements
    const expressions = this.statements.expressions(around)
    const message = builder.may('throw a computed message') ? expressions.string(1) : "'no stock'"
    const name = builder.may('throw a class') ? 'PaymentDeclined' : 'Error'
    const own = statement(`throw new ${name}(${message})`)
    if (builder.random.chance(0.3) && around.depth > 0) return { statements: [own], ends: true }
    return { statements: [statement(`if (${expressions.condition(1)}) {`, [own], '}')] }
  }

  retry(around: Surroundings): Made {
    const { builder, calls } = this.statements
    const [attempt, result, error] = [builder.name('attempt'), builder.name('r'), builder.name('error')]
    const most = builder.random.pick([2, 3])
    const call = calls.expression(around.variables)
    const last = `if (${attempt} === ${most - 1}) throw ${error}`
    const wait = builder.may('backoff', 0.7)
      ? [
          `    await new Promise((resolve) => setTimeout(resolve, ${builder.random.pick(['1000', `1000 * 2 ** ${attempt}`])}))`,
        ]
      : []
    return {
      statements: [
        statement(
          `let ${result}!: Result`,
          `for (let ${attempt} = 0; ${attempt} < ${most}; ${attempt}++) {`,
          '  try {',
          `    ${result} = ${call}`,
          '    break',
          `  } catch (${error}) {`,
          `    ${last}`,
          ...wait,
          '  }',
          '}',
        ),
      ],
      variables: [{ text: result, type: RESULT }],
    }
  }
}
