import { ts } from 'ts-morph'
import { foldersAbove, installedVersion } from '../../workspace/packages'
import { join } from '../../workspace/paths'
import { isBefore } from '../../workspace/version-range'
import type { Workspace } from '../../workspace/workspace'
import type { WorkspacePaths } from './workspace-paths'

/** The first TypeScript that is strict where its settings do not say. */
const STRICT_BY_ITSELF = [6, 0] as const

/** How files are checked. */
export interface Settings {
  readonly options: ts.CompilerOptions
  /** Whether the project makes declarations, which not all types allow. */
  readonly isDeclared: boolean
}

/** The nearest tsconfig.json of a file; `undefined` where it has none. */
export function nearestSettings(workspace: Workspace, file: string): string | undefined {
  return foldersAbove(file)
    .map((folder) => join(folder, 'tsconfig.json'))
    .find((candidate) => workspace.has(candidate))
}

/**
 * The settings by which a file is checked: those of a tsconfig.json and what it extends. Without one, the strictest. The
 * declarations of browsers are taken along only where the settings name them: what is missing is `any` before and after.
 */
export function compilerSettings(workspace: Workspace, paths: WorkspacePaths, config: string | undefined): Settings {
  const options = config === undefined ? {} : read(workspace, paths, config)
  const target = options.target ?? ts.ScriptTarget.ES2022
  const typescript = config === undefined ? undefined : installedVersion(workspace, config, 'typescript')
  const isLax = typescript !== undefined && isBefore(typescript.version, STRICT_BY_ITSELF)
  const settings: ts.CompilerOptions = {
    ...options,
    target,
    lib: options.lib ?? [`lib.${languageOf(target)}.d.ts`],
    strict: options.strict ?? !isLax,
    types: options.types ?? ['node'],
    ...(config === undefined && {
      moduleDetection: ts.ModuleDetectionKind.Force,
      allowImportingTsExtensions: true,
    }),
    skipLibCheck: true,
    // what a file exports, as text: whether its importers have to be looked at
    declaration: true,
    emitDeclarationOnly: true,
    noEmit: false,
    composite: false,
    incremental: false,
    noErrorTruncation: true,
  }
  return { options: settings, isDeclared: options.declaration === true || options.composite === true }
}

function read(workspace: Workspace, paths: WorkspacePaths, config: string): ts.CompilerOptions {
  const path = paths.absolute(config)
  const readFile = (name: string) => workspace.peek(paths.relative(name))
  const { config: data } = ts.parseConfigFileTextToJson(path, readFile(path) ?? '')
  const host: ts.ParseConfigHost = {
    useCaseSensitiveFileNames: true,
    fileExists: (name) => readFile(name) !== undefined,
    readFile,
    readDirectory: () => [],
  }
  const parsed = ts.parseJsonConfigFileContent(
    { ...data, files: [], include: [] },
    host,
    paths.absolute(config).replace(/\/[^/]*$/, ''),
    undefined,
    path,
  )
  return parsed.options
}

/** `es2022` for the target of that year. */
function languageOf(target: ts.ScriptTarget): string {
  // the number has another name, too: "Latest"
  if (target === ts.ScriptTarget.ESNext) return 'esnext'
  const year = ts.ScriptTarget[target]?.toLowerCase() ?? 'esnext'
  return year === 'es3' || year === 'es5' || year === 'json' ? 'es5' : year === 'es2015' ? 'es2015' : year
}
