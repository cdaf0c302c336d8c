import { ts } from 'ts-morph'
import { nodeAt } from '../../../load/document'
import { type FunctionRef, refKey } from '../../../load/service'
import type { Call } from '../calls'
import type { Expression } from '../expression'
import { isDefined, typeOf } from '../facts'
import { alwaysEnds, type Origin, type Step, type TaskStep, type TryStep } from '../ir'
import { Obstacles } from '../obstacles'
import { UNREADABLE } from '../read-scope'
import type { StatementReader } from '../read-statements'
import type { ReadPlace, ReturnTarget } from '../reading'
import { readsOfVariable } from '../retry/variable-uses'
import type { SplitFunction } from './candidates'

interface Around {
  readonly split: SplitFunction
  /** Where it is called. */
  readonly origin: Origin
}

/** Reads what a function does in the place of the task that would call it. */
export class SplitReader {
  private readonly around: Around[] = []
  private readonly found = new Map<string, Obstacles>()

  constructor(private readonly reader: StatementReader) {}

  /** What has no exact form in functions, by their keys: they must stay as they are. */
  get obstacles(): ReadonlyMap<string, Obstacles> {
    return new Map([...this.found].filter(([, obstacles]) => !obstacles.isEmpty))
  }

  /** What is in the way of the function that is read; `undefined` where the chain's own code is. */
  get own(): Obstacles | undefined {
    const current = this.around.at(-1)
    return current && this.obstaclesOf(current.split)
  }

  /** Where the function that is read is called. */
  get origin(): Origin | undefined {
    return this.around.at(-1)?.origin
  }

  isSplit({ callee }: Call): boolean {
    return this.reader.reading.splits.has(refKey(callee))
  }

  /** The steps of the function that a task calls, or the task where it stays one. */
  expanded(task: TaskStep, node: ts.Node): Step[] {
    const split = this.reader.reading.splits.get(refKey(task.callee))
    if (!split) return [task]
    const { first, event } = this.event(split, task, node)
    const read = () => this.body(split, task, event)
    const steps = task.onFailure ? this.reader.errors.caught(read) : read()
    return [...first, ...(task.onFailure ? [this.checked(split, task, task.onFailure, steps, node)] : steps)]
  }

  /** `process.env.KEY` of the function that is read, where its value stands in the configuration. */
  environment(key: string, node: ts.Node): Expression | undefined {
    const current = this.around.at(-1)
    if (!current) return undefined
    const value = writtenVariable(current.split.ref, key)
    if (value !== undefined) return { kind: 'literal', value }
    this.reader.obstacle(node, `"${key}" of its environment is not written as a text that is the same in every stage`)
    return UNREADABLE
  }

  /** Names from outside of the function are not known: the workflow has only its event. */
  outer(name: ts.Identifier): void {
    this.reader.obstacle(name, `"${name.text}" is declared outside of what becomes steps`)
  }

  private obstaclesOf({ ref, module }: SplitFunction): Obstacles {
    const known = this.found.get(refKey(ref)) ?? new Obstacles(module)
    this.found.set(refKey(ref), known)
    return known
  }

  /** What the function is given: JSON, which is never `undefined`, and of which nothing is left out any more. */
  private event(
    { form, ref }: SplitFunction,
    { payload, needsPayload, origin }: TaskStep,
    node: ts.Node,
  ): { first: Step[]; event: Expression } {
    const { reader } = this
    const isSure = isDefined(payload) || (payload.kind === 'input' && reader.reading.inputs.isWhole(payload.path))
    if (!isSure && needsPayload && payload !== UNREADABLE)
      this.tell(ref, node, 'the payload may be undefined, and the call then fails')
    const value: Expression =
      isSure || needsPayload
        ? payload
        : { kind: 'default', value: payload, otherwise: { kind: 'object', properties: [] } }
    if (value.kind === 'literal' || value.kind === 'input') return { first: [], event: value }
    if (value.kind === 'variable')
      return { first: [], event: { ...value, known: { ...value.known, hasGaps: false, isForJson: false } } }
    if (form.node.parameters.length === 0) return { first: [], event: value }
    const name = reader.variables.newName('event')
    const event: Expression = { kind: 'variable', name, path: [], known: { type: typeOf(value) } }
    return { first: [{ kind: 'assign', values: [{ name, value }], origin }], event }
  }

