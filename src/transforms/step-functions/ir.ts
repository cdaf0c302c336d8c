import type { FunctionRef } from '../../load/service'

/**
 * A workflow between JavaScript and the Amazon States Language: statements whose values are expressions over JSON.
 * Reading a handler gives this; writing states takes it. Neither knows the other.
 */
export type Step = TaskStep | ChoiceStep | AssignStep | TryStep | ReturnStep | FailStep

/** Invokes a function and keeps its result. */
export interface TaskStep {
  readonly kind: 'task'
  readonly callee: FunctionRef
  readonly payload: Expression
  /** Whether the call fails where the payload is `undefined`, as encoding it does; else the callee gets `{}`. */
  readonly needsPayload: boolean
  /** Variable that takes the result. */
  readonly result: string | undefined
  /**
   * What is done when it fails, where the code asks for it right behind the call; it always ends, for what follows has
   * no result to go on with. `undefined` leaves the failure to the `try` around it.
   */
  readonly onFailure: readonly Step[] | undefined
  readonly origin: Origin
}

export interface ChoiceStep {
  readonly kind: 'choice'
  readonly condition: Expression
  readonly whenTrue: readonly Step[]
  readonly whenFalse: readonly Step[]
  readonly origin: Origin
}

export interface AssignStep {
  readonly kind: 'assign'
  readonly name: string
  readonly value: Expression
  readonly origin: Origin
}

/** What fails or throws in `body` goes on with `handler`; both go on with what follows. */
export interface TryStep {
  readonly kind: 'try'
  readonly body: readonly Step[]
  readonly handler: readonly Step[]
}

export interface ReturnStep {
  readonly kind: 'return'
  readonly value: Expression | undefined
  readonly origin: Origin
}

/** `throw`: ends the workflow, or goes on with the handler of the `try` around it. */
export interface FailStep {
  readonly kind: 'fail'
  readonly error: string
  readonly message: Expression
  readonly origin: Origin
}

/** Where in the source a step comes from. */
export interface Origin {
  readonly file: string
  readonly line: number
}

/** Whether a list of steps never goes on to what follows it. */
export function alwaysEnds(steps: readonly Step[]): boolean {
  return steps.some(ends)
}

function ends(step: Step): boolean {
  switch (step.kind) {
    case 'return':
    case 'fail':
      return true
    case 'choice':
      return alwaysEnds(step.whenTrue) && alwaysEnds(step.whenFalse)
    case 'try':
      return alwaysEnds(step.body) && alwaysEnds(step.handler)
    default:
      return false
  }
}

/** What a workflow is started with. */
export interface WorkflowInput {
  /** Names of the handler whose values it needs. */
  readonly names: readonly string[]
  /** Whether the value of the only name is the whole input: it is never `undefined`. Else they are its members. */
  readonly isWhole: boolean
}

/** A value, as JavaScript means it. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** A name that the workflow was started with, or a part of what it holds. */
  | { readonly kind: 'input'; readonly path: readonly string[] }
  | { readonly kind: 'variable'; readonly name: string; readonly path: readonly string[] }
  | { readonly kind: 'object'; readonly properties: readonly { readonly name: string; readonly value: Expression }[] }
  | { readonly kind: 'not'; readonly operand: Expression }
  | {
      readonly kind: 'equals'
      readonly left: Expression
      readonly right: string | number | boolean | null
      readonly negated: boolean
    }
  /** `x == null`. */
  | { readonly kind: 'nullish'; readonly operand: Expression; readonly negated: boolean }
  | {
      readonly kind: 'logical'
      readonly operator: 'and' | 'or' | 'nullish'
      readonly left: Expression
      readonly right: Expression
    }
  | {
      readonly kind: 'conditional'
      readonly condition: Expression
      readonly whenTrue: Expression
      readonly whenFalse: Expression
    }
