import type { ts } from 'ts-morph'
import type { Range } from './nodes'

/** The stretches of a list of names, properties or declarations that go, each with one comma. */
export function listItems(ast: ts.SourceFile, list: readonly ts.Node[], goes: (item: ts.Node) => boolean): Range[] {
  const runs: Range[] = []
  for (let first = 0; first < list.length; first++) {
    if (!goes(list[first] as ts.Node)) continue
    let last = first
    while (last + 1 < list.length && goes(list[last + 1] as ts.Node)) last++
    const before = list[first - 1]
    const next = list[last + 1]
    const start = (list[first] as ts.Node).getStart(ast)
    if (next) runs.push({ start, end: next.getStart(ast) })
    else runs.push({ start: before ? before.end : start, end: (list[last] as ts.Node).end })
    first = last
  }
  return runs
}
