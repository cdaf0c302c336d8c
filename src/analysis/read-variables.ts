import { builtinModules } from 'node:module'
import { Evaluator } from '../syntax/evaluate/evaluator'
import { importIndex, specifiersIn } from '../syntax/import-index'
import type { SourceModule } from '../syntax/module'
import { type SourceProgram, sourceProgram } from '../syntax/program'
import { isSourceFile } from '../syntax/source-file'
import { escaped } from '../workspace/packages'
import { textOf, type Workspace } from '../workspace/workspace'
import { specifiersOf } from './loaded-modules'
import { AWS } from './tables/packages'
import type { KeyContext } from './variable-keys'
import { computedVariables, loadsAnything } from './variables-of-file'

/** Variables that packages and the runtime read by themselves. */
const COMMON =
  /^(AWS|LAMBDA|NODE|POWERTOOLS|LOG|DEBUG|DD|OTEL|SENTRY|NEW_RELIC|_X_AMZN|X_AMZN|TZ|LANG|LC|HTTPS?_PROXY|NO_PROXY)(_|$)/

/** Which variables of the environment the code of a function may read. */
export interface ReadVariables {
  /** Whether its code mentions a variable, or may read it by a name that it works out. */
  codeMayRead(name: string): boolean
  /** The same, or its name is one that packages and the runtime look for by themselves. */
  mayRead(name: string): boolean
  /** Whether packages that are not known are loaded, which may read any variable. */
  readonly hasPackages: boolean
}

/** What a file reads of the environment, with all files that it loads; `undefined` where one of them is not known. */
export type VariableReader = (file: string) => ReadVariables | undefined

/** @param workspace The files as they are when the functions run. Each is read once, however many functions load it. */
export function variableReader(workspace: Workspace): VariableReader {
  const program = sourceProgram(workspace)
  const context = { evaluator: new Evaluator(program), imports: importIndex(workspace, program), workspace }
  const files = new Map<string, LoadedFile | undefined>()
  const known = new Map<string, ReadVariables | undefined>()
  const load = (file: string): LoadedFile | undefined => {
    if (!files.has(file)) files.set(file, loadedFile(workspace, program, file))
    return files.get(file)
  }
  return (file) => {
    if (!known.has(file)) {
      const all = allLoaded(load, file)
      known.set(file, all && readVariables({ ...context, entries: entriesOf(program, file) }, all))
    }
    return known.get(file)
  }
}

/** A file, and what it loads. */
interface LoadedFile {
  readonly text: string
  /** Where it may read variables by names that it works out. */
  readonly module: SourceModule | undefined
  readonly files: readonly string[]
  readonly packages: readonly string[]
}

/** What may be a module that is loaded by a name that is worked out. */
const COMPUTED_LOAD = /\b(?:require|import)\s*\((?!\s*(?:'[^'\n]*'|"[^"\n]*"|`[^`$\n]*`)\s*\))/

/** Reads a file; `undefined` where it cannot be read, or where not all that it loads is known. */
function loadedFile(workspace: Workspace, program: SourceProgram, file: string): LoadedFile | undefined {
  const text = textOf(workspace, file)
  if (text === undefined) return undefined
  if (!isSourceFile(file)) return { text, module: undefined, files: [], packages: [] }
  // the parser is not needed for most files
  const isPlain = !/\bprocess\b/.test(text) && !COMPUTED_LOAD.test(text)
  const module = isPlain ? undefined : program.module(file)
  if (!isPlain && (!module || module.syntaxError || loadsAnything(module))) return undefined
  const specifiers = new Set([...specifiersIn(text), ...(module ? specifiersOf(module) : [])])
  const targets = [...specifiers].map((specifier) => program.resolve(file, specifier))
  if (targets.some(({ kind }) => kind === 'missing')) return undefined
  return {
    text,
    module,
    files: targets.flatMap((target) => (target.kind === 'file' ? [target.file] : [])),
    packages: targets.flatMap((target) => (target.kind === 'package' ? [target.name] : [])),
  }
}

/** A file with all that it loads; `undefined` where one of them is not known. */
function allLoaded(load: (file: string) => LoadedFile | undefined, start: string): LoadedFile[] | undefined {
  const names = new Set([start])
  const all: LoadedFile[] = []
  for (const name of names) {
    const file = load(name)
    if (!file) return undefined
    all.push(file)
    for (const other of file.files) names.add(other)
  }
  return all
}

/** The files whose exports a file gives to the runtime: its own, and those that it hands on. */
function entriesOf(program: SourceProgram, file: string): ReadonlySet<string> {
  const entries = new Set([file])
  for (const entry of entries) {
    const exports = program.module(entry)?.exports
    const named = [...(exports?.named.values() ?? [])].flatMap((one) => ('specifier' in one ? [one.specifier] : []))
    for (const specifier of [...named, ...(exports?.stars ?? [])]) {
      const target = program.resolve(entry, specifier)
      if (target.kind === 'file') entries.add(target.file)
    }
  }
  return entries
}

function readVariables(context: KeyContext, all: readonly LoadedFile[]): ReadVariables {
  const computed = new Map<SourceModule, ReadonlySet<string> | undefined>()
  const isComputed = (module: SourceModule, name: string): boolean => {
    if (!computed.has(module)) computed.set(module, computedVariables(context, module))
    return computed.get(module)?.has(name) ?? true
  }
  const codeMayRead = (name: string): boolean => {
    const word = new RegExp(`\\b${escaped(name)}\\b`)
    return all.some(({ text }) => word.test(text)) || all.some(({ module }) => module && isComputed(module, name))
  }
  return {
    codeMayRead,
    mayRead: (name) => COMMON.test(name) || codeMayRead(name),
    hasPackages: all
      .flatMap(({ packages }) => packages)
      .some((name) => !AWS.test(name) && !builtinModules.includes(name.replace(/^node:/, ''))),
  }
}
