import { isTypeScript } from '../../syntax/source-file'
import type { Obligation } from '../transform'
import type { MachineType } from './infra'
import { branchSteps, innerSteps, type Step, type TaskStep, type TryStep } from './ir'
import type { Workflow } from './read-handler'
import { stateSize } from './state-size'
import type { Course } from './transitions'

/** What becomes of a task that fails. */
type Failure = 'checked' | 'caught' | 'ends'

/** Under which conditions the state machine does what the handler `key` did. */
export function obligationsOf(
  key: string,
  {
    module,
    steps,
    dropsLogs,
    droppedLogs,
    input,
  }: Pick<Workflow, 'module' | 'steps' | 'dropsLogs' | 'droppedLogs' | 'input'>,
  awsRetries: boolean,
  type: MachineType,
): Obligation[] {
  const tasks = tasksOf(steps, key, 'ends')
  const calls = tasks.filter(({ isSplit, failure }) => failure === 'checked' && !isSplit)
  return [
    { code: 'callee-known', status: 'proved', message: 'Every call of the chain reaches one function.' },
    calleeErrors(key, tasks, type),
    invokeErrors(namesOf(calls), awsRetries),
    ...(dropsLogs
      ? [
          {
            code: 'helper-kept',
            status: 'waived',
            message: 'The calls do not go through their helper any more: it writes no log lines.',
          } as const,
        ]
      : []),
    ...logLines(droppedLogs),
    {
      code: 'member-access',
      status: 'waived',
      message: `Reading a member of null, or of what is missing, gives nothing, and the calls behind it are made; it threw, and they were not. Reading a member of a list gives that of its items; it gave nothing${isTypeScript(module.file) ? ' (trust-types)' : ''}.`,
    },
    stateSize(key, steps, input),
  ]
}

/** Each by its line, as somebody may wait for it. */
function logLines(dropped: Workflow['droppedLogs']): Obligation[] {
  if (dropped.length === 0) return []
  const lines = [...new Map(dropped.map((one) => [one.line, one])).values()].sort((a, b) => a.line - b.line)
  const list = lines.map(({ line, text }) => `line ${line}: ${text}`).join('; ')
  const message = `A state machine writes no log lines, so these are gone, for filters and alarms on them, too, and what cannot be read or written makes none of them fail: ${list}.`
  return [{ code: 'log-lines', status: 'waived', message }]
}

/** A Standard execution ends when its history is full. */
export function historySize({ goesRound }: Course): Obligation {
  return goesRound
    ? {
        code: 'history-size',
        status: 'waived',
        message:
          'An execution that goes round, or through a list, for more than 25,000 events of its history fails; the code had no such limit.',
      }
    : { code: 'history-size', status: 'proved', message: 'The execution goes round nowhere.' }
}

/** Errors that functions throw: Lambda answers with them, and does not throw in the caller. */
function calleeErrors(key: string, tasks: readonly Task[], type: MachineType): Obligation {
  const messages = [...new Set(tasks.map(({ by }) => by))].flatMap((by) => {
    const of = (failure: Failure) => namesOf(tasks.filter((task) => task.by === by && task.failure === failure))
    const [ending, caught] = [of('ends'), of('caught')]
    // what a function below the chain does is told as its own
    const ends =
      type === 'STANDARD' && by === key ? 'the execution now ends with its error' : `"${by}" now throws its error`
    const changes = [
      ...(ending.length > 0 ? [`Where ${listed(ending)} throws, ${ends}.`] : []),
      ...(caught.length > 0 ? [`Where ${listed(caught)} throws inside of "try", "catch" now takes its error.`] : []),
    ]
    const before = `"${by}" went on, with the error as if it were the result (errors=propagate).`
    return changes.length > 0 ? [`${changes.join(' ')} ${before}`] : []
  })
  return messages.length === 0
    ? { code: 'callee-errors', status: 'emulated', message: 'Every check of "FunctionError" is a "Catch".' }
    : { code: 'callee-errors', status: 'waived', message: messages.join(' ') }
}

/** Errors of the call itself: the SDK tries again, then throws in the caller. */
function invokeErrors(checked: readonly string[], awsRetries: boolean): Obligation {
  const retries = awsRetries
    ? 'A task is tried up to seven times where Lambda has an error of its own or throttles the call; the SDK tried three times. A function may run more than once (--aws-retries).'
    : 'A task is tried once; the SDK tried again where Lambda throttled the call or had an error of its own.'
  const branch = `Where a call of ${listed(checked)} fails so, or for want of a permission, the branch of "FunctionError" is taken; the call threw.`
  const words =
    'Such a failure keeps its name, where Lambda declares it, has the message of Step Functions, and no other members (code, $metadata).'
  const message = [retries, ...(checked.length > 0 ? [branch] : []), words].join(' ')
  return { code: 'invoke-errors', status: 'waived', message }
}

/** A call of a function, as a task or as its steps. */
interface Task {
  readonly callee: string
  /** The function that makes the call. */
  readonly by: string
  readonly failure: Failure
  readonly isSplit: boolean
}

/** @param failure What becomes of failures where the steps stand. */
function tasksOf(steps: readonly Step[], by: string, failure: Failure): Task[] {
  return steps.flatMap((step): Task[] => {
    switch (step.kind) {
      case 'task':
        return callTasks(step, by, failure)
      case 'try':
        return [
          ...tasksOf(step.body, by, failureIn(step, failure)),
          ...tasksOf(step.handler?.steps ?? [], by, failure),
          ...tasksOf(step.finalizer?.steps ?? [], by, failure),
        ]
      case 'switch': {
        const callee = step.split?.function.key
        const inner = innerSteps(step).flat()
        if (callee === undefined) return tasksOf(inner, by, failure)
        return [{ callee, by, failure, isSplit: true }, ...tasksOf(inner, callee, 'ends')]
      }
      default:
        return [...innerSteps(step), ...branchSteps(step)].flatMap((steps) => tasksOf(steps, by, failure))
    }
  })
}

function callTasks({ callee, step, onFailure }: TaskStep, by: string, failure: Failure): Task[] {
  // what stays JavaScript throws what it threw
  if (step !== undefined) return []
  const own: Task = { callee: callee.function.key, by, failure: onFailure ? 'checked' : failure, isSplit: false }
  return [own, ...tasksOf(onFailure?.steps ?? [], by, failure)]
}

/** What becomes of failures in the body of a `try`. */
function failureIn({ isCheck, handler }: TryStep, outside: Failure): Failure {
  if (isCheck) return 'checked'
  return handler ? 'caught' : outside
}

function namesOf(tasks: readonly Task[]): string[] {
  return [...new Set(tasks.map(({ callee }) => `"${callee}"`))]
}

function listed(names: readonly string[]): string {
  const [last, ...others] = [...names].reverse()
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} or ${last}`
}
