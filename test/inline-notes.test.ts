import { FIXTURES, planOf, readTree, workspaceOf } from './support/fixtures'

/** The notes of the plan for a fixture, with some of its files changed. */
function notesOf(name: string, files: Readonly<Record<string, string>> = {}): string {
  const { plan } = planOf(workspaceOf({ ...readTree(`${FIXTURES}/inline/${name}/input`), ...files }))
  return plan.document.notes.join('\n')
}

test('calls that ran side by side, and limits of the client, are told', () => {
  const notes = notesOf('calls-at-once')
  expect(notes).toContain('src/quote.js:8: "price" ran for each element in a Lambda of its own, side by side')
  expect(notes).toContain('src/quote.js:8: the call had retries or a time limit of its own')
})

test('a plain call has neither', () => {
  const notes = notesOf('name-of-its-handler')
  expect(notes).not.toContain('side by side')
  expect(notes).not.toContain('time limit')
  expect(notes).not.toContain('errors of AWS')
})

test('a `catch` that asks for errors of AWS is told', () => {
  expect(notesOf('errors-of-aws-that-are-caught')).toContain('the `catch` in line 14 asks for errors of AWS')
})

test('why a callee stays is told', () => {
  const stays = 'price: the function stays, because'
  expect(notesOf('callee-that-is-watched')).toContain(`${stays} it has "alarms" of its own`)
  expect(notesOf('callee-with-an-alarm')).toContain(`${stays} the configuration refers to it`)
  expect(notesOf('callee-that-settings-name')).toContain(`${stays} the configuration refers to it`)
})

test('a provisioned concurrency that goes is told', () => {
  const yml = readTree(`${FIXTURES}/inline/name-of-its-handler/input`)['serverless.yml'] ?? ''
  const notes = notesOf('name-of-its-handler', { 'serverless.yml': `${yml}    provisionedConcurrency: 3\n` })
  expect(notes).toContain('price: its provisioned concurrency goes with it')
})

test('tests that stand in for the client are told', () => {
  const stub = `import { mockClient } from 'aws-sdk-client-mock'\nimport { handler } from '../src/quote'\n`
  expect(notesOf('name-of-its-handler', { 'test/quote.test.js': stub })).toContain('see test/quote.test.js')
})

const STAYS = 'price: the function stays, because it is named at'

test.each([
  ['serverless-compose.yml', 'params:\n  price: ${orders.PriceLambdaFunctionQualifiedArn}\n'],
  [
    'scripts/warm.sh',
    'for stage in dev prod; do\n  aws lambda invoke --function-name orders-$stage-price out.json\ndone\n',
  ],
  ['.github/workflows/smoke.yml', 'steps:\n  - run: npx serverless invoke -f price\n'],
  ['infra/alarms.tf', 'dimensions = {\n  FunctionName = "orders-${var.stage}-price"\n}\n'],
  ['Makefile', 'logs:\n\tnpx sls logs --function=price\n'],
  ['package.json', '{ "scripts": {\n  "price": "sls invoke local -f price" } }\n'],
  ['tools/check.py', '# calls it\nclient.invoke(FunctionName="orders-prod-price")\n'],
])('a callee stays where %s names it', (file, text) => {
  expect(notesOf('name-of-its-handler', { [file]: text })).toContain(`${STAYS} ${file}:2`)
})

test.each([
  ['scripts/warm.sh', 'aws lambda invoke --function-name orders-prod-price-list out.json\n'],
  ['scripts/other.sh', 'aws lambda invoke --function-name my-orders-prod-price out.json\n'],
  ['.github/workflows/smoke.yml', 'steps:\n  - run: npx serverless invoke -f price-list\n'],
  ['Makefile', 'price:\n\tcat -f price\n'],
  ['README.md', 'Run `sls invoke -f price`.\n'],
  ['package-lock.json', '{ "packages": { "orders-dev-price": {} } }\n'],
])('a callee goes where %s names something else', (file, text) => {
  expect(notesOf('name-of-its-handler', { [file]: text })).not.toContain('the function stays')
})
