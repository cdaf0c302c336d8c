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
  'toFixed',
  'padStart',
  'padEnd',
  'toISOString',
  'randomUUID',
  'encodeURIComponent',
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
