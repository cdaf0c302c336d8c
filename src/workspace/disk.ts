import { readFileSync, statSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReadResult, SourceText, Workspace } from './workspace'

/** Files above this size are data, not source: they are neither parsed nor edited. In bytes. */
const MAX_SIZE = 8 * 1024 * 1024

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** A workspace over a folder on disk. `files` come from discovery; other paths are read when something includes them. */
export function diskWorkspace(root: string, files: readonly string[]): Workspace {
  const known = new Set(files)
  const cache = new Map<string, ReadResult>()
  const read = (file: string): ReadResult => {
    const known = cache.get(file)
    if (known) return known
    const result = readFile(resolve(root, file), file)
    cache.set(file, result)
    return result
  }
  return {
    root,
    files,
    has: (file) => known.has(file),
    read,
    inputs: () => [...cache.values()].filter((result): result is SourceText => 'text' in result),
  }
}

function readFile(path: string, file: string): ReadResult {
  let bytes: Buffer
  try {
    if (statSync(path).size > MAX_SIZE) return { file, problem: 'too-large' }
    bytes = readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { file, problem: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable' }
  }
  try {
    return { file, text: utf8.decode(bytes) }
  } catch {
    return { file, problem: 'not-utf8' }
  }
}
