import type { FunctionRef } from '../../load/service'
import type { Expression } from './expression'

/**
 * A workflow between JavaScript and the Amazon States Language: statements whose values are expressions over JSON.
 * Reading a handler gives this; writing states takes it. Neither knows the other.
 */
export type Step =
  | TaskStep
  | ChoiceStep
  | SwitchStep
  | AssignStep
  | LoopStep
  | JumpStep
  | ParallelStep
  | MapStep
  | WaitStep
  | TryStep
  | ReturnStep
  | FailStep

/** Invokes a function and keeps its result. */
export interface TaskStep {
  readonly kind: 'task'
  readonly callee: FunctionRef
  /** Name of the step, where the function is that of what stays JavaScript. */
  readonly step?: string
  readonly payload: Expression
  /** Whether the call fails where the payload is `undefined`, as encoding it does; else the callee gets `{}`. */
  readonly needsPayload: boolean
  /** Variable that takes the result. */
  readonly result: string | undefined
  /**
   * What is done when it fails, where the code asks for it right behind the call; it always ends, for what follows has
   * no result to go on with. `undefined` leaves the failure to the `try` around it.
   */
  readonly onFailure: FailureBranch | undefined
  /** How it is tried again before that; the first rule that an error comes under counts. */
  readonly retry?: readonly RetryRule[]
  readonly origin: Origin
}

/** Tries a call again where it fails. */
export interface RetryRule {
  /** Names of errors; `all` of them where none is named. */
  readonly errors: readonly string[] | 'all'
  readonly waits: RetryWaits | 'never'
}

/** How long is waited before each further attempt. In seconds. */
export interface RetryWaits {
  readonly attempts: number
  /** Before the first of them. */
  readonly interval: number
  /** What each is longer than the one before. */
  readonly rate: number
  readonly longest: number | undefined
  /** Whether it is any time up to that. */
  readonly isRandom: boolean
}

export interface FailureBranch {
  /** Variable that takes the error, where the branch reads it. */
  readonly error: string | undefined
  /** Whether it takes the text that Lambda answers with, and not what that says. */
  readonly isText?: boolean
  readonly steps: readonly Step[]
}

export interface ChoiceStep {
  readonly kind: 'choice'
  readonly condition: Expression
  readonly whenTrue: readonly Step[]
  readonly whenFalse: readonly Step[]
  readonly origin: Origin
}

/** The first case whose test holds, and those below it until one jumps; without one the default. */
export interface SwitchStep {
  readonly kind: 'switch'
  readonly id: number
  readonly cases: readonly { readonly test: Expression | 'default'; readonly steps: readonly Step[] }[]
  /** The function whose steps these are, where they take the place of its task. */
  readonly split?: FunctionRef
  readonly origin: Origin
}

/** All values are those from before the step. */
export interface AssignStep {
  readonly kind: 'assign'
  readonly values: readonly Assignment[]
  readonly origin: Origin
}

export interface Assignment {
  readonly name: string
  readonly value: Expression
}

export interface LoopStep {
  readonly kind: 'loop'
  readonly id: number
  /** How its states are named. */
  readonly name: string
  /** Without one it goes on until something leaves it. */
  readonly condition: Expression | undefined
  /** Whether the body is run before the first test. */
  readonly isTestedLast: boolean
  /** What is assigned where the test lets the body begin. */
  readonly onEnter: readonly Assignment[]
  readonly body: readonly Step[]
  /** What is done between body and test. */
  readonly update: readonly Step[]
  readonly origin: Origin
}

/** `break` and `continue`. */
export interface JumpStep {
  readonly kind: 'break' | 'continue'
  readonly id: number
  readonly origin: Origin
}

/** Steps that run beside others; what they return is their value. They do not assign variables of what is around them. */
export interface ParallelStep {
  readonly kind: 'parallel'
  readonly branches: readonly (readonly Step[])[]
  /** Variables that take the values of the branches, in their order. */
  readonly results: readonly (string | undefined)[]
  /** Variable that takes the list of all of them. */
  readonly whole: string | undefined
  readonly origin: Origin
}

/** Steps for each item of a list. */
export interface MapStep {
  readonly kind: 'map'
  readonly items: Expression
  readonly item: string
  readonly index: string | undefined
  readonly body: readonly Step[]
  readonly result: string | undefined
  readonly origin: Origin
}

/** Whole seconds. */
export interface WaitStep {
  readonly kind: 'wait'
  readonly seconds: Expression
  readonly origin: Origin
}

