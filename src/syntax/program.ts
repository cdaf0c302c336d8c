import { parseJson } from '../workspace/json'
import { isText, type Workspace } from '../workspace/workspace'
import type { Export } from './exports'
import { type SourceModule, sourceModule } from './module'
import { type ModuleResolver, type ModuleTarget, moduleResolver } from './resolve-module'

/** An exported name, followed through re-exports to the file that declares it. */
export interface ResolvedExport {
  readonly module: SourceModule
  readonly export: Export
}

/** The source files of a workspace, parsed one by one as they are asked for and never twice. */
export interface SourceProgram {
  /** The parsed file; `undefined` where it cannot be read. A file with a syntax error has a tree all the same. */
  module(file: string): SourceModule | undefined
  /** The content of a JSON file; `undefined` where it cannot be read. */
  data(file: string): unknown
  resolve(fromFile: string, specifier: string): ModuleTarget
  aliasesFor: ModuleResolver['aliasesFor']
  /** Follows `export … from` and `export *` to the declaration. */
  findExport(module: SourceModule, name: string): ResolvedExport | undefined
  /** Parsed so far, in the order of parsing. */
  parsed(): readonly SourceModule[]
}

export function sourceProgram(workspace: Workspace): SourceProgram {
  const modules = new Map<string, SourceModule | undefined>()
  const resolver: ModuleResolver = moduleResolver(workspace)

  const program: SourceProgram = {
    module(file) {
      if (!modules.has(file)) {
        const source = workspace.read(file)
        modules.set(file, isText(source) ? sourceModule(source) : undefined)
      }
      return modules.get(file)
    },
    data: (file) => {
      const source = workspace.read(file)
      return isText(source) ? parseJson(source.text) : undefined
    },
    resolve: resolver.resolve,
    aliasesFor: resolver.aliasesFor,
    findExport: (module, name) => follow(program, module, name, new Set()),
    parsed: () => [...modules.values()].filter((module): module is SourceModule => module !== undefined),
  }
  return program
}

/** A program in which some files have another text. Where imports lead stays as it was. */
export function programWith(base: SourceProgram, texts: ReadonlyMap<string, string>): SourceProgram {
  const modules = new Map<string, SourceModule>()
  const program: SourceProgram = {
    module(file) {
      const text = texts.get(file)
      if (text === undefined) return base.module(file)
      const module = modules.get(file) ?? sourceModule({ file, text })
      modules.set(file, module)
      return module
    },
    data(file) {
      const text = texts.get(file)
      return text === undefined ? base.data(file) : parseJson(text)
    },
    resolve: base.resolve,
    aliasesFor: base.aliasesFor,
    findExport: (module, name) => follow(program, module, name, new Set()),
    parsed: () => [...modules.values()],
  }
  return program
}

function follow(
  program: SourceProgram,
  module: SourceModule,
  name: string,
  seen: Set<string>,
): ResolvedExport | undefined {
  const key = `${module.file}\0${name}`
  if (seen.has(key)) return undefined
  seen.add(key)

  const entry = module.exports.named.get(name)
  if (entry && entry.kind !== 'reexport') return { module, export: entry }
  if (entry) {
    const target = moduleAt(program, module.file, entry.specifier)
    return target && follow(program, target, entry.imported, seen)
  }
  for (const specifier of module.exports.stars) {
    const target = moduleAt(program, module.file, specifier)
    const found = target && follow(program, target, name, seen)
    if (found) return found
  }
  return undefined
}

/** The module that a specifier leads to, where it is a file of the workspace. */
export function moduleAt(program: SourceProgram, fromFile: string, specifier: string): SourceModule | undefined {
  const target = program.resolve(fromFile, specifier)
  return target.kind === 'file' ? program.module(target.file) : undefined
}
