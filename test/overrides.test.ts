import { UserError } from '../src/messages/user-error'
import { analyze } from '../src/plan/analyze'
import { memoryWorkspace } from '../src/workspace/overlay'

const REPOSITORY = {
  'serverless.yml': `service: shop
provider:
  name: aws
functions:
  order:
    handler: src/order.handler
  mail:
    handler: src/mail.handler
`,
  'src/order.js': `const AWS = require('aws-sdk')
exports.handler = async (event) => {
  await new AWS.Lambda().invoke({ FunctionName: 'shop-dev-mail', InvocationType: 'Event', Payload: '{}' }).promise()
}
`,
}

function verdictsWith(file: string, text: string): string[] {
  return analyze(memoryWorkspace({ ...REPOSITORY, [file]: text })).advice.map(({ verdict }) => verdict)
}

function errorWith(text: string): string {
  try {
    verdictsWith('lambda-unchain.config.yml', text)
  } catch (error) {
    if (error instanceof UserError) return `[${error.code}] ${error.message}`
    throw error
  }
  return 'no error'
}

describe('the configuration file', () => {
  test.each([
    ['lambda-unchain.config.yml', 'overrides:\n  - callee: mail\n    verdict: keep\n'],
    ['lambda-unchain.config.json', '{ "overrides": [{ "site": "src/**", "verdict": "keep" }] }'],
    ['lambda-unchain.config.ts', "export default { overrides: [{ caller: 'order', verdict: 'keep' }] }\n"],
    ['lambda-unchain.config.js', "module.exports = { overrides: [{ site: 'src/order.js:3', verdict: 'keep' }] }\n"],
  ])('decides as %s', (file, text) => {
    expect(verdictsWith(file, text)).toEqual(['keep'])
  })

  test.each([
    [
      'overrides:\n  - calee: mail\n    verdict: keep\n',
      'lambda-unchain.config.yml:2: "calee" is no key of an override',
    ],
    ['overrides:\n  - verdict: keep\n', 'lambda-unchain.config.yml:2: Entry 1 selects nothing'],
    ['overrides:\n  mail: keep\n', 'lambda-unchain.config.yml:1: "overrides" must be a list.'],
    ['override: []\n', 'lambda-unchain.config.yml:1: "override" is no key'],
    ['- callee: mail\n', 'It must be a map with the keys "overrides" or "effects".'],
    ['overrides:\n  - callee: mail\n    verdict: queue\n', '"queue" is no verdict'],
    ['overrides:\n  - callee: [mail]\n    verdict: sqs\n', '"callee" must be a text.'],
    ['overrides: [\n', 'lambda-unchain.config.yml:'],
  ])('that says %j is an error with its place', (text, message) => {
    expect(errorWith(text)).toContain('[override-invalid]')
    expect(errorWith(text)).toContain(message)
  })
})
