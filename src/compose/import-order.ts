import type { ts } from 'ts-morph'
import { lineAfter } from '../syntax/lines'
import type { SourceModule } from '../syntax/module'
import { specifierOf } from './import-statements'

/** Where imports are in alphabetical order, what is added goes to its place. */

type Compare = (a: string, b: string) => number

const plain: Compare = (a, b) => (a < b ? -1 : Number(a > b))
const ignoringCase: Compare = (a, b) => plain(a.toLowerCase(), b.toLowerCase())

/** The order that some texts are in; `undefined` where they are in none, or where there are too few to tell. */
export function orderOf(texts: readonly string[]): Compare | undefined {
  const isIn = (compare: Compare) =>
    texts.every((text, index) => index === 0 || compare(texts[index - 1] ?? '', text) <= 0)
  return texts.length > 1 ? [ignoringCase, plain].find(isIn) : undefined
}

/** Imports of one block, with no blank line or code between them. */
export function blockOf(
  module: SourceModule,
  statements: readonly ts.Statement[],
  member: ts.Node | undefined,
): ts.Statement[] {
  const blocks: ts.Statement[][] = []
  for (const statement of statements) {
    const block = blocks.at(-1)
    const before = block?.at(-1)
    const gap = before && module.text.slice(before.end, statement.getStart(module.ast))
    if (block && gap !== undefined && /^[^\n]*\n?[^\n]*$/.test(gap)) block.push(statement)
    else blocks.push([statement])
  }
  return blocks.find((block) => block.some((statement) => statement === member)) ?? blocks.at(-1) ?? []
}

/** Where an import goes in a block that is in order; `undefined` where it is in none. */
export function placeInOrder(
  module: SourceModule,
  block: readonly ts.Statement[],
  specifier: string,
): number | undefined {
  const names = block.map((statement) => specifierOf(statement) ?? '')
  const compare = orderOf(names)
  const [first] = block
  if (!compare || !first) return undefined
  const before = block.findLast((_, index) => compare(names[index] ?? '', specifier) < 0)
  return before ? lineAfter(module.text, before.end) : first.getStart(module.ast)
}
