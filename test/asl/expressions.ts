import { createHash, randomUUID } from 'node:crypto'
import jsonata from 'jsonata'
import { expressionText } from '../../src/infra/check/state-machine/template'
import { isObject } from '../../src/load/document'
import { StateError } from './state-error'

type Bindings = Readonly<Record<string, unknown>>

const compiled = new Map<string, jsonata.Expression>()

/** The value of a template: its expressions are evaluated, everything else stays as it is. */
export async function templateValue(template: unknown, bindings: Bindings): Promise<unknown> {
  if (typeof template === 'string') {
    const expression = expressionText(template)
    return expression === undefined ? template : evaluate(expression, bindings)
  }
  if (Array.isArray(template)) return Promise.all(template.map((item) => templateValue(item, bindings)))
  if (!isObject(template)) return template
  const entries = Object.entries(template).map(
    async ([key, value]) => [key, await templateValue(value, bindings)] as const,
  )
  return Object.fromEntries(await Promise.all(entries))
}

async function evaluate(text: string, bindings: Bindings): Promise<unknown> {
  const fail = (why: string): never => {
    throw new StateError('States.QueryEvaluationError', `The JSONata expression '${text}' ${why}`)
  }
  const result: unknown = await expressionOf(text)
    .evaluate(undefined, bindings)
    .catch((error: { message?: string }) => fail(`failed: ${error.message}`))
  if (result === undefined) fail('returned nothing (undefined).')
  return asJson(result, fail)
}

/** What leaves an expression is JSON; a number that JSON does not have becomes a text there. */
function asJson(value: unknown, fail: (why: string) => never): unknown {
  if (value === null || typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value)) return value
  const text = JSON.stringify(value, (_, inner: unknown) => {
    if (
      typeof inner === 'function' ||
      (isObject(inner) && ('_jsonata_lambda' in inner || '_jsonata_function' in inner))
    )
      return fail('returned a function.')
    return typeof inner === 'number' && !Number.isFinite(inner) ? String(inner) : inner
  })
  return JSON.parse(text)
}

function expressionOf(text: string): jsonata.Expression {
  const known = compiled.get(text)
  if (known) return known
  const expression = jsonata(text)
  for (const [name, run] of Object.entries(OWN_FUNCTIONS)) expression.registerFunction(name, run)
  expression.assign('eval', undefined)
  compiled.set(text, expression)
  return expression
}

const ALGORITHMS = new Map(
  ['MD5', 'SHA-1', 'SHA-256', 'SHA-384', 'SHA-512'].map((name) => [name, name.replace('-', '')]),
)
const MOST_OF_RANGE = 1000

/** The functions that Step Functions adds to JSONata. Source: the guide, "JSONata functions provided by Step Functions". */
const OWN_FUNCTIONS: Readonly<Record<string, Parameters<jsonata.Expression['registerFunction']>[1]>> = {
  parse: (text: unknown) => (text === undefined ? undefined : JSON.parse(expectText(text))),
  partition: (list: unknown[], size: number) => {
    if (list === undefined) return undefined
    if (!Number.isInteger(size) || size < 1) throw new Error('The size of a part is a whole number above 0.')
    return Array.from({ length: Math.ceil(list.length / size) }, (_, part) =>
      list.slice(part * size, (part + 1) * size),
    )
  },
  range: (first: number, last: number, step: number) => {
    if (![first, last, step].every(Number.isInteger) || step === 0) throw new Error('A range is of whole numbers.')
    const length = Math.max(0, Math.floor((last - first) / step) + 1)
    if (length > MOST_OF_RANGE) throw new Error(`A range has at most ${MOST_OF_RANGE} items.`)
    return Array.from({ length }, (_, index) => first + index * step)
  },
  hash: (data: unknown, algorithm: string) => {
    const name = ALGORITHMS.get(algorithm)
    if (!name) throw new Error(`There is no algorithm ${algorithm}.`)
    return createHash(name)
      .update(typeof data === 'string' ? data : JSON.stringify(data))
      .digest('hex')
  },
  // the same in every run, so that a failure can be run again
  random: () => 0.5,
  uuid: () => randomUUID(),
}

function expectText(value: unknown): string {
  if (typeof value !== 'string') throw new Error('What is parsed is a text.')
  return value
}
