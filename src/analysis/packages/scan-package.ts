import { join } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import { effectKey, isBindingLabel, type Use } from '../effects/effect'
import { knownPackage } from '../tables/packages'
import type { Installed, PackageScan } from './installed'
import { entryFile, type InstalledPackage, locatePackage } from './locate'
import { PackageFiles } from './package-files'
import { packageName } from './package-name'

/** A package of more than this is not read: it is unknown. */
const MAX_FILES = 300
const MAX_LENGTH = 2_000_000

/** Reads packages that are installed beside the repository's files: their entry and all that it loads in turn. */
export function installedPackages(workspace: Workspace): Installed {
  const known = new Map<string, PackageScan>()
  const files = new PackageFiles(workspace)
  return {
    scan(fromFile, module) {
      const found = locatePackage(workspace, fromFile, module)
      if (!found) return undefined
      // the same version somewhere else may find other packages of its own
      const key = `${found.folder}:${module}`
      const scan = known.get(key) ?? scanPackage(workspace, files, found, module)
      known.set(key, scan)
      return scan
    },
  }
}

/** A file to read, and the package that it belongs to. */
interface Open {
  /** Its path within the package. */
  readonly file: string
  readonly owner: InstalledPackage
}

function scanPackage(workspace: Workspace, files: PackageFiles, found: InstalledPackage, module: string): PackageScan {
  const uses = new Map<string, Use>()
  const seen = new Set<string>()
  const open: Open[] = []
  let length = 0
  let isChanging = false
  const add = (owner: string, use: Use): void => {
    const through = `node_modules/${owner}`
    const key = effectKey(use)
    if (!uses.has(key)) uses.set(key, { ...use, through })
  }
  const enter = (owner: InstalledPackage, file: string | undefined, specifier: string): void => {
    const path = file === undefined ? '' : join(owner.folder, file)
    if (file === undefined || file.endsWith('.node')) {
      add(owner.name, {
        label: file === undefined ? 'unknown' : 'native',
        name: specifier,
        what: `it loads "${specifier}", which is not known`,
      })
    } else if (!seen.has(path) && !file.endsWith('.json')) {
      seen.add(path)
      open.push({ file, owner })
    }
  }
  enterPackage(found, module)
  for (let next = open.pop(); next; next = open.pop()) {
    const { file, owner } = next
    const { scan, length: own, targets } = files.of(owner, file)
    length += own
    if (seen.size > MAX_FILES || length > MAX_LENGTH) {
      add(owner.name, { label: 'unknown', what: 'it is too large to be looked through' })
      break
    }
    isChanging ||= scan.isChanging
    for (const use of scan.uses) add(owner.name, use)
    for (const specifier of scan.loads) {
      if (specifier.startsWith('.')) enter(owner, targets.get(specifier), specifier)
      else loadPackage(join(owner.folder, file), specifier)
    }
  }
  const list = [...uses.values()]
  return { uses: list, isRed: list.some(({ label }) => isBindingLabel(label)), isChanging }

  function loadPackage(file: string, specifier: string): void {
    const name = packageName(specifier)
    const row = knownPackage(name, specifier)
    for (const label of row?.does ?? []) add(name, { label, name, what: `it uses the package "${name}"` })
    if (row) {
      isChanging ||= row.changes !== undefined
      return
    }
    const other = locatePackage(workspace, file, specifier)
    if (other) enterPackage(other, specifier)
    else add(name, { label: 'unknown', name, what: `it uses the package "${name}", which is not installed` })
  }

  function enterPackage(owner: InstalledPackage, specifier: string): void {
    const entry = entryFile(workspace, owner, specifier)
    enter(owner, entry?.startsWith(`${owner.folder}/`) ? entry.slice(owner.folder.length + 1) : undefined, specifier)
  }
}
