import { parseJson } from './json'
import { folderOf, join, relativePath } from './paths'
import { newestOf, type Version } from './version-range'
import { textOf, type Workspace } from './workspace'

/** The package.json that a file belongs to. */
export function nearestPackage(workspace: Workspace, file: string): string | undefined {
  return foldersAbove(file)
    .map((folder) => join(folder, 'package.json'))
    .find((candidate) => workspace.has(candidate))
}

/** The package.json by which a file has a package: the nearest that lists it. */
export function declaringPackage(workspace: Workspace, file: string, name: string): string | undefined {
  const folder = foldersAbove(file).find((candidate) => rangeIn(workspace, candidate, name) !== undefined)
  return folder === undefined ? undefined : join(folder, 'package.json')
}

/** What is known of the version of a tool that a file goes through. */
export interface KnownVersion {
  /** The newest that it can be. */
  readonly version: Version
  /** The file that says so. */
  readonly file: string
}

/**
 * The version of a package that is installed for a file: that of the lock file, else the newest that the nearest
 * package.json allows. `undefined` where neither names it.
 */
export function installedVersion(workspace: Workspace, file: string, name: string): KnownVersion | undefined {
  const folders = foldersAbove(file)
  const listed = folders
    .map((folder) => ({ file: join(folder, 'package.json'), range: rangeIn(workspace, folder, name) }))
    .find(({ range }) => range !== undefined)
  for (const folder of folders) {
    for (const [lockFile, versionIn] of LOCK_FILES) {
      const path = join(folder, lockFile)
      const text = workspace.has(path) ? textOf(workspace, path) : undefined
      const locked = text && versionIn(text, name, listed?.range, relativePath(folder, folderOf(file)))
      const version = locked ? newestOf(locked) : undefined
      if (version) return { version, file: path }
    }
  }
  const version = listed?.range === undefined ? undefined : newestOf(listed.range)
  return version && listed && { version, file: listed.file }
}

/** The folder of a file and those above it, the nearest first. */
export function foldersAbove(file: string): string[] {
  const folders: string[] = []
  for (let folder = folderOf(file); ; folder = folderOf(folder)) {
    folders.push(folder)
    if (folder === '' || folder === '..') return folders
  }
}

const SECTIONS = ['dependencies', 'devDependencies', 'peerDependencies', 'optionalDependencies'] as const

function rangeIn(workspace: Workspace, folder: string, name: string): string | undefined {
  const path = join(folder, 'package.json')
  const data = workspace.has(path) ? parseJson(textOf(workspace, path) ?? '') : undefined
  if (typeof data !== 'object' || data === null) return undefined
  for (const section of SECTIONS) {
    const entries: unknown = (data as Readonly<Record<string, unknown>>)[section]
    const range = typeof entries === 'object' && entries !== null ? Object.entries(entries) : []
    const found = range.find(([key]) => key === name)?.[1]
    if (typeof found === 'string') return found
  }
  return undefined
}

/** Finds the version of a package in a lock file. `folder` is that of its user, seen from the lock file. */
type VersionIn = (text: string, name: string, range: string | undefined, folder: string) => string | undefined

const LOCK_FILES: readonly (readonly [string, VersionIn])[] = [
  ['package-lock.json', inNpmLock],
  ['npm-shrinkwrap.json', inNpmLock],
  ['yarn.lock', inYarnLock],
  ['pnpm-lock.yaml', inPnpmLock],
  ['bun.lock', inBunLock],
]

/** Versions 2 and 3 list folders, version 1 names. */
function inNpmLock(text: string, name: string, _range: string | undefined, folder: string): string | undefined {
  const places = foldersAbove(join(folder, 'file')).map((above) => join(above, 'node_modules', name))
  const entry = (key: string) => new RegExp(`^( *)"${escaped(key)}": \\{\\s*"version": "([^"]+)"`, 'gm')
  const found = [...places, name].map((key) =>
    // what is nested belongs to another package
    [...text.matchAll(entry(key))].sort(([, a = ''], [, b = '']) => a.length - b.length).at(0),
  )
  return found.find((match) => match !== undefined)?.[2]
}

/** `serverless@^1.5.1, serverless@^1.26.0:` and, two lines below, `version "1.26.1"`; from version 2 on `version: 1.26.1`. */
function inYarnLock(text: string, name: string, range: string | undefined): string | undefined {
  const entry = new RegExp(`^("?${escaped(name)}@[^\\n]*):\\r?\\n(?:  [^\\n]*\\n)*?  version:? "?([^"\\s]+)`, 'gm')
  const found = [...text.matchAll(entry)].map(([, head = '', version = '']) => ({
    ranges: head
      .replaceAll('"', '')
      .split(/,\s*/)
      .map((one) => one.slice(name.length + 1).replace(/^npm:/, '')),
    version,
  }))
  const own = found.find(({ ranges }) => range !== undefined && ranges.includes(range))
  return own?.version ?? only(found.map(({ version }) => version))
}

/** `/serverless@3.38.0:`, `/serverless/2.72.3:`, `serverless@3.38.0(encoding@0.1.13):`. */
function inPnpmLock(text: string, name: string): string | undefined {
  const entry = new RegExp(`^  ['"]?/?${escaped(name)}[@/](\\d[^:('"_]*)`, 'gm')
  return only([...text.matchAll(entry)].map(([, version = '']) => version))
}

/** `"serverless": ["serverless@3.38.0", …`. */
function inBunLock(text: string, name: string): string | undefined {
  return new RegExp(`\\n\\s*"${escaped(name)}": \\["${escaped(name)}@([^"]+)"`).exec(text)?.[1]
}

/** The one version that is installed, where there are not several. */
function only(versions: readonly string[]): string | undefined {
  const [version, ...others] = new Set(versions)
  return others.length === 0 ? version : undefined
}

/** A text as a part of a pattern. */
export function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}
