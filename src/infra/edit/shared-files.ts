import { ts } from 'ts-morph'
import type { Service } from '../../load/service'
import { isTestFile } from '../../scan/test-file'
import { type ImportIndex, importIndex, specifiersIn } from '../../syntax/import-index'
import type { SourceProgram } from '../../syntax/program'
import { isSourceFile } from '../../syntax/source-file'
import type { Workspace } from '../../workspace/workspace'
import { CannotEdit } from './cannot-edit'
import type { Locatable } from './locate'

/** Knows which services read which files: what several of them read must not be changed for one. */
export class SharedFiles {
  private readonly readers = new Map<string, ReadonlySet<string>>()
  private readonly imports: ImportIndex

  constructor(
    workspace: Workspace,
    private readonly services: readonly Service[],
    private readonly program: SourceProgram,
  ) {
    this.imports = importIndex(workspace, program)
  }

  /**
   * Checks that only one service, and no code beside its configuration, reads a file.
   * @param config The configuration file that the change is for.
   * @throws CannotEdit
   */
  check(config: string, file: string): void {
    if (file.startsWith('../')) throw new CannotEdit(`${file} lies outside the folder that was scanned`)
    const users = this.readersOf(file)
    if (users.length > 1) throw new CannotEdit(`${file} is shared by several services`)
    if (file === config || !isSourceFile(file)) return
    const [user] = users
    const own = this.filesOf(user ?? { config, includes: [] })
    const other = this.userOf(file, own, new Set())
    if (other !== undefined) throw new CannotEdit(`${file} is imported by ${other} as well`)
  }

  /** Code beside a configuration that imports a file; one that only passes it on counts if anything imports that. */
  private userOf(file: string, own: ReadonlySet<string>, seen: Set<string>): string | undefined {
    for (const importer of this.imports.importersOf(file)) {
      if (own.has(importer.file) || isTestFile(importer.file) || seen.has(importer.file)) continue
      seen.add(importer.file)
      const user = this.passesOn(importer.file) ? this.userOf(importer.file, own, seen) : importer.file
      if (user !== undefined) return user
    }
    return undefined
  }

  private passesOn(file: string): boolean {
    const { ast } = this.program.module(file) ?? {}
    return !!ast?.statements.every(
      (statement) => ts.isExportDeclaration(statement) || ts.isImportDeclaration(statement),
    )
  }

  /** The services whose configuration reads a file. */
  readersOf(file: string): Service[] {
    return this.services.filter((service) => this.filesOf(service).has(file))
  }

  /** The configuration of a service, what it includes, and what its code imports. */
  filesOf(service: Locatable): ReadonlySet<string> {
    const known = this.readers.get(service.config)
    if (known) return known
    const files = new Set<string>()
    const open = [service.config, ...service.includes.map(({ file }) => file)]
    for (let file = open.pop(); file !== undefined; file = open.pop()) {
      if (files.has(file)) continue
      files.add(file)
      if (isSourceFile(file)) open.push(...this.importedBy(file))
    }
    this.readers.set(service.config, files)
    return files
  }

  private importedBy(file: string): string[] {
    const { ast } = this.program.module(file) ?? {}
    if (!ast) return []
    return specifiersIn(ast.text).flatMap((specifier) => {
      const target = this.program.resolve(file, specifier)
      return target.kind === 'file' ? [target.file] : []
    })
  }
}
