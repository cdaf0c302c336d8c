import { getAtt } from '../../infra/template'
import type { Expression } from './expression'
import { type Failure, failureOf } from './failures'
import type { MapStep, ParallelStep, RetryRule, Step, TaskStep } from './ir'
import { type JsonataWriter, variableName } from './jsonata'
import { nameOf } from './state-names'
import type { Named, Node } from './state-nodes'
import { type StateWriter, type Target, type Ways, wrapped } from './state-writer'
import type { State } from './states'

/** What always ends goes on nowhere. */
function nowhere(): Node {
  throw new Error('A branch for a failure went on.')
}

const GUARD = 'States.QueryEvaluationError'

/** Failures of Lambda itself. Source: "Best practices" of the guide to Step Functions, "Handle transient Lambda exceptions". */
const SERVICE_FAILURES = {
  ErrorEquals: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
  ],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
}

function retrierOf({ errors, waits }: RetryRule): State {
  const ErrorEquals = errors === 'all' ? ['States.ALL'] : errors
  if (waits === 'never') return { ErrorEquals, MaxAttempts: 0 }
  const { attempts, interval, rate, longest, isRandom } = waits
  return {
    ErrorEquals,
    IntervalSeconds: interval,
    MaxAttempts: attempts,
    BackoffRate: rate,
    ...(longest !== undefined && { MaxDelaySeconds: longest }),
    ...(isRandom && { JitterStrategy: 'FULL' }),
  }
}

/** Writes the states that can fail, and what becomes of their failures. */
export class TaskWriter {
  private unsupported: Node | undefined

  constructor(
    private readonly writer: StateWriter,
    private readonly expressions: JsonataWriter,
    private readonly awsRetries: boolean,
  ) {}

  /**
   * A task has no timer of its own: the function has one, and a second would also count the start of a
   * new instance.
   * @param follow `end`: what it gives is what the workflow gives.
   * @param input What the state gets anyway.
   */
  task(step: TaskStep, follow: Target | 'end', ways: Ways, input: string | undefined): Node {
    const { payload, needsPayload, onFailure, result, callee, origin } = step
    const own = this.writer.placed(nameOf(step), origin)
    const { guards } = this.expressions
    const Arguments = needsPayload ? this.expressions.value(payload) : this.expressions.defined(payload, '{}')
    const isGuarded = this.expressions.guards > guards
    // it always ends: nothing follows it
    const branch = onFailure && failureOf(this.writer, { ...onFailure, part: 'errorType' }, nowhere, ways)
    const part = onFailure?.isText ? 'cause' : branch ? 'payload' : 'error'
    const caught = this.catchers(branch ?? ways.failure, part, isGuarded, step)
    const next = follow === 'end' ? undefined : follow()
    return own((named) => ({
      Type: 'Task',
      Resource: getAtt(callee.function.logicalId),
      ...(Arguments !== input && { Arguments: wrapped(Arguments) }),
      ...(result !== undefined && next && { Assign: { [variableName(result)]: wrapped('$states.result') } }),
      ...this.retried(step, isGuarded),
      ...caught(named),
      ...(next ? { Next: named.name(next) } : { End: true }),
    }))
  }

  /** A failure for want of an exact form is the same each time. */
  private retried({ retry = [] }: TaskStep, isGuarded: boolean): State {
    const rules = retry.map(retrierOf)
    const guard = isGuarded && rules.length > 0 ? [{ ErrorEquals: [GUARD], MaxAttempts: 0 }] : []
    const all = [...guard, ...(this.awsRetries ? [SERVICE_FAILURES] : []), ...rules]
    return all.length > 0 ? { Retry: all } : {}
  }

  parallel(step: ParallelStep, follow: Target, ways: Ways): Node {
    const own = this.writer.placed(nameOf(step), step.origin)
    const { guards } = this.expressions
    const branches = step.branches.map((branch) => this.branch(branch, ways))
    const caught = this.catchers(ways.failure, 'error', this.expressions.guards > guards, step)
    const next = follow()
    const results = [
      ...step.results.map((name, index) => ({ name, text: `$states.result[${index}]` })),
      { name: step.whole, text: '$states.result' },
    ].flatMap(({ name, text }) => (name === undefined ? [] : [[variableName(name), wrapped(text)] as const]))
    return own((named) => ({
      Type: 'Parallel',
      Branches: branches.map((branch) => branch(named)),
      ...(results.length > 0 && { Assign: Object.fromEntries(results) }),
      ...caught(named),
      Next: named.name(next),
    }))
  }

  map(step: MapStep, follow: Target, ways: Ways): Node {
    const { item, index, items, body, result, origin } = step
    const own = this.writer.placed(nameOf(step), origin)
    const { guards } = this.expressions
    const Items = wrapped(this.expressions.value(items))
    const values: { name: string; value: Expression }[] = [
      { name: item, value: { kind: 'state', part: 'item' } },
      ...(index === undefined ? [] : [{ name: index, value: { kind: 'state', part: 'index' } as const }]),
    ]
    const branch = this.branch([{ kind: 'assign', values, origin }, ...body], ways)
    const caught = this.catchers(ways.failure, 'error', this.expressions.guards > guards, step)
    const next = follow()
    return own((named) => ({
      Type: 'Map',
      Items,
      ItemProcessor: { ProcessorConfig: { Mode: 'INLINE' }, ...branch(named) },
      ...(result !== undefined && { Assign: { [variableName(result)]: wrapped('$states.result') } }),
      ...caught(named),
      Next: named.name(next),
    }))
  }

  private branch(steps: readonly Step[], ways: Ways): (named: Named) => State {
    const scope = {}
    const start = this.writer.within(scope, ways).machine(steps)
    return (named) => ({ StartAt: named.name(start), States: named.statesOf(scope) })
  }

  /**
   * Where failures go. A failure for want of an exact form is none that the code knew: it ends the execution.
   * @param part What the variable of the failure takes.
   */
  private catchers(
    failure: Failure | undefined,
    part: 'error' | 'payload' | 'cause',
    isGuarded: boolean,
    { origin }: TaskStep | ParallelStep | MapStep,
  ): (named: Named) => State {
    if (!failure) return () => ({})
    const catchers = [
      ...failure.named.map(({ error, target }) => ({ error, node: target() })),
      { error: 'States.ALL', node: failure.others() },
    ]
    if (isGuarded) {
      this.unsupported ??= this.writer.placed('NoExactForm', { ...origin, line: Number.POSITIVE_INFINITY })(() => ({
        Type: 'Fail',
        Error: wrapped('$states.input.Error'),
        Cause: wrapped('$states.input.Cause'),
      }))
    }
    const { unsupported } = this
    const value: Expression = { kind: 'state', part }
    const Assign =
      failure.variable === undefined ? {} : { Assign: this.writer.assigned([{ name: failure.variable, value }]) }
    return ({ name }) => ({
      Catch: [
        ...(isGuarded && unsupported ? [{ ErrorEquals: [GUARD], Next: name(unsupported) }] : []),
        ...catchers.map(({ error, node }) => ({ ErrorEquals: [error], ...Assign, Next: name(node) })),
      ],
    })
  }
}
