/** Functions that only others call. */
export const CALLEES = ['reserve', 'charge', 'ship', 'refund'] as const

/** Of the handler, and of the function that it calls and that waits for others. In seconds. */
export const TIMEOUT = 28

/** The function that a handler calls and that waits for others itself. */
export const NESTED = 'fulfil'

const CALLEE = (name: string) =>
  `export const ${name} = async (event: unknown) => {
  const response = await fetch('https://shop.example.com/${name}', { method: 'POST', body: JSON.stringify(event) })
  return response.json()
}
`

/** Their source. */
export const STEPS: string = CALLEES.map(CALLEE).join('\n')

interface Sources {
  readonly main: string
  /** Of the function that waits for others itself; absent where there is none. */
  readonly nested: string | undefined
  /** Whether nobody reads what the handler gives. */
  readonly isStandard: boolean
}

/** The configuration, with what the sources name: the less there is, the sooner a program is planned. */
export function configOf({ main, nested, isStandard }: Sources): string {
  const called = CALLEES.filter((name) => `${main}${nested}`.includes(`.${name.toUpperCase()}_`))
  const event = isStandard
    ? '    maximumRetryAttempts: 0\n    events:\n      - schedule: rate(1 day)'
    : '    events:\n      - http: post /orders'
  const own = nested === undefined ? '' : handlerOf(NESTED, nested)
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
${handlerOf('main', main)}${event}
${own}${called.map((name) => `  ${name}:\n    handler: src/steps.${name}`).join('\n')}
`
}

function handlerOf(key: string, text: string): string {
  const lines = variablesOf(text)
  const environment = lines.length > 0 ? `    environment:\n${lines.join('\n')}\n` : ''
  return `  ${key}:\n    handler: src/${key}.handler\n    timeout: ${TIMEOUT}\n${environment}`
}

/** Variables that a source reads. */
function variablesOf(text: string): string[] {
  return [...CALLEES, NESTED].flatMap((name) => {
    const target = `!Ref ${name.charAt(0).toUpperCase()}${name.slice(1)}LambdaFunction`
    return ['_FN', '_CHECKED_FN']
      .map((suffix) => `${name.toUpperCase()}${suffix}`)
      .filter((variable) => new RegExp(`\\.${variable}\\b`).test(text))
      .map((variable) => `      ${variable}: ${target}`)
  })
}
