import { ts } from 'ts-morph'
import { languageFiles } from '../../syntax/language-files'
import type { ModuleResolver } from '../../syntax/resolve-module'
import type { Workspace } from '../../workspace/workspace'
import { messageClientPath, messageClientText } from './message-clients'
import type { WorkspacePaths } from './workspace-paths'

/** What is read and parsed already, by its path; it holds for one set of settings. */
export interface KnownSources {
  readonly parsed: Map<string, { readonly text: string; readonly source: ts.SourceFile }>
  /** Texts of installed packages; `undefined` where there is no such file. */
  readonly installed: Map<string, string | undefined>
}

/**
 * The client of Lambda that the rewrites take away: version 2 alone is 300 files of types, and what it gives back is
 * decoded by `JSON.parse`. It is `any`, before and after.
 */
const LEFT_OUT = /^(aws-sdk(\/.*)?|@aws-sdk\/client-lambda)$/

/**
 * A compiler's view of a workspace. Nothing is written, and nothing but texts is read; packages are found where they are
 * installed.
 */
export function compilerHost(
  workspace: Workspace,
  paths: WorkspacePaths,
  options: ts.CompilerOptions,
  resolver: Pick<ModuleResolver, 'resolve'>,
  { parsed, installed }: KnownSources,
): ts.CompilerHost {
  const language = languageFiles()
  const target = options.target ?? ts.ScriptTarget.ES2022
  const readFile = (path: string) => {
    const declared = messageClientText(path)
    if (declared !== undefined) return declared
    if (!isOfPackage(path)) return workspace.peek(paths.relative(path))
    if (!installed.has(path)) installed.set(path, workspace.peek(paths.relative(path)))
    return installed.get(path)
  }
  const fileExists = (path: string) =>
    language.has(path) || (isOfPackage(path) ? readFile(path) !== undefined : workspace.has(paths.relative(path)))
  const resolutionHost: ts.ModuleResolutionHost = { fileExists, readFile }
  const cache = ts.createModuleResolutionCache(paths.root, (name) => name, options)
  const found = (specifier: string, from: string): ts.ResolvedModuleFull | undefined => {
    if (LEFT_OUT.test(specifier)) return undefined
    const { resolvedModule } = ts.resolveModuleName(specifier, from, options, resolutionHost, cache)
    if (resolvedModule || isOfPackage(from)) return resolvedModule
    const client = messageClientPath(specifier)
    if (client !== undefined)
      return { resolvedFileName: client, extension: ts.Extension.Dts, isExternalLibraryImport: true }
    // what a bundler finds and the settings do not tell
    const other = resolver.resolve(paths.relative(from), specifier)
    if (other.kind !== 'file' || !/\.[cm]?tsx?$/.test(other.file) || !workspace.has(other.file)) return undefined
    const extension = /(\.d)?\.[cm]?tsx?$/.exec(other.file)?.[0] ?? ts.Extension.Ts
    return { resolvedFileName: paths.absolute(other.file), extension, isExternalLibraryImport: false }
  }
  return {
    fileExists,
    readFile,
    getSourceFile(path, settings) {
      if (language.has(path)) return language.source(path, target)
      const text = readFile(path)
      if (text === undefined) return undefined
      const known = parsed.get(path)
      if (known?.text === text) return known.source
      const source = ts.createSourceFile(path, text, settings)
      parsed.set(path, { text, source })
      return source
    },
    resolveModuleNameLiterals: (literals, from) => literals.map(({ text }) => ({ resolvedModule: found(text, from) })),
    getDefaultLibFileName: (settings) => `${language.folder}/${ts.getDefaultLibFileName(settings)}`,
    getDefaultLibLocation: () => language.folder,
    writeFile: () => {},
    getCurrentDirectory: () => paths.root,
    getCanonicalFileName: (name) => name,
    useCaseSensitiveFileNames: () => true,
    getNewLine: () => '\n',
  }
}

function isOfPackage(path: string): boolean {
  return path.includes('/node_modules/')
}
