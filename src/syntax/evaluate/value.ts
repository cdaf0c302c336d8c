import type { ts } from 'ts-morph'
import type { SourceModule } from '../module'
import type { FunctionNode } from '../nodes'
import type { Arguments } from './arguments'

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
  | LookupValue
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
  /** Arguments that `bind` has fixed. */
  readonly bound?: readonly Value[]
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
  readonly of: ClassValue | ExternalValue | ParameterValue
  readonly args: Arguments
  readonly node: ts.Node | undefined
}

/** Stands in the path of a parameter for any element of a list. */
export const ELEMENT = '*'

/** A parameter of a function that nobody has called yet, or a piece of it. */
export interface ParameterValue {
  readonly kind: 'parameter'
  readonly declaration: ts.ParameterDeclaration
  readonly path: readonly string[]
}

/** `target[key]`, where the key is a parameter: an entry of a table, or a variable of the environment. */
export interface LookupValue {
  readonly kind: 'lookup'
  readonly target: Value
  readonly key: Value
  /** Properties of the entry. */
  readonly path: readonly string[]
}

/** One of several, by a condition that is not known. */
export interface OneOf {
  readonly kind: 'one-of'
  readonly values: readonly Value[]
  /** The condition, where it depends on a parameter. */
  readonly by?: Value
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

/** A value that is found when it is asked for. */
export type Argument = () => Value

/** The parameters of a function that is being looked through, bound to what the call passes. */
export interface Frame {
  readonly parameters: ReadonlyMap<ts.ParameterDeclaration, Argument>
  readonly self: InstanceValue | undefined
  readonly parent: Frame | undefined
}

export const NO_ARGUMENTS: Arguments = { values: [], isOpen: false }

export const UNDEFINED: Literal = { kind: 'literal', value: undefined }

export function literal(value: Literal['value']): Literal {
  return { kind: 'literal', value }
}

/** Plain data as a value. */
export function fromData(data: unknown): Value {
  if (Array.isArray(data)) return { kind: 'array', elements: data.map(fromData), open: false }
  if (typeof data === 'object' && data !== null) {
    const properties = new Map(Object.entries(data).map(([name, value]) => [name, fromData(value)]))
    return { kind: 'object', properties, open: false }
  }
  return typeof data === 'string' || typeof data === 'number' || typeof data === 'boolean' || data === null
    ? literal(data)
    : unknown('data')
}

export function unknown(what: string): UnknownValue {
  return { kind: 'unknown', what: what.length > 60 ? `${what.slice(0, 57)}…` : what }
}

export function isUndefined(value: Value): boolean {
  return value.kind === 'literal' && value.value === undefined
}

/** The parameters that a value depends on. */
export function parametersIn(value: Value): ts.ParameterDeclaration[] {
  switch (value.kind) {
    case 'parameter':
      return [value.declaration]
    case 'text':
      return value.parts.flatMap((part) => (typeof part === 'string' ? [] : parametersIn(part)))
    case 'lookup':
      return [...parametersIn(value.target), ...parametersIn(value.key)]
    case 'one-of':
      return [...value.values, ...(value.by ? [value.by] : [])].flatMap(parametersIn)
    case 'fallback':
      return [...parametersIn(value.first), ...parametersIn(value.second)]
    default:
      return []
  }
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

export function oneOf(values: readonly Value[], by?: Value): Value {
  const flat = values.flatMap((value) => (value.kind === 'one-of' ? value.values : [value]))
  const distinct = flat.filter((value, index) => flat.findIndex((other) => sameValue(other, value)) === index)
  const [only] = distinct
  if (distinct.length === 1 && only) return only
  const inner = values.find((value): value is OneOf => value.kind === 'one-of' && value.by !== undefined)?.by
  const condition = by && parametersIn(by).length > 0 ? by : inner
  return { kind: 'one-of', values: distinct, ...(condition && { by: condition }) }
}

/** The single values that one of several may be; a value that is none of several is its own. */
export function alternatives(value: Value): readonly Value[] {
  if (value.kind === 'one-of') return value.values.flatMap(alternatives)
  return value.kind === 'fallback' ? [value.first, value.second].flatMap(alternatives) : [value]
}

function sameValue(a: Value, b: Value): boolean {
  if (a === b) return true
  if (a.kind === 'literal' && b.kind === 'literal') return a.value === b.value
  if (a.kind === 'parameter' && b.kind === 'parameter')
    return a.declaration === b.declaration && a.path.join('.') === b.path.join('.')
  if (a.kind === 'external' && b.kind === 'external')
    return a.module === b.module && a.path.join('.') === b.path.join('.')
  if (a.kind === 'function' && b.kind === 'function') return a.node === b.node && a.frame === b.frame
  return a.kind === 'environment' && b.kind === 'environment' && a.key === b.key
}
