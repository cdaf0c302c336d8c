import { chmodSync, existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { EXIT } from '../src/cli/io'
import type { PlanDocument, ScanDocument } from '../src/plan/document'
import { FIXTURES, readTree } from './support/fixtures'
import { TestRepository } from './support/repository'

const demo = readTree(join(FIXTURES, 'demo', 'input'))
const migrated = readTree(join(FIXTURES, 'demo', 'expected'))
const unchanged = readTree(join(FIXTURES, 'keep', 'vpc-proxy', 'input'))

const repositories: TestRepository[] = []

function repository(files: Readonly<Record<string, string>>, options?: { git: boolean }): TestRepository {
  const created = new TestRepository(files, options)
  repositories.push(created)
  return created
}

afterAll(() => {
  for (const created of repositories) created.remove()
})

type Tampered = {
  -readonly [K in keyof PlanDocument]: PlanDocument[K] extends readonly (infer T)[] ? T[] : PlanDocument[K]
}

function hide(plan: Tampered, file: string): void {
  plan.createdFiles.push({ file, text: 'exports.x = 1\n', site: 0 })
}

/** An edit at the end of a source file of the plan. */
function nonsense({ edits }: Tampered): PlanDocument['edits'][number] {
  const last = edits.findLast(({ file }) => file.endsWith('.ts'))
  if (!last) throw new Error('There is no edit of source.')
  return { ...last, start: last.end, end: last.end, text: ' delete ( ' }
}

function tracked(folder: string): Record<string, string> {
  return Object.fromEntries(Object.entries(readTree(folder)).filter(([file]) => !file.startsWith('.git/')))
}

describe('scan', () => {
  test('prints the contract as JSON, the same bytes every time', async () => {
    const repo = repository(demo)
    const first = await repo.run(['scan', '--json'])
    const second = await repo.run(['scan', '.', '--json'])
    expect(first.code).toBe(EXIT.ok)
    expect(second.out).toBe(first.out)
    const document: ScanDocument = JSON.parse(first.out)
    expect(document.schemaVersion).toBe(1)
    expect(document.services).toEqual([
      expect.objectContaining({ service: 'order-processing', config: 'serverless.yml', stage: 'dev' }),
    ])
    expect(document.services[0]?.functions[0]).toEqual({
      key: 'createOrder',
      name: 'order-processing-dev-createOrder',
      handler: { file: 'src/handlers/createOrder.ts', export: 'handler' },
    })
    expect(document.sites.find(({ file }) => file.endsWith('createOrder.ts'))).toEqual({
      file: 'src/handlers/createOrder.ts',
      line: 13,
      column: 36,
      kind: 'direct',
      sdk: 'v3',
      invocation: 'sync',
      callers: [{ service: 'order-processing', function: 'createOrder' }],
      target: { status: 'resolved', service: 'order-processing', function: 'validateOrder' },
      response: 'used',
      test: false,
      verdict: 'inline',
      reasons: [{ code: 'callee-relocatable', message: expect.any(String) }],
      billing: { billedMs: 1100, workMs: 600, extraPercent: 83, isAssumed: true },
      callee: {
        relocatable: true,
        outside: 'none',
        effects: [{ label: 'throw', what: 'it may throw', file: 'src/handlers/validateOrder.ts', line: 5 }],
      },
    })
  })

  test('prints a table for people, and nothing to the log', async () => {
    const { code, out, err } = await repository(demo).run(['scan'])
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('order-processing (serverless.yml, stage dev)')
    expect(out).toMatch(
      /src\/handlers\/createOrder\.ts:13 +createOrder → validateOrder +sync +inline +The callee needs nothing/,
    )
    expect(out).toContain('1 service, 9 functions, 7 calls.')
    expect(err).toBe('')
  })

  test('resolves variables for the stage and the parameters that are given', async () => {
    const repo = repository({
      'serverless.yml':
        'service: ${param:team}-orders\nprovider:\n  name: aws\n  stage: ${opt:stage, "test"}\nfunctions:\n  a:\n    handler: a.handler\n    environment:\n      X: ${env:X}\n',
      'a.js': 'exports.handler = async () => 1\n',
      '.env.test': 'export X="1"\n',
    })
    const { out } = await repo.run([
      'scan',
      '--json',
      '--stage',
      'prod',
      '--param',
      'team=red',
      '--dotenv',
      '.env.test',
    ])
    expect(
      (await repo.run(['scan', '--json', '--stage', 'prod', '--param=team=red', '--env-file=.env.test'])).out,
    ).toBe(out)
    const [service] = (JSON.parse(out) as ScanDocument).services
    expect(service).toMatchObject({ service: 'red-orders', stage: 'prod', functions: [{ name: 'red-orders-prod-a' }] })
    const plain = (JSON.parse((await repo.run(['scan', '--json'])).out) as ScanDocument).services[0]
    expect(plain).toMatchObject({ stage: 'test', service: '${param:team}-orders' })
  })

  test('scans several folders from their common parent', async () => {
    const repo = repository({
      ...prefixed('a/', unchanged),
      ...prefixed('b/', unchanged),
      ...prefixed('c/', unchanged),
    })
    const { services } = JSON.parse((await repo.run(['scan', 'a', 'c', '--json'])).out) as ScanDocument
    expect(services.map(({ config }) => config)).toEqual(['a/serverless.yml', 'c/serverless.yml'])
  })

  test('works in a folder without git, and leaves out node_modules', async () => {
    const repo = repository(
      { ...unchanged, 'node_modules/x/serverless.yml': unchanged['serverless.yml'] ?? '' },
      { git: false },
    )
    const { services } = JSON.parse((await repo.run(['scan', '--json'])).out) as ScanDocument
    expect(services.map(({ config }) => config)).toEqual(['serverless.yml'])
  })
})

describe('plan', () => {
  test('shows findings, code diff, infra diff with permissions first, summary and rollout, and writes nothing', async () => {
    const repo = repository(demo)
    const { code, out } = await repo.run(['plan'])
    expect(code).toBe(EXIT.pending)
    const order = [
      'FINDINGS',
      'CODE',
      'diff --git a/package.json',
      'INFRASTRUCTURE',
      '  Permissions that broaden',
      '  Destroyed or replaced',
      '  By src/handlers/createOrder.ts:35',
      '  By several calls',
      '  Outputs',
      'Plan: 5 of 7',
      'ROLLOUT',
    ]
    const positions = order.map((text) => out.indexOf(text))
    expect(positions).not.toContain(-1)
    expect(positions).toEqual([...positions].sort((a, b) => a - b))
    expect(out).toContain('waived callee-errors')
    expect(tracked(repo.folder)).toEqual(demo)
  })

  test('answers 0 when there is nothing to do', async () => {
    const { code, out } = await repository(unchanged).run(['plan'])
    expect(code).toBe(EXIT.ok)
    expect(out).toContain('Plan: 0 of 1 site rewritten')
  })

  test('answers 1 for a refusal with --strict only', async () => {
    const repo = repository(readTree(join(FIXTURES, 'sqs', 'not-with-on-error', 'input')))
    expect((await repo.run(['plan'])).code).toBe(EXIT.ok)
    const strict = await repo.run(['plan', '--strict'])
    expect(strict.code).toBe(EXIT.error)
    expect(strict.out).toContain('refused keeps-async-settings')
  })

  test('gives the same exit code in every format', async () => {
    const repo = repository(demo)
    for (const format of ['text', 'markdown', 'html', 'json', 'sarif', 'patch']) {
      expect((await repo.run(['plan', '--format', format])).code).toBe(EXIT.pending)
    }
    const wrong = await repo.run(['plan', '--format', 'pdf'])
    expect(wrong.code).toBe(EXIT.error)
    expect(wrong.err).toContain('Allowed choices are text, markdown, html, json, sarif, patch')
  })

  test('prints a patch that git applies to the same result', async () => {
    const repo = repository(demo)
    const { out } = await repo.run(['plan', '--format', 'patch'])
    writeFileSync(join(repo.folder, '.git', 'plan.patch'), out)
    repo.git('apply', join('.git', 'plan.patch'))
    expect(tracked(repo.folder)).toEqual(migrated)
  })

  test('prints Markdown with tables, fences and a marker', async () => {
    const { out } = await repository(demo).run(['plan', '--format', 'markdown'])
    expect(out.startsWith('<!-- lambda-unchain plan -->')).toBe(true)
    expect(out).toContain('| `src/handlers/createOrder.ts:13` | createOrder → validateOrder | inline |')
    expect(out).toContain('<details><summary><code>serverless.yml</code></summary>')
  })

  test('saves a plan that lists what it was made from', async () => {
    const repo = repository(demo)
    const { err } = await repo.run(['plan', '--out', 'plan.json'])
    expect(err).toContain('Saved to plan.json')
    const plan: PlanDocument = JSON.parse(readFileSync(join(repo.folder, 'plan.json'), 'utf8'))
    expect(plan.inputs.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['serverless.yml', 'src/handlers/createOrder.ts']),
    )
    for (const edit of plan.edits) expect(plan.sites[edit.site]?.outcome).toBe('rewritten')
    for (const site of plan.sites) for (const index of site.edits ?? []) expect(plan.edits[index]).toBeDefined()
  })

  test('says what a plan cannot be saved to', async () => {
    const { code, err } = await repository(demo).run(['plan', '--out', 'no/such/folder/plan.json'])
    expect(code).toBe(EXIT.error)
    expect(err).toMatch(/^error \[write-failed\]/m)
  })
})

