import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

/** A handler that something stands around is refused, and the refusal names what that is. */
const SERVICE = `service: shop
provider: { name: aws, runtime: nodejs20.x }
functions:
  price: { handler: src/price.handler }
`

const LOGGED = 'export const logged = (fn) => async (event) => { console.log(event); return fn(event) }\n'

test.each([
  ['middy', `import middy from '@middy/core'\nexport const handler = middy(async (e) => e)`, '"middy" (@middy/core)'],
  [
    'middy with middlewares',
    `import middy from '@middy/core'\nimport cors from '@middy/http-cors'\nconst base = async (e) => e\nexport const handler = middy(base).use(cors()).use(cors())`,
    '"middy" (@middy/core)',
  ],
  [
    'middy by require, and a name of its own',
    `const middy = require('@middy/core')\nconst wrapped = middy(async (e) => e)\nmodule.exports.handler = wrapped`,
    '"middy" (@middy/core)',
  ],
  [
    'a member of a package',
    `import * as Sentry from '@sentry/serverless'\nexport const handler = Sentry.AWSLambda.wrapHandler(async (e) => e)`,
    '"Sentry.AWSLambda.wrapHandler" (@sentry/serverless)',
  ],
  [
    'a decorator of Powertools',
    `import { Tracer } from '@aws-lambda-powertools/tracer'\nconst tracer = new Tracer()\nclass Price {\n  @tracer.captureLambdaHandler()\n  async handler(e) { return e }\n}\nconst price = new Price()\nexport const handler = price.handler.bind(price)`,
    '"@tracer.captureLambdaHandler" (@aws-lambda-powertools/tracer)',
  ],
  [
    'a function of another file',
    `import { logged } from './logged'\nexport const handler = logged(async (e) => e)`,
    '"logged" (src/logged.ts)',
  ],
  [
    'a function of the same file',
    `const safe = (fn) => async (e) => fn(e)\nexport const handler = safe(async (e) => e)`,
    '"safe" (src/price.ts)',
  ],
  [
    'a function that makes a wrapper',
    `import { compose } from './logged'\nexport const handler = compose('a')(async (e) => e)`,
    '"compose" (src/logged.ts)',
  ],
])('%s', (_, source, name) => {
  const { services, relocatable } = analyze(
    memoryWorkspace({
      'serverless.yml': SERVICE,
      'src/price.ts': `${source}\n`,
      'src/logged.ts': `${LOGGED}export const compose = (name) => (fn) => logged(fn)\n`,
    }),
  )
  const [service] = services
  const [callee] = service?.functions ?? []
  if (!service || !callee) throw new Error('There is no callee.')
  const { isRelocatable, witness } = relocatable({ service, function: callee })
  expect(isRelocatable).toBe(false)
  expect(witness?.what).toBe(`its handler is wrapped by ${name}`)
})
