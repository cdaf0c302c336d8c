import { readdirSync, readFileSync } from 'node:fs'
import { join, posix } from 'node:path'

const SOURCE = join(__dirname, '..', 'src')

/** The folders in the order in which data flows: each may use itself and what stands before it. */
const ORDER = [
  'messages',
  'workspace',
  'discover',
  'edit',
  'syntax',
  'load',
  'scan',
  'analysis',
  'advise',
  'infra',
  'transforms',
  'compose',
  'plan',
  'review',
  'write',
  'cli',
]

interface SourceFile {
  readonly path: string
  readonly text: string
}

const files: SourceFile[] = readdirSync(SOURCE, { recursive: true, encoding: 'utf8' })
  .filter((path) => path.endsWith('.ts'))
  .map((path) => ({ path: path.split('\\').join('/'), text: readFileSync(join(SOURCE, path), 'utf8') }))

const importsOf = ({ text }: SourceFile) =>
  [...text.matchAll(/(?:from|import\(|require\() ?'([^']+)'/g)].map(([, specifier = '']) => specifier)
const folderOf = (path: string) => path.split('/')[0] ?? ''

test('every folder has its place in the pipeline', () => {
  const folders = new Set(files.filter(({ path }) => path.includes('/')).map(({ path }) => folderOf(path)))
  expect([...folders].sort()).toEqual([...ORDER].sort())
})

test('data flows one way', () => {
  const against = files
    // entry points for jscodeshift stand beside their transform, but read a finished plan
    .filter(({ path }) => path.includes('/') && !path.endsWith('/codemod.ts'))
    .flatMap((file) =>
      importsOf(file)
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => posix.join(posix.dirname(file.path), specifier))
        .filter((target) => ORDER.indexOf(folderOf(target)) > ORDER.indexOf(folderOf(file.path)))
        .map((target) => `${file.path} → ${target}`),
    )
  expect(against).toEqual([])
})

test('a transform knows no other: what two of them need is in "shared"', () => {
  const transformOf = (path: string) => /^transforms\/([^/]+)\//.exec(path)?.[1]
  const known = files.flatMap((file) => {
    const own = transformOf(file.path)
    if (own === undefined) return []
    const others = importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => posix.join(posix.dirname(file.path), specifier))
      .filter((target) => ![own, 'shared', undefined].includes(transformOf(target)))
    return others.map((target) => `${file.path} → ${target}`)
  })
  expect(known).toEqual([])
})

test.each([
  ['@aws-cdk/cloudformation-diff', /^infra\/diff\//],
  ['@aws-cdk/aws-service-spec', /^infra\/service-spec\.ts$/],
  ['@aws/cloudformation-validate', /^infra\/check\/validator\.ts$/],
  ['commander', /^cli\//],
  ['jscodeshift', /^syntax\/print\.ts$|^plan\/codemod\.ts$/],
  ['jsonata', /^infra\/check\/state-machine\/expressions\.ts$/],
  ['yaml', /^load\/yaml-document\.ts$|^infra\/edit\/yaml\//],
  // the packager is run where the user asks for it, and nowhere else
  ['node:child_process', /^discover\/|^write\/|^cli\/packager\/run-packager\.ts$/],
])('%s is used in its place only', (module, place) => {
  const users = files.filter((file) => importsOf(file).includes(module)).map(({ path }) => path)
  expect(users.length).toBeGreaterThan(0)
  expect(users.filter((path) => !place.test(path))).toEqual([])
})

test('only "write" and "plan --out" write files, and the packager has a temporary copy', () => {
  const writers = files
    .filter(({ text }) => /\b(writeFile|rename|rm|unlink|mkdir|appendFile)(Sync)?\(/.test(text))
    .map(({ path }) => path)
  expect(writers.sort()).toEqual(['cli/packager/temporary-copy.ts', 'cli/plan.ts', 'write/write-plan.ts'])
})

test('nothing of a repository is ever run', () => {
  const runners = files
    .filter(({ text }) => /\beval\(|new Function\(|\bvm\b|require\((?!'|\$\{)|import\((?!')/.test(text))
    .map(({ path }) => path)
  expect(runners).toEqual([])
})

test('files have one subject: none is long', () => {
  const long = files
    .map(({ path, text }) => `${text.split('\n').length} ${path}`)
    .filter((line) => Number.parseInt(line, 10) > 300)
  expect(long).toEqual([])
})
