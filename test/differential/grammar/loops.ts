import { ITEM, NUMBER, RESULT, STRING } from '../types'
import { placeOf } from './places'
import { statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** Loops; all of them end. */
export class Loops {
  constructor(private readonly statements: Statements) {}

  forOf(around: Surroundings): Made | undefined {
    const { builder } = this.statements
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    if (list?.type.kind !== 'array') return undefined
    const item = { text: builder.name('item'), type: list.type.of }
    const body = this.body(around, [item])
    if (!builder.may('arithmetic') || list.type.of.kind !== 'number')
      return { statements: [statement(`for (const ${item.text} of ${list.text}) {`, body, '}')] }
    const sum = builder.name('v')
    return {
      statements: [
        statement(`let ${sum} = 0`),
        statement(`for (const ${item.text} of ${list.text}) {`, [statement(`${sum} += ${item.text}`), ...body], '}'),
      ],
      variables: [{ text: sum, type: NUMBER, isLet: true }],
    }
  }

  counted(around: Surroundings): Made {
    const { builder } = this.statements
    const index = builder.name('i')
    const times = builder.random.pick([1, 2, 3])
    const body = this.body(around, [{ text: index, type: NUMBER }])
    return { statements: [statement(`for (let ${index} = 0; ${index} < ${times}; ${index}++) {`, body, '}')] }
  }

  /** A loop that asks for something besides the count of its rounds. */
  open(around: Surroundings, kind: 'while' | 'do'): Made {
    const { builder } = this.statements
    const count = builder.name('n')
    const test = `${count} < ${builder.random.pick([2, 3])} && ${this.statements.expressions(around).boolean(1)}`
    const body = [statement(`${count}++`), ...this.body(around, [{ text: count, type: NUMBER }])]
    const loop =
      kind === 'do' ? statement('do {', body, `} while (${test})`) : statement(`while (${test}) {`, body, '}')
    return { statements: [statement(`let ${count} = 0`), loop], variables: [{ text: count, type: NUMBER }] }
  }

  /** Asks again until an answer is as it should be. */
  poll(around: Surroundings): Made {
    const { builder, calls } = this.statements
    const [result, count] = [builder.name('r'), builder.name('n')]
    const most = builder.random.pick([2, 3])
    const again = [`  ${count}++`, `  ${result} = ${calls.expression(around.variables)}`]
    return {
      statements: [
        statement(
          `let ${result}: Result = ${calls.expression(around.variables)}`,
          `let ${count} = 0`,
          `while (!${result}.ok && ${count} < ${most}) {`,
          ...again,
          '}',
        ),
      ],
      variables: [
        { text: result, type: RESULT },
        { text: count, type: NUMBER },
      ],
    }
  }

  /** Calls a function for each item, one after the other, and keeps what it gives. */
  collect(around: Surroundings): Made | undefined {
    const { builder, calls } = this.statements
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    if (list?.type.kind !== 'array') return undefined
    const [all, sum, item, result] = [builder.name('all'), builder.name('v'), builder.name('item'), builder.name('r')]
    const inside = [...around.variables, { text: item, type: list.type.of }]
    const known = { ...around, variables: [...inside, { text: result, type: RESULT }] }
    const skip = builder.random.chance(0.4)
      ? [statement(`if (${this.statements.expressions(known).condition(1)}) continue`)]
      : []
    const loop = [
      statement(`const ${result}: Result = ${calls.expression(inside)}`),
      ...skip,
      statement(`${all}.push(${result}.amount)`),
      statement(`${sum} += ${builder.random.pick([`${result}.amount`, '1'])}`),
    ]
    return {
      statements: [
        statement(`const ${all}: number[] = []`, `let ${sum} = 0`),
        statement(`for (const ${item} of ${list.text}) {`, loop, '}'),
      ],
      variables: [
        { text: all, type: { kind: 'array', of: NUMBER } },
        { text: sum, type: NUMBER, isLet: true },
      ],
    }
  }

  /** `for (const { sku, qty } of items)` */
  takenApart(around: Surroundings): Made | undefined {
    const { builder } = this.statements
    const [one, other] = [builder.name('d'), builder.name('d')]
    if (builder.random.chance(0.3)) {
      const object = placeOf(around.variables, builder, (type) => type.kind === 'object')
      if (!object) return undefined
      const pair = this.body(around, [{ text: one, type: STRING }])
      return {
        statements: [statement(`for (const [${one}, ${other}] of Object.entries(${object.text})) {`, pair, '}')],
      }
    }
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array' && type.of === ITEM)
    if (!list) return undefined
    const body = this.body(around, [
      { text: one, type: STRING },
      { text: other, type: NUMBER },
    ])
    const pattern = `{ sku: ${one}, price: ${other} = 0 }`
    return { statements: [statement(`for (const ${pattern} of ${list.text}) {`, body, '}')] }
  }

  leave(around: Surroundings, how: 'break' | 'continue'): Made | undefined {
    if (!around.isInLoop) return undefined
    const test = this.statements.expressions(around).condition(1)
    return { statements: [statement(`if (${test}) {`, [statement(how)], '}')] }
  }

  /** A loop that is left, or goes on, from inside of another one. */
  labelled(around: Surroundings): Made {
    const { builder } = this.statements
    const [label, outer, inner] = [builder.name('outer'), builder.name('i'), builder.name('i')]
    const variables = [...around.variables, { text: outer, type: NUMBER }, { text: inner, type: NUMBER }]
    const test = this.statements.expressions({ ...around, variables }).condition(1)
    const jump = `${builder.random.pick(['break', 'continue'])} ${label}`
    const own = this.body(around, [
      { text: outer, type: NUMBER },
      { text: inner, type: NUMBER },
    ])
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    const counted = `for (let ${outer} = 0; ${outer} < 2; ${outer}++) {`
    const walked = list && `for (const [${outer}] of ${list.text}.map((_: unknown, at: number) => [at])) {`
    return {
      statements: [
        statement(
          `${label}: ${(builder.random.chance(0.4) && walked) || counted}`,
          [
            statement(
              `for (let ${inner} = 0; ${inner} < 2; ${inner}++) {`,
              [statement(`if (${test}) ${jump}`), ...own],
              '}',
            ),
          ],
          '}',
        ),
      ],
    }
  }

  private body(around: Surroundings, more: Surroundings['variables']) {
    const variables = [...around.variables, ...more]
    return this.statements.inner({ ...around, variables }, { isInLoop: true })
  }
}
