import { BOOLEAN, ITEM, NUMBER, STRING, type Type } from '../types'
import type { Builder, Variable } from './builder'
import type { Calls } from './calls'
import { Concurrency } from './concurrency'
import { Expressions } from './expressions'
import { Failures } from './failures'
import type { Feature } from './features'
import { Loops } from './loops'
import { type Statement, statement } from './statement'

/** Where a statement stands. */
export interface Surroundings {
  readonly variables: readonly Variable[]
  readonly depth: number
  readonly isInLoop: boolean
  /** The error that a `catch` around has taken. */
  readonly caught?: string
}

/** Statements, and the names that those behind them can use. */
export interface Made {
  readonly statements: readonly Statement[]
  readonly variables?: readonly Variable[]
  /** Whether nothing behind them is reached. */
  readonly ends?: boolean
}

const DEEPEST = 3

/** Makes statements. */
export class Statements {
  private readonly loops: Loops
  private readonly failures: Failures
  private readonly concurrency: Concurrency

  constructor(
    readonly builder: Builder,
    readonly calls: Calls,
  ) {
    this.loops = new Loops(this)
    this.failures = new Failures(this)
    this.concurrency = new Concurrency(this)
  }

  /** So many statements, fewer where one ends the block. */
  block(around: Surroundings, count: number): Statement[] {
    let { variables } = around
    const statements: Statement[] = []
    for (let made = 0; made < count; made++) {
      const { statements: own, variables: more = [], ends } = this.one({ ...around, variables })
      statements.push(...own)
      if (ends) break
      variables = [...variables, ...more]
    }
    return statements
  }

  /** A block inside of a statement. */
  inner(around: Surroundings, more: Partial<Surroundings> = {}): Statement[] {
    const place = { ...around, depth: around.depth + 1, ...more }
    return this.block(place, this.builder.random.whole(1, 2))
  }

  expressions(around: Surroundings): Expressions {
    return new Expressions(this.builder, around.variables)
  }

  call({ variables }: Surroundings): Made {
    const { statements, variable } = this.calls.declare(variables)
    return { statements, variables: [variable] }
  }

  private one(around: Surroundings): Made {
    const { random } = this.builder
    const simple: [Feature | undefined, () => Made | undefined][] = [
      [undefined, () => this.call(around)],
      [undefined, () => this.call(around)],
      [undefined, () => this.constant(around)],
      ['call for nothing', () => ({ statements: [this.calls.forNothing(around.variables)] })],
      ['call in an expression', () => this.concurrency.nested(around)],
      ['let', () => this.variable(around)],
      ['let', () => this.assignment(around)],
      ['destructuring', () => this.destructuring(around)],
      ['defaults and rest', () => this.defaults(around)],
      ['push', () => this.push(around)],
      ['log', () => ({ statements: [statement(`console.log(${this.expressions(around).anything(0)})`)] })],
      ['parallel', () => this.concurrency.parallel(around)],
      ['map of calls', () => this.concurrency.map(around)],
      ['all settled', () => this.concurrency.settled(around)],
    ]
    const compound: typeof simple = [
      [undefined, () => this.condition(around)],
      ['switch', () => this.switch(around)],
      ['for of', () => this.loops.forOf(around)],
      ['for', () => this.loops.counted(around)],
      ['while', () => this.loops.open(around, 'while')],
      ['do', () => this.loops.open(around, 'do')],
      ['break', () => this.loops.leave(around, 'break')],
      ['continue', () => this.loops.leave(around, 'continue')],
      ['try', () => this.failures.attempt(around)],
      ['throw', () => this.failures.throw(around)],
      ['retry loop', () => this.failures.retry(around)],
    ]
    const ways = around.depth >= DEEPEST ? simple : [...simple, ...compound, ...compound]
    for (let tries = 0; tries < 20; tries++) {
      const [feature, make] = random.pick(ways)
      if (feature !== undefined && !this.builder.may(feature, 1)) continue
      const made = make()
      if (made) return made
    }
    return this.call(around)
  }

  private constant(around: Surroundings): Made {
    const type = this.builder.random.pick<Type>([NUMBER, STRING, BOOLEAN, { kind: 'array', of: STRING }])
    const name = this.builder.name('c')
    const value = this.expressions(around).of(type)
    return { statements: [statement(`const ${name} = ${value}`)], variables: [{ text: name, type }] }
  }

