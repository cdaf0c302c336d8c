import { pascalCase } from '../shared/names'
import type { Expression, ExpressionOf } from './expression'
import { type Failure, failureOf } from './failures'
import type { Assignment, ChoiceStep, FailStep, Origin, ReturnStep, Step, TaskStep, TryStep } from './ir'
import { type JsonataWriter, variableName } from './jsonata'
import { LoopWriter } from './loop-states'
import { nameOf } from './state-names'
import type { Named, Node, Scope, States } from './state-nodes'
import type { State } from './states'
import { TaskWriter } from './task-states'

/** Where control goes on. It is written when first something goes there, and then only once. */
export type Target = () => Node

/** The ways out of a list of steps, beside its end. */
export interface Ways {
  /** The handler of the `try` around it. Without one a failure ends the workflow. */
  readonly failure: Failure | undefined
  /** `break 1`, `continue 1`: where the jumps of the loops around it go. */
  readonly jumps: ReadonlyMap<string, Target>
  readonly leave: (step: ReturnStep) => Node
  /** Whether `return` ends the workflow at once: no `finally` is on its way. */
  readonly isOutermost: boolean
}

/** A state that has its place among the others, and is not written yet. */
export type Placed = (state: (named: Named) => State) => Node

export interface WriterSettings {
  readonly scope: Scope
  /** Whether tasks are tried again where Lambda itself failed. */
  readonly awsRetries: boolean
  /** Whether these are the states of a branch whose failures are caught outside of it. */
  readonly isCaught?: boolean
  /** Whether who waits for the execution takes a cause that begins with a brace for that of a function. */
  readonly isDecoded?: boolean
}

/** Writes steps as states: sequences, choices, and the ways out of them. */
export class StateWriter {
  private readonly tasks: TaskWriter
  private readonly loops: LoopWriter

  constructor(
    private readonly states: States,
    private readonly expressions: JsonataWriter,
    private readonly settings: WriterSettings,
  ) {
    this.tasks = new TaskWriter(this, expressions, settings.awsRetries)
    this.loops = new LoopWriter(this, expressions)
  }

  /**
   * Writes a whole workflow, or that of a branch; gives the state that it begins with.
   * @param input What the first state gets, as an expression of JSONata.
   */
  machine(steps: readonly Step[], input?: string): Node {
    const nowhere: Origin = { file: '', line: Number.POSITIVE_INFINITY }
    const done = once(() => this.placed('Done', nowhere)(() => ({ Type: 'Succeed', Output: null })))
    const ways: Ways = {
      failure: undefined,
      jumps: new Map(),
      leave: (step) => this.succeed(step),
      isOutermost: true,
    }
    return this.sequence(steps, done, ways, input)
  }

  /** A writer for a branch of a state that stands in `ways`. */
  within(scope: object, { failure }: Ways): StateWriter {
    const isCaught = failure !== undefined || this.settings.isCaught
    return new StateWriter(this.states, this.expressions, { ...this.settings, scope, ...(isCaught && { isCaught }) })
  }

  /**
   * Writes steps; gives the state that they begin with.
   * @param next Where they go on.
   * @param input What the first of them gets as its input, where that is known.
   */
  sequence(steps: readonly Step[], next: Target, ways: Ways, input?: string): Node {
    const [step, ...rest] = steps
    if (!step) return next()
    if (step.kind === 'task' && ways.isOutermost && isResultOf(step, rest[0]))
      return this.tasks.task(step, 'end', ways, input)
    if (step.kind === 'task') {
      // only this task leads to what follows it
      const given = step.result === undefined ? undefined : `$${variableName(step.result)}`
      const follow = once(() => this.sequence(rest, next, ways, given))
      return this.tasks.task(step, follow, ways, input)
    }
    return this.step(
      step,
      once(() => this.sequence(rest, next, ways)),
      ways,
    )
  }

  /** Takes the place of a state before what it leads to is written: names are given in that order. */
  placed(wanted: string, origin: Origin): Placed {
    const { states } = this
    const { scope } = this.settings
    const order = states.place()
    return (state) => states.add({ wanted, origin, order, scope, state })
  }

  /** A state that leads to one other. */
  leading(wanted: string, origin: Origin, follow: Target, state: State): Node {
    const own = this.placed(wanted, origin)
    const next = follow()
    return own(({ name }) => ({ ...state, Next: name(next) }))
  }

  /** What `Assign` holds. */
  assigned(values: readonly Assignment[]): State {
    return Object.fromEntries(values.map(({ name, value }) => [variableName(name), this.value(value)]))
  }

  /** A value as a field holds it: an expression, unless it stands in the code. */
  private value(expression: Expression): string | number | boolean | null {
    return isPlain(expression) ? expression.value : wrapped(this.expressions.value(expression))
  }

  private step(step: Exclude<Step, TaskStep>, follow: Target, ways: Ways): Node {
    switch (step.kind) {
      case 'try':
        return this.attempt(step, follow, ways)
      case 'fail':
        return this.fail(step, ways)
      case 'return':
        return ways.leave(step)
      case 'break':
      case 'continue':
        return (ways.jumps.get(`${step.kind} ${step.id}`) as Target)()
      case 'loop':
        return this.loops.loop(step, follow, ways)
      case 'switch':
        return this.loops.switch(step, follow, ways)
      case 'parallel':
        return this.tasks.parallel(step, follow, ways)
      case 'map':
        return this.tasks.map(step, follow, ways)
      case 'wait': {
        const Seconds = this.value(step.seconds)
        return this.leading(nameOf(step), step.origin, follow, { Type: 'Wait', Seconds })
      }
      case 'assign':
        return this.leading(nameOf(step), step.origin, follow, { Type: 'Pass', Assign: this.assigned(step.values) })
      case 'choice':
        return this.choose(
          step,
          () => this.sequence(step.whenTrue, follow, ways),
          () => this.sequence(step.whenFalse, follow, ways),
        )
    }
  }