  /** What `return` gives is the result of the task. */
  private body(split: SplitFunction, { result, origin }: TaskStep, event: Expression): Step[] {
    const { reader } = this
    const { module, body, form, ref } = split
    const calls = split.calls()
    const place: ReadPlace = { module, body, calls, isHelper: false }
    reader.variables.forgetInside(form.node)
    this.around.push({ split, origin })
    const block = reader.at(place, () =>
      reader.loops.inside(false, [], (id): Step => {
        const target: ReturnTarget = {
          position: 'json',
          give: (value, node) => [
            ...(result === undefined ? [] : reader.assign([{ name: result, value: answerOf(value) }], node)),
            { kind: 'break', id, origin: reader.origin(node) },
          ],
        }
        const steps = reader.returning(target, () => [...this.bound(split, event), ...this.statements(body, target)])
        const whole = alwaysEnds(steps) ? steps : [...steps, ...target.give(undefined, body)]
        return {
          kind: 'switch',
          id,
          cases: [{ test: 'default', steps: whole }],
          origin: reader.origin(body),
          split: ref,
        }
      }),
    )
    reader.at(place, () => reader.calls.tellForgotten(calls))
    this.around.pop()
    return [block]
  }

  private statements(body: ts.ConciseBody, target: ReturnTarget): Step[] {
    const { reader } = this
    if (ts.isBlock(body)) return reader.block(body.statements)
    return reader.withBefore(() =>
      reader.choices.branches(body, body, target.position, (value) => target.give(value, body)),
    )
  }

  private bound({ form }: SplitFunction, event: Expression): Step[] {
    const { reader } = this
    const [parameter] = form.node.parameters
    if (!parameter) return []
    if (parameter.dotDotDotToken) reader.obstacle(parameter, 'the handler takes all arguments')
    return reader.declarations.declared(parameter.name, event, parameter)
  }

  /** A check of `FunctionError` takes what the steps throw, as Lambda would answer it. */
  private checked(
    { ref }: SplitFunction,
    { origin }: TaskStep,
    { error, isText, steps }: NonNullable<TaskStep['onFailure']>,
    body: readonly Step[],
    node: ts.Node,
  ): TryStep {
    if (error === undefined)
      return { kind: 'try', body, handler: { error, steps }, finalizer: undefined, origin, isCheck: true }
    const isOther = readsOfVariable(steps, error).some(
      (path) => !['errorType', 'errorMessage'].includes(path.join('.')),
    )
    if (isText || isOther) this.tell(ref, node, 'of its error more is read than "errorType" and "errorMessage"')
    const part = (name: string): Expression => ({ kind: 'variable', name: error, path: [name] })
    const payload: Expression = {
      kind: 'object',
      properties: [
        { name: 'errorType', value: part('name') },
        { name: 'errorMessage', value: part('message') },
      ],
    }
    const taken: Step = { kind: 'assign', values: [{ name: error, value: payload }], origin }
    const handler = { error, steps: [taken, ...steps] }
    return { kind: 'try', body, handler, finalizer: undefined, origin, isCheck: true }
  }

  /** What is in the way of a function where it is called. */
  private tell(ref: FunctionRef, node: ts.Node, what: string): void {
    const split = this.reader.reading.splits.get(refKey(ref))
    if (split) this.obstaclesOf(split).add(node, what, this.reader.module)
  }
}

/** What Lambda answers: nothing is `null`. */
function answerOf(value: Expression | undefined): Expression {
  const nothing: Expression = { kind: 'literal', value: null }
  if (!value || value.kind === 'undefined') return nothing
  return isDefined(value) ? value : { kind: 'default', value, otherwise: nothing }
}

/** The value of a variable of the environment that is the same in every stage: no variable of the configuration is in it. */
function writtenVariable({ service, function: fn }: FunctionRef, name: string): string | undefined {
  const value = fn.environment[name]
  const own = nodeAt(service.document.value, ['functions', fn.key, 'environment', name])
  const written = own ?? nodeAt(service.document.value, ['provider', 'environment', name])
  const isPlain = (typeof written === 'string' && !written.includes('${')) || typeof written === 'number'
  return isPlain && written === value && !fn.hasOpenEnvironment ? String(value) : undefined
}
