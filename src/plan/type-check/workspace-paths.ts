import { posix } from 'node:path'
import type { Workspace } from '../../workspace/workspace'

/** The files of a workspace by whole paths, as a compiler wants them. */
export interface WorkspacePaths {
  readonly root: string
  absolute(file: string): string
  relative(path: string): string
}

export function workspacePaths({ root }: Workspace): WorkspacePaths {
  const base = root.replaceAll('\\', '/')
  return {
    root: base,
    absolute: (file) => posix.join(base, file),
    relative: (path) => posix.relative(base, path),
  }
}
