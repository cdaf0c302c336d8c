import fc from 'fast-check'
import { applyEdits, findOverlaps } from '../src/edit/edit'
import { PieceTable } from '../src/edit/piece-table'
import { propertyRuns } from './support/property-runs'

const mark = { rule: 'test', reason: 'test', sites: [0] }

const changes = fc.array(fc.record({ at: fc.nat(1000), length: fc.nat(8), text: fc.string({ maxLength: 6 }) }), {
  maxLength: 12,
})

test('the edits of the original give what the changes gave, one after the other', () => {
  fc.assert(
    fc.property(fc.string({ maxLength: 80 }), changes, (original, list) => {
      const table = new PieceTable('file', original)
      let text = original
      for (const { at, length, text: put } of list) {
        const start = text.length === 0 ? 0 : at % (text.length + 1)
        const end = Math.min(text.length, start + length)
        table.splice({ start, end, text: put }, mark)
        text = text.slice(0, start) + put + text.slice(end)
      }
      expect(table.text).toBe(text)
      const edits = table.edits()
      expect(applyEdits(original, edits)).toBe(text)
      expect(findOverlaps(edits)).toEqual([])
    }),
    propertyRuns(100),
  )
})

test('a clone changes apart', () => {
  const table = new PieceTable('file', 'abc')
  const clone = table.clone()
  clone.splice({ start: 0, end: 1, text: 'x' }, mark)
  expect([table.text, clone.text]).toEqual(['abc', 'xbc'])
  expect(table.edits()).toEqual([])
})

test('an edit covers no byte that stays the same, and tells who asked for it', () => {
  const table = new PieceTable('file', 'one two three')
  table.splice({ start: 4, end: 7, text: 'twelve' }, { rule: 'a', reason: 'A.', sites: [2] })
  table.splice({ start: 4, end: 10, text: 'twenty' }, { rule: 'b', reason: 'B.', sites: [1] })
  expect(table.edits()).toEqual([
    { file: 'file', start: 6, end: 7, text: 'enty', rule: 'a, b', reason: 'A. B.', sites: [1, 2] },
  ])
})
