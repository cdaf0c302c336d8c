import { compare } from '../messages/diagnostic'
import { isText, type ReadResult, type SourceText, type Workspace } from './workspace'

/** What an overlay changes: text for files that are created or edited, `null` for files that are deleted. */
export type OverlayChanges = ReadonlyMap<string, string | null>

/** A workspace as it would be after `changes`, without anything being written. */
export function overlay(base: Workspace, changes: OverlayChanges): Workspace {
  const handedOut = new Map<string, SourceText>()
  const kept = base.files.filter((file) => changes.get(file) !== null)
  const created = [...changes].filter(([, text]) => text !== null).map(([file]) => file)
  const known = new Set([...kept, ...created])
  const files = [...known].sort(compare)
  return {
    root: base.root,
    files,
    has: (file) => known.has(file),
    read(file): ReadResult {
      const change = changes.get(file)
      if (change === null) return { file, problem: 'missing' }
      const result = change === undefined ? base.read(file) : { file, text: change }
      if (isText(result)) handedOut.set(file, result)
      return result
    },
    peek(file) {
      const change = changes.get(file)
      return change === undefined ? base.peek(file) : (change ?? undefined)
    },
    inputs: () => [...handedOut.values()],
  }
}

/** A workspace that exists in memory only. */
export function memoryWorkspace(files: Readonly<Record<string, string>>, root = '/memory'): Workspace {
  const empty: Workspace = {
    root,
    files: [],
    has: () => false,
    read: (file) => ({ file, problem: 'missing' }),
    peek: () => undefined,
    inputs: () => [],
  }
  return overlay(empty, new Map(Object.entries(files)))
}
