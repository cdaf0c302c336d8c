import type { ts } from 'ts-morph'
import type { FunctionRef } from '../load/service'
import type { Value } from '../syntax/evaluate/value'
import type { SourceModule } from '../syntax/module'
import type { FunctionNode } from '../syntax/nodes'

/** A call that invokes a Lambda, by the SDK or through a wrapper, before anything is known of whom it calls and who reaches it. */
export interface InvokeCall {
  readonly module: SourceModule
  /** The call: `lambda.invoke(…)`, `client.send(…)`. */
  readonly call: ts.CallExpression
  readonly sdk: 'v2' | 'v3'
  readonly operation: 'invoke' | 'invokeAsync'
  /** `send` with a command, a method of the client itself, or a call of a wrapper around one of them. */
  readonly style: 'send' | 'method' | 'wrapper'
  /** `new InvokeCommand(…)`, where the call sends one. */
  readonly command: ts.NewExpression | undefined
  /** The parameters as written: an object literal, a variable… */
  readonly paramsNode: ts.Expression | undefined
  /** The parameters as known. */
  readonly params: Value
}

export type Invocation = 'sync' | 'async' | 'dry-run' | 'dynamic'

export type SiteKind = 'direct' | 'wrapper-definition' | 'wrapper-call'

export type Target =
  | {
      readonly status: 'resolved'
      readonly ref: FunctionRef
      readonly qualifier: string | undefined
      /** Callers whose environment lacks the variable that names the callee: there the call cannot succeed. */
      readonly unsetFor: readonly FunctionRef[]
    }
  | { readonly status: 'candidates'; readonly refs: readonly FunctionRef[] }
  | { readonly status: 'external'; readonly name: string }
  | { readonly status: 'unresolved'; readonly code: UnresolvedCode; readonly reason: string }

/** Codes that say what is missing to know the callee. */
export const unresolvedCodes = {
  'callee-is-parameter': 'The callee is a parameter of a helper: each call of the helper names it.',
  'env-not-declared':
    'The name comes from an environment variable that the configuration of the caller does not declare at this stage.',
  'env-is-symbolic': 'The name comes from a variable whose value only the deployment knows.',
  'calls-itself': 'It invokes whichever function it runs in.',
  'runtime-data': 'The name is computed from data that exists only at run time.',
  'no-function-name': 'The call has no FunctionName that can be read.',
} as const

export type UnresolvedCode = keyof typeof unresolvedCodes

/** How the answer of a call is used. */
export interface ResponseUse {
  readonly response: 'used' | 'ignored'
  /** Whether the answer leaves unread by a way that is not followed: a handler returns it, a callback gets it. */
  readonly isPassedOn: boolean
  /** Whether something waits for the call: `await`, `return`, `.then`, a callback. */
  readonly isAwaited: boolean
}

/** A function between a call and the SDK. */
export interface WrapperLevel {
  readonly module: SourceModule
  readonly node: FunctionNode
  /** The call in it that leads on: to the next function, or to the SDK. */
  readonly call: InvokeCall
}

/** A place where a callee is chosen. */
export interface InvokeSite extends InvokeCall, ResponseUse {
  readonly kind: SiteKind
  /** For a call of a wrapper: the functions on the way to each SDK call that it reaches, the called one first. */
  readonly through: readonly (readonly WrapperLevel[])[]
  readonly invocation: Invocation
  readonly target: Target
  /** Functions from whose handler the site can be reached. */
  readonly callers: readonly FunctionRef[]
  readonly isTest: boolean
  /** 1-based, where the call expression starts. */
  readonly line: number
  readonly column: number
}
