import { getAtt } from '../../infra/template'
import { pascalCase } from '../shared/names'
import type { Expression, Step, TaskStep } from './ir'
import { JsonataWriter, variableName } from './jsonata'

/** A state machine definition: Amazon States Language with JSONata. */
export interface Definition {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly StartAt: string
  readonly States: Record<string, State>
}

export type State = Readonly<Record<string, unknown>>

/** Writes a workflow as states, in the order of the code. `inputs` are the names that it is started with. */
export function writeStates(steps: readonly Step[], inputs: readonly string[], comment: string): Definition {
  const writer = new StateWriter(new JsonataWriter(inputs))
  const start = writer.sequence(steps, undefined)
  return { Comment: comment, QueryLanguage: 'JSONata', StartAt: start ?? writer.end(), States: writer.states() }
}

class StateWriter {
  private readonly names = new Set<string>()
  private readonly written: [string, State][] = []
  private ended: string | undefined

  constructor(private readonly expressions: JsonataWriter) {}

  states(): Record<string, State> {
    return Object.fromEntries(this.written)
  }

  /** The state that ends a workflow that returns nothing. */
  end(): string {
    if (this.ended === undefined) {
      this.ended = this.name('Done')
      this.written.push([this.ended, { Type: 'Succeed', Output: null }])
    }
    return this.ended
  }

  /** Writes steps so that they go on to `next`; gives the name of the first, or `next` where there is none. */
  sequence(steps: readonly Step[], next: string | undefined): string | undefined {
    const [first, ...rest] = steps
    if (!first) return next
    if (first.kind === 'return' || first.kind === 'fail') return this.terminal(first)
    const name = this.name(nameOf(first))
    // the state takes its place before those that follow it
    const index = this.written.push([name, {}]) - 1
    const branches = this.branches(first)
    const follow = () => this.sequence(rest, next) ?? this.end()
    this.written[index] = [name, this.state(first, branches, follow)]
    return name
  }

  /** Names of the states that a step branches to are reserved in the order of the code. */
  private branches(step: Exclude<Step, { kind: 'return' | 'fail' }>): readonly (readonly Step[])[] {
    if (step.kind === 'choice') return [step.whenTrue, step.whenFalse]
    return step.kind === 'task' && step.onFailure ? [step.onFailure] : []
  }

  private state(
    step: Exclude<Step, { kind: 'return' | 'fail' }>,
    branches: readonly (readonly Step[])[],
    follow: () => string,
  ): State {
    const Comment = `${step.origin.file}:${step.origin.line}`
    if (step.kind === 'choice') {
      const [then = [], otherwise = []] = branches
      const ends = alwaysEnds(then)
      const thenStart = ends ? this.sequence(then, undefined) : undefined
      const next = ends && alwaysEnds(otherwise) ? undefined : follow()
      return {
        Comment,
        Type: 'Choice',
        Choices: [
          {
            Condition: wrapped(this.expressions.condition(step.condition)),
            Next: thenStart ?? this.sequence(then, next) ?? this.end(),
          },
        ],
        Default: this.sequence(otherwise, next) ?? this.end(),
      }
    }
    if (step.kind === 'assign') {
      return {
        Comment,
        Type: 'Pass',
        Assign: { [variableName(step.name)]: wrapped(this.expressions.value(step.value)) },
        Next: follow(),
      }
    }
    return this.task(step, Comment, branches[0], follow)
  }

  private task(step: TaskStep, Comment: string, onFailure: readonly Step[] | undefined, follow: () => string): State {
    const failure = onFailure && alwaysEnds(onFailure) ? this.sequence(onFailure, undefined) : undefined
    const next = follow()
    const caught = onFailure && (failure ?? this.sequence(onFailure, next) ?? this.end())
    return {
      Comment,
      Type: 'Task',
      Resource: getAtt(step.callee.function.logicalId),
      Arguments: wrapped(this.expressions.value(step.payload)),
      ...(step.result !== undefined && { Assign: { [variableName(step.result)]: wrapped('$states.result') } }),
      TimeoutSeconds: step.callee.function.timeout,
      ...(caught !== undefined && { Catch: [{ ErrorEquals: ['States.ALL'], Next: caught }] }),
      Next: next,
    }
  }

  private terminal(step: Extract<Step, { kind: 'return' | 'fail' }>): string {
    const Comment = `${step.origin.file}:${step.origin.line}`
    if (step.kind === 'fail') {
      const name = this.name(pascalCase(step.error))
      this.written.push([
        name,
        { Comment, Type: 'Fail', Error: step.error, Cause: wrapped(this.expressions.value(step.message)) },
      ])
      return name
    }
    const name = this.name(`Return${statusOf(step.value)}`)
    this.written.push([
      name,
      { Comment, Type: 'Succeed', Output: step.value ? wrapped(this.expressions.value(step.value)) : null },
    ])
    return name
  }

  private name(wanted: string): string {
    let name = wanted
    for (let number = 2; this.names.has(name); number++) name = `${wanted}${number}`
    this.names.add(name)
    return name
  }
}

/** Whether a list of steps never goes on to what follows it. */
export function alwaysEnds(steps: readonly Step[]): boolean {
  const last = steps.at(-1)
  if (!last) return false
  if (last.kind === 'return' || last.kind === 'fail') return true
  return last.kind === 'choice' && alwaysEnds(last.whenTrue) && alwaysEnds(last.whenFalse)
}

function nameOf(step: Exclude<Step, { kind: 'return' | 'fail' }>): string {
  if (step.kind === 'task') return pascalCase(step.callee.function.key)
  if (step.kind === 'assign') return `Set${pascalCase(step.name)}`
  return `Check${pascalCase(subjectOf(step.condition)?.at(-1) ?? '')}`
}

/** `409` of `{ statusCode: 409, … }`. */
function statusOf(value: Expression | undefined): string {
  const status =
    value?.kind === 'object' ? value.properties.find(({ name }) => name === 'statusCode')?.value : undefined
  return status?.kind === 'literal' ? String(status.value) : ''
}

/** The first thing that a condition looks at. */
function subjectOf(condition: Expression): readonly string[] | undefined {
  switch (condition.kind) {
    case 'variable':
      return [condition.name, ...condition.path]
    case 'input':
      return condition.path
    case 'not':
    case 'nullish':
      return subjectOf(condition.operand)
    case 'equals':
    case 'logical':
      return subjectOf(condition.left)
    case 'conditional':
      return subjectOf(condition.condition)
    default:
      return undefined
  }
}

function wrapped(expression: string): string {
  return `{% ${expression} %}`
}
