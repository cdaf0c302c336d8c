import type { Edit } from '../edit/edit'
import { sourceProgram } from '../syntax/program'
import { hasOlderTypeScript } from '../transforms/shared/tools'
import type { Proposal } from '../transforms/transform'
import type { Workspace } from '../workspace/workspace'
import { composeSource, type MarkedChange, withPlainImports } from './compose-source'
import { withoutGatheredLists } from './gathered-lists'
import { loadTest } from './load-effects'
import { withoutEdits, withoutRepeats } from './same-edits'
import { type UnusedHelper, withoutHelper } from './unused-helpers'

/** The first TypeScript that knows `import type`. */
const TYPE_IMPORTS = [3, 8] as const

/** The edits of all source files by the rewrites that are made, and by the helpers that go with them. */
export function sourceEdits(
  workspace: Workspace,
  accepted: readonly Proposal[],
  removed: readonly UnusedHelper[],
  deleted: ReadonlySet<string>,
): Edit[] {
  const byFile = new Map<string, MarkedChange[]>()
  const add = (marked: MarkedChange) => {
    const { file } = marked.change.module
    if (deleted.has(file)) return
    const known = byFile.get(file) ?? []
    const change = withoutRepeats(
      marked.change,
      known.map((other) => other.change),
    )
    byFile.set(file, [...known, { ...marked, change }])
  }
  for (const { files, sites, transform } of accepted)
    for (const change of files) add({ change, sites, rule: transform })
  for (const { change, sites } of removed) {
    const known = byFile.get(change.module.file) ?? []
    const made = known.flatMap((other) => other.change.edits)
    const { edits, taken } = withoutHelper(change.module.text, change.edits, made)
    const others = known.map((other) => ({ ...other, change: withoutEdits(other.change, taken) }))
    if (taken.size > 0) byFile.set(change.module.file, others)
    add({ change: { ...change, edits }, sites, rule: 'remove-unused' })
  }
  const mustLoad = loadTest(sourceProgram(workspace))
  return [...byFile.values()].flatMap((changes) => {
    const [first] = changes
    if (!first) return []
    const { module } = first.change
    const isOld = hasOlderTypeScript({ workspace }, module.file, TYPE_IMPORTS)
    const settled = withoutGatheredLists(changes, accepted)
    return composeSource(module, isOld ? settled.map(withPlainImports) : settled, mustLoad)
  })
}
