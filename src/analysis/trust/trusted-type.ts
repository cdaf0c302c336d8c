import type { ts } from 'ts-morph'
import type { Evaluator } from '../../syntax/evaluate/evaluator'
import type { SourceModule } from '../../syntax/module'
import type { JsonType, JsonTypes } from '../json-shape'
import { Doubts } from './doubts'

/** What a declared type tells of an expression, and what it does not. */
export interface TrustedType extends JsonType {
  /** It may be, or hold, what JSON has no form for: `NaN` or an infinite number, or what a record inherits. */
  readonly maybeWithoutJson: boolean
  /** A list in it may have elements that are `undefined`. */
  readonly maybeAbsentInside: boolean
  /** It rests on sums or products of numbers of any size: that they are finite is trusted, too. */
  readonly mayOverflow: boolean
  /** It may be, or hold, `-0`: that it is not, or that nobody sees it, is trusted, too. */
  readonly isMinusZero: boolean
}

/** The declared type of an expression, trusted for what it says and no more. */
export function trustedType(
  evaluator: Evaluator,
  types: JsonTypes | undefined,
  module: SourceModule,
  node: ts.Expression,
): TrustedType | undefined {
  const type = types?.typeOf(module, node)
  if (!types || !type) return undefined
  const doubt = new Doubts(evaluator, types).of(module, node)
  return {
    ...type,
    maybeUndefined: type.maybeUndefined || doubt.isAbsent,
    maybeWithoutJson: doubt.isInherited || (type.hasNumbers && doubt.isNumber),
    maybeAbsentInside: doubt.isAbsentInside,
    mayOverflow: type.hasNumbers && doubt.mayOverflow,
    isMinusZero: type.hasNumbers && doubt.isMinusZero,
  }
}
