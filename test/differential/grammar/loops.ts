import { NUMBER, RESULT } from '../types'
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
    return {
      statements: [
        statement(
          `${label}: for (let ${outer} = 0; ${outer} < 2; ${outer}++) {`,
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
