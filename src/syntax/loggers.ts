import { ts } from 'ts-morph'
import { accessedName, isAccess, unwrap } from './nodes'

/** What a logger is: by the name that it has in the code, or by the package that it comes from. */

/** `log`, `Logger`, `appLogger`, `auditLog`, `getLogger`, `debug` of the package. Not `catalog`, nor `dialog`. */
const LOGGER = /^(?:console|debug|log)$|logger$/i
const LOG = /[\da-z]Log$|_log$/

/** `logError(…)`. */
const LOG_FUNCTION = /^log(?:Error|Warning|Info)?$/

/** Methods that write a line, or say what all lines are to hold. */
const METHODS: ReadonlySet<string> = new Set(
  (
    'log info warn warning error debug trace fatal critical notice alert crit emerg verbose silly http success ' +
    'dir dirxml table assert count group groupCollapsed groupEnd time timeEnd timeLog child withContext withFields ' +
    'appendKeys appendPersistentKeys removeKeys addContext addPersistentLogAttributes logEventIfEnabled'
  ).split(' '),
)

/** Packages whose objects write log lines. */
const PACKAGE =
  /^(@aws-lambda-powertools\/logger|@dazn\/lambda-powertools-logger|@middy\/.*logger|bunyan|consola|debug|lambda-log|log4js|loglevel|pino|signale|tslog|winston)$/

/**
 * Whether a function writes a log line, by what it is called: `console.log`, `this.logger.info`, `logger.child({}).warn`,
 * `debug('orders')`, `log`.
 * @param callee What is called, or handed on to be called.
 */
export function isLogFunction(callee: ts.Expression): boolean {
  const node = unwrap(callee)
  if (ts.isIdentifier(node)) return isLoggerName(node.text) || LOG_FUNCTION.test(node.text)
  if (ts.isCallExpression(node)) return isLogFunction(isBind(node) ? node.expression.expression : node.expression)
  if (!isAccess(node)) return false
  const name = accessedName(node) ?? ''
  // the logarithm
  if (ts.isIdentifier(node.expression) && node.expression.text === 'Math') return false
  if (node.expression.kind === ts.SyntaxKind.ThisKeyword && LOG_FUNCTION.test(name)) return true
  return isLoggerName(name) || (METHODS.has(name) && isLogger(node.expression))
}

/** Whether a call writes a log line. */
export function isLogCall({ expression }: ts.CallExpression | ts.NewExpression): boolean {
  return isLogFunction(expression)
}

/** Whether the objects of a package write log lines. */
export function isLogPackage(specifier: string): boolean {
  return PACKAGE.test(specifier)
}

/** `logger`, `context.log`, `logger.child({})`, `getLogger('orders')`. */
function isLogger(expression: ts.Expression): boolean {
  const node = unwrap(expression)
  if (ts.isIdentifier(node)) return isLoggerName(node.text)
  if (ts.isCallExpression(node) || ts.isAwaitExpression(node)) return isLogger(node.expression)
  return (
    isAccess(node) &&
    (isLoggerName(accessedName(node) ?? '') || (METHODS.has(accessedName(node) ?? '') && isLogger(node.expression)))
  )
}

function isLoggerName(name: string): boolean {
  return LOGGER.test(name) || LOG.test(name)
}

/** `console.log.bind(console)`. */
function isBind(node: ts.CallExpression): node is ts.CallExpression & { expression: ts.PropertyAccessExpression } {
  return ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'bind'
}
