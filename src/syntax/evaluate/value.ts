import type { ts } from 'ts-morph'
import type { SourceModule } from '../module'
import type { FunctionNode } from '../nodes'

/**
 * What an expression is known to be without running it. Strings keep their unknown pieces as holes, so that
 * `${process.env.PREFIX}-worker` can be compared with a name of the same shape.
 */
export type Value =
  | Literal
  | TextValue
  | EnvironmentValue
  | ObjectValue
  | ArrayValue
  | FunctionValue
  | ClassValue
  | ExternalValue
  | NamespaceValue
  | InstanceValue
  | ParameterValue
  | OneOf
  | Fallback
  | UnknownValue

export interface Literal {
  readonly kind: 'literal'
  readonly value: string | number | boolean | null | undefined
}

/** A string of known pieces and holes. */
export interface TextValue {
  readonly kind: 'text'
  readonly parts: readonly (string | Value)[]
}

/** `process.env.KEY`. */
export interface EnvironmentValue {
  readonly kind: 'environment'
  readonly key: string
}

export interface ObjectValue {
  readonly kind: 'object'
  readonly properties: ReadonlyMap<string, Value>
  /** Whether it may have properties that are not listed: an unknown spread or a computed key. */
  readonly open: boolean
}

export interface ArrayValue {
  readonly kind: 'array'
  readonly elements: readonly Value[]
  readonly open: boolean
}

export interface FunctionValue {
  readonly kind: 'function'
  readonly node: FunctionNode | ts.ConstructorDeclaration
  readonly module: SourceModule
  /** What the variables around it were bound to when it was made. */
  readonly frame: Frame | undefined
}

export interface ClassValue {
  readonly kind: 'class'
  readonly node: ts.ClassLikeDeclaration
  readonly module: SourceModule
}

/** Something of a package: `import { LambdaClient } from '@aws-sdk/client-lambda'` has path `['LambdaClient']`. */
export interface ExternalValue {
  readonly kind: 'external'
  readonly module: string
  readonly path: readonly string[]
}

/** All exports of a file of the workspace. */
export interface NamespaceValue {
  readonly kind: 'namespace'
  readonly module: SourceModule
}

/** `new X(…)`, of a class of the workspace or of a package; also what a parameter declared as `x: X` holds. */
export interface InstanceValue {
  readonly kind: 'instance'
  readonly of: ClassValue | ExternalValue
  readonly args: readonly Value[]
  readonly node: ts.Node | undefined
}

/** A parameter of a function that nobody has called yet, or a piece of it. */
export interface ParameterValue {
  readonly kind: 'parameter'
  readonly declaration: ts.ParameterDeclaration
  readonly path: readonly string[]
}

/** One of several, by a condition that is not known. */
export interface OneOf {
  readonly kind: 'one-of'
  readonly values: readonly Value[]
}

/** `first || second`, `first ?? second`. */
export interface Fallback {
  readonly kind: 'fallback'
  readonly first: Value
  readonly second: Value
}

export interface UnknownValue {
  readonly kind: 'unknown'
  /** For messages: the source text that is not known. */
  readonly what: string
}

/** The parameters of a function that is being looked through, bound to what the call passes. */
export interface Frame {
  readonly parameters: ReadonlyMap<ts.ParameterDeclaration, Value>
  readonly self: InstanceValue | undefined
  readonly parent: Frame | undefined
}

export const UNDEFINED: Literal = { kind: 'literal', value: undefined }

export function literal(value: Literal['value']): Literal {
  return { kind: 'literal', value }
}

export function unknown(what: string): UnknownValue {
  return { kind: 'unknown', what: what.length > 60 ? `${what.slice(0, 57)}…` : what }
}

export function isUndefined(value: Value): boolean {
  return value.kind === 'literal' && value.value === undefined
}

/** Whether a value is a string, known or not. */
export function isStringLike(value: Value): boolean {
  if (value.kind === 'literal') return typeof value.value === 'string'
  return value.kind === 'text' || value.kind === 'environment'
}

/** The string that a value is, where all of it is known. */
export function knownString(value: Value): string | undefined {
  if (value.kind === 'literal') return typeof value.value === 'string' ? value.value : undefined
  return undefined
}

/** Joins pieces to a string value, merging neighbours and flattening nested text. */
export function text(parts: readonly (string | Value)[]): Value {
  const flat: (string | Value)[] = []
  const push = (part: string | Value): void => {
    if (typeof part !== 'string' && part.kind === 'text') {
      for (const inner of part.parts) push(inner)
      return
    }
    const piece = typeof part !== 'string' && part.kind === 'literal' ? String(part.value) : part
    const last = flat.at(-1)
    if (typeof piece === 'string' && typeof last === 'string') flat[flat.length - 1] = last + piece
    else if (piece !== '') flat.push(piece)
  }
  for (const part of parts) push(part)
  if (flat.length === 0) return literal('')
  const [only] = flat
  return flat.length === 1 && typeof only === 'string' ? literal(only) : { kind: 'text', parts: flat }
}

export function oneOf(values: readonly Value[]): Value {
  const flat = values.flatMap((value) => (value.kind === 'one-of' ? value.values : [value]))
  const distinct = flat.filter((value, index) => flat.findIndex((other) => sameValue(other, value)) === index)
  const [only] = distinct
  return distinct.length === 1 && only ? only : { kind: 'one-of', values: distinct }
}

function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value
  return a.kind === 'environment' && b.kind === 'environment' && a.key === b.key
}
