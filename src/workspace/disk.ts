import { isUtf8 } from 'node:buffer'
import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { ReadResult, SourceText, Workspace } from './workspace'

/** Files above this size are data, not source: they are neither parsed nor edited. In bytes. */
const MAX_SIZE = 8 * 1024 * 1024

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
    peek: (file) => {
      const result = known.has(file) ? read(file) : readFile(resolve(root, file), file)
      return 'text' in result ? result.text : undefined
    },
    inputs: () => [...cache.values()].filter((result): result is SourceText => 'text' in result),
  }
}

function readFile(path: string, file: string): ReadResult {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    return { file, problem: code === 'ENOENT' || code === 'ENOTDIR' ? 'missing' : 'unreadable' }
  }
  if (bytes.length > MAX_SIZE) return { file, problem: 'too-large' }
  return isUtf8(bytes) ? { file, text: bytes.toString('utf8') } : { file, problem: 'not-utf8' }
}
