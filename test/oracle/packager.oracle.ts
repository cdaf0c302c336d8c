import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../../src/cli/io'
import { TestRepository } from '../support/repository'

const yml = `service: svc
provider:
  name: aws
  runtime: nodejs20.x
package:
  individually: true
functions:
  fn:
    handler: index.handler
`

test('synth --packager runs osls', async () => {
  const repo = new TestRepository({ '.gitignore': 'node_modules\n', 'serverless.yml': yml, 'index.js': '' })
  symlinkSync(join(__dirname, '..', '..', 'node_modules'), join(repo.folder, 'node_modules'))
  const { code, out, err } = await repo.run(['synth', '--packager'])
  repo.remove()
  expect(err).toMatch(/packaged by osls \d/)
  expect(code).toBe(EXIT.ok)
  expect(JSON.parse(out).Resources.FnLambdaFunction.Properties.FunctionName).toBe('svc-dev-fn')
})
