import { ts } from 'ts-morph'
import { wholeLines } from '../syntax/lines'
import { listItems } from '../syntax/lists'
import type { Range } from '../syntax/nodes'
import type { DeadMember } from './dead-members'
import { siblingsOf, statementOf } from './declarations'
import type { FileComposition } from './file-composition'

const RULE = 'remove-unused'

/** Removes what died and was not replaced: whole statements with their lines, else names out of their list. */
export function removeDead(composition: FileComposition): void {
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
      composition.push(withoutInsertions(composition, wholeLines(module, statement)), '', RULE, reason)
      continue
    }
    const half = deadHalf(composition, statement)
    if (half) {
      composition.push(half, '', RULE, reason)
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

/** Leaves the blank lines behind a statement where something is inserted before them. */
function withoutInsertions({ edits }: FileComposition, { start, end }: Range): Range {
  const places = edits.filter((edit) => edit.start === edit.end && start < edit.start && edit.start < end)
  return { start, end: Math.min(end, ...places.map((edit) => edit.start)) }
}

/** Removes private fields that died, with what gave them their values. */
export function removeMembers(composition: FileComposition, members: readonly DeadMember[]): void {
  for (const { name, ranges } of members) {
    for (const range of ranges) composition.push(range, '', RULE, `Nothing uses "${name}" any more.`)
  }
}

/** Of `import rates, { list } from './rates'`: the name, or all that stands behind it, with the comma. */
function deadHalf(composition: FileComposition, statement: ts.Node): Range | undefined {
  const clause = ts.isImportDeclaration(statement) ? statement.importClause : undefined
  const { name, namedBindings: rest } = clause ?? {}
  if (!clause || !name || !rest) return undefined
  const isDead = (node: ts.Node) => composition.isDead(node)
  const isRestDead = ts.isNamespaceImport(rest) ? isDead(rest) : rest.elements.every((element) => isDead(element))
  if (isRestDead) return { start: name.end, end: rest.end }
  const isRestKept = ts.isNamespaceImport(rest) || !rest.elements.some((element) => isDead(element))
  return isDead(clause) && isRestKept
    ? { start: name.getStart(composition.module.ast), end: rest.getStart(composition.module.ast) }
    : undefined
}

function groupBy<T, K>(items: readonly T[], key: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>()
  for (const item of items) groups.set(key(item), [...(groups.get(key(item)) ?? []), item])
  return groups
}
