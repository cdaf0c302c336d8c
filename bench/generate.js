const { mkdirSync, writeFileSync } = require('node:fs')
const { dirname, join } = require('node:path')

/** Handlers of one service; every tenth invokes another function, half of them through a wrapper. */
const PER_SERVICE = 20

const CLIENT_IMPORT = "import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'\n"

/**
 * Writes a monorepo of `handlers` handler files of about 80 lines, a library module for every second one, and a shared
 * package with an invoke wrapper.
 * @param calls `asynchronous`: every tenth handler; `synchronous`: one handler each of the first ten services calls another that
 * only computes
 * @returns how many files there are, and how many calls `scan` has to find in production code
 */
function generate(folder, handlers, calls = 'asynchronous') {
  const formOf = calls === 'asynchronous' ? asynchronousForm : synchronousForm
  let files = 0
  let found = 0
  const write = (path, text) => {
    mkdirSync(dirname(join(folder, path)), { recursive: true })
    writeFileSync(join(folder, path), text)
    files++
  }
  write('package.json', `${JSON.stringify({ name: 'monorepo', private: true, workspaces: ['packages/*'] }, null, 2)}\n`)
  write(
    'packages/invoke/package.json',
    `${JSON.stringify({ name: '@monorepo/invoke', main: 'src/index.ts' }, null, 2)}\n`,
  )
  write('packages/invoke/src/index.ts', wrapper())
  for (let service = 0; service * PER_SERVICE < handlers; service++) {
    const root = `services/service-${service}`
    const count = Math.min(PER_SERVICE, handlers - service * PER_SERVICE)
    write(`${root}/serverless.yml`, configuration(service, count))
    for (let index = 0; index < count; index++) {
      const form = formOf(service, index)
      if (form !== 'plain' && form !== 'computing') found++
      write(`${root}/src/handlers/handler-${index}.ts`, handler(service, index, form))
      if (index % 2 === 0) write(`${root}/src/lib/lib-${index}.ts`, library(index))
    }
  }
  // the SDK call inside the wrapper is a site, too
  return { files, calls: found + 1 }
}

function asynchronousForm(_, index) {
  return index % 10 !== 3 ? 'plain' : index % 20 === 3 ? 'direct' : 'wrapped'
}

function synchronousForm(service, index) {
  if (service >= 10) return 'plain'
  return index === 3 ? 'waiting' : index === 4 ? 'computing' : 'plain'
}

function configuration(service, count) {
  const functions = Array.from(
    { length: count },
    (_, index) => `  handler${index}:
    handler: src/handlers/handler-${index}.handler
    environment:
      NEXT_FN: \${self:service}-\${sls:stage}-handler${(index + 1) % count}
`,
  )
  return `service: service-${service}

provider:
  name: aws
  runtime: nodejs20.x

functions:
${functions.join('')}`
}

function wrapper() {
  return `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

const lambda = new LambdaClient({})

export const invoke = async (name: string, payload: unknown, type = 'Event') => {
  await lambda.send(
    new InvokeCommand({ FunctionName: name, InvocationType: type, Payload: JSON.stringify(payload) }),
  )
}
`
}

function handler(service, index, form) {
  if (form === 'computing') return computing(service, index)
  const imports = {
    plain: '',
    direct: CLIENT_IMPORT,
    waiting: CLIENT_IMPORT,
    wrapped: "import { invoke } from '@monorepo/invoke'\n",
  }
  const client = 'const lambda = new LambdaClient({})\n'
  const clients = { plain: '', direct: client, waiting: client, wrapped: '' }
  const sends = {
    plain: '  console.log(item.id)\n',
    direct: `  await lambda.send(
    new InvokeCommand({
      FunctionName: process.env.NEXT_FN,
      InvocationType: 'Event',
      Payload: JSON.stringify(item),
    }),
  )
`,
    waiting: `  const response = await lambda.send(
    new InvokeCommand({ FunctionName: process.env.NEXT_FN, Payload: JSON.stringify({ id: item.id, total: item.total }) }),
  )
  const price = JSON.parse(Buffer.from(response.Payload!).toString())
  console.log(price.gross)
`,
    wrapped: '  await invoke(process.env.NEXT_FN!, item)\n',
  }
  return `import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'
import { total, type Line } from '../lib/lib-${index - (index % 2)}'
${imports[form]}
const dynamo = new DynamoDBClient({})
${clients[form]}
interface Event {
  readonly id: string
  readonly lines: readonly Line[]
}

${body(service, index, 6)}
export const handler = async (event: Event) => {
  const item = { id: event.id, total: total(event.lines), checked: checkedBy0(event.id) }
  await dynamo.send(
    new PutItemCommand({ TableName: process.env.TABLE, Item: { id: { S: item.id }, total: { N: String(item.total) } } }),
  )
${sends[form]}  return item
}
`
}

/** A callee that needs nothing of its own Lambda. */
function computing(service, index) {
  return `interface Event {
  readonly id: string
  readonly total: number
}

${body(service, index, 6)}
export const handler = async ({ id, total }: Event) => {
  return { id, gross: Math.round(total * 119) / 100, checked: checkedBy0(id) }
}
`
}

/** Functions that only take room, as real handlers have them. */
function body(service, index, count) {
  return Array.from(
    { length: count },
    (_, part) => `/** Rule ${part} of handler ${index} of service ${service}. */
const checkedBy${part} = (id: string): boolean => {
  const parts = id.split('-')
  if (parts.length < ${part + 1}) return false
  for (const [position, value] of parts.entries()) {
    if (value === '' || position > 10) return false
  }
  return parts.every((value) => /^[a-z0-9]+$/.test(value))
}
`,
  ).join('\n')
}

function library(index) {
  return `export interface Line {
  readonly price: number
  readonly count: number
}

export const total = (lines: readonly Line[]): number =>
  lines.reduce((sum, { price, count }) => sum + price * count, ${index} * 0)
`
}

module.exports = { generate }
