import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { FIXTURES, fixtures } from './support/fixtures'

const page = readFileSync(join(__dirname, '..', 'docs', 'inline-catalogue.md'), 'utf8')

/** The rows of the page, by their number. */
const rows = [...page.matchAll(/^\| ([A-F]\d+) \|.*$/gm)].map(([line, id]) => ({
  id: id as string,
  named: [...line.matchAll(/\]\(\.\.\/fixtures\/([^)]+)\)/g)].map(([, name]) => name as string),
}))

const LAST: Readonly<Record<string, number>> = { A: 10, B: 11, C: 8, D: 11, E: 14, F: 2 }

/** Where an invocation and a function call do not differ, there is nothing to show. */
const NO_DIFFERENCE = new Set(['B10', 'B11'])

test('every difference has a row, once', () => {
  const expected = Object.entries(LAST).flatMap(([letter, last]) =>
    Array.from({ length: last }, (_, index) => `${letter}${index + 1}`),
  )
  expect(rows.map(({ id }) => id)).toEqual(expected)
})

test.each(rows)('$id names fixtures that are there', ({ id, named }) => {
  expect(named.length > 0).toBe(!NO_DIFFERENCE.has(id))
  expect(named.filter((name) => !existsSync(join(FIXTURES, name, 'input')))).toEqual([])
})

test('at least forty cases change, and forty do not', () => {
  const inline = fixtures().filter(({ name }) => name.startsWith('inline/'))
  expect(inline.filter(({ expected }) => expected !== undefined).length).toBeGreaterThanOrEqual(40)
  expect(inline.filter(({ expected }) => expected === undefined).length).toBeGreaterThanOrEqual(40)
})
