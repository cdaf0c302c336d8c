import { ts } from 'ts-morph'
import { isLogFunction, isLogPackage } from '../src/syntax/loggers'

function calleeOf(text: string): ts.Expression {
  const [statement] = ts.createSourceFile('index.ts', text, ts.ScriptTarget.Latest, true).statements
  return (statement as ts.ExpressionStatement).expression
}

test.each([
  'console.log',
  'console.log.bind(console)',
  'log',
  'Log.debug',
  'logger?.info',
  'logger.child({ id }).warn',
  'this.logger.error',
  'context.log',
  'context.log.error',
  'appLogger.verbose',
  'auditLog.notice',
  "debug('orders')",
  "getLogger('orders').info",
  '(await getLogger()).info',
  'logError',
  'this.logError',
  'console\n  .info',
])('%s writes a log line', (text) => {
  expect(isLogFunction(calleeOf(text))).toBe(true)
})

test.each([
  'catalog',
  'catalog.info',
  'dialog.error',
  'log.push',
  'logger.send',
  'Math.log',
  'login',
  'this.orders.info',
  'getLogs().info',
  'response.error',
])('%s may do something else', (text) => {
  expect(isLogFunction(calleeOf(text))).toBe(false)
})

test('loggers come out of packages that are known', () => {
  expect(['pino', 'debug', '@aws-lambda-powertools/logger'].every(isLogPackage)).toBe(true)
  expect(['pino-http', 'catalog'].some(isLogPackage)).toBe(false)
})
