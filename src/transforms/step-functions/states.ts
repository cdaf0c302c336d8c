import { getAtt } from '../../infra/template'
import { pascalCase } from '../shared/names'
import type { Expression, Origin, Step, TaskStep, WorkflowInput } from './ir'
import { JsonataWriter, variableName } from './jsonata'

/** A state machine definition: Amazon States Language with JSONata. */
export interface Definition {
  readonly Comment: string
  readonly QueryLanguage: 'JSONata'
  readonly StartAt: string
  readonly TimeoutSeconds?: number
  readonly States: Record<string, State>
}

export type State = Readonly<Record<string, unknown>>

/** What a definition says about itself, beside its states. */
export interface Header {
  readonly comment: string
  /** When the execution ends, whatever it is doing; `undefined` leaves it to the limit of the service. */
  readonly timeout: number | undefined
}

/** Writes a workflow as states, in the order of the code. */
export function writeStates(steps: readonly Step[], input: WorkflowInput, { comment, timeout }: Header): Definition {
  const { start, states } = new StateWriter(new JsonataWriter(input.isWhole)).write(steps)
  return {
    Comment: comment,
    QueryLanguage: 'JSONata',
    StartAt: start,
    ...(timeout !== undefined && { TimeoutSeconds: timeout }),
    States: states,
  }
}

/** A state before it has its name: names are given in the order of the code, which branches leave. */
interface Node {
  readonly wanted: string
  readonly line: number
  readonly order: number
  readonly state: (name: (node: Node) => string) => State
}

/** Where control goes on. It is written when first something goes there, and then only once. */
type Target = () => Node

class StateWriter {
  private readonly nodes: Node[] = []
  private count = 0

  constructor(private readonly expressions: JsonataWriter) {}

  write(steps: readonly Step[]): { start: string; states: Record<string, State> } {
    const done = once(() => this.node('Done', Number.POSITIVE_INFINITY, () => ({ Type: 'Succeed', Output: null })))
    const start = this.sequence(steps, done, undefined)
    const names = this.names()
    const name = (node: Node) => names.get(node) as string
    return {
      start: name(start),
      states: Object.fromEntries([...names].map(([node, own]) => [own, node.state(name)])),
    }
  }

  private names(): Map<Node, string> {
    const sorted = [...this.nodes].sort((a, b) => a.line - b.line || a.order - b.order)
    const taken = new Set<string>()
    return new Map(
      sorted.map((node) => {
        let name = node.wanted
        for (let number = 2; taken.has(name); number++) name = `${node.wanted}${number}`
        taken.add(name)
        return [node, name]
      }),
    )
  }

  private node(wanted: string, line: number, state: Node['state'], order = this.count++): Node {
    const node = { wanted, line, order, state }
    this.nodes.push(node)
    return node
  }

  /**
   * Writes steps; gives the state that they begin with.
   * @param next Where they go on.
   * @param failure Where a failure goes: the handler of the `try` around them. Without one it ends the workflow.
   */
  private sequence(steps: readonly Step[], next: Target, failure: Target | undefined): Node {
    const [step, ...rest] = steps
    if (!step) return next()
    const follow = once(() => this.sequence(rest, next, failure))
    if (step.kind === 'try') {
      const handler = once(() => this.sequence(step.handler, follow, failure))
      return this.sequence(step.body, follow, handler)
    }
    if (step.kind === 'fail' && failure) return failure()
    const order = this.count++
    const write = this.writerOf(step, follow, failure)
    const Comment = `${step.origin.file}:${step.origin.line}`
    return this.node(nameOf(step), step.origin.line, (name) => ({ Comment, ...write(name) }), order)
  }

  private writerOf(step: Exclude<Step, { kind: 'try' }>, follow: Target, failure: Target | undefined): Node['state'] {
    switch (step.kind) {
      case 'return':
        return () => ({
          Type: 'Succeed',
          Output: step.value ? wrapped(this.expressions.defined(step.value, 'null')) : null,
        })
      case 'fail':
        return () => ({ Type: 'Fail', Error: step.error, Cause: wrapped(this.expressions.value(step.message)) })
      case 'assign': {
        const next = follow()
        const Assign = { [variableName(step.name)]: wrapped(this.expressions.value(step.value)) }
        return (name) => ({ Type: 'Pass', Assign, Next: name(next) })
      }
      case 'choice': {
        const whenTrue = this.sequence(step.whenTrue, follow, failure)
        const whenFalse = this.sequence(step.whenFalse, follow, failure)
        const Condition = wrapped(this.expressions.condition(step.condition))
        return (name) => ({
          Type: 'Choice',
          Choices: [{ Condition, Next: name(whenTrue) }],
          Default: name(whenFalse),
        })
      }
      case 'task':
        return this.task(step, follow, failure)
    }
  }

  /** A task has no timer of its own: the function has one, and a second would also count the start of a new instance. */
  private task(step: TaskStep, follow: Target, failure: Target | undefined): Node['state'] {
    const caught = step.onFailure ? this.sequence(step.onFailure, follow, failure) : failure?.()
    const next = follow()
    const { payload, needsPayload } = step
    const Arguments = needsPayload ? this.expressions.value(payload) : this.expressions.defined(payload, '{}')
    return (name) => ({
      Type: 'Task',
      Resource: getAtt(step.callee.function.logicalId),
      Arguments: wrapped(Arguments),
      ...(step.result !== undefined && { Assign: { [variableName(step.result)]: wrapped('$states.result') } }),
      ...(caught && { Catch: [{ ErrorEquals: ['States.ALL'], Next: name(caught) }] }),
      Next: name(next),
    })
  }
}

function once(write: Target): Target {
  let node: Node | undefined
  return () => {
    node ??= write()
    return node
  }
}

function nameOf(step: Exclude<Step, { kind: 'try' }> & { readonly origin: Origin }): string {
  switch (step.kind) {
    case 'task':
      return pascalCase(step.callee.function.key)
    case 'assign':
      return `Set${pascalCase(step.name)}`
    case 'return':
      return `Return${statusOf(step.value)}`
    case 'fail':
      return pascalCase(step.error)
    case 'choice':
      return `Check${pascalCase(subjectOf(step.condition)?.at(-1) ?? '')}`
  }
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
