import { STRING, type Type } from '../types'
import { placeOf } from './places'
import { type Statement, statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

const TEXTS: Type = { kind: 'array', of: STRING }

/** Code without an exact form in a state machine, between the calls. */
export class Glue {
  constructor(private readonly statements: Statements) {}

  /** A constant that is worked out. */
  value(around: Surroundings): Made {
    const { builder } = this.statements
    const name = builder.name('g')
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array' && type.of.kind === 'object')
    if (list && builder.random.chance(0.4)) {
      const text = `${list.text}.map((one) => ${this.text('one.sku')})`
      return { statements: [statement(`const ${name} = ${text}`)], variables: [{ text: name, type: TEXTS }] }
    }
    const value = this.text(this.statements.expressions(around).string(0))
    return { statements: [statement(`const ${name} = ${value}`)], variables: [{ text: name, type: STRING }] }
  }

  /** A part of a statement that has a form otherwise. */
  part(around: Surroundings): Made {
    const { builder } = this.statements
    const value = this.text(this.statements.expressions(around).string(0))
    const test = `${value} === ${builder.string()}`
    return builder.random.pick([
      () => ({ statements: [statement(`if (${test}) {`, this.statements.inner(around), '}')] }),
      () => ({ statements: [statement(`if (${test}) {`, [this.statements.return(around)], '}')] }),
      () => {
        const name = builder.name('g')
        const object = statement(`const ${name}: any = { text: ${value}, more: ${builder.number()} }`)
        return { statements: [object], variables: [{ text: `${name}.text`, type: STRING }] }
      },
    ])()
  }

  /** A call of something else than a function, which may fail. */
  call(around: Surroundings): Made {
    return { statements: [this.put(around)] }
  }

  /** A loop that does something each time. */
  loop(around: Surroundings): Made | undefined {
    const { builder } = this.statements
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    if (list?.type.kind !== 'array') return undefined
    const item = builder.name('item')
    const inside = { ...around, variables: [...around.variables, { text: item, type: list.type.of }] }
    return { statements: [statement(`for (const ${item} of ${list.text}) {`, [this.put(inside)], '}')] }
  }

  /** An error on a condition without a form. */
  thrown(around: Surroundings): Made {
    const { builder } = this.statements
    const text = this.statements.expressions(around).string(0)
    const pattern = builder.random.pick(['/^[a-z]*$/', '/a/', '/\\d/'])
    const error = `throw new ${builder.random.pick(['Error', 'TypeError'])}(${this.text(text)})`
    return { statements: [statement(`if (${pattern}.test(${text})) {`, [statement(error)], '}')] }
  }

  private put(around: Surroundings): Statement {
    const id = this.statements.expressions(around).string(0)
    const data = this.statements.expressions(around).object(1)
    return statement(
      `await table.send(new PutItemCommand({ TableName: 'orders', Item: { id: { S: ${id} }, data: { S: JSON.stringify(${data}) } } }))`,
    )
  }

  private text(value: string): string {
    const { random } = this.statements.builder
    const ways = ['replace(/[ab]/g, "-")', 'padEnd(3, ".")', 'trim().repeat(2)', "split('').sort().join('')"]
    return `(${value}).${random.pick(ways)}`
  }
}
