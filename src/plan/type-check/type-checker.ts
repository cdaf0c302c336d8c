import { ts } from 'ts-morph'
import type { ImportIndex } from '../../syntax/import-index'
import type { SourceProgram } from '../../syntax/program'
import { isTypeScript } from '../../syntax/source-file'
import { foldersAbove } from '../../workspace/packages'
import { folderOf, isInside, join } from '../../workspace/paths'
import type { Workspace } from '../../workspace/workspace'
import { compilerHost, type KnownSources } from './compiler-host'
import { compilerSettings, nearestSettings, type Settings } from './compiler-settings'
import { ENVIRONMENT_PATH } from './message-clients'
import { newFaults, ofCode, type TypeFault, typeFault } from './type-faults'
import { type WorkspacePaths, workspacePaths } from './workspace-paths'

/** Files to be checked, and the file that changes which each is owed to. */
type Asked = ReadonlyMap<string, string>

/**
 * The compiler over the few files that a question needs: those asked about and what they import. Nothing is run and nothing
 * written. Packages that are not installed are `any`.
 */
export class TypeChecker {
  private readonly paths: WorkspacePaths
  private readonly groups = new Map<string | undefined, { settings: Settings; known: KnownSources }>()

  constructor(
    private readonly base: Workspace,
    private readonly resolver: Pick<SourceProgram, 'resolve'>,
    private readonly imports: ImportIndex,
  ) {
    this.paths = workspacePaths(base)
  }

  /**
   * What the compiler finds in one workspace and not in another: in the files that change, and in those that import them
   * where what they export has another type.
   * What moves from one of the files to another is not new.
   * @param files Files of TypeScript that differ; they need not be in both.
   */
  newFaults(before: Workspace, after: Workspace, files: readonly string[]): TypeFault[] {
    const seen = new Set(files)
    const faults: TypeFault[] = []
    let asked: Asked = new Map(files.map((file) => [file, file]))
    while (asked.size > 0) {
      const next = new Map<string, string>()
      const views = [...this.bySettings(asked)].map(([config, group]) => ({
        group,
        now: this.compiled(after, config, group),
        // mostly nothing is wrong, and nobody imports a handler
        earlier: once(() => this.compiled(before, config, group)),
      }))
      const found = views.flatMap(({ now }) => now.faults())
      // code moves from file to file, and from the settings of one to those of another
      if (found.length > 0)
        faults.push(
          ...newFaults(
            found,
            views.flatMap(({ earlier }) => earlier().faults()),
          ),
        )
      for (const { group, now, earlier } of views) {
        for (const [file, owedTo] of group) {
          const importers = this.importersOf(file).filter((importer) => !seen.has(importer))
          if (importers.length === 0 || now.exported(file) === earlier().exported(file)) continue
          for (const importer of importers) {
            seen.add(importer)
            next.set(importer, owedTo)
          }
        }
      }
      asked = next
    }
    return faults
  }

  private importersOf(file: string): string[] {
    return this.imports.importersOf(file).flatMap((importer) => (isTypeScript(importer.file) ? [importer.file] : []))
  }

  private bySettings(asked: Asked): Map<string | undefined, Map<string, string>> {
    const groups = new Map<string | undefined, Map<string, string>>()
    for (const [file, owedTo] of asked) {
      const config = nearestSettings(this.base, file)
      groups.set(config, (groups.get(config) ?? new Map()).set(file, owedTo))
    }
    return groups
  }

  private compiled(workspace: Workspace, config: string | undefined, asked: Asked): Compiled {
    const { settings, known } = this.group(config)
    const there = [...asked].filter(([file]) => workspace.has(file))
    const declared = config === undefined ? [] : declarationsBelow(workspace, folderOf(config))
    const [[near = ''] = []] = there
    const environment = hasNodeTypes(workspace, config ?? near) ? [] : [ENVIRONMENT_PATH]
    const program = ts.createProgram({
      rootNames: [...[...there.map(([file]) => file), ...declared].map(this.paths.absolute), ...environment],
      options: settings.options,
      host: compilerHost(workspace, this.paths, settings.options, this.resolver, known),
    })
    const sourceOf = (file: string) => program.getSourceFile(this.paths.absolute(file))
    return {
      faults: () =>
        ofCode(
          there.flatMap(([file, owedTo]) => {
            const source = sourceOf(file)
            if (!source) return []
            const found = [
              ...program.getSemanticDiagnostics(source),
              ...(settings.isDeclared ? program.getDeclarationDiagnostics(source) : []),
            ]
            return found.map((diagnostic) => typeFault(file, owedTo, diagnostic))
          }),
        ),
      exported: (file) => {
        const source = sourceOf(file)
        let text = ''
        if (source) program.emit(source, (_, written) => (text += written), undefined, true)
        return text
      },
    }
  }

  private group(config: string | undefined) {
    const group = this.groups.get(config) ?? {
      settings: compilerSettings(this.base, this.paths, config),
      known: { parsed: new Map(), installed: new Map() },
    }
    this.groups.set(config, group)
    return group
  }
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

interface Compiled {
  readonly faults: () => TypeFault[]
  /** The declarations of what a file exports. */
  readonly exported: (file: string) => string
}

function hasNodeTypes(workspace: Workspace, file: string): boolean {
  return foldersAbove(file).some(
    (folder) => workspace.peek(join(folder, 'node_modules/@types/node/package.json')) !== undefined,
  )
}

/** Files that declare what others take for granted. */
function declarationsBelow({ files }: Workspace, folder: string): string[] {
  return files.filter((file) => /\.d\.[cm]?ts$/.test(file) && isInside(folder, file) && !file.includes('node_modules/'))
}
