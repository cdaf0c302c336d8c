import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { API } from 'jscodeshift'
import { transforms } from '../src/transforms/registry'
import { fixtures, planOf, workspaceOf } from './support/fixtures'

const folder = mkdtempSync(join(tmpdir(), 'lambda-unchain-codemod-'))
afterAll(() => rmSync(folder, { recursive: true }))

type Codemod = (file: { path: string; source: string }, api: API, options: object) => string | undefined

const api = {} as API

const codemodOf = (name: string): Codemod => require(`../src/transforms/${name}/codemod`).default

describe.each(transforms.map(({ name }) => name))('the codemod %s', (name) => {
  const fixture = fixtures().find((candidate) => {
    if (!candidate.name.startsWith(`${name}/`) || !candidate.expected) return false
    const { sites } = planOf(workspaceOf(candidate.input), candidate.options).plan.document
    return sites.every(({ transform }) => transform === undefined || transform === name)
  })
  if (!fixture) throw new Error(`There is no fixture of ${name}.`)
  const { plan } = planOf(workspaceOf(fixture.input), fixture.options)
  const saved = join(folder, `${name}.json`)
  writeFileSync(saved, JSON.stringify(plan.document))
  const options = { plan: saved, root: '/repo' }

  test('gives each source file the text that the plan gives it', () => {
    for (const [file, source] of Object.entries(fixture.input).filter(([path]) => /\.[jt]s$/.test(path))) {
      const planned = plan.files.find((candidate) => candidate.file === file)
      const isDeleted = planned && planned.after === undefined
      const expected = isDeleted ? undefined : planned?.after
      expect(codemodOf(name)({ path: `/repo/${file}`, source }, api, options)).toBe(expected)
    }
  })

  test('refuses a file that has changed since', () => {
    const edit = plan.document.edits.find(({ file }) => /\.[jt]s$/.test(file))
    const changed = { path: `/repo/${edit?.file}`, source: `// new\n${fixture.input[edit?.file ?? '']}` }
    expect(() => codemodOf(name)(changed, api, options)).toThrow('has changed')
  })

  test('asks for a plan', () => {
    expect(() => codemodOf(name)({ path: 'a.js', source: '' }, api, {})).toThrow('--plan')
  })
})
