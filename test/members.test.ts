import { memberOf } from '../src/load/members'
import { memoryWorkspace } from '../src/workspace/overlay'
import { planOf, workspaceOf } from './support/fixtures'

const PACKAGE = { 'packages/api/package.json': '{ "name": "@shop/api" }', 'packages/api/src/order.js': '' }

const memberIn = (files: Readonly<Record<string, string>>) =>
  memberOf(memoryWorkspace({ ...PACKAGE, ...files }), 'packages/api/src/order.js')?.name

test.each([
  ['npm', { 'package.json': '{ "workspaces": ["packages/*"] }' }],
  ['yarn', { 'package.json': '{ "workspaces": { "packages": ["./packages/*"] } }' }],
  ['lerna', { 'lerna.json': '{ "packages": ["packages/{api,web}"] }' }],
  ['pnpm', { 'pnpm-workspace.yaml': "packages:\n  - 'packages/*' # all\n" }],
  ['pnpm, on one line', { 'pnpm-workspace.yaml': 'packages: [services/**, packages/**/]\n' }],
  ['pnpm, by an anchor', { 'pnpm-workspace.yaml': 'all: &all [packages/a?i]\npackages: *all\n' }],
])('a package that %s lists', (_, files) => {
  expect(memberIn(files)).toBe('@shop/api')
})

test.each([
  ['in no list', {}],
  ['elsewhere', { 'package.json': '{ "workspaces": ["services/*"] }' }],
  ['too deep', { 'package.json': '{ "workspaces": ["*"] }' }],
  ['left out', { 'package.json': '{ "workspaces": ["packages/*", "!packages/api"] }' }],
  ['left out first', { 'pnpm-workspace.yaml': "packages: ['!**/api', 'packages/*']\n" }],
  ['in another list', { 'pnpm-workspace.yaml': 'packages: []\nonlyBuiltDependencies:\n  - packages/*\n' }],
  ['listed in a form that is not read', { 'package.json': '{ "workspaces": ["packages/@(api|web)"] }' }],
  ['in no file', { 'pnpm-workspace.yaml': '' }],
])('a package that is %s', (_, files) => {
  expect(memberIn(files)).toBeUndefined()
})

describe('a list that does not parse', () => {
  const files = {
    'serverless.yml': 'service: shop\nprovider:\n  name: aws\nfunctions: {}\n',
    'pnpm-workspace.yaml': "packages:\n  - 'packages/*'\n  - [\n",
  }

  test('lists nothing', () => {
    expect(memberIn(files)).toBeUndefined()
  })

  test('is told once, with its place, and the rest is planned', () => {
    const { diagnostics } = planOf(workspaceOf({ ...PACKAGE, ...files })).plan.document
    expect(diagnostics).toEqual([
      {
        severity: 'warning',
        code: 'packages-unread',
        message: expect.stringMatching(/^Which packages the repository holds is not known: .+/),
        file: 'pnpm-workspace.yaml',
        line: expect.any(Number),
        column: expect.any(Number),
      },
    ])
  })
})
