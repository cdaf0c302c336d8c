/** In what the value of an expression may differ from its declared type, though every input is as its type says. */
export interface Doubt {
  /** It may be, or hold, `NaN` or an infinite number: JSON makes `null` of them. */
  readonly isNumber: boolean
  /** It may be `undefined`. */
  readonly isAbsent: boolean
  /** Something in it may be `undefined`. */
  readonly isAbsentInside: boolean
  /** It may be, or hold, something that objects inherit: `RATES['valueOf']` is a function, which JSON leaves out. */
  readonly isInherited: boolean
  /** It may be a finite number of any size: the sum of two such may be infinite. */
  readonly isOfAnySize: boolean
  /** It rests on a sum or a product of such numbers, which is taken for finite. */
  readonly mayOverflow: boolean
  /** It may be, or hold, `-0`, which JSON writes as `0`. */
  readonly isMinusZero: boolean
}

export const NO_DOUBT: Doubt = {
  isNumber: false,
  isAbsent: false,
  isAbsentInside: false,
  isInherited: false,
  isOfAnySize: false,
  mayOverflow: false,
  isMinusZero: false,
}
/** What a type says and no more. */
export const AS_DECLARED: Doubt = { ...NO_DOUBT, isOfAnySize: true }
export const OF_NUMBER: Doubt = { ...NO_DOUBT, isNumber: true }
export const OF_ABSENCE: Doubt = { ...NO_DOUBT, isAbsent: true }

export function either(doubts: readonly Doubt[]): Doubt {
  return {
    isNumber: doubts.some((doubt) => doubt.isNumber),
    isAbsent: doubts.some((doubt) => doubt.isAbsent),
    isAbsentInside: doubts.some((doubt) => doubt.isAbsentInside),
    isInherited: doubts.some((doubt) => doubt.isInherited),
    isOfAnySize: doubts.some((doubt) => doubt.isOfAnySize),
    mayOverflow: doubts.some((doubt) => doubt.mayOverflow),
    isMinusZero: doubts.some((doubt) => doubt.isMinusZero),
  }
}

/** That of something that holds another. */
export function holding(doubt: Doubt): Doubt {
  return { ...doubt, isAbsent: false, isAbsentInside: doubt.isAbsent || doubt.isAbsentInside }
}

/** That of a part of something: where the whole is not there, reading it throws. */
export function partOf(doubt: Doubt): Doubt {
  return { ...doubt, isAbsent: doubt.isAbsentInside }
}

/** That of a number that is no larger than one of those that it is made of: with `undefined` it is `NaN`. */
export function chosen(doubts: readonly Doubt[]): Doubt {
  const { isNumber, isAbsent, isInherited, isOfAnySize, mayOverflow, isMinusZero } = either(doubts)
  return { ...NO_DOUBT, isNumber: isNumber || isAbsent || isInherited, isOfAnySize, mayOverflow, isMinusZero }
}

/** That of a number that may have got its sign before it got to be 0: `-n`, `n * -1`, `Math.round(-0.4)`. */
export function signed(doubt: Doubt): Doubt {
  return { ...doubt, isMinusZero: true }
}

/** That of a sum, a difference or a product. */
export function calculated(doubts: readonly Doubt[]): Doubt {
  const doubt = chosen(doubts)
  return { ...doubt, mayOverflow: doubt.mayOverflow || doubt.isOfAnySize }
}