describe('apply', () => {
  test('writes all files, and plans nothing the second time', async () => {
    const repo = repository(demo)
    const { code, err } = await repo.run(['apply', '--yes'])
    expect(code).toBe(EXIT.ok)
    expect(err).toContain('Written: 5 changed, 1 created, 1 deleted.')
    expect(tracked(repo.folder)).toEqual(migrated)
    repo.commit()
    expect((await repo.run(['plan'])).code).toBe(EXIT.ok)
    expect((await repo.run(['apply', '--yes'])).code).toBe(EXIT.ok)
    expect(tracked(repo.folder)).toEqual(migrated)
  })

  test('never prompts without a terminal', async () => {
    const repo = repository(demo)
    const { code, err } = await repo.run(['apply'])
    expect(code).toBe(EXIT.blocked)
    expect(err).toContain('[no-consent]')
    expect(tracked(repo.folder)).toEqual(demo)
  })

  test('asks, and takes no for an answer', async () => {
    const repo = repository(demo)
    expect((await repo.run(['apply'], async () => false)).code).toBe(EXIT.blocked)
    expect(tracked(repo.folder)).toEqual(demo)
    expect((await repo.run(['apply'], async () => true)).code).toBe(EXIT.ok)
    expect(tracked(repo.folder)).toEqual(migrated)
  })

  test('applies a saved plan, and exactly that', async () => {
    const repo = repository(demo)
    await repo.run(['plan', '--out', 'plan.json'])
    expect((await repo.run(['apply', 'plan.json', '--yes'])).code).toBe(EXIT.ok)
    const { 'plan.json': _, ...files } = tracked(repo.folder)
    expect(files).toEqual(migrated)
  })

  test('refuses a stale plan', async () => {
    const repo = repository(demo)
    await repo.run(['plan', '--out', 'plan.json'])
    const file = join(repo.folder, 'src', 'types.ts')
    writeFileSync(file, `${readFileSync(file, 'utf8')}// changed\n`)
    repo.commit()
    const { code, err } = await repo.run(['apply', 'plan.json', '--yes'])
    expect(code).toBe(EXIT.blocked)
    expect(err).toContain('[stale-plan] src/types.ts changed since the plan was made.')
    expect(readFileSync(join(repo.folder, 'serverless.yml'), 'utf8')).toBe(demo['serverless.yml'])
  })

  test('refuses to touch files with uncommitted changes, unless allowed', async () => {
    const repo = repository(demo)
    const file = join(repo.folder, 'serverless.yml')
    writeFileSync(file, `${demo['serverless.yml']}# mine\n`)
    const { code, err } = await repo.run(['apply', '--yes'])
    expect(code).toBe(EXIT.blocked)
    expect(err).toContain('[uncommitted-changes] Uncommitted changes in files that would be touched: serverless.yml.')
    expect((await repo.run(['apply', '--yes', '--allow-dirty'])).code).toBe(EXIT.ok)
    expect(readFileSync(file, 'utf8')).toContain('# mine')
  })

  test('applies a plan of a folder from where it was made, and from anywhere in another checkout', async () => {
    const files = { ...prefixed('services/orders/', demo), 'README.md': 'x\n' }
    const repo = repository(files)
    const { err } = await repo.run(['plan', 'services/orders', '--out', 'p.json'])
    expect(err).toContain('lambda-unchain apply p.json\n')
    const saved = readFileSync(join(repo.folder, 'p.json'), 'utf8')
    expect(JSON.parse(saved)).toMatchObject({ root: 'services/orders' })
    const other = repository({ ...files, 'p.json': saved })
    other.cwd = join(other.folder, 'services')
    expect((await repo.run(['apply', 'p.json', '--yes'])).code).toBe(EXIT.ok)
    expect((await other.run(['apply', '../p.json', '--yes'])).code).toBe(EXIT.ok)
    for (const { folder } of [repo, other]) {
      const { 'p.json': _, ...after } = tracked(folder)
      expect(after).toEqual({ ...prefixed('services/orders/', migrated), 'README.md': 'x\n' })
    }
  })

  test.each([[['--root', 'elsewhere']], [['elsewhere']]])(
    'applies a saved plan to a folder that is named: %j',
    async (named) => {
      const repo = repository({ ...demo, ...prefixed('elsewhere/', demo) })
      await repo.run(['plan', 'elsewhere', '--out', 'p.json'])
      const plan = JSON.parse(readFileSync(join(repo.folder, 'p.json'), 'utf8'))
      writeFileSync(join(repo.folder, 'p.json'), JSON.stringify({ ...plan, root: 'nowhere' }))
      expect((await repo.run(['apply', 'p.json', '--yes'])).err).toContain('[path-missing] "nowhere" is no folder.')
      expect((await repo.run(['apply', 'p.json', ...named, '--yes'])).code).toBe(EXIT.ok)
      const { 'p.json': _, ...after } = tracked(repo.folder)
      expect(after).toEqual({ ...demo, ...prefixed('elsewhere/', migrated) })
    },
  )

  test('says that a plan was made for another folder', async () => {
    const repo = repository(demo)
    await repo.run(['plan', '--out', 'p.json'])
    const { code, err } = await repository({ 'p.json': readFileSync(join(repo.folder, 'p.json'), 'utf8') }).run([
      'apply',
      'p.json',
      '--yes',
    ])
    expect(code).toBe(EXIT.blocked)
    expect(err).toContain('[stale-plan] None of the files of the plan is in')
  })

  const tampered: [string, (plan: Tampered) => void, string][] = [
    ['changes a file that is no input', (plan) => plan.inputs.splice(0), 'not among its inputs'],
    [
      'deletes a file that is no input',
      (plan) => plan.deletedFiles.push({ file: 'notes.txt', site: 0 }),
      'not among its inputs',
    ],
    ['writes a hook', (plan) => hide(plan, '.git/hooks/post-commit'), 'no part of the project'],
    ['writes a package', (plan) => hide(plan, 'src/node_modules/x/index.js'), 'no part of the project'],
    ['leaves the root', (plan) => hide(plan, 'src/../../x.ts'), 'outside of the root'],
    ['writes what does not parse', (plan) => plan.edits.push(nonsense(plan)), 'would not parse'],
  ]

  test.each(tampered)('refuses a plan that %s', async (_, tamper, message) => {
    const repo = repository({ ...demo, 'notes.txt': 'x\n' })
    await repo.run(['plan', '--out', 'plan.json'])
    const plan = JSON.parse(readFileSync(join(repo.folder, 'plan.json'), 'utf8'))
    tamper(plan)
    writeFileSync(join(repo.folder, 'plan.json'), JSON.stringify(plan))
    const { code, err } = await repo.run(['apply', 'plan.json', '--yes'])
    expect(code).toBe(EXIT.error)
    expect(err).toContain('[plan-invalid]')
    expect(err).toContain(message)
    const { 'plan.json': __, ...files } = tracked(repo.folder)
    expect(files).toEqual({ ...demo, 'notes.txt': 'x\n' })
  })

  test('restores everything when a file cannot be written', async () => {
    const repo = repository(demo)
    await repo.run(['plan', '--out', 'plan.json'])
    // a folder stands where the new file must go, behind the edits of other files
    mkdirSync(join(repo.folder, 'src', 'lib'), { recursive: true })
    const plan = JSON.parse(readFileSync(join(repo.folder, 'plan.json'), 'utf8'))
    plan.createdFiles[0].file = 'src/handlers/checkout.ts/validate-order.ts'
    writeFileSync(join(repo.folder, 'plan.json'), JSON.stringify(plan))
    const { code, err } = await repo.run(['apply', 'plan.json', '--yes', '--allow-dirty'])
    expect(code).toBe(EXIT.error)
    expect(err).toMatch(/\[write-failed\] Nothing was changed/)
    const { 'plan.json': _, ...files } = tracked(repo.folder)
    expect(files).toEqual(demo)
  })

  test('refuses a plan that reaches out of the root', async () => {
    const repo = repository(demo)
    await repo.run(['plan', '--out', 'plan.json'])
    const plan = JSON.parse(readFileSync(join(repo.folder, 'plan.json'), 'utf8'))
    plan.createdFiles[0].file = '../outside.ts'
    writeFileSync(join(repo.folder, 'plan.json'), JSON.stringify(plan))
    const { code, err } = await repo.run(['apply', 'plan.json', '--yes'])
    expect(code).toBe(EXIT.error)
    expect(err).toContain('[plan-invalid]')
    expect(existsSync(join(repo.folder, '..', 'outside.ts'))).toBe(false)
  })

  test.each([
    ['no JSON', '{'],
    ['no plan', '{"a": 1}'],
    ['a plan of another version', '{"schemaVersion": 99, "edits": [], "inputs": []}'],
    ['a damaged plan', '{"schemaVersion": 1, "edits": [{}], "inputs": [], "createdFiles": [], "deletedFiles": []}'],
  ])('says that a file is %s', async (_, text) => {
    const repo = repository({ ...demo, 'plan.json': text })
    const { code, err } = await repo.run(['apply', 'plan.json', '--yes'])
    expect(code).toBe(EXIT.error)
    expect(err).toContain('[plan-invalid]')
  })

  test('writes nothing while the input has errors', async () => {
    const repo = repository({
      ...demo,
      'src/broken.ts': "import { InvokeCommand } from '@aws-sdk/client-lambda'\nnew InvokeCommand({{",
    })
    const { code, err } = await repo.run(['apply', '--yes'])
    expect(code).toBe(EXIT.error)
    expect(err).toContain('src/broken.ts:2:20: error [source-syntax]')
    expect(err).toContain('[input-errors]')
    expect(readFileSync(join(repo.folder, 'serverless.yml'), 'utf8')).toBe(demo['serverless.yml'])
  })

  test('keeps the mode of a file, and follows a link to it', async () => {
    const { 'serverless.yml': config = '', ...others } = demo
    const repo = repository({ ...others, 'config/service.yml': config })
    symlinkSync(join('config', 'service.yml'), join(repo.folder, 'serverless.yml'))
    chmodSync(join(repo.folder, 'config', 'service.yml'), 0o600)
    repo.commit()
    expect((await repo.run(['apply', '--yes'])).code).toBe(EXIT.ok)
    expect(readFileSync(join(repo.folder, 'config', 'service.yml'), 'utf8')).toBe(migrated['serverless.yml'])
  })
})

