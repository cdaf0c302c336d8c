import { Random } from '../random'
import { DECLARATIONS, EVENT, type Literals, STRING } from '../types'
import { Builder, type Variable } from './builder'
import { Calls } from './calls'
import { configOf, NESTED, STEPS } from './config'
import { FEATURES, type Feature, KINDS, REFUSED } from './features'
import { type CallStyle, HELPERS, WRAPPERS } from './helpers'
import { type Nested, nestedOf } from './nested'
import { type Statement, textOf } from './statement'
import { Statements } from './statements'

/** A service whose handler calls functions one after the other. */
export interface Program {
  readonly seed: number
  readonly style: CallStyle
  readonly body: readonly Statement[]
  /** A function that it calls, and that waits for others itself. */
  readonly nested?: Nested
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

/** Whether it starts a Standard execution: nobody reads what it gives. */
export function isStandard({ features }: Program): boolean {
  return features.includes('standard')
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
  builder.may('standard', 1)
  const nested = builder.used.has('nested chain') ? nestedOf(random, features) : undefined
  return {
    seed,
    style,
    body,
    ...(nested && { nested }),
    features: [...new Set([...builder.used, ...(nested?.features ?? [])])],
    literals: {
      numbers: [...new Set([...builder.numbers, ...(nested?.literals.numbers ?? [])])],
      strings: [...new Set([...builder.strings, ...(nested?.literals.strings ?? [])])],
    },
  }
}

/** What a program may have. */
function featuresOf(random: Random, allowed: readonly Feature[]): Set<Feature> {
  const features = new Set<Feature>()
  const most = random.pick([0, 1, 3, 6, 10, 15])
  const refused = allowed.filter((feature) => REFUSED.has(feature))
  const kinds = new Set(KINDS.flatMap(([, own]) => own))
  const others = allowed.filter((feature) => !REFUSED.has(feature) && !kinds.has(feature))
  for (let count = 0; count < most && others.length > 0; count++) features.add(random.pick(others))
  if (refused.length > 0 && (others.length === 0 || random.chance(SHARE_OF_REFUSED))) features.add(random.pick(refused))
  for (const [share, kind] of KINDS) {
    const own = kind.filter((feature) => allowed.includes(feature))
    if (own.length > 0 && random.chance(share)) for (let count = 0; count < 2; count++) features.add(random.pick(own))
  }
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

export const MAIN = 'src/main.ts'

/** The file of the function that waits for others itself. */
export const NESTED_FILE = `src/${NESTED}.ts`

/** The files of a program. */
export function filesOf(program: Program): Record<string, string> {
  const main = mainOf(program)
  const nested = program.nested && nestedText(program.nested)
  return {
    'serverless.yml': configOf({ main, nested, isStandard: isStandard(program) }),
    'src/steps.ts': STEPS,
    ...(nested !== undefined && { [NESTED_FILE]: nested }),
    [MAIN]: main,
  }
}

function mainOf({ style, body, features }: Program): string {
  const own = features.includes('throw a class')
    ? "\nclass PaymentDeclined extends Error {\n  name = 'PaymentDeclined'\n}\n"
    : ''
  const parameter = features.includes('destructured event') ? `{ ${DESTRUCTURED.join(', ')} }` : 'event'
  return sourceOf(style, own, `${parameter}: Order`, textOf(body))
}

function nestedText({ style, body }: Nested): string {
  return sourceOf(style, '', 'event: Part', textOf(body))
}

function sourceOf(style: CallStyle, classes: string, parameter: string, body: string): string {
  const hasTable = body.includes('table.send(')
  return `import { InvokeCommand, LambdaClient } from '@aws-sdk/client-lambda'
${hasTable ? "import { DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb'\n" : ''}
${DECLARATIONS}

const lambda = new LambdaClient({})
${hasTable ? 'const table = new DynamoDBClient({})\n' : ''}${classes}${HELPERS[style]}
export const handler = async (${parameter}) => {
${body}}
`
}
