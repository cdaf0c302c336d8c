import {
  copyFileSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join, relative, resolve } from 'node:path'

/** The end of a zip archive: the whole of one that is empty. */
const EMPTY_ARCHIVE = Buffer.concat([Buffer.from('PK\u0005\u0006', 'latin1'), Buffer.alloc(18)])

/** A copy of a repository in a temporary folder, in which a command may do what it likes. */
export class TemporaryCopy {
  private readonly base = mkdtempSync(join(tmpdir(), 'lambda-unchain-package-'))
  /** A home without credentials. */
  readonly home = join(this.base, 'home')
  readonly emptyArchive = join(this.base, 'empty.zip')
  private readonly root = join(this.base, 'repository')

  /**
   * @param original the repository
   * @param files what is copied, relative to it; installed packages are linked
   * @param folder where the command will run, relative to it
   */
  constructor(original: string, files: readonly string[], folder: string) {
    mkdirSync(this.home)
    writeFileSync(this.emptyArchive, EMPTY_ARCHIVE)
    for (const file of files) this.copy(join(original, file), join(this.root, file))
    mkdirSync(join(this.root, folder), { recursive: true })
    this.linkPackages(original, folder)
  }

  path(file: string): string {
    return join(this.root, file)
  }

  write(file: string, text: string): void {
    writeFileSync(this.path(file), text)
  }

  remove(): void {
    rmSync(this.base, { recursive: true, force: true })
  }

  private copy(source: string, target: string): void {
    const found = lstatSync(source)
    mkdirSync(dirname(target), { recursive: true })
    if (found.isSymbolicLink()) symlinkSync(readlinkSync(source), target)
    // a submodule is listed as a file
    else if (found.isFile()) copyFileSync(source, target)
  }

  /** Packages of the folder and of those above it: inside the repository where they are, outside of it beside the copy. */
  private linkPackages(original: string, folder: string): void {
    for (let at = resolve(original, folder); ; at = dirname(at)) {
      const packages = join(at, 'node_modules')
      const inside = relative(original, at)
      const isInside = !inside.startsWith('..')
      const link = join(isInside ? join(this.root, inside) : this.base, 'node_modules')
      if (existsSync(packages) && !existsSync(link)) {
        mkdirSync(dirname(link), { recursive: true })
        symlinkSync(packages, link, 'junction')
      }
      if (dirname(at) === at || (!isInside && existsSync(link))) return
    }
  }
}
