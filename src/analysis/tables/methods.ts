import { words } from './words'

/** Methods of built-in values, by name: who calls one of these on its own value knows what happens. */

/** Methods that change nothing, and whose answer is the same everywhere. */
export const PURE_METHODS = words(`
  at charAt charCodeAt codePointAt concat difference endsWith entries every exec filter finally find findIndex findLast
  findLastIndex flat flatMap forEach get getAll getTime getUTCDate getUTCDay getUTCFullYear getUTCHours getUTCMinutes
  getUTCMonth getUTCSeconds getUTCMilliseconds has hasOwnProperty includes indexOf intersection isDisjointFrom isSubsetOf
  isSupersetOf isWellFormed join keys lastIndexOf map match matchAll next normalize padEnd padStart propertyIsEnumerable
  reduce reduceRight repeat replace replaceAll search slice some split startsWith subarray substr substring
  symmetricDifference test then catch toExponential toFixed toISOString toJSON toLowerCase toPrecision toReversed toSorted
  toSpliced toString toUTCString toUpperCase toWellFormed trim trimEnd trimLeft trimRight trimStart union valueOf values
  with
`)

/** Methods that read the locale, or the time zone of the process. `toString` of a date does too: see `isLocaleRead`. */
export const LOCALE_METHODS = words(`
  toLocaleString toLocaleDateString toLocaleTimeString toLocaleUpperCase toLocaleLowerCase localeCompare
  getDate getDay getFullYear getHours getMilliseconds getMinutes getMonth getSeconds getTimezoneOffset getYear
  toDateString toTimeString format formatToParts formatRange resolvedOptions
`)

/** Methods that change what they are called on: allowed on what the callee made itself. */
export const MUTATORS = words(`
  push pop shift unshift splice sort reverse fill copyWithin set add delete clear append
  setDate setFullYear setHours setMilliseconds setMinutes setMonth setSeconds setTime
  setUTCDate setUTCFullYear setUTCHours setUTCMilliseconds setUTCMinutes setUTCMonth setUTCSeconds
`)

/** Those of them that make their arguments a part of it. */
export const PUTTING = words('push unshift splice fill set add append')

/** Methods that call a function with the elements of what they are called on, at once. */
export const ELEMENT_CALLBACKS = words(`
  map filter forEach some every find findIndex findLast findLastIndex flatMap
`)

/** All methods that call the function that they are given at once, and take nothing else of it along. */
export const SYNCHRONOUS_CALLBACKS = words(`
  map filter forEach some every find findIndex findLast findLastIndex flatMap reduce reduceRight sort toSorted replace
  replaceAll from
`)

/** Methods that give what they are called on. */
export const CHAINING = words('sort reverse fill copyWithin set add')

/** Methods that answer with a new list, or iterator, of the same elements. */
export const COPYING = words('filter slice concat toSorted toReversed toSpliced with values keys entries flat')

/** Methods that answer with texts, numbers or booleans, or new lists of them. */
export const PRIMITIVE_ANSWERS = words(`
  split match join trim trimStart trimEnd toUpperCase toLowerCase toFixed toString toISOString padStart padEnd repeat
  replace replaceAll substring substr charAt charCodeAt codePointAt includes indexOf lastIndexOf startsWith endsWith test
  some every has findIndex findLastIndex getTime normalize search
`)

/** Methods that answer with an element of what they are called on. */
export const ELEMENT_ANSWERS = words('find findLast at pop shift get')

/** Whether calling a member of that name means a built-in method. */
export function isBuiltInName(name: string | undefined): boolean {
  return name !== undefined && (PURE_METHODS.has(name) || MUTATORS.has(name) || LOCALE_METHODS.has(name))
}
