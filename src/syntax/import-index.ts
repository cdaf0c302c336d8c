import { baseName, folderOf, withoutExtension } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import type { SourceProgram } from './program'
import { isSourceFile } from './source-file'

/** Who imports a file. Built from text, so that only files that matter are ever parsed. */
export interface ImportIndex {
  /** Files with an import, re-export or `require` that leads to `file`, and the specifiers they write. */
  importersOf(file: string): readonly Importer[]
}

export interface Importer {
  readonly file: string
  readonly specifier: string
}

const SPECIFIER = /\b(?:from|import|require)\s*\(?\s*(['"`])([^'"`\n]+)\1/g

/** What a text imports, re-exports or requires, as written; comments and strings that look like it included. */
export function specifiersIn(text: string): string[] {
  return [...text.matchAll(SPECIFIER)].map((match) => match[2] ?? '')
}

/** Indexes the specifiers of all source files by their last segment; resolves only those that are asked for. */
export function importIndex(workspace: Workspace, program: SourceProgram): ImportIndex {
  let bySegment: Map<string, Importer[]> | undefined
  const cache = new Map<string, readonly Importer[]>()
  return {
    importersOf(file) {
      const known = cache.get(file)
      if (known) return known
      bySegment ??= indexSpecifiers(workspace)
      const candidates = segmentsOf(file, workspace).flatMap((segment) => bySegment?.get(segment) ?? [])
      const importers = candidates.filter(({ file: from, specifier }) => {
        const target = program.resolve(from, specifier)
        return target.kind === 'file' && target.file === file && from !== file
      })
      const distinct = [...new Map(importers.map((i) => [`${i.file}\0${i.specifier}`, i])).values()]
      cache.set(file, distinct)
      return distinct
    },
  }
}

function indexSpecifiers(workspace: Workspace): Map<string, Importer[]> {
  const index = new Map<string, Importer[]>()
  for (const file of workspace.files) {
    if (!isSourceFile(file)) continue
    const text = textOf(workspace, file)
    if (text === undefined) continue
    for (const specifier of specifiersIn(text)) {
      const segment = lastSegment(specifier)
      const list = index.get(segment)
      if (list) list.push({ file, specifier })
      else index.set(segment, [{ file, specifier }])
    }
  }
  return index
}

/** `./lib/invoke.js` → `invoke`; `..` → `.`: a folder whose index is meant. */
function lastSegment(specifier: string): string {
  const segment = specifier.slice(specifier.lastIndexOf('/') + 1)
  return segment === '' || segment === '.' || segment === '..' ? '.' : segment.replace(/\.[cm]?[jt]sx?$/, '')
}

/** The last segments by which a file can be named: its own, its folder's for an index, its package's for an entry. */
function segmentsOf(file: string, workspace: Workspace): string[] {
  const name = withoutExtension(baseName(file))
  const segments = [name, baseName(file), '.']
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    if (folder !== '') segments.push(baseName(folder))
    const packageFile = folder === '' ? 'package.json' : `${folder}/package.json`
    const text = workspace.has(packageFile) ? textOf(workspace, packageFile) : undefined
    const packageName = text && /"name"\s*:\s*"([^"]+)"/.exec(text)?.[1]
    if (packageName) segments.push(lastSegment(packageName))
    if (packageName || folder === '') break
  }
  return [...new Set(segments)]
}