  /** A state that goes one way or the other. */
  choose(step: ChoiceStep, yes: Target, no: Target): Node {
    const own = this.placed(nameOf(step), step.origin)
    const [whenTrue, whenFalse] = [yes(), no()]
    const Condition = wrapped(this.expressions.condition(step.condition))
    return own(({ name }) => ({
      Type: 'Choice',
      Choices: [{ Condition, Next: name(whenTrue) }],
      Default: name(whenFalse),
    }))
  }

  private succeed(step: ReturnStep): Node {
    const { value } = step
    const Output = !value ? null : isPlain(value) ? value.value : wrapped(this.expressions.defined(value, 'null'))
    return this.placed(nameOf(step), step.origin)(() => ({ Type: 'Succeed', Output }))
  }

  private fail({ error, message, origin }: FailStep, { failure }: Ways): Node {
    const wanted = error.kind === 'literal' ? pascalCase(String(error.value)) : 'Rethrow'
    if (!failure) {
      const [name, Cause] = [this.value(error), this.cause(message)]
      return this.placed(wanted, origin)(() => ({ Type: 'Fail', Error: name, Cause }))
    }
    const { variable, target } = failure
    if (variable === undefined) return target()
    const properties = [
      { name: 'name', value: error },
      { name: 'message', value: message },
    ]
    const Assign = this.assigned([{ name: variable, value: { kind: 'object', properties } }])
    return this.leading(`Throw${wanted}`, origin, target, { Type: 'Pass', Assign })
  }

  /** In the form of a function's cause, where a `Catch`, or the handler, may take the message for one. */
  private cause(message: Expression): string | number | boolean | null {
    const { isCaught, isDecoded } = this.settings
    if (!(isCaught || isDecoded) || !mayBeginWithBrace(message)) return this.value(message)
    return wrapped(`$string({'errorMessage': ${this.expressions.value(message)}})`)
  }

  private attempt({ body, handler, finalizer, origin }: TryStep, follow: Target, outer: Ways): Node {
    const ways = finalizer ? this.through(finalizer, origin, outer) : outer
    const end = finalizer ? once(() => this.sequence(finalizer.steps, follow, outer)) : follow
    if (!handler) return this.sequence(body, end, ways)
    const failure = failureOf(this, { ...handler, part: 'name' }, end, ways)
    return this.sequence(body, end, { ...ways, failure })
  }

  /** The ways out through `finally`, which is written once for each of them. */
  private through(finalizer: NonNullable<TryStep['finalizer']>, origin: Origin, outer: Ways): Ways {
    const before = (last: Target): Target => once(() => this.sequence(finalizer.steps, last, outer))
    const part = (name: string): Expression => ({ kind: 'variable', name: finalizer.error, path: [name] })
    const rethrow: FailStep = { kind: 'fail', error: part('name'), message: part('message'), origin }
    const leave = (step: ReturnStep): Node => {
      if (!step.value || step.value.kind === 'literal') return before(() => outer.leave(step))()
      const { returned } = finalizer
      const kept: Expression = { kind: 'object', properties: [{ name: 'value', value: step.value }] }
      const value: Expression = { kind: 'variable', name: returned, path: ['value'] }
      const rest = before(() => outer.leave({ ...step, value }))
      const Assign = this.assigned([{ name: returned, value: kept }])
      return this.leading(`Set${pascalCase(returned)}`, step.origin, rest, { Type: 'Pass', Assign })
    }
    const target = before(() => this.fail(rethrow, outer))
    return {
      isOutermost: false,
      failure: { target, variable: finalizer.error, named: [], others: target },
      jumps: new Map([...outer.jumps].map(([way, target]) => [way, before(target)])),
      leave,
    }
  }
}

/** Whether a value can be written without JSONata: nothing takes it for an expression, or a substitution. */
function isPlain(expression: Expression): expression is ExpressionOf<'literal'> {
  return expression.kind === 'literal' && !/\$\{|^\s*\{%/.test(String(expression.value))
}

/** Whether a text may begin like JSON of an object. */
function mayBeginWithBrace(text: Expression): boolean {
  if (text.kind === 'literal') return String(text.value).startsWith('{')
  const isSum = text.kind === 'arithmetic' && text.operator === '+'
  const parts = text.kind === 'text' ? text.parts : isSum ? [text.left, text.right] : undefined
  if (!parts) return true
  const first = parts.find((part) => part.kind !== 'literal' || part.value !== '')
  return first !== undefined && mayBeginWithBrace(first)
}

/** Whether a step returns what a task gave, as it is. */
function isResultOf({ result }: TaskStep, next: Step | undefined): boolean {
  return (
    next?.kind === 'return' &&
    next.value?.kind === 'variable' &&
    next.value.name === result &&
    next.value.path.length === 0
  )
}

export function once(write: Target): Target {
  let node: Node | undefined
  return () => {
    node ??= write()
    return node
  }
}

export function wrapped(expression: string): string {
  return `{% ${expression} %}`
}