describe('synth', () => {
  test('prints a template', async () => {
    const { code, out } = await repository(demo).run(['synth'])
    expect(code).toBe(EXIT.ok)
    const { Resources } = JSON.parse(out)
    expect(Object.keys(Resources)).toEqual(
      expect.arrayContaining(['CreateOrderLambdaFunction', 'CreateOrderIamRoleLambdaExecution', 'HttpApi']),
    )
  })

  test('asks which service is meant', async () => {
    const repo = repository({ ...prefixed('a/', demo), ...prefixed('b/', demo) })
    const { code, err } = await repo.run(['synth'])
    expect(code).toBe(EXIT.error)
    expect(err).toContain(
      'Name one with --service: order-processing (a/serverless.yml), order-processing (b/serverless.yml).',
    )
    expect((await repo.run(['synth', '--service', 'b/serverless.yml'])).code).toBe(EXIT.ok)
  })
})

describe('bad input', () => {
  test('a path that does not exist', async () => {
    const { code, err, out } = await repository(demo).run(['plan', 'nowhere'])
    expect({ code, out }).toEqual({ code: EXIT.error, out: '' })
    expect(err).toBe('error [path-missing] "nowhere" does not exist.\n')
  })

  test('no service', async () => {
    const { code, err } = await repository({ 'a.js': 'module.exports = 1\n' }).run(['scan'])
    expect(code).toBe(EXIT.ok)
    expect(err).toContain('warning [no-service]')
  })

  test('a service of another cloud is told as one', async () => {
    const repo = repository({ 'serverless.yml': 'service: a\n\nprovider:\n  name: google\n' })
    const { code, err } = await repo.run(['scan'])
    expect(code).toBe(EXIT.ok)
    expect(err).toBe(
      'serverless.yml:3: info [other-cloud] The provider of this service is "google": only services of AWS are looked at.\n',
    )
  })

  test('two formats at once', async () => {
    const { code, err, out } = await repository(demo).run(['plan', '--json', '--format', 'html'])
    expect({ code, out }).toEqual({ code: EXIT.error, out: '' })
    expect(err).toContain("option '--json' cannot be used with option '--format <format>'")
  })

  test('YAML that does not parse: one message with its place, the rest is handled', async () => {
    const repo = repository({
      ...prefixed('good/', demo),
      'bad/serverless.yml': 'service: a\nprovider:\n  name: aws\n bad',
    })
    const { code, err, out } = await repo.run(['scan', '--json'])
    expect(code).toBe(EXIT.error)
    expect(err.split('\n').filter((line) => line.includes('[config-syntax]'))).toHaveLength(1)
    expect(err).toMatch(/^bad\/serverless\.yml:4:\d+: error \[config-syntax\]/m)
    expect((JSON.parse(out) as ScanDocument).services).toHaveLength(1)
  })

  test.each([
    [
      'serverless.json',
      '{ "service": "a",\n "provider": { "name": "aws", } }',
      ':2:29: error [config-syntax] A comma before',
    ],
    ['serverless.json', '{ "service": "a", // b\n "provider": "aws" }', ':1:19: error [config-syntax] A comment'],
    ['serverless.yml', 'service: a\nprovider: *aws\n', ':2:11: error [config-syntax] There is no anchor "aws"'],
    [
      'serverless.yml',
      Buffer.from('service: a # caf\xe9\nprovider: aws\n', 'latin1'),
      ': error [not-utf8] "serverless.yml" is not',
    ],
  ])('%s that the packager does not read', async (file, text, message) => {
    const repo = repository({ [file]: '' })
    writeFileSync(join(repo.folder, file), text)
    for (const command of ['scan', 'plan', 'synth']) {
      const { code, err } = await repo.run([command])
      expect(code).toBe(EXIT.error)
      expect(err).toContain(`${file}${message}`)
      expect(err).not.toContain('no-service')
    }
  })

  test('files that are not UTF-8, and files that cannot be read', async () => {
    const repo = repository(demo)
    writeFileSync(join(repo.folder, 'src', 'latin.js'), Buffer.from([0x2f, 0x2f, 0xe9, 0x0a]))
    mkdirSync(join(repo.folder, 'src', 'folder.js'))
    symlinkSync('folder.js', join(repo.folder, 'src', 'link.js'))
    const { code, err } = await repo.run(['scan'])
    expect(err).toContain('src/latin.js: warning [not-utf8]')
    expect(err).toContain('src/link.js: error [unreadable-file]')
    expect(code).toBe(EXIT.error)
  })

  test.each([
    [['frobnicate'], 'unknown command'],
    [['scan', '--frobnicate'], 'unknown option'],
    [['plan', '--param', 'x'], 'It takes the form key=value'],
    [['scan', '--env-file', 'nowhere'], '[path-missing]'],
    [['scan', '--dotenv', 'nowhere'], '[path-missing]'],
  ])('%j', async (args, message) => {
    const { code, err } = await repository(unchanged).run(args)
    expect(code).toBe(EXIT.error)
    expect(err).toContain(message)
  })
})

function prefixed(prefix: string, files: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(Object.entries(files).map(([file, text]) => [prefix + file, text]))
}
