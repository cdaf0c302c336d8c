import { sourceModule } from '../../syntax/module'
import { folderOf, join } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import { Identities } from './integrity'
import { fileAt, type InstalledPackage } from './locate'
import { type FileScan, scanFile } from './scan-file'

/** What is known of one file of a package, wherever a copy of it is installed. */
export interface PackageFile {
  readonly scan: FileScan
  readonly length: number
  /** Where its relative specifiers lead, from the folder of the package; `undefined` where there is no such file. */
  readonly targets: ReadonlyMap<string, string | undefined>
}

/** Files of installed packages. Copies of one version with one integrity hold the same files: they are looked through once. */
export class PackageFiles {
  private readonly known = new Map<string, PackageFile>()
  private readonly identities: Identities

  constructor(private readonly workspace: Workspace) {
    this.identities = new Identities(workspace)
  }

  /** @param file Its path within the package. */
  of(owner: InstalledPackage, file: string): PackageFile {
    const key = `${this.identities.of(owner)}\0${file}`
    const known = this.known.get(key) ?? this.look(owner, file)
    this.known.set(key, known)
    return known
  }

  private look({ folder }: InstalledPackage, file: string): PackageFile {
    const path = join(folder, file)
    const text = this.workspace.peek(path) ?? ''
    const scan = scanFile(sourceModule({ file: path, text }))
    const targets = scan.loads
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => [specifier, within(folder, fileAt(this.workspace, join(folderOf(path), specifier)))] as const)
    return { scan, length: text.length, targets: new Map(targets) }
  }
}

/** A path within a folder; what leads out of it is not followed. */
function within(folder: string, file: string | undefined): string | undefined {
  return file?.startsWith(`${folder}/`) ? file.slice(folder.length + 1) : undefined
}
