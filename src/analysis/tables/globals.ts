import type { Use } from '../effects/effect'
import { words } from './words'

/**
 * Globals of the language and of Node by what using them does. Source: the effect catalogue of the project's soundness
 * notes; clock and random are harmless for a call that moves to another Lambda.
 */

/** Globals that may be mentioned: their use is checked where they are called. */
export const GLOBALS = words(`
  undefined NaN Infinity Math JSON Object Array Number String Boolean BigInt Date Map Set WeakMap WeakSet RegExp
  Error TypeError RangeError SyntaxError EvalError ReferenceError URIError AggregateError
  Symbol Promise Buffer URL URLSearchParams TextEncoder TextDecoder structuredClone parseInt parseFloat isNaN isFinite
  encodeURIComponent decodeURIComponent encodeURI decodeURI atob btoa crypto performance Intl
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float32Array Float64Array BigInt64Array BigUint64Array
`)

/** Global functions without effects. */
export const PURE_FUNCTIONS = words(`
  String Number Boolean BigInt Symbol parseInt parseFloat isNaN isFinite encodeURIComponent decodeURIComponent encodeURI
  decodeURI atob btoa structuredClone Array Object Error TypeError RangeError SyntaxError EvalError ReferenceError URIError
`)

/** Functions of global objects without effects: `Math.max`, `Object.keys`. `*` stands for all of them. */
export const PURE_STATIC: Readonly<Record<string, ReadonlySet<string> | '*'>> = {
  Math: '*',
  JSON: '*',
  Number: '*',
  String: '*',
  Array: '*',
  BigInt: '*',
  Symbol: words('iterator asyncIterator toPrimitive toStringTag hasInstance'),
  Date: words('now UTC parse'),
  Object: words('keys values entries fromEntries is hasOwn getOwnPropertyNames getPrototypeOf groupBy freeze isFrozen'),
  Promise: words('all allSettled race any resolve reject'),
  Buffer: words('from byteLength alloc concat isBuffer compare'),
  Map: words('groupBy'),
  URL: words('canParse parse'),
  ArrayBuffer: words('isView'),
  crypto: words('randomUUID getRandomValues'),
  performance: words('now'),
  Intl: words('getCanonicalLocales supportedValuesOf'),
}

/** Functions of global objects that change their first argument, and do no more. */
export const CHANGING_STATIC: Readonly<Record<string, ReadonlySet<string>>> = {
  Object: words('assign defineProperty defineProperties setPrototypeOf seal preventExtensions'),
}

/** Constructors without effects. */
export const PURE_CONSTRUCTORS = words(`
  Map Set WeakMap WeakSet Array Date RegExp Error TypeError RangeError SyntaxError EvalError ReferenceError URIError
  AggregateError URL URLSearchParams TextEncoder TextDecoder Object String Number Boolean Promise
  ArrayBuffer DataView Int8Array Uint8Array Uint8ClampedArray Int16Array Uint16Array Int32Array Uint32Array
  Float32Array Float64Array BigInt64Array BigUint64Array
`)

/** Classes of the language that others may extend. */
export const BASE_CLASSES = words(
  'Error TypeError RangeError SyntaxError EvalError ReferenceError URIError Map Set Array',
)

const LOCALE: Use = { label: 'locale', what: 'it reads the locale or the time zone' }

/** Effects that leave a function where it may go: those of some built-ins. */
export const HARMLESS_USES: Readonly<Record<string, Use>> = {
  'Date.now': { label: 'clock', what: 'it reads the clock' },
  'performance.now': { label: 'clock', what: 'it reads the clock' },
  'Math.random': { label: 'random', what: 'it draws a random number' },
  'crypto.randomUUID': { label: 'random', what: 'it draws a random number' },
  'crypto.getRandomValues': { label: 'random', what: 'it draws a random number' },
  // the text of a date without a zone is in the local one
  'Date.parse': LOCALE,
}

/** Globals that do something, by name. */
export const GLOBAL_USES: Readonly<Record<string, Use>> = {
  fetch: { label: 'network', name: 'fetch', what: 'it calls "fetch"' },
  XMLHttpRequest: { label: 'network', name: 'XMLHttpRequest', what: 'it uses the global "XMLHttpRequest"' },
  WebSocket: { label: 'network', name: 'WebSocket', what: 'it uses the global "WebSocket"' },
  EventSource: { label: 'network', name: 'EventSource', what: 'it uses the global "EventSource"' },
  setTimeout: { label: 'floating', name: 'setTimeout', what: 'it calls "setTimeout"' },
  setInterval: { label: 'floating', name: 'setInterval', what: 'it calls "setInterval"' },
  setImmediate: { label: 'floating', name: 'setImmediate', what: 'it calls "setImmediate"' },
  queueMicrotask: { label: 'floating', name: 'queueMicrotask', what: 'it calls "queueMicrotask"' },
  eval: { label: 'dynamic-code', name: 'eval', what: 'it calls "eval"' },
  Function: { label: 'dynamic-code', name: 'Function', what: 'it uses the global "Function"' },
  WebAssembly: { label: 'native', name: 'WebAssembly', what: 'it uses the global "WebAssembly"' },
  require: { label: 'unknown', name: 'require', what: 'it calls "require"' },
  __dirname: { label: 'file-read', name: '__dirname', what: 'it uses the global "__dirname"' },
  __filename: { label: 'file-read', name: '__filename', what: 'it uses the global "__filename"' },
  globalThis: { label: 'mutates-global', name: 'globalThis', what: 'it uses the global "globalThis"' },
  global: { label: 'mutates-global', name: 'global', what: 'it uses the global "global"' },
  process: {
    label: 'process',
    name: 'process',
    what: 'it reads the process: its environment, arguments or working directory',
  },
}
