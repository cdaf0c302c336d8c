import { ts } from 'ts-morph'
import { words } from './words'

/** What gives values that JSON writes without a failure. */

/** Operators that give one of their operands. */
export const COMBINING: ReadonlySet<ts.SyntaxKind> = new Set([
  ts.SyntaxKind.BarBarToken,
  ts.SyntaxKind.AmpersandAmpersandToken,
  ts.SyntaxKind.QuestionQuestionToken,
])

/** Global functions that give a text, a number or a boolean. */
export const CONVERTING = words('String Number Boolean parseInt parseFloat isNaN isFinite encodeURIComponent')

/** Classes whose objects JSON writes as a text, or as an empty object. */
export const PLAIN_OBJECTS = words('Date Map Set Error TypeError RangeError')

/** Functions of the language that give numbers, texts, booleans, or lists of names. */
export const MEASURES = /^(Math\.\w+|Date\.(now|parse|UTC)|Number\.\w+|Object\.keys|Array\.isArray)$/

/** Methods of texts, numbers, dates and lists that give a text, a number, or a list of texts. */
export const TELLING = words(`
  charAt charCodeAt codePointAt indexOf lastIndexOf localeCompare normalize repeat replace replaceAll search split
  substr substring toExponential toFixed toLocaleDateString toLocaleString toLocaleTimeString toLocaleLowerCase
  toLocaleUpperCase toPrecision toString toUTCString trimEnd trimStart
  getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTime getTimezoneOffset
  getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMilliseconds getUTCMinutes getUTCMonth getUTCSeconds
`)

/** Methods that give an element. */
export const PICKING = words('at find findLast pop shift')
