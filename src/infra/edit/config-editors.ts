import { isDeepStrictEqual } from 'node:util'
import type { Edit } from '../../edit/edit'
import { type Mark, PieceTable } from '../../edit/piece-table'
import { readConfig } from '../../load/config-file'
import type { ConfigDocument, ConfigPath } from '../../load/document'
import { locate } from '../../load/locate'
import type { Service } from '../../load/service'
import { programWith, type SourceProgram, sourceProgram } from '../../syntax/program'
import { isSourceFile } from '../../syntax/source-file'
import { textOf, type Workspace } from '../../workspace/workspace'
import { CannotEdit } from './cannot-edit'
import { type ConfigChange, changed, withoutShells } from './config-change'
import { type ConfigSplice, editorOf } from './config-editor'
import { SharedFiles } from './shared-files'

/**
 * The configuration files of a workspace while a plan is being composed: changes are made one after the other, and told
 * as edits of the original files.
 */
export class ConfigEditors {
  private tables = new Map<string, PieceTable>()
  private readonly documents = new Map<string, ConfigDocument>()
  private readonly shared: SharedFiles

  constructor(
    private readonly workspace: Workspace,
    services: readonly Service[],
    private readonly program: SourceProgram = sourceProgram(workspace),
  ) {
    this.shared = new SharedFiles(workspace, services, program)
  }

  /** The text of a file as it stands now. @throws CannotEdit where it cannot be read. */
  text(file: string): string {
    const text = this.tables.get(file)?.text ?? textOf(this.workspace, file)
    if (text === undefined) throw new CannotEdit(`${file} cannot be read`)
    return text
  }

  /** What a file says as it stands now, as data: for code, what it exports. @throws CannotEdit */
  data(file: string): unknown {
    return this.document(file).value
  }

  /** The files that a service is configured with: its own, what it includes, and what code of them imports. */
  filesOf(service: Service): ReadonlySet<string> {
    return this.shared.filesOf(service)
  }

  /**
   * Makes a change of a configuration file. The result is read back: it must hold what was asked for, and nothing else
   * may have changed.
   * @throws CannotEdit
   */
  apply(file: string, change: ConfigChange, mark: Mark): void {
    const wanted = changed(this.data(file), change)
    if (wanted === undefined || wanted === null) throw new CannotEdit(`nothing would be left of ${file}`)
    const splices = editorOf(file)(this.document(file), change, {
      text: (other) => this.text(other),
      original: (other) => textOf(this.workspace, other) ?? '',
      including: (other) => this.including(other),
      program: () => this.currentProgram(),
    })
    const saved = this.tables
    for (const { file: other } of splices) this.shared.check(file, other)
    this.splice(splices, mark)
    const { value, problem } = this.documentOrProblem(file)
    if (!problem && isDeepStrictEqual(withoutShells(value), withoutShells(wanted))) return
    this.restore(saved)
    const anchor = this.anchorAbove(file, change.path)
    throw new CannotEdit(
      anchor === undefined
        ? 'the place is written in a form that cannot be edited exactly'
        : `what is changed in "&${anchor}" changes for all that read it; give each that reads it a map of its own (\`<<: *${anchor}\`)`,
    )
  }

  /** Runs `body`; where it throws, every file is as it was before. */
  transaction<T>(body: () => T): T {
    const saved = this.tables
    try {
      return body()
    } catch (error) {
      this.restore(saved)
      throw error
    }
  }

  edits(): Edit[] {
    return [...this.tables.values()].flatMap((table) => table.edits())
  }

  private including(file: string): string | undefined {
    const service = this.shared.readersOf(file).find(({ config }) => config !== file && /\.ya?ml$/.test(config))
    return service && textOf(this.workspace, service.config)
  }

  private restore(tables: Map<string, PieceTable>): void {
    // code may read other files than its own
    for (const file of this.documents.keys()) {
      if (isSourceFile(file) || tables.get(file) !== this.tables.get(file)) this.documents.delete(file)
    }
    this.tables = tables
  }

  /** The tables are replaced, never changed: whoever holds the old ones can go back. */
  private splice(splices: readonly ConfigSplice[], mark: Mark): void {
    const tables = new Map(this.tables)
    const files = new Set(splices.map(({ file }) => file))
    for (const file of files) {
      const table = tables.get(file)?.clone() ?? new PieceTable(file, this.text(file))
      const own = splices.filter((splice) => splice.file === file)
      // from the end, so that the offsets of those that are still to come hold
      for (const splice of own.sort((a, b) => a.start - b.start).reverse()) table.splice(splice, mark)
      tables.set(file, table)
    }
    this.restore(tables)
  }

  /** The anchor of the nearest node on the way to a place; several may read what stands there. */
  private anchorAbove(file: string, path: ConfigPath): string | undefined {
    const lines = this.text(file).split('\n')
    for (let length = path.length; length > 0; length--) {
      const at = locate(this.document(file), path.slice(0, length))
      const anchor = /(?:^|\s)&([\w-]+)\s*$/.exec(lines[(at?.line ?? 0) - 1] ?? '')?.[1]
      if (anchor !== undefined) return anchor
    }
    return undefined
  }

  private document(file: string): ConfigDocument {
    const document = this.documentOrProblem(file)
    if (document.problem) throw new CannotEdit(`${file} cannot be read`)
    return document
  }

  private documentOrProblem(file: string): ConfigDocument {
    const known = this.documents.get(file)
    if (known) return known
    const document = readConfig({ workspace: this.currentWorkspace(), program: this.currentProgram() }, file)
    if (!document) throw new CannotEdit(`${file} cannot be read`)
    this.documents.set(file, document)
    return document
  }

  /** No file comes or goes here: an overlay, which lists all of them anew, would be slow for every change. */
  private currentWorkspace(): Workspace {
    const { workspace, tables } = this
    return {
      ...workspace,
      read(file) {
        const table = tables.get(file)
        return table ? { file, text: table.text } : workspace.read(file)
      },
    }
  }

  private currentProgram(): SourceProgram {
    return programWith(this.program, this.texts())
  }

  private texts(): Map<string, string> {
    return new Map([...this.tables].map(([file, table]) => [file, table.text]))
  }
}
