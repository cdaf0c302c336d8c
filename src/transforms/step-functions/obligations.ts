import type { Obligation } from '../transform'
import type { MachineType } from './infra'
import { branchSteps, innerSteps, type Step, type TaskStep } from './ir'
import type { Workflow } from './read-handler'
import { stateSize } from './state-size'
import type { Course } from './transitions'

/** What becomes of a task that fails. */
type Failure = 'checked' | 'caught' | 'ends'

/** Under which conditions the state machine does what the handler `key` did. */
export function obligationsOf(
  key: string,
  { steps, dropsLogs, input }: Pick<Workflow, 'steps' | 'dropsLogs' | 'input'>,
  awsRetries: boolean,
  type: MachineType,
): Obligation[] {
  const tasks = tasksOf(steps, false)
  const callees = (failure: Failure) => [
    ...new Set(tasks.filter((task) => task.failure === failure).map(({ step }) => `"${step.callee.function.key}"`)),
  ]
  return [
    { code: 'callee-known', status: 'proved', message: 'Every call of the chain reaches one function.' },
    calleeErrors(key, callees('ends'), callees('caught'), type),
    invokeErrors(callees('checked'), awsRetries),
    ...(dropsLogs
      ? [
          {
            code: 'helper-kept',
            status: 'waived',
            message: 'The calls do not go through their helper any more: it writes no log lines.',
          } as const,
        ]
      : []),
    {
      code: 'member-access',
      status: 'waived',
      message:
        'Reading a member of null, or of what is missing, gives nothing; it threw. Reading a member of a list gives that of its items; it gave nothing (trust-types).',
    },
    stateSize(key, steps, input),
  ]
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
function calleeErrors(
  key: string,
  ending: readonly string[],
  caught: readonly string[],
  type: MachineType,
): Obligation {
  const ends = type === 'STANDARD' ? 'the execution now ends with its error' : `"${key}" now throws its error`
  const changes = [
    ...(ending.length > 0 ? [`Where ${listed(ending)} throws, ${ends}.`] : []),
    ...(caught.length > 0 ? [`Where ${listed(caught)} throws inside of "try", "catch" now takes its error.`] : []),
  ]
  return changes.length === 0
    ? { code: 'callee-errors', status: 'emulated', message: 'Every check of "FunctionError" is a "Catch".' }
    : {
        code: 'callee-errors',
        status: 'waived',
        message: `${changes.join(' ')} "${key}" went on, with the error as if it were the result (errors=propagate).`,
      }
}

/** Errors of the call itself: the SDK tries again, then throws in the caller. */
function invokeErrors(checked: readonly string[], awsRetries: boolean): Obligation {
  const retries = awsRetries
    ? 'A task is tried up to seven times where Lambda has an error of its own, and once where it throttles the call; the SDK tried both three times. A function may run more than once (--aws-retries).'
    : 'A task is tried once; the SDK tried again where Lambda throttled the call or had an error of its own.'
  const branch = `Where a call of ${listed(checked)} fails so, or for want of a permission, the branch of "FunctionError" is taken; the call threw.`
  return { code: 'invoke-errors', status: 'waived', message: checked.length > 0 ? `${retries} ${branch}` : retries }
}

interface Task {
  readonly step: TaskStep
  readonly failure: Failure
}

function tasksOf(steps: readonly Step[], isInTry: boolean): Task[] {
  return steps.flatMap((step): Task[] => {
    switch (step.kind) {
      case 'task':
        return [
          { step, failure: step.onFailure ? 'checked' : isInTry ? 'caught' : 'ends' },
          ...tasksOf(step.onFailure?.steps ?? [], isInTry),
        ]
      case 'try':
        return [
          ...tasksOf(step.body, step.handler !== undefined || isInTry),
          ...tasksOf(step.handler?.steps ?? [], isInTry),
          ...tasksOf(step.finalizer?.steps ?? [], isInTry),
        ]
      default:
        return [...innerSteps(step), ...branchSteps(step)].flatMap((steps) => tasksOf(steps, isInTry))
    }
  })
}

function listed(names: readonly string[]): string {
  const [last, ...others] = [...names].reverse()
  return others.length === 0 ? (last ?? '') : `${others.reverse().join(', ')} or ${last}`
}