/** What fails or throws in `body` goes on with `handler`; both go on with what follows. */
export interface TryStep {
  readonly kind: 'try'
  readonly body: readonly Step[]
  /** `error`: the variable that takes the error as `name` and `message`, where the handler reads it. */
  readonly handler: { readonly error: string | undefined; readonly steps: readonly Step[] } | undefined
  /** What is done on every way out. The names are of variables that keep what is on its way. */
  readonly finalizer: { readonly steps: readonly Step[]; readonly error: string; readonly returned: string } | undefined
  /** Whether it stands for a check of the failure of a function, whose steps are the body. */
  readonly isCheck?: true
  readonly origin: Origin
}

export interface ReturnStep {
  readonly kind: 'return'
  readonly value: Expression | undefined
  readonly origin: Origin
}

/** `throw`: ends the workflow, or goes on with the handler of the `try` around it. */
export interface FailStep {
  readonly kind: 'fail'
  /** Name of the error. */
  readonly error: Expression
  readonly message: Expression
  readonly origin: Origin
}

/** Where in the source a step comes from. */
export interface Origin {
  readonly file: string
  readonly line: number
  /** Where the function is called whose steps these are. */
  readonly within?: Origin
  /** What the author wrote of it, each as one line. */
  readonly comments?: readonly string[]
}

/** What a workflow is started with. */
export interface WorkflowInput {
  /** Names of the handler whose values it needs. */
  readonly names: readonly string[]
  /** Whether the value of the only name is the whole input: it is never `undefined`. Else they are its members. */
  readonly isWhole: boolean
}

/** Whether a list of steps never goes on to what follows it. */
export function alwaysEnds(steps: readonly Step[]): boolean {
  return steps.some(ends)
}

function ends(step: Step): boolean {
  switch (step.kind) {
    case 'return':
    case 'fail':
    case 'break':
    case 'continue':
      return true
    case 'choice':
      return alwaysEnds(step.whenTrue) && alwaysEnds(step.whenFalse)
    case 'switch':
      return (
        step.cases.some(({ test }) => test === 'default') &&
        alwaysEnds(step.cases.at(-1)?.steps ?? []) &&
        !step.cases.some(({ steps }) => leaves(steps, step.id))
      )
    case 'loop':
      return step.condition === undefined && !leaves(step.body, step.id)
    case 'try':
      if (step.finalizer && alwaysEnds(step.finalizer.steps)) return true
      return alwaysEnds(step.body) && (!step.handler || alwaysEnds(step.handler.steps))
    default:
      return false
  }
}

/** Whether a `break` of a loop or a switch is among steps. */
function leaves(steps: readonly Step[], id: number): boolean {
  return steps.some(
    (step) => (step.kind === 'break' && step.id === id) || innerSteps(step).some((inner) => leaves(inner, id)),
  )
}

/** The lists of steps that a step is made of; not those of branches and items, which are workflows of their own. */
export function innerSteps(step: Step): readonly (readonly Step[])[] {
  switch (step.kind) {
    case 'task':
      return step.onFailure ? [step.onFailure.steps] : []
    case 'choice':
      return [step.whenTrue, step.whenFalse]
    case 'switch':
      return step.cases.map(({ steps }) => steps)
    case 'loop':
      return [step.body, step.update]
    case 'try':
      return [step.body, step.handler?.steps ?? [], step.finalizer?.steps ?? []]
    default:
      return []
  }
}

/** The lists of steps of branches and items. */
export function branchSteps(step: Step): readonly (readonly Step[])[] {
  if (step.kind === 'parallel') return step.branches
  return step.kind === 'map' ? [step.body] : []
}

/**
 * The same steps, with each of the lists that they are made of, their own first, as `change` gives it.
 * @param within Whether lists of branches and items are changed too.
 */
export function mapLists(
  steps: readonly Step[],
  change: (list: readonly Step[]) => readonly Step[],
  within: 'all' | 'own' = 'all',
): Step[] {
  const map = (list: readonly Step[]) => mapLists(list, change, within)
  return change(steps).map((step): Step => {
    switch (step.kind) {
      case 'task':
        return step.onFailure ? { ...step, onFailure: { ...step.onFailure, steps: map(step.onFailure.steps) } } : step
      case 'choice':
        return { ...step, whenTrue: map(step.whenTrue), whenFalse: map(step.whenFalse) }
      case 'switch':
        return { ...step, cases: step.cases.map((one) => ({ ...one, steps: map(one.steps) })) }
      case 'loop':
        return { ...step, body: map(step.body), update: map(step.update) }
      case 'parallel':
        return within === 'own' ? step : { ...step, branches: step.branches.map(map) }
      case 'map':
        return within === 'own' ? step : { ...step, body: map(step.body) }
      case 'try':
        return {
          ...step,
          body: map(step.body),
          handler: step.handler && { ...step.handler, steps: map(step.handler.steps) },
          finalizer: step.finalizer && { ...step.finalizer, steps: map(step.finalizer.steps) },
        }
      default:
        return step
    }
  })
}
