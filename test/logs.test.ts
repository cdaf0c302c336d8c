import type { ts } from 'ts-morph'
import { Evaluator } from '../src/syntax/evaluate/evaluator'
import { sourceProgram } from '../src/syntax/program'
import { writesOnlyLogs } from '../src/transforms/step-functions/logs'
import { workspaceOf } from './support/fixtures'

const files = {
  'pino.js': "const pino = require('pino')\nconst logger = pino({ level: 'info' })\nmodule.exports = { logger }",
  'winston.ts': "import { createLogger } from 'winston'\nexport default createLogger({})",
  'own.ts': `const write = (level: string, text: string) => console.log(JSON.stringify({ level, text }))
export const log = { info: (text: string) => write('info', text), count: (text: string) => { lines += 1; console.log(text) } }
export const auditLog = async (text: string) => { await fetch('https://audit.example.com', { method: 'POST', body: text }) }
let lines = 0
`,
}

/** Whether the last statement of a file only writes a log. */
function isLog(source: string): boolean {
  const program = sourceProgram(workspaceOf({ ...files, 'index.ts': source }))
  const module = program.module('index.ts')
  const last = module?.ast.statements.at(-1) as ts.Statement
  if (!module) throw new Error('There is no file.')
  return writesOnlyLogs(new Evaluator(program), module, last)
}

test.each([
  "console.log('paid', payment.receipt, `of ${event.id}`)",
  'if (error.code) { console.error(error) } else console.warn(JSON.stringify({ error }))',
  "const { logger } = require('./pino')\nlogger.info('paid')",
  "const { Logger } = require('@aws-lambda-powertools/logger')\nconst logger = new Logger({ serviceName: 'orders' })\nlogger.error('failed', error)",
  "import { log } from './own'\nlog.info('paid')",
  "console.log('items', items.map(({ id }) => id).join(', '), Object.keys(event).length)",
  'console.info(`took ${Date.now() - start} ms, ${(total * 1.1).toFixed(2)}`, new Date().toISOString())',
])('%s only writes a log', (source) => expect(isLog(source)).toBe(true))

test.each([
  'console.log(await load(event))',
  'console.log(list.pop())',
  'console.log(list.map((item) => (total += item)))',
  'console.log(list.map(send))',
  "console.log(table.find({ id }), room.join('a'))",
  'if (error.code) { console.error(error); failures += 1 }',
  'if (next()) console.log(event)',
  '{}',
  "import { log } from './own'\nlog.count('paid')",
  "import { auditLog } from './own'\nauditLog('paid')",
  "import { log } from './missing'\nlog.info('paid')",
  "import { log } from 'some-package'\nlog.info('paid')",
  "const { logger } = require('./pino')\nlogger.flush()",
  "const console = { log: (text: string) => fetch(text) }\nconsole.log('paid')",
])('%s may do more', (source) => expect(isLog(source)).toBe(false))
