/** What the language gives that a declared type does not tell of: `NaN`, `Infinity`, and elements that are not there. */

/** Functions that give a whole, finite number of finite numbers. */
export const ROUNDING = /^Math\.(abs|ceil|floor|round|sign|trunc|fround)$/

/** Those of them that give `-0` of a small number below 0. */
export const SIGNING = /^Math\.(ceil|round|trunc|fround)$/

/** Functions that give one of their arguments: an infinite number where there is none. */
export const CHOOSING = /^Math\.(max|min)$/

/** Methods that give a number that is always finite. */
export const COUNTING = new Set(['indexOf', 'lastIndexOf', 'findIndex', 'findLastIndex', 'search', 'push', 'unshift'])

/** Methods that give one element, or nothing. */
export const TAKING = new Set(['find', 'findLast', 'pop', 'shift', 'at', 'get'])

/** Methods that give elements of what they are called on, whatever their callback answers. */
export const ORDERING = new Set(['filter', 'slice', 'reverse', 'sort', 'toReversed', 'toSorted'])

/** Methods that give elements of what they are called on and of what they are given, or what a callback makes of them. */
export const GATHERING = new Set([
  'concat',
  'entries',
  'flat',
  'flatMap',
  'keys',
  'map',
  'reduce',
  'reduceRight',
  'values',
])

/** Functions of the language that give parts of what they are given. */
export const REARRANGING = /^(Object\.(assign|entries|freeze|fromEntries|keys|values)|Array\.(from|of)|Promise\.all)$/
