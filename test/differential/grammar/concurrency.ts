import { ANY, NUMBER, RESULT, STRING } from '../types'
import { placeOf } from './places'
import { statement } from './statement'
import type { Made, Statements, Surroundings } from './statements'

/** Several calls at once, and calls inside of expressions. */
export class Concurrency {
  constructor(private readonly statements: Statements) {}

  parallel(around: Surroundings): Made {
    const { builder } = this.statements
    const [one, other] = [builder.name('r'), builder.name('r')]
    const calls = [this.promise(around), this.promise(around)].join(', ')
    return {
      statements: [statement(`const [${one}, ${other}]: [Result, Result] = await Promise.all([${calls}])`)],
      variables: [
        { text: one, type: RESULT },
        { text: other, type: RESULT },
      ],
    }
  }

  map(around: Surroundings): Made | undefined {
    const { builder } = this.statements
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    if (list?.type.kind !== 'array') return undefined
    const [all, item, result] = [builder.name('all'), builder.name('item'), builder.name('r')]
    const inside = { ...around, variables: [...around.variables, { text: item, type: list.type.of }] }
    const isBlock = builder.random.chance(0.5)
    const type = { kind: 'array', of: isBlock ? NUMBER : RESULT } as const
    const text = isBlock
      ? [
          `const ${all} = await Promise.all(${list.text}.map(async (${item}) => {`,
          `  const ${result}: Result = ${this.expression(inside)}`,
          `  return ${result}.amount`,
          '}))',
        ]
      : [`const ${all}: Result[] = await Promise.all(${list.text}.map((${item}) => ${this.promise(inside)}))`]
    return { statements: [statement(...text)], variables: [{ text: all, type }] }
  }

  /** Several statements for each item, other gatherings among them. */
  mapOfStatements(around: Surroundings): Made | undefined {
    const { builder } = this.statements
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    if (list?.type.kind !== 'array') return undefined
    const [all, item, at] = [builder.name('all'), builder.name('item'), builder.name('at')]
    // what is outside cannot be changed from there
    const outside = around.variables.map(({ text, type }) => ({ text, type }))
    const own = [
      { text: item, type: list.type.of },
      { text: at, type: NUMBER },
    ]
    const inside = { variables: [...outside, ...own], depth: around.depth + 1, isInLoop: false }
    const first = this.statements.call(inside)
    const known = { ...inside, variables: [...inside.variables, ...(first.variables ?? [])] }
    const body = [...first.statements, ...this.statements.ending(known, builder.random.whole(0, 2))]
    return {
      statements: [
        statement(`const ${all}: any[] = await Promise.all(${list.text}.map(async (${item}, ${at}) => {`, body, '}))'),
      ],
      variables: [{ text: all, type: { kind: 'array', of: ANY } }],
    }
  }

  /** Branches of several statements. */
  parallelOfStatements(around: Surroundings): Made {
    const { builder } = this.statements
    const outside = around.variables.map(({ text, type }) => ({ text, type }))
    const inside = { variables: outside, depth: around.depth + 1, isInLoop: false }
    const branch = () => {
      const first = this.statements.call(inside)
      const known = { ...inside, variables: [...inside.variables, ...(first.variables ?? [])] }
      return [...first.statements, ...this.statements.ending(known, builder.random.whole(0, 2))]
    }
    const [one, other] = [builder.name('c'), builder.name('c')]
    const start = `const [${one}, ${other}]: any[] = await Promise.all([`
    return {
      statements: [statement(start, '(async () => {', branch(), '})(),', '(async () => {', branch(), '})(),', '])')],
      variables: [
        { text: one, type: ANY },
        { text: other, type: ANY },
      ],
    }
  }

  /** One call or another, or none. */
  conditional(around: Surroundings): Made {
    const { builder } = this.statements
    const expressions = this.statements.expressions(around)
    const name = builder.name('c')
    const call = () => this.expression(around)
    const missing = placeOf(around.variables, builder, () => true, true)?.text ?? 'null'
    const text = builder.random.pick([
      () => `${expressions.condition(1)} ? ${call()} : ${call()}`,
      () => `${expressions.condition(1)} ? ${call()} : null`,
      () => `${missing} ?? (${call()})`,
      () => `${expressions.boolean(1)} && (${call()})`,
    ])()
    return { statements: [statement(`const ${name}: any = ${text}`)], variables: [{ text: name, type: ANY }] }
  }

  settled(around: Surroundings): Made {
    const { builder } = this.statements
    const name = builder.name('s')
    const calls = [this.promise(around), this.promise(around)].join(', ')
    const list = placeOf(around.variables, builder, (type) => type.kind === 'array')
    const all = list && builder.random.chance(0.4) ? `${list.text}.map((one) => ${this.promise(around)})` : `[${calls}]`
    const test = `${name}.some((one) => one.status === 'rejected')`
    const [failed, messages] = [builder.name('c'), builder.name('c')]
    return {
      statements: [
        statement(
          `const ${name}: any[] = await Promise.allSettled(${all})`,
          `const ${failed}: number = ${name}.filter((one) => one.status === 'rejected').length`,
          `const ${messages}: string[] = ${name}.map((one) => one.reason?.message ?? one.value?.code ?? '')`,
        ),
        ...(builder.random.chance(0.4) ? [statement(`if (${test}) {`, [this.statements.return(around)], '}')] : []),
      ],
      variables: [
        { text: failed, type: NUMBER },
        { text: messages, type: { kind: 'array', of: STRING } },
      ],
    }
  }

  nested(around: Surroundings): Made {
    const { builder } = this.statements
    const name = builder.name('c')
    const call = this.expression(around)
    const plain = [`const ${name}: number = (${call}).amount`, `const ${name}: number = (${call}).amount + 1`]
    if (!builder.may('call within a condition'))
      return { statements: [statement(builder.random.pick(plain))], variables: [{ text: name, type: NUMBER }] }
    const text = builder.random.pick([
      `const ${name}: number = ${this.statements.expressions(around).boolean(0)} ? (${call}).amount : 0`,
      `const ${name}: number = (${this.statements.expressions(around).boolean(0)} && (${call}).amount) || 0`,
    ])
    return { statements: [statement(text)], variables: [{ text: name, type: NUMBER }] }
  }

  private expression({ variables }: Surroundings): string {
    return this.statements.calls.expression(variables)
  }

  /** A promise: a call of the wrapper, or of the SDK with what decodes its answer. */
  private promise(around: Surroundings): string {
    const { calls } = this.statements
    if (calls.style !== 'sdk') return calls.promise(around.variables)
    return `(async () => ${calls.expression(around.variables)})()`
  }
}
