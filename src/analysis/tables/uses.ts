import { ts } from 'ts-morph'

/** What constructs, methods and packages do with a value that they are given. */

/** Packages whose functions do not change what they are given: AWS clients, loggers, modules of Node. */
export const READING_PACKAGES =
  /^(aws-sdk|@aws-sdk\/.*|@aws-lambda-powertools\/logger|pino|(node:)?(path|url|querystring|util|crypto|buffer))$/

/** Global functions that make a string, a number or a boolean of anything. */
export const CONVERTING = /^(String|Number|Boolean|parseInt|parseFloat)$/

/** Constructs whose value is, or holds, the value. */
export const PASSING = new Set([
  ts.SyntaxKind.AwaitExpression,
  ts.SyntaxKind.PropertyAssignment,
  ts.SyntaxKind.ShorthandPropertyAssignment,
  ts.SyntaxKind.ObjectLiteralExpression,
  ts.SyntaxKind.ArrayLiteralExpression,
])

/** Constructs that look at a value and let it go. */
export const HARMLESS = new Set([
  ts.SyntaxKind.ExpressionStatement,
  ts.SyntaxKind.IfStatement,
  ts.SyntaxKind.WhileStatement,
  ts.SyntaxKind.DoStatement,
  ts.SyntaxKind.SwitchStatement,
  ts.SyntaxKind.CaseClause,
  ts.SyntaxKind.TemplateSpan,
  ts.SyntaxKind.TypeOfExpression,
  ts.SyntaxKind.PrefixUnaryExpression,
  ts.SyntaxKind.VoidExpression,
])

export const LOGICAL = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.QuestionQuestionToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.CommaToken,
])

export const IDENTITY = new Set([
  ts.SyntaxKind.EqualsEqualsToken,
  ts.SyntaxKind.EqualsEqualsEqualsToken,
  ts.SyntaxKind.ExclamationEqualsToken,
  ts.SyntaxKind.ExclamationEqualsEqualsToken,
])

/** Methods that answer with something of their own: strings, numbers, booleans. */
export const TELLING = new Set([
  'toString',
  'toFixed',
  'toUpperCase',
  'toLowerCase',
  'trim',
  'split',
  'startsWith',
  'endsWith',
  'padStart',
  'padEnd',
  'replace',
  'replaceAll',
  'match',
  'test',
  'charAt',
  'charCodeAt',
  'substring',
  'repeat',
  'join',
  'localeCompare',
])

/** Methods that look for a value among those that they are called on. */
export const LOOKING = new Set(['includes', 'indexOf', 'lastIndexOf', 'has'])

/** Methods that answer with (parts of) what they are called on, or hand parts to a callback. */
export const SELECTING = new Set([
  'map',
  'flatMap',
  'filter',
  'find',
  'findLast',
  'findIndex',
  'some',
  'every',
  'slice',
  'forEach',
  'at',
  'concat',
  'flat',
  'keys',
  'values',
  'entries',
  'toSorted',
  'toReversed',
])

/** Methods that hand elements to a callback, and answer with what it gives. */
export const FOLDING = new Set(['reduce', 'reduceRight'])

/** Methods that put a list into another order, and answer with it. */
export const REORDERING = new Set(['sort', 'reverse'])
