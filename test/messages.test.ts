import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { diagnostics } from '../src/messages/diagnostics'
import { obligations } from '../src/messages/obligations'
import { reasons } from '../src/messages/reasons'
import { refusals } from '../src/messages/refusals'
import { remedies } from '../src/messages/remedies'
import { unresolvedCodes } from '../src/scan/site'
import { transforms } from '../src/transforms/registry'
import { FIXTURES } from './support/fixtures'

const ROOT = join(__dirname, '..')
const read = (...path: string[]) => readFileSync(join(ROOT, ...path), 'utf8')

/** Everything that tests expect: the plans of the fixtures and the other tests. */
const expected = [
  ...readdirSync(FIXTURES, { recursive: true, encoding: 'utf8' })
    .filter((file) => /expected-(plan\.json|sites\.txt)$/.test(file))
    .map((file) => read('fixtures', file)),
  ...readdirSync(__dirname)
    .filter((file) => file.endsWith('.test.ts') && file !== 'messages.test.ts')
    .map((file) => read('test', file)),
].join('\n')

const source = readdirSync(join(ROOT, 'src'), { recursive: true, encoding: 'utf8' })
  .filter((file) => file.endsWith('.ts') && !file.startsWith('messages'))
  .map((file) => read('src', file))
  .join('\n')

describe.each(Object.entries(refusals))('refusal %s', (code, { title, remedy }) => {
  test('has a page with its title, a fixture or test, and a use', () => {
    const page = read('docs', 'refusals', `${code}.md`)
    expect(page).toContain(`# \`${code}\``)
    expect(page).toContain(title)
    expect(page).toContain(remedy)
    expect(expected).toContain(code)
    expect(source).toContain(`'${code}'`)
  })
})

test.each(Object.entries(remedies))('remedy %s is used, and some page of a refusal tells it', (code, text) => {
  expect(source).toContain(`'${code}'`)
  const pages = readdirSync(join(ROOT, 'docs', 'refusals')).map((file) => read('docs', 'refusals', file))
  expect(pages.some((page) => page.replace(/\s+/g, ' ').includes(text))).toBe(true)
})

test('there are no pages of refusals that do not exist', () => {
  const pages = readdirSync(join(ROOT, 'docs', 'refusals')).map((file) => file.replace('.md', ''))
  expect(pages.sort()).toEqual([...Object.keys(refusals), 'README'].sort())
})

test.each([
  ['diagnostic', diagnostics],
  ['reason', reasons],
  ['obligation', obligations],
  ['unresolved target', unresolvedCodes],
])('every %s is documented, used and tested', (_, catalogue) => {
  const page = read('docs', 'codes.md')
  for (const [code, meaning] of Object.entries(catalogue)) {
    expect(page).toContain(`| \`${code}\` | ${meaning} |`)
    expect(source).toMatch(new RegExp(`['"]?${code}['"]?`))
    expect(expected).toContain(code)
  }
})

describe.each(transforms.map(({ name }) => name))('transform %s', (name) => {
  test('has a page, fixtures and a jscodeshift module', () => {
    expect(read('docs', 'transforms', `${name}.md`)).toContain(`# ${name}`)
    expect(existsSync(join(FIXTURES, name))).toBe(true)
    expect(read('src', 'transforms', name, 'codemod.ts')).toContain(`planCodemod('${name}')`)
  })
})
