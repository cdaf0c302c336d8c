import { isObject } from '../../load/document'
import { parseJson } from '../../workspace/json'
import { escaped, foldersAbove } from '../../workspace/packages'
import { join, relativePath } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import type { InstalledPackage } from './locate'

/**
 * Tells copies of packages apart: two with the same answer hold the same files. That is name, version and integrity, where a
 * lock file has one; else the folder. Packages that a repository patches are not what their integrity says.
 */
export class Identities {
  private readonly locks = new Map<string, unknown>()
  private readonly isPatching: boolean

  constructor(private readonly workspace: Workspace) {
    this.isPatching = workspace.files.some((file) => /(^|\/)patches\/|\.patch$/.test(file))
  }

  of(found: InstalledPackage): string {
    const { version } = found.manifest
    const integrity = this.isPatching || typeof version !== 'string' ? undefined : this.integrity(found, version)
    return integrity === undefined ? found.folder : `${found.name}@${version} ${integrity}`
  }

  private integrity({ name, folder }: InstalledPackage, version: string): string | undefined {
    for (const above of foldersAbove(join(folder, 'package.json')).filter((one) => !one.includes('node_modules'))) {
      for (const lock of NPM_LOCKS) {
        const found = integrityIn(this.npm(join(above, lock)), relativePath(above, folder), version)
        if (found !== undefined) return found
      }
      for (const [lock, entryOf] of TEXT_LOCKS) {
        const text = this.workspace.peek(join(above, lock))
        const found = text && entryOf(name, version).exec(text)?.[1]
        if (found) return found
      }
    }
    return undefined
  }

  private npm(path: string): unknown {
    if (!this.locks.has(path)) this.locks.set(path, parseJson(this.workspace.peek(path) ?? ''))
    return this.locks.get(path)
  }
}

/** What npm has installed is told by its own file where the repository has none. */
const NPM_LOCKS = ['package-lock.json', 'npm-shrinkwrap.json', 'node_modules/.package-lock.json']

/** Entries of lock files whose version and integrity stand in one block. */
const TEXT_LOCKS: readonly (readonly [string, (name: string, version: string) => RegExp])[] = [
  [
    'yarn.lock',
    (name, version) =>
      new RegExp(
        `^"?${escaped(name)}@[^\\n]*:\\r?\\n  version "${escaped(version)}"\\r?\\n(?:  [^\\n]*\\n)*?  integrity (\\S+)`,
        'm',
      ),
  ],
  [
    'pnpm-lock.yaml',
    (name, version) =>
      new RegExp(
        `^  ['"]?/?${escaped(name)}[@/]${escaped(version)}['"]?:\\r?\\n    resolution: \\{integrity: ([^,}\\s]+)`,
        'm',
      ),
  ],
]

function integrityIn(lock: unknown, place: string, version: string): string | undefined {
  const packages = isObject(lock) ? lock.packages : undefined
  const entry = isObject(packages) ? packages[place] : undefined
  if (!isObject(entry) || entry.version !== version) return undefined
  return typeof entry.integrity === 'string' ? entry.integrity : undefined
}
