import { BOOLEAN, fieldOf, NUMBER, RESULT, STRING, type Type } from '../types'
import type { Builder, Variable } from './builder'
import type { Calls } from './calls'
import { Concurrency } from './concurrency'
import { Expressions } from './expressions'
import { Failures } from './failures'
import type { Feature } from './features'
import { Glue } from './glue'
import { Holders } from './holders'
import { Loops } from './loops'
import { Retries } from './retries'
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
  private readonly retries: Retries
  private readonly holders: Holders
  private readonly concurrency: Concurrency
  private readonly glue: Glue

  constructor(
    readonly builder: Builder,
    readonly calls: Calls,
    /** What it returns: that of a function whose result is looked into is of one type. */
    readonly gives: 'anything' | 'result' = 'anything',
  ) {
    this.loops = new Loops(this)
    this.failures = new Failures(this)
    this.retries = new Retries(this)
    this.holders = new Holders(this)
    this.concurrency = new Concurrency(this)
    this.glue = new Glue(this)
  }

  /** So many statements, fewer where one ends the block. */
  block(around: Surroundings, count: number): Statement[] {
    return [...this.sequence(around, count).statements]
  }

  /** The rest of the handler: so many statements, and what it returns. */
  ending(around: Surroundings, count: number): Statement[] {
    const { statements, variables, ends } = this.sequence(around, count)
    if (ends || this.builder.may('no return', 1)) return [...statements]
    return [...statements, this.return({ ...around, variables })]
  }

  private sequence(around: Surroundings, count: number): Required<Made> {
    let { variables } = around
    const statements: Statement[] = []
    for (let made = 0; made < count; made++) {
      const { statements: own, variables: more = [], ends } = this.one({ ...around, variables })
      statements.push(...own)
      if (ends) return { statements, variables, ends }
      variables = [...variables, ...more]
    }
    return { statements, variables, ends: false }
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

  /** Constants, one after the other. */
  constants(around: Surroundings, count: number): Made {
    let made: Required<Pick<Made, 'statements' | 'variables'>> = { statements: [], variables: [] }
    for (let index = 0; index < count; index++) {
      const { statements, variables = [] } = this.constant({
        ...around,
        variables: [...around.variables, ...made.variables],
      })
      made = { statements: [...made.statements, ...statements], variables: [...made.variables, ...variables] }
    }
    return made
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
      ['wait', () => ({ statements: [this.wait()] })],
      ['destructuring', () => this.holders.destructuring(around)],
      ['defaults and rest', () => this.holders.defaults(around)],
      ['direct destructuring', () => this.holders.taken(around)],
      ['own object', () => this.holders.ownObject(around)],
      ['push', () => this.holders.push(around)],
      ['mutation', () => this.holders.mutation(around)],
      ['alias', () => this.holders.alias(around)],
      ['local function', () => this.holders.localFunction(around)],
      ['log', () => ({ statements: [statement(`console.log(${this.expressions(around).anything(0)})`)] })],
      ['parallel', () => this.concurrency.parallel(around)],
      ['map of calls', () => this.concurrency.map(around)],
      ['conditional call', () => this.concurrency.conditional(around)],
      ['all settled', () => this.concurrency.settled(around)],
      ['glue value', () => this.glue.value(around)],
      ['glue call', () => this.glue.call(around)],
    ]
    const compound: typeof simple = [
      [undefined, () => this.condition(around)],
      ['switch', () => this.switch(around)],
      ['for of', () => this.loops.forOf(around)],
      ['collect', () => this.loops.collect(around)],
      ['for of taken apart', () => this.loops.takenApart(around)],
      ['for', () => this.loops.counted(around)],
      ['while', () => this.loops.open(around, 'while')],
      ['do', () => this.loops.open(around, 'do')],
      ['break', () => this.loops.leave(around, 'break')],
      ['continue', () => this.loops.leave(around, 'continue')],
      ['label', () => this.loops.labelled(around)],
      ['try', () => this.failures.attempt(around)],
      ['throw', () => this.failures.throw(around)],
      ['error that is made', () => this.failures.made(around)],
      ['map of statements', () => this.concurrency.mapOfStatements(around)],
      ['parallel of statements', () => this.concurrency.parallelOfStatements(around)],
      ['retry loop', () => this.retries.loop(around)],
      ['poll', () => this.loops.poll(around)],
      ['glue part', () => this.glue.part(around)],
      ['glue loop', () => this.glue.loop(around)],
      ['glue throw', () => this.glue.thrown(around)],
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

  private wait(): Statement {
    const time = this.builder.random.pick(['1000', '1500', '0'])
    return statement(`await new Promise((resolve) => setTimeout(resolve, ${time}))`)
  }

  private constant(around: Surroundings): Made {
    const type = this.builder.random.pick<Type>([NUMBER, STRING, BOOLEAN, { kind: 'array', of: STRING }])
    const name = this.constantName(around)
    const value = this.expressions(around).of(type)
    return { statements: [statement(`const ${name} = ${value}`)], variables: [{ text: name, type }] }
  }

  /** A name of its own, one that another block may have too, or one that means something to JSONata. */
  private constantName({ variables }: Surroundings): string {
    const isFree = (name: string) => !variables.some(({ text }) => text === name)
    if (isFree('same') && this.builder.may('same names', 0.7)) return 'same'
    const special = ['count', 'sum', 'states', 'string', '$x', '_y', 'exists', 'type'].filter(isFree)
    if (special.length > 0 && this.builder.may('names of functions', 0.7)) return this.builder.random.pick(special)
    return this.builder.name('c')
  }

  private variable(around: Surroundings): Made {
    const type = this.builder.random.pick<Type>([NUMBER, STRING, BOOLEAN])
    const name = this.builder.name('v')
    const value = this.expressions(around).of(type, 1)
    const text = `let ${name}: ${type.kind} = ${value}`
    return { statements: [statement(text)], variables: [{ text: name, type, isLet: true }] }
  }

  /** A variable, or a list that only grows, that gets another value. */
  change(around: Surroundings): Statement | undefined {
    // inside of a loop it could be the list that is walked, without an end
    const lists = around.isInLoop ? [] : around.variables.filter(({ text }) => /^l\d+$/.test(text))
    if (lists.length > 0) return statement(`${this.builder.random.pick(lists).text}.push('more')`)
    const targets = around.variables.filter(({ isLet }) => isLet)
    if (targets.length === 0) return undefined
    const { text, type } = this.builder.random.pick(targets)
    return statement(`${text} = ${this.expressions(around).of(type, 0)}`)
  }

  private assignment(around: Surroundings): Made | undefined {
    const targets = around.variables.filter(({ isLet }) => isLet)
    if (targets.length === 0) return this.variable(around)
    const { text, type } = this.builder.random.pick(targets)
    if (type.kind === 'number' && this.builder.may('arithmetic')) {
      const change = this.builder.random.pick([
        `+= ${this.builder.number()}`,
        `-= ${this.builder.number()}`,
        '++',
        '--',
      ])
      return { statements: [statement(`${text} ${change}`.replace(/ ([+-]{2})$/, '$1'))] }
    }
    return { statements: [statement(`${text} = ${this.expressions(around).of(type, 1)}`)] }
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
    if (this.builder.may('return of a call', 0.3)) {
      const call = this.calls.expression(around.variables)
      return statement(`return ${call}`)
    }
    if (this.gives === 'result') return this.result(around)
    // most often all that is known, so that nothing of it can be wrong unseen
    const names = around.variables.map(({ text }) => text).filter((text) => /^[\w$]+$/.test(text))
    if (this.builder.random.chance(0.5)) return statement(`return { ${names.join(', ')} }`)
    return statement(`return ${this.expressions(around).anything(2)}`)
  }

  /** `return` of what has the type of a result. */
  private result(around: Surroundings): Statement {
    const { random } = this.builder
    const expressions = this.expressions(around)
    const results = around.variables.filter(({ text, type }) => type === RESULT && /^[\w$]+$/.test(text))
    const own = ['ok', 'amount', 'code', 'items', 'scores'] as const
    const of = (name: (typeof own)[number]) => `${name}: ${expressions.of(fieldOf(RESULT, name), 1)}`
    if (results.length === 0) return statement(`return { ${own.map(of).join(', ')} }`)
    const { text } = random.pick(results)
    return statement(random.chance(0.5) ? `return ${text}` : `return { ...${text}, ${of(random.pick(own))} }`)
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
}
