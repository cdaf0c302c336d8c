import type { ts } from 'ts-morph'
import { lineStart } from '../../syntax/lines'
import type { SourceModule } from '../../syntax/module'
import type { Range } from '../../syntax/nodes'

/** Block comments directly behind a property. */
const BLOCKS = /^(?:[ \t]*\/\*(?:(?!\*\/)[^\r\n])*\*\/)*/

/** A comma, and comments up to the end of the line. */
const REST = /^[ \t]*(,?)((?:[ \t]*(?:\/\/[^\r\n]*|\/\*(?:(?!\*\/)[^\r\n])*\*\/))*)[ \t]*(?:\r?\n|$)/

/** The comments that speak of a property: on its line, and on the lines directly above it. */
export function commentsOf(module: SourceModule, property: ts.Node): Range[] {
  const above = linesAbove(module, property)
  const { blocks, rest } = behind(module, property)
  const comma = rest?.[1] ?? ''
  const comments = rest?.[2] ?? ''
  const start = rest ? blocks + rest[0].indexOf(comma) + comma.length : blocks
  const ranges = [above, { start: property.end, end: blocks }, { start, end: start + comments.length }]
  return ranges.filter((range) => range.start < range.end)
}

/** Where the comma behind a property stands. */
export function commaAfter(module: SourceModule, property: ts.Node): number | undefined {
  const { blocks } = behind(module, property)
  const gap = /^\s*,/.exec(module.text.slice(blocks))
  return gap ? blocks + gap[0].length - 1 : undefined
}

/** The end of the block comments behind a property, and what follows up to the end of the line, where that is no code. */
function behind({ text }: SourceModule, property: ts.Node): { blocks: number; rest: RegExpExecArray | null } {
  const blocks = property.end + (BLOCKS.exec(text.slice(property.end))?.[0].length ?? 0)
  return { blocks, rest: REST.exec(text.slice(blocks)) }
}

/** The lines of a property that shares them with no other, its comments included. */
export function propertyLines(module: SourceModule, property: ts.Node): Range | undefined {
  const { text } = module
  const { blocks, rest } = behind(module, property)
  const start = lineStart(text, property.getStart(module.ast))
  const isFirst = text.slice(start, property.getStart(module.ast)).trim() === ''
  return rest && isFirst ? { start: linesAbove(module, property).start, end: blocks + rest[0].length } : undefined
}

/** Lines directly above a property that hold `//` comments only. */
function linesAbove({ text, ast }: SourceModule, property: ts.Node): Range {
  const end = lineStart(text, property.getStart(ast))
  if (text.slice(end, property.getStart(ast)).trim() !== '') return { start: end, end }
  let start = end
  while (start > 0 && /^[ \t]*\/\//.test(text.slice(lineStart(text, start - 1), start)))
    start = lineStart(text, start - 1)
  return { start, end }
}
