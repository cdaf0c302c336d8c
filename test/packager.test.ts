import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../src/cli/io'
import { readTree } from './support/fixtures'
import { TestRepository } from './support/repository'

const repositories: TestRepository[] = []
afterAll(() => {
  for (const created of repositories) created.remove()
})

function repository(files: Readonly<Record<string, string>>): TestRepository {
  const created = new TestRepository({ '.gitignore': 'node_modules\n', ...files })
  repositories.push(created)
  return created
}

const yml = `service: svc
provider:
  name: aws
  runtime: nodejs20.x
package:
  individually: true
functions:
  fn:
    handler: index.handler
    package:
      individually: true
`

/** A packager that tells what it was started with. */
const fake = `
const { mkdirSync, readFileSync, writeFileSync } = require('node:fs')
const { args = process.argv.slice(2), env } = process
if (env.FAIL) { console.error('Environment: test\\n\\u001b[31mError:\\u001b[39m\\nIt does not work.\\n'); process.exit(1) }
mkdirSync('.serverless')
const told = { args, home: env.HOME, credentials: env.AWS_SECRET_ACCESS_KEY, cwd: process.cwd(),
  config: readFileSync('serverless.yml', 'utf8'), shared: readFileSync('../shared.txt', 'utf8') }
writeFileSync('.serverless/cloudformation-template-update-stack.json', JSON.stringify(told))
`

const withFake = {
  'shared.txt': 'shared',
  'api/serverless.yml': yml,
  'node_modules/osls/package.json': JSON.stringify({ name: 'osls', version: '4.0.0', bin: { osls: 'run.js' } }),
  'node_modules/osls/run.js': fake,
}

describe('synth --packager', () => {
  test('runs the packager of the repository in a copy, without credentials and without building anything', async () => {
    process.env.AWS_SECRET_ACCESS_KEY = 'secret'
    const repo = repository(withFake)
    const before = readTree(join(repo.folder, 'api'))
    const { code, out, err } = await repo.run(['synth', 'api', '--packager', '--stage', 'prod', '--param', 'a=b'])
    delete process.env.AWS_SECRET_ACCESS_KEY
    expect(err).toContain('packaged by osls 4.0.0')
    expect(code).toBe(EXIT.ok)
    const told = JSON.parse(out)
    expect(told.args).toEqual(['package', '--config', 'serverless.yml', '--stage', 'prod', '--param', 'a=b'])
    expect(told.credentials).toBeUndefined()
    expect(told.home).not.toBe(process.env.HOME)
    expect(told.cwd).not.toContain(repo.folder)
    expect(told.config.match(/artifact: .*empty\.zip/g)).toHaveLength(2)
    expect(told.config).not.toContain('individually')
    expect(told.shared).toBe('shared')
    expect(existsSync(told.cwd)).toBe(false)
    expect(readTree(join(repo.folder, 'api'))).toEqual(before)
  })

  test('says why there is no telling', async () => {
    const none = await repository({ 'serverless.yml': yml }).run(['synth', '--packager'])
    expect(none).toMatchObject({ code: EXIT.error, out: '' })
    expect(none.err).toContain('[not-verified] not verified, because neither osls nor serverless 3 is installed')

    const four = await repository({
      'serverless.yml': yml,
      'node_modules/serverless/package.json': JSON.stringify({ version: '4.4.0', bin: { serverless: 'run.js' } }),
    }).run(['synth', '--packager'])
    expect(four.err).toContain('not verified, because serverless 4.4.0 cannot package')

    const repo = repository({ ...withFake, 'fail.env': 'FAIL=1\n' })
    const failed = await repo.run(['synth', 'api', '--packager', '--dotenv', 'fail.env'])
    expect(failed).toMatchObject({ code: EXIT.error, out: '' })
    expect(failed.err).toContain('not verified, because osls 4.0.0 failed: It does not work.')
  })

  test('is not run unasked', async () => {
    const { code, out } = await repository(withFake).run(['synth', 'api'])
    expect(code).toBe(EXIT.ok)
    expect(JSON.parse(out).Resources.FnLambdaFunction).toBeDefined()
  })
})
