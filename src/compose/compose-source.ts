import type { Edit } from '../edit/edit'
import type { SourceModule } from '../syntax/module'
import type { FileChange } from '../transforms/file-change'
import { addDeclarations } from './add-declarations'
import { addImports } from './add-imports'
import { withoutBlankEnd, withoutDoubleBlankLines, withoutMeetingBlankLines } from './blank-lines'
import { deadDeclarations } from './dead-code'
import { deadMembers } from './dead-members'
import { FileComposition } from './file-composition'
import type { LoadTest } from './load-effects'
import { namesIn } from './names-in-text'
import { removeDead, removeMembers } from './remove-dead'

/** A file change and the sites that asked for it. */
export interface MarkedChange {
  readonly change: FileChange
  readonly sites: readonly number[]
  readonly rule: string
}

/**
 * Merges all changes of one file: the edits of the transforms, the imports and declarations that they need, and the
 * removal of what nothing uses any more.
 */
export function composeSource(module: SourceModule, changes: readonly MarkedChange[], mustLoad: LoadTest): Edit[] {
  const needs = needsOf(module, changes, mustLoad)
  const { own, imports, declarations, members, dead } = withInstead(module, needs, changes, mustLoad) ?? needs
  const composition = new FileComposition(module, dead, sitesOf(changes), mustLoad)
  removeMembers(composition, members)
  addDeclarations(composition, declarations)
  addImports(composition, imports)
  removeDead(composition)
  const edits = withoutDoubleBlankLines(module.text, [...own, ...inOrder(composition.edits)])
  return withoutBlankEnd(module.text, withoutMeetingBlankLines(module.text, edits))
}

/** What the changes of a file ask for, each once, and what dies by them. */
function needsOf(module: SourceModule, changes: readonly MarkedChange[], mustLoad: LoadTest) {
  const own = changes.flatMap(({ change, sites: asked, rule }) =>
    change.edits.map((edit): Edit => ({ file: module.file, ...edit, rule, sites: asked })),
  )
  const imports = distinct(
    changes.flatMap(({ change }) => change.imports),
    (request) => `${request.specifier}#${request.name}`,
  )
  const declarations = distinct(
    changes.flatMap(({ change }) => change.declarations),
    (request) => request.name,
  )
  const texts = [...own, ...declarations].map(({ text }) => text)
  const mentioned = new Set(texts.flatMap((text) => namesIn(module.file, text)))
  const members = deadMembers(module, own, mentioned)
  const gone = [...own, ...members.flatMap(({ ranges }) => ranges)]
  return { own, imports, declarations, members, dead: deadDeclarations(module, gone, mentioned, mustLoad) }
}

/** The same with what changes where declarations took the place of those that died; each place has one that did. */
function withInstead(
  module: SourceModule,
  { declarations, dead }: ReturnType<typeof needsOf>,
  changes: readonly MarkedChange[],
  mustLoad: LoadTest,
) {
  const taken = declarations.filter(({ like }) => like && dead.some(({ node }) => node === like))
  const alone = taken.filter(({ like }) => taken.filter((other) => other.like === like).length === 1)
  const more = alone.flatMap(({ instead }) => instead ?? [])
  if (more.length === 0) return undefined
  const [rule = ''] = changes.map((change) => change.rule)
  const made = more.map((part) => ({ change: { module, declarations: [], ...part }, sites: sitesOf(changes), rule }))
  return needsOf(module, [...changes, ...made], mustLoad)
}

function sitesOf(changes: readonly MarkedChange[]): number[] {
  return [...new Set(changes.flatMap((change) => change.sites))].sort((a, b) => a - b)
}

/** The same change with types imported as values are, for compilers that know no `import type`. */
export function withPlainImports(marked: MarkedChange): MarkedChange {
  const imports = marked.change.imports.map((request) => ({ ...request, isType: false }))
  return { ...marked, change: { ...marked.change, imports } }
}

/** Where both are added at one place, imports come before what uses them. */
function inOrder(edits: readonly Edit[]): Edit[] {
  const isImport = ({ rule }: Edit) => rule === 'add-import'
  return [...edits.filter(isImport), ...edits.filter((edit) => !isImport(edit))]
}

function distinct<T>(items: readonly T[], key: (item: T) => string): T[] {
  return [...new Map(items.map((item) => [key(item), item])).values()]
}
