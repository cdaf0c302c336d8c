import { noColors } from '../src/review/palette'
import { planText } from '../src/review/text/plan'
import { planOf, workspaceOf } from './support/fixtures'

/** What a caller may do with the error of a call that becomes a message, and how refusals of a chain are printed. */

const CONFIG = `service: s
provider:
  name: aws
  runtime: nodejs20.x
functions:
  caller:
    handler: caller.handler
    environment:
      WORK_FN: !Ref WorkLambdaFunction
  work:
    handler: work.handler
`

const SEND =
  "lambda.send(new InvokeCommand({ FunctionName: process.env.WORK_FN, InvocationType: 'Event', Payload: JSON.stringify({ n: event.n }) }))"

const CALLER = (body: string) => `const { InvokeCommand, LambdaClient } = require('@aws-sdk/client-lambda')
const lambda = new LambdaClient({})
exports.handler = async (event, context, callback) => {
  ${body}
}
`

const WORK = "exports.handler = async (event) => { await fetch('https://w', { body: JSON.stringify(event) }) }\n"

function outcomeOf(body: string): string {
  const workspace = workspaceOf({ 'serverless.yml': CONFIG, 'caller.js': CALLER(body), 'work.js': WORK })
  const [site] = planOf(workspace).plan.document.sites
  return site?.refusal?.code ?? site?.outcome ?? ''
}

const caught = (statements: string) => `try { await ${SEND} } catch (e) { ${statements} }`

test.each([
  caught('throw e'),
  caught('console.log(e.name, e.code, e); throw e'),
  caught('this.logger.error({ code: e.code }); return null'),
  caught('const { message, name } = e; console.error(name, message)'),
  caught('throw new Error(`failed: ${e.message}`, { cause: e })'),
  caught('e.context = event; throw e'),
  caught('return callback(e)'),
  caught('let last = e; if (last) throw last'),
  caught('if (e instanceof TypeError) return 1; throw e'),
  caught('Sentry.captureException(e)'),
  caught('return { body: e.message }'),
  caught('record.text = e.message; await save(record)'),
  `try { ${caught('return 1')} } catch (outer) { if (outer.code === 'X') return 2 }`,
  caught('return e ? callback(e) : null'),
  `await ${SEND}.catch(() => null)`,
  `await ${SEND}.catch((e) => Promise.reject(e))`,
  `const all = []; all.push(${SEND}); await Promise.all(all).catch((e) => { console.log(e.name) })`,
])('a message may be sent where the error is not looked into: %s', (body) => {
  expect(outcomeOf(body)).toBe('rewritten')
})

test.each([
  caught("if (e.code === 'X') return 1; throw e"),
  caught("if ('code' in e) return 1; throw e"),
  caught("if (e.message.includes('not found')) return 1; throw e"),
  caught('if (/found/.test(e.message)) return 1; throw e'),
  caught('return { ...e }'),
  `try { ${caught('throw e')} } catch (outer) { if (outer.code === 'X') return 2 }`,
  `try { ${caught('check(e)')} } catch (outer) { if (outer.code === 'X') return 2 }`,
  caught('throw new Failure(e.statusCode)'),
  caught('if (isGone(e)) return 1; throw e'),
  caught('const { name, ...rest } = e; return rest'),
  `try { await Promise.all([1].map(() => ${SEND})) } catch (e) { if (e.retryable) return 1 }`,
  `await ${SEND}.then(null, (e) => { if (e.$fault) throw e })`,
  `const all = []; all.push(${SEND}); await Promise.all(all).catch((e) => e.name)`,
  `const go = async () => { await ${SEND} }; try { await go() } catch (e) { if (e.name === 'X') return 1 }`,
])('a message is not sent where the error is looked into: %s', (body) => {
  expect(outcomeOf(body)).toBe('error-inspected')
})

test('a message of an error that goes on as a text is waived', () => {
  const body = caught('return { body: e.message }')
  const workspace = workspaceOf({ 'serverless.yml': CONFIG, 'caller.js': CALLER(body), 'work.js': WORK })
  const [site] = planOf(workspace).plan.document.sites
  expect(site?.obligations?.filter(({ status }) => status === 'waived').map(({ code }) => code)).toEqual([
    'message-characters',
    'failure-text',
  ])
})

test('a refused chain tells its remedy once', () => {
  const call = (name: string, id: string) =>
    `JSON.parse((await lambda.send(new InvokeCommand({ FunctionName: process.env.${name}, Payload: JSON.stringify({ id: ${id} }) }))).Payload.transformToString())`
  const { plan } = planOf(
    workspaceOf({
      'serverless.yml': CONFIG.replace(
        'WorkLambdaFunction\n',
        'WorkLambdaFunction\n    events:\n      - http: get /\n',
      ),
      'caller.js': CALLER(
        `const a = ${call('WORK_FN', 'event.id')}\n  if (a.errorMessage) return null\n  const b = ${call('WORK_FN', 'a.id')}\n  return { b }`,
      ),
      'work.js': "exports.handler = async (event) => { const r = await fetch('https://w'); return r.json() }\n",
    }),
  )
  const text = planText(plan, noColors)
  expect(text.match(/refused function-error-branch/g)).toHaveLength(2)
  expect(text.match(/Let the branch stand behind the call \(/g)).toHaveLength(1)
})
