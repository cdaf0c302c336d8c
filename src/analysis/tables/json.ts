import { ts } from 'ts-morph'

/** What operators and calls give, as far as JSON is concerned. */

/** Operators that give a boolean. */
export const COMPARISONS = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ts.SyntaxKind.LessThanToken,
  ts.SyntaxKind.LessThanEqualsToken,
  ts.SyntaxKind.GreaterThanToken,
  ts.SyntaxKind.GreaterThanEqualsToken,
  ts.SyntaxKind.InKeyword,
  ts.SyntaxKind.InstanceOfKeyword,
])

/** Calls that give a string, whatever they are given. */
export const TEXT_CALLS = new Set([
  'String',
  'join',
  'toUpperCase',
  'toLowerCase',
  'trim',
  'trimStart',
  'trimEnd',
  'repeat',
  'toFixed',
  'toPrecision',
  'padStart',
  'padEnd',
  'replaceAll',
  'substring',
  'charAt',
  'toISOString',
  'randomUUID',
  'encodeURIComponent',
  'decodeURIComponent',
])

/** Calls that give a boolean. */
export const BOOLEAN_CALLS = new Set([
  'Boolean',
  'includes',
  'startsWith',
  'endsWith',
  'some',
  'every',
  'test',
  'isArray',
  'isInteger',
  'isFinite',
  'isNaN',
  'has',
])

/** Calls that give (parts of) what they are called on, in a new list. */
export const COPIES = new Set(['filter', 'slice', 'toReversed', 'toSorted'])

/** Calls that give a new list of what a function makes of each element. */
export const MAPPING = new Set(['map', 'flatMap'])

/** Operators on the bits of numbers: they give a whole number of 32 bits (or a BigInt). */
export const BITWISE: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.AmpersandToken,
  ts.SyntaxKind.BarToken,
  ts.SyntaxKind.CaretToken,
  ts.SyntaxKind.LessThanLessThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanToken,
  ts.SyntaxKind.GreaterThanGreaterThanGreaterThanToken,
])

/** Operators that give a number (or a BigInt), whatever they are given. */
export const NUMERIC: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.MinusToken,
  ts.SyntaxKind.AsteriskToken,
  ts.SyntaxKind.AsteriskAsteriskToken,
  ts.SyntaxKind.SlashToken,
  ts.SyntaxKind.PercentToken,
  ...BITWISE,
])

/** Operators that give a number or a string, never `undefined`. */
export const ARITHMETIC: ReadonlySet<ts.SyntaxKind> = new Set([ts.SyntaxKind.PlusToken, ...NUMERIC])

/** Functions of the language that give a finite number. */
export const NUMBERS = /^(Date\.now|Math\.random)$/

/** Functions of the language that never answer with `undefined`. */
export const ANSWERING =
  /^(Math\.\w+|Object\.(keys|values|entries|assign|fromEntries|freeze)|Array\.(from|of)|Date\.(now|parse|UTC)|Number\.parse(Int|Float))$/
