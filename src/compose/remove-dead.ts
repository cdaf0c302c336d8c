import type { ts } from 'ts-morph'
import { wholeLines } from '../syntax/lines'
import type { Range } from '../syntax/nodes'
import type { Composition } from './composition'
import { siblingsOf, statementOf } from './declarations'

const RULE = 'remove-unused'

/** Removes what died and was not replaced: whole statements with their lines, else names out of their list. */
export function removeDead(composition: Composition): void {
  const { module, dead, replaced } = composition
  for (const [statement, entries] of groupBy(dead, ({ node }) => statementOf(node))) {
    if (replaced.has(statement) || entries.every(({ node }) => replaced.has(node))) continue
    const reason = `Nothing uses ${entries.map(({ binding }) => binding.name).join(', ')} any more.`
    if (composition.isWhollyDead(statement)) {
      composition.push(wholeLines(module, statement), '', RULE, reason)
      continue
    }
    const lists = groupBy(entries, ({ node }) => siblingsOf(node)[0] ?? node)
    for (const [first] of lists) {
      const list = siblingsOf(first)
      for (const range of deadRuns(module.ast, list, (node) => composition.isDead(node))) {
        composition.push(range, '', RULE, reason)
      }
    }
  }
}

/** The stretches of a list that go, each with one comma. */
function deadRuns(ast: ts.SourceFile, list: readonly ts.Node[], isDead: (node: ts.Node) => boolean): Range[] {
  const runs: Range[] = []
  for (let first = 0; first < list.length; first++) {
    if (!isDead(list[first] as ts.Node)) continue
    let last = first
    while (last + 1 < list.length && isDead(list[last + 1] as ts.Node)) last++
    const before = list[first - 1]
    const next = list[last + 1]
    const start = (list[first] as ts.Node).getStart(ast)
    if (next) runs.push({ start, end: next.getStart(ast) })
    else runs.push({ start: before ? before.end : start, end: (list[last] as ts.Node).end })
    first = last
  }
  return runs
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
