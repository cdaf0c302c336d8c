import { ANY, NUMBER, RESULT, STRING, type Type } from '../types'
import type { Variable } from './builder'
import { statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** A result without what is taken out of it. */
const REST: Type = {
  kind: 'object',
  name: 'Rest',
  fields: RESULT.kind === 'object' ? restOf(RESULT.fields) : {},
}

function restOf({ note: _, amount: __, ...rest }: Extract<Type, { kind: 'object' }>['fields']) {
  return rest
}

/** Patterns, lists that grow, values that change, functions of the handler: what holds a value in another way than `const`. */
export class Holders {
  constructor(private readonly statements: Statements) {}

  destructuring(around: Surroundings): Made {
    const { statements, variable } = this.statements.calls.declare(around.variables)
    const [one, other] = [this.statements.builder.name('d'), this.statements.builder.name('d')]
    return {
      statements: [...statements, statement(`const { amount: ${one}, code: ${other} } = ${variable.text}`)],
      variables: [variable, { text: one, type: NUMBER }, { text: other, type: STRING }],
    }
  }

  defaults(around: Surroundings): Made {
    const { statements, variable } = this.statements.calls.declare(around.variables)
    const [one, other] = [this.statements.builder.name('d'), this.statements.builder.name('d')]
    const isList = this.statements.builder.random.chance(0.4)
    const rest = `rest${one}`
    const text = isList
      ? `const [${one} = 0] = ${variable.text}.scores`
      : `const { note: ${other} = 'none', amount: ${one}, ...${rest} } = ${variable.text}`
    const more: Variable[] = isList ? [] : [{ text: rest, type: REST }]
    return {
      statements: [...statements, statement(text)],
      variables: [variable, { text: one, type: NUMBER }, ...more],
    }
  }

  /** The answer of a call, taken apart where it is given. */
  taken(around: Surroundings): Made {
    const { builder, calls } = this.statements
    const [one, other, rest] = [builder.name('d'), builder.name('d'), builder.name('d')]
    const call = calls.expression(around.variables)
    return {
      statements: [statement(`const { amount: ${one}, note: ${other} = 'none', ...${rest} }: Result = ${call}`)],
      variables: [
        { text: one, type: NUMBER },
        { text: rest, type: REST },
      ],
    }
  }

  /** An object of the handler that grows. */
  ownObject(around: Surroundings): Made {
    const name = this.statements.builder.name('o')
    const expressions = this.statements.expressions(around)
    const value = () => (this.statements.builder.random.chance(0.5) ? expressions.number(1) : expressions.string(1))
    const change = () => statement(`${name}.${this.statements.builder.random.pick(['a', 'b', 'c'])} = ${value()}`)
    return {
      statements: [
        statement(`const ${name}: any = { a: ${value()} }`),
        change(),
        statement(`if (${expressions.condition(1)}) {`, [change()], '}'),
      ],
      variables: [{ text: name, type: ANY }],
    }
  }

  push(around: Surroundings): Made {
    const name = this.statements.builder.name('l')
    const type: Type = { kind: 'array', of: STRING }
    const push = (place: Surroundings) => statement(`${name}.push(${this.statements.expressions(place).string(1)})`)
    const isConditional = this.statements.builder.random.chance(0.5)
    const body = isConditional
      ? statement(`if (${this.statements.expressions(around).condition(1)}) {`, [push(around)], '}')
      : push(around)
    return {
      statements: [statement(`const ${name}: string[] = []`), body, push(around)],
      variables: [{ text: name, type }],
    }
  }

  /** A part of a value that gets another value, whoever else holds it. */
  mutation(around: Surroundings): Made {
    const { statements, variable } = this.statements.calls.declare(around.variables)
    const change = this.statements.builder.random.pick([
      `${variable.text}.amount = ${this.statements.builder.number()}`,
      `${variable.text}.items.push({ sku: 'x', qty: 1, tag: null })`,
      `delete ${variable.text}.note`,
      `${variable.text}.scores.length = 0`,
    ])
    return { statements: [...statements, statement(change)], variables: [variable] }
  }

  /** Two names for one list. */
  alias(around: Surroundings): Made {
    const [one, other] = [this.statements.builder.name('l'), this.statements.builder.name('l')]
    const type: Type = { kind: 'array', of: STRING }
    const isHeld = this.statements.builder.random.chance(0.5)
    if (this.statements.builder.random.chance(0.3)) {
      const loop = [statement(`if (${one}.length < 4) {`, [statement(`${one}.push(item + '!')`)], '}')]
      return {
        statements: [statement(`const ${one}: string[] = ['a']`), statement(`for (const item of ${one}) {`, loop, '}')],
        variables: [{ text: one, type }],
      }
    }
    return {
      statements: [
        statement(`const ${one}: string[] = []`),
        statement(isHeld ? `const ${other} = { list: ${one} }.list` : `const ${other} = ${one}`),
        statement(`${one}.push(${this.statements.expressions(around).string(0)})`),
      ],
      variables: [
        { text: one, type },
        { text: other, type },
      ],
    }
  }

  localFunction(around: Surroundings): Made {
    const [name, result] = [this.statements.builder.name('f'), this.statements.builder.name('c')]
    const inside = { ...around, variables: [...around.variables, { text: 'given', type: NUMBER }] }
    const body = this.statements.expressions(inside).number(1)
    return {
      statements: [
        statement(`const ${name} = (given: number) => ${body}`),
        statement(`const ${result} = ${name}(${this.statements.expressions(around).number(0)})`),
      ],
      variables: [{ text: result, type: NUMBER }],
    }
  }
}
