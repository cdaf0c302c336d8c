import { analyze } from '../src/plan/analyze'
import { scanDocument } from '../src/plan/scan-document'
import { memoryWorkspace } from '../src/workspace/overlay'

/** Input that no person writes: each must end soon, with a diagnostic and not with an exception. */

const SERVICE = 'service: shop\nprovider:\n  name: aws\nfunctions:\n  order:\n    handler: src/order.handler\n'

const INVOKE = "const AWS = require('aws-sdk')\nnew AWS.Lambda().invoke({ FunctionName: 'shop-dev-order' }).promise()\n"

function diagnosticsOf(files: Readonly<Record<string, string>>): string[] {
  const { diagnostics } = scanDocument(analyze(memoryWorkspace(files)))
  return diagnostics.map(({ code, file, line }) => `${code} ${file}:${line}`)
}

/** `a` holds `b` twice, `b` holds `c` twice… */
function doubling(line: (name: string, next: string) => string): string {
  const names = Array.from({ length: 30 }, (_, index) => `v${index}`)
  return names.map((name, index) => `  ${line(name, names[index + 1] ?? 'end')}\n`).join('')
}

describe('a source file', () => {
  test.each([
    ['joins 20,000 texts', `${INVOKE}const text = ${Array.from({ length: 20_000 }, (_, i) => `'${i}'`).join(' + ')}\n`],
    ['nests 50,000 lists', `${INVOKE}const list = ${'['.repeat(50_000)}${']'.repeat(50_000)}\n`],
    ['chains 20,000 calls', `${INVOKE}const chain = a${'.b()'.repeat(20_000)}\n`],
    ['nests 5,000 functions', `${INVOKE}const nested = ${'() => '.repeat(5000)}1\n`],
    ['nests 5,000 blocks', `${INVOKE}${'{'.repeat(5000)}${'}'.repeat(5000)}\n`],
  ])('that %s is told of', (_, text) => {
    expect(diagnosticsOf({ 'serverless.yml': SERVICE, 'src/order.js': text })).toEqual(['source-syntax src/order.js:1'])
  })
})

describe('a configuration', () => {
  test('whose aliases double each other is told of', () => {
    const aliases = Array.from({ length: 30 }, (_, i) => `a${i + 1}: &a${i + 1} [*a${i}, *a${i}]\n`).join('')
    const text = `${SERVICE}a0: &a0 [x, x]\n${aliases}`
    expect(diagnosticsOf({ 'serverless.yml': text })).toContain('config-syntax serverless.yml:1')
  })

  test('whose variables double each other is still read', () => {
    const texts = doubling((name, next) => `${name}: \${self:custom.${next}}\${self:custom.${next}}`)
    const found = scanDocument(analyze(memoryWorkspace({ 'serverless.yml': `${SERVICE}custom:\n${texts}  end: x\n` })))
    expect(found.services.map(({ functions }) => functions.map(({ key }) => key))).toEqual([['order']])
  })

  test('whose maps double each other is told of', () => {
    const maps = doubling((name, next) => `${name}: { a: '\${self:custom.${next}}', b: '\${self:custom.${next}}' }`)
    const found = diagnosticsOf({ 'serverless.yml': `${SERVICE}custom:\n${maps}  end: x\n` })
    expect(found.some((line) => line.startsWith('variable-unresolved'))).toBe(true)
  })
})
