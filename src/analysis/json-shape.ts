import type { ts } from 'ts-morph'
import type { SourceModule } from '../syntax/module'

/** What a round trip through JSON would do to the value of an expression. */
export interface JsonShape {
  /** The value comes back as it went, but for absent properties and a top-level `undefined`. */
  readonly isStable: boolean
  /** It shares structure with something that others hold. */
  readonly isShared: boolean
  /** It is changed after it was made, or may be. */
  readonly isChanged: boolean
  readonly maybeUndefined: boolean
  /** It may have properties that are present and undefined: JSON drops them. */
  readonly hasUndefinedProperties: boolean
  /** It may be, or hold, what JSON has no form for, where types are trusted: `NaN` and infinite numbers become `null`. */
  readonly maybeWithoutJson: boolean
}

/** Answers by type where syntax does not tell; absent where types are not to be trusted. */
export interface JsonTypes {
  typeOf(module: SourceModule, node: ts.Expression): JsonType | undefined
  /** Whether the JSON of an expression is an object by its type: no list, no other value, not absent. */
  isObject(module: SourceModule, node: ts.Expression): boolean
  /** Whether an expression is a text by its type, where it is anything. */
  isText(module: SourceModule, node: ts.Expression): boolean
  /** Whether a member of an object is declared as a value of its own: JSON has no accessors, methods or inherited values. */
  isOwnField(module: SourceModule, access: ts.PropertyAccessExpression | ts.ElementAccessExpression): boolean
}

export interface JsonType {
  /** `primitive`: strings, numbers, booleans, null; `json`: those and plain objects and lists of them. */
  readonly kind: 'primitive' | 'json'
  readonly maybeUndefined: boolean
  /** Whether it is, or holds, a number that is not fixed. */
  readonly hasNumbers: boolean
}

export const FRESH: JsonShape = {
  isStable: true,
  isShared: false,
  isChanged: false,
  maybeUndefined: false,
  hasUndefinedProperties: false,
  maybeWithoutJson: false,
}
export const UNKNOWN: JsonShape = {
  isStable: false,
  isShared: true,
  isChanged: true,
  maybeUndefined: true,
  hasUndefinedProperties: true,
  maybeWithoutJson: true,
}
/** Something of which no more is known than that it is there. */
export const DEFINED: JsonShape = { ...UNKNOWN, maybeUndefined: false }
/** Something that came out of JSON: an event, or a part of it. */
export const BORN: JsonShape = { ...FRESH, isShared: true, maybeUndefined: true }

/** The shape of something that is one of several, or made of them. */
export function merge(shapes: readonly JsonShape[]): JsonShape {
  return {
    isStable: shapes.every((shape) => shape.isStable),
    isShared: shapes.some((shape) => shape.isShared),
    isChanged: shapes.some((shape) => shape.isChanged),
    maybeUndefined: shapes.some((shape) => shape.maybeUndefined),
    hasUndefinedProperties: shapes.some((shape) => shape.hasUndefinedProperties),
    maybeWithoutJson: shapes.some((shape) => shape.maybeWithoutJson),
  }
}
