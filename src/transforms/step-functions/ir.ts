import type { FunctionRef } from '../../load/service'

/**
 * A workflow between JavaScript and the Amazon States Language: statements whose values are expressions over JSON.
 * Reading a handler gives this; writing states takes it. Neither knows the other.
 */
export type Step = TaskStep | ChoiceStep | AssignStep | ReturnStep | FailStep

/** Invokes a function and keeps its result. */
export interface TaskStep {
  readonly kind: 'task'
  readonly callee: FunctionRef
  readonly payload: Expression
  /** Variable that takes the result. */
  readonly result: string | undefined
  /** What is done when it fails; `undefined` lets the failure end the workflow. */
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

export interface ReturnStep {
  readonly kind: 'return'
  readonly value: Expression | undefined
  readonly origin: Origin
}

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

/** A value, as JavaScript means it. */
export type Expression =
  | { readonly kind: 'literal'; readonly value: string | number | boolean | null }
  /** What the workflow was started with, or a part of it. */
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
