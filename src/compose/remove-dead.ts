import { wholeLines } from '../syntax/lines'
import { listItems } from '../syntax/lists'
import type { Composition } from './composition'
import { siblingsOf, statementOf } from './declarations'

const RULE = 'remove-unused'

/** Removes what died and was not replaced: whole statements with their lines, else names out of their list. */
export function removeDead(composition: Composition): void {
  const { module, dead, replaced } = composition
  for (const [statement, entries] of groupBy(dead, ({ node }) => statementOf(node))) {
    if (replaced.has(statement) || entries.every(({ node }) => replaced.has(node))) continue
    const reason = `Nothing uses ${entries.map(({ binding }) => binding.name).join(', ')} any more.`
    const bare = composition.isWhollyDead(statement) ? composition.bareImport(statement) : undefined
    if (bare !== undefined) {
      composition.replace(statement, bare, RULE, `${reason} Loading it does something.`)
      continue
    }
    if (composition.isWhollyDead(statement)) {
      composition.push(wholeLines(module, statement), '', RULE, reason)
      continue
    }
    const lists = groupBy(entries, ({ node }) => siblingsOf(node)[0] ?? node)
    for (const [first] of lists) {
      const list = siblingsOf(first)
      for (const range of listItems(module.ast, list, (node) => composition.isDead(node))) {
        composition.push(range, '', RULE, reason)
      }
    }
  }
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
