import { memoryWorkspace } from '../src/workspace/overlay'
import { installedVersion } from '../src/workspace/packages'
import { newestOf } from '../src/workspace/version-range'

const ANY = Number.POSITIVE_INFINITY

test.each<[string, ReturnType<typeof newestOf>]>([
  ['1.26.1', [1, 26]],
  ['=1.26.1', [1, 26]],
  ['v1.26', [1, 26]],
  ['~1.26.0', [1, 26]],
  ['^1.5.1', [1, ANY]],
  ['^0.5.1', [0, 5]],
  ['1.x', [1, ANY]],
  ['3', [3, ANY]],
  ['>=1.1.0 <2.0.0', [1, ANY]],
  ['>=1.1.0 < 1.28.0', [1, 27]],
  ['<=1.27', [1, 27]],
  ['1.0.0 - 1.27.3', [1, 27]],
  ['^1.5 || ^3.0.0', [3, ANY]],
  ['>= 1.0', [ANY, ANY]],
  ['*', [ANY, ANY]],
  ['workspace:~2.1.0', [2, 1]],
  ['latest', undefined],
  ['git+https://example.com/serverless.git', undefined],
])('the newest version that "%s" allows', (range, version) => {
  expect(newestOf(range)).toEqual(version)
})

const PACKAGE = '{ "devDependencies": { "serverless": "^1.5.1" } }'

test.each<[string, Readonly<Record<string, string>>, string | undefined]>([
  ['package-lock.json', { 'package-lock.json': lock({ dependencies: { serverless: { version: '1.26.1' } } }) }, '1.26'],
  [
    'package-lock.json with folders',
    { 'package-lock.json': lock({ packages: { 'node_modules/serverless': { version: '1.26.1', dev: true } } }) },
    '1.26',
  ],
  [
    'package-lock.json of workspaces',
    {
      'package-lock.json': lock({
        packages: {
          'node_modules/serverless': { version: '3.38.0' },
          'app/node_modules/serverless': { version: '1.27.0' },
        },
      }),
    },
    '1.27',
  ],
  [
    'package-lock.json where another package has its own',
    {
      'package-lock.json': lock({
        dependencies: {
          other: { version: '1.0.0', dependencies: { serverless: { version: '1.2.0' } } },
          serverless: { version: '2.0.0' },
        },
      }),
    },
    '2.0',
  ],
  ['yarn.lock', { 'yarn.lock': 'serverless@^1.5.1:\n  version "1.26.1"\n  resolved "x"\n' }, '1.26'],
  [
    'yarn.lock with several',
    {
      'yarn.lock':
        'serverless@^3.0.0:\n  version "3.1.0"\n\nserverless@^1.2.0, serverless@^1.5.1:\n  version "1.30.0"\n',
    },
    '1.30',
  ],
  [
    'yarn.lock of yarn 2',
    { 'yarn.lock': '"serverless@npm:^1.5.1":\n  version: 1.26.1\n  resolution: "serverless@npm:1.26.1"\n' },
    '1.26',
  ],
  [
    'pnpm-lock.yaml',
    { 'pnpm-lock.yaml': "packages:\n\n  '@a/serverless@9.0.0':\n  serverless@1.26.1(x@1.0.0):\n" },
    '1.26',
  ],
  ['an older pnpm-lock.yaml', { 'pnpm-lock.yaml': 'packages:\n\n  /serverless/1.26.1:\n    dev: true\n' }, '1.26'],
  ['bun.lock', { 'bun.lock': '{\n  "packages": {\n    "serverless": ["serverless@1.26.1", "", {}],\n' }, '1.26'],
  ['no lock file', {}, '1.Infinity'],
  ['a lock file that does not know it', { 'yarn.lock': 'other@^1.0.0:\n  version "1.0.0"\n' }, '1.Infinity'],
])('the version in %s', (_, files, version) => {
  const workspace = memoryWorkspace({ 'app/package.json': PACKAGE, ...files })
  expect(installedVersion(workspace, 'app/serverless.yml', 'serverless')?.version.join('.')).toBe(version)
})

test('what nothing names has no known version', () => {
  expect(installedVersion(memoryWorkspace({ 'package.json': PACKAGE }), 'serverless.yml', 'webpack')).toBeUndefined()
  expect(installedVersion(memoryWorkspace({}), '../shared/serverless.yml', 'webpack')).toBeUndefined()
})

function lock(data: unknown): string {
  return JSON.stringify(data, undefined, 2)
}
