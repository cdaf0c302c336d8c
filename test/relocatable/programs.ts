import fc from 'fast-check'
import { FLAWS } from './flaws'
import { HIDDEN_FLAWS } from './hidden-flaws'
import { expression, statement } from './pure-code'
import { DEEP_STATEMENTS, DEFINITIONS, MODULES } from './pure-definitions'

/** A callee, and whether it is pure by construction: what is impure is put in as one known piece. */
export interface Program {
  readonly files: Readonly<Record<string, string>>
  readonly isPure: boolean
  /** The piece that makes it impure. */
  readonly flaw: string | undefined
  /** How many levels of its event it changes, where that is all. */
  readonly event: number | undefined
}

const parts = fc.record({
  handler: fc.array(fc.oneof(statement, fc.oneof(...DEEP_STATEMENTS)), { minLength: 1, maxLength: 5 }),
  helper: expression,
  at: fc.nat(),
  isInHelper: fc.boolean(),
  isNested: fc.boolean(),
})

/** Programs without any of the flaws. */
export const purePrograms: fc.Arbitrary<Program> = parts.map(({ handler, helper }) => ({
  files: filesOf(handler, helper),
  isPure: true,
  flaw: undefined,
  event: undefined,
}))

/** Programs with one flaw, in the handler or in what it calls, maybe in a branch or a callback. */
export const impurePrograms: fc.Arbitrary<Program> = fc
  .tuple(parts, fc.constantFrom(...FLAWS, ...HIDDEN_FLAWS))
  .map(([{ handler, helper, at, isInHelper, isNested }, { top, body, other, files, event }]) => {
    const needsHandler = /\bcontext\b|\barguments\b|\bthis\b|\bawait\b|\blater\b/.test(body)
    const flawed = isNested && !needsHandler ? `[1].forEach(() => { ${body} })` : `{ ${body} }`
    const place = at % (handler.length + 1)
    const isHelpers = isInHelper && !needsHandler
    const statements = isHelpers ? handler : [...handler.slice(0, place), flawed, ...handler.slice(place)]
    return {
      files: { ...filesOf(statements, helper, { top, other, helperBody: isHelpers ? flawed : '' }), ...files },
      isPure: false,
      flaw: `${top ?? ''}; ${body}`,
      event,
    }
  })

function filesOf(
  handler: readonly string[],
  helper: string,
  {
    top = '',
    other,
    helperBody = '',
  }: { top?: string | undefined; other?: string | undefined; helperBody?: string } = {},
): Record<string, string> {
  const isEager = /helper\(/.test(helper)
  return {
    'serverless.yml': SERVERLESS,
    'src/caller.js': CALLER,
    ...MODULES,
    ...(other === undefined ? {} : { 'src/state.js': `${other}\n` }),
    'src/callee.js': [
      ...DEFINITIONS,
      top,
      'const LIMIT = 10',
      `function helper(input) { const result = []; ${helperBody}; return ${isEager ? 'input' : helper} }`,
      'const later = async (value) => value',
      'exports.handler = async function (input, context) {',
      '  const result = [helper(input)]',
      ...handler.map((line) => `  ${line}`),
      '  return { result }',
      '}',
    ].join('\n'),
  }
}

const SERVERLESS = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  caller: { handler: src/caller.handler }
  callee: { handler: src/callee.handler }
`

const CALLER = 'exports.handler = async () => 1\n'
