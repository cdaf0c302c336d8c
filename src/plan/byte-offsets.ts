import { textOf, type Workspace } from '../workspace/workspace'

/** Converts offsets of the decoded text to offsets of the file's bytes. For a file that is all ASCII they are the same. */
export function byteOffsets(workspace: Workspace): (file: string) => (offset: number) => number {
  const cache = new Map<string, (offset: number) => number>()
  return (file) => {
    const known = cache.get(file)
    if (known) return known
    const text = textOf(workspace, file) ?? ''
    const isAscii = Buffer.byteLength(text, 'utf8') === text.length
    const convert = isAscii
      ? (offset: number) => offset
      : (offset: number) => Buffer.byteLength(text.slice(0, offset), 'utf8')
    cache.set(file, convert)
    return convert
  }
}
