import { Random } from '../random'
import { DECLARATIONS, EVENT, type Literals, STRING } from '../types'
import { Builder, type Variable } from './builder'
import { CALLEES, Calls } from './calls'
import { FEATURES, type Feature, REFUSED } from './features'
import { type CallStyle, HELPERS, WRAPPERS } from './helpers'
import { type Statement, textOf } from './statement'
import { Statements } from './statements'

/** A service whose handler calls functions one after the other. */
export interface Program {
  readonly seed: number
  readonly style: CallStyle
  readonly body: readonly Statement[]
  /** The constructs that it has. */
  readonly features: readonly Feature[]
  readonly literals: Literals
}

const CONCURRENT: ReadonlySet<Feature> = new Set([
  'parallel',
  'map of calls',
  'all settled',
  'map of statements',
  'parallel of statements',
])

/** Programs that call through a helper. */
const SHARE_OF_WRAPPED = 0.4

/** Programs that may have a construct of those that are refused. */
const SHARE_OF_REFUSED = 0.12

/** Whether calls may be under way at once. */
export function isConcurrent({ features }: Program): boolean {
  return features.some((feature) => CONCURRENT.has(feature))
}

/** The program of a seed. */
export function programOf(seed: number, allowed: readonly Feature[] = FEATURES): Program {
  const random = new Random(seed)
  const features = featuresOf(random, allowed)
  const builder = new Builder(random, features)
  const style = builder.may('wrapper', 1) ? random.pick(WRAPPERS) : 'sdk'
  const calls = new Calls(builder, style)
  const statements = new Statements(builder, calls)
  const outside = { variables: parametersOf(builder), depth: 0, isInLoop: false }
  const before = builder.may('before the calls', 1)
    ? statements.constants(outside, random.whole(1, 2))
    : { statements: [] }
  const around = { ...outside, variables: [...outside.variables, ...(before.variables ?? [])] }
  const first = statements.call(around)
  const inside = { ...around, variables: [...around.variables, ...(first.variables ?? [])] }
  const second = statements.call(inside)
  const known = { ...inside, variables: [...inside.variables, ...(second.variables ?? [])] }
  const body = [...before.statements, ...first.statements]
  // the second call may come late: whatever comes before it must do without
  if (random.chance(0.5)) body.push(...statements.block(inside, random.whole(1, 2)))
  body.push(...second.statements, ...statements.ending(known, random.whole(1, 5)))
  return {
    seed,
    style,
    body,
    features: [...builder.used],
    literals: { numbers: [...builder.numbers], strings: [...builder.strings] },
  }
}

/** What a program may have. */
function featuresOf(random: Random, allowed: readonly Feature[]): Set<Feature> {
  const features = new Set<Feature>()
  const most = random.pick([0, 1, 3, 6, 10, 15])
  const refused = allowed.filter((feature) => REFUSED.has(feature))
  const others = allowed.filter((feature) => !REFUSED.has(feature))
  for (let count = 0; count < most && others.length > 0; count++) features.add(random.pick(others))
  if (refused.length > 0 && (others.length === 0 || random.chance(SHARE_OF_REFUSED))) features.add(random.pick(refused))
  if (allowed.includes('wrapper') && random.chance(SHARE_OF_WRAPPED)) features.add('wrapper')
  else if (features.has('failure that is read')) features.add('checked call')
  if (features.has('catch by name')) features.add('caught error')
  if (features.has('call within a condition')) features.add('call in an expression')
  if (features.has('caught error') || features.has('rethrow') || features.has('finally') || features.has('instanceof'))
    features.add('try')
  if (features.has('instanceof')) features.add('rethrow')
  if (features.has('backoff')) features.add('retry loop')
  if (features.has('throw a class') || features.has('throw a computed message')) features.add('throw')
  return features
}

const DESTRUCTURED = ['id', 'count', 'flag', 'tags', 'items'] as const

function parametersOf(builder: Builder): Variable[] {
  if (!builder.may('destructured event', 1)) return [{ text: 'event', type: EVENT }]
  const fields = EVENT.kind === 'object' ? EVENT.fields : {}
  return DESTRUCTURED.map((text) => ({ text, type: fields[text]?.type ?? STRING }))
}

const CALLEE = (name: string) =>
  `export const ${name} = async (event: unknown) => {
  const response = await fetch('https://shop.example.com/${name}', { method: 'POST', body: JSON.stringify(event) })
  return response.json()
}
`

/** Of the handler. In seconds. */
export const TIMEOUT = 28

/** The configuration, with what the handler names: the less there is, the sooner a program is planned. */
function configOf(main: string): string {
  const called = CALLEES.filter((name) => main.includes(`.${name.toUpperCase()}_`))
  const variables = called.flatMap((name) => {
    const target = `!Ref ${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
    return ['_FN', '_CHECKED_FN']
      .map((suffix) => `${name.toUpperCase()}${suffix}`)
      .filter((variable) => new RegExp(`\\.${variable}\\b`).test(main))
      .map((variable) => `      ${variable}: ${target}`)
  })
  return `service: orders
provider:
  name: aws
  runtime: nodejs22.x
  iam:
    role:
      statements:
        - Effect: Allow
          Action: lambda:InvokeFunction
          Resource: '*'
functions:
  main:
    handler: src/main.handler
    timeout: ${TIMEOUT}
    environment:
${variables.join('\n')}
    events:
      - http: post /orders
${called.map((name) => `  ${name}:\n    handler: src/steps.${name}`).join('\n')}
`
}

const STEPS = CALLEES.map(CALLEE).join('\n')

export const MAIN = 'src/main.ts'

/** The files of a program. */
export function filesOf({ style, body, features }: Program): Record<string, string> {
  const own = features.includes('throw a class')
    ? "\nclass PaymentDeclined extends Error {\n  name = 'PaymentDeclined'\n}\n"
    : ''
  const parameter = features.includes('destructured event') ? `{ ${DESTRUCTURED.join(', ')} }` : 'event'
  const text = `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'

${DECLARATIONS}

const lambda = new LambdaClient({})
${own}${HELPERS[style]}
export const handler = async (${parameter}: Order) => {
${textOf(body)}}
`
  return { 'serverless.yml': configOf(text), 'src/steps.ts': STEPS, [MAIN]: text }
}