  private variable(around: Surroundings): Made {
    const type = this.builder.random.pick<Type>([NUMBER, STRING, BOOLEAN])
    const name = this.builder.name('v')
    const value = this.expressions(around).of(type, 1)
    const text = `let ${name}: ${type.kind} = ${value}`
    return { statements: [statement(text)], variables: [{ text: name, type, isLet: true }] }
  }

  private assignment(around: Surroundings): Made | undefined {
    const targets = around.variables.filter(({ isLet }) => isLet)
    if (targets.length === 0) return this.variable(around)
    const { text, type } = this.builder.random.pick(targets)
    if (type.kind === 'number' && this.builder.may('arithmetic'))
      return { statements: [statement(`${text} ${this.builder.random.pick(['+=', '-='])} ${this.builder.number()}`)] }
    return { statements: [statement(`${text} = ${this.expressions(around).of(type, 1)}`)] }
  }

  private destructuring(around: Surroundings): Made {
    const { statements, variable } = this.calls.declare(around.variables)
    const [one, other] = [this.builder.name('d'), this.builder.name('d')]
    return {
      statements: [...statements, statement(`const { amount: ${one}, code: ${other} } = ${variable.text}`)],
      variables: [variable, { text: one, type: NUMBER }, { text: other, type: STRING }],
    }
  }

  private defaults(around: Surroundings): Made {
    const { statements, variable } = this.calls.declare(around.variables)
    const [one, other] = [this.builder.name('d'), this.builder.name('d')]
    const isList = this.builder.random.chance(0.4)
    const text = isList
      ? `const [${one} = 0] = ${variable.text}.scores`
      : `const { note: ${other} = 'none', amount: ${one}, ...rest${one} } = ${variable.text}`
    return {
      statements: [...statements, statement(text)],
      variables: [variable, { text: one, type: NUMBER }],
    }
  }

  private push(around: Surroundings): Made {
    const name = this.builder.name('l')
    const type: Type = { kind: 'array', of: STRING }
    const push = (place: Surroundings) => statement(`${name}.push(${this.expressions(place).string(1)})`)
    const isConditional = this.builder.random.chance(0.5)
    const body = isConditional
      ? statement(`if (${this.expressions(around).condition(1)}) {`, [push(around)], '}')
      : push(around)
    return {
      statements: [statement(`const ${name}: string[] = []`), body, push(around)],
      variables: [{ text: name, type }],
    }
  }

  private condition(around: Surroundings): Made {
    const { random } = this.builder
    const test = this.expressions(around).condition(2)
    const parts: (string | Statement[])[] = [`if (${test}) {`, this.branch(around)]
    if (random.chance(0.2)) parts.push(`} else if (${this.expressions(around).condition(1)}) {`, this.branch(around))
    if (random.chance(0.4)) parts.push('} else {', this.branch(around))
    return { statements: [statement(...parts, '}')] }
  }

  /** Statements, or the early end of the handler. */
  private branch(around: Surroundings): Statement[] {
    if (this.builder.random.chance(0.5)) return this.inner(around)
    return [this.return(around)]
  }

  return(around: Surroundings): Statement {
    return statement(`return ${this.expressions(around).anything(2)}`)
  }

  private switch(around: Surroundings): Made {
    const { random } = this.builder
    const expressions = this.expressions(around)
    const isText = random.chance(0.6)
    const labels = [...new Set([0, 1].map(() => (isText ? this.builder.string() : this.builder.number())))]
    const cases = labels.flatMap((label) => {
      const end = random.pick(['break', 'break', ''])
      const body = this.inner({ ...around, isInLoop: false })
      return [`case ${label}: {`, body, `}${end && ` ${end}`}`]
    })
    const otherwise = random.chance(0.5) ? ['default: {', this.inner({ ...around, isInLoop: false }), '}'] : []
    const subject = isText ? expressions.string(0) : expressions.number(0)
    return { statements: [statement(`switch (${subject}) {`, ...cases, ...otherwise, '}')] }
  }

  /** Items of lists. */
  get itemType(): Type {
    return ITEM
  }
}
