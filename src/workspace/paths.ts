import { posix } from 'node:path'

/** Paths inside a workspace are relative to its root and use `/` on every platform. */

/** Folder of a file; `''` for a file at the root. */
export function folderOf(file: string): string {
  const folder = posix.dirname(file)
  return folder === '.' ? '' : folder
}

/** Joins and normalises: `join('a/b', '../c.ts')` is `a/c.ts`. */
export function join(...parts: string[]): string {
  const joined = posix.normalize(parts.filter(Boolean).join('/'))
  return joined === '.' ? '' : joined.replace(/^\.\//, '').replace(/\/$/, '')
}

/** Path from one folder to a file, without `./`. */
export function relativePath(fromFolder: string, file: string): string {
  return posix.relative(fromFolder || '.', file)
}

export function baseName(file: string): string {
  return posix.basename(file)
}

export function extensionOf(file: string): string {
  return posix.extname(file)
}

export function withoutExtension(file: string): string {
  const extension = extensionOf(file)
  return extension ? file.slice(0, -extension.length) : file
}

export function isInside(folder: string, file: string): boolean {
  return folder === '' ? !file.startsWith('../') : file === folder || file.startsWith(`${folder}/`)
}
