import type { ServiceFunction } from '../load/service'
import { specifiersIn } from '../syntax/import-index'
import { moduleResolver } from '../syntax/resolve-module'
import { isSourceFile } from '../syntax/source-file'
import { textOf, type Workspace } from '../workspace/workspace'

/** Tells whether the code that a function loads mentions a variable of its environment. What cannot be followed may. */
export type VariableReads = (fn: Pick<ServiceFunction, 'handler'>, name: string) => boolean

/** A module that is required, or imported while the code runs, by a name that is computed: what it loads is not known. */
const COMPUTED = /\b(?:require|import)\s*\(\s*(?!['"`\s])/

/** @param workspace The files as they are when the functions run. */
export function variableReads(workspace: Workspace): VariableReads {
  const resolver = moduleResolver(workspace)
  const known = new Map<string, readonly string[] | undefined>()

  /** The files that a file leads to, itself included; `undefined` where that is not known. */
  const loadedBy = (start: string): readonly string[] | undefined => {
    const files = new Set([start])
    for (const file of files) {
      const text = textOf(workspace, file)
      if (text === undefined) return undefined
      if (!isSourceFile(file)) continue
      if (COMPUTED.test(text)) return undefined
      for (const specifier of specifiersIn(text)) {
        const target = resolver.resolve(file, specifier)
        if (target.kind === 'missing' || specifier.includes('${')) return undefined
        if (target.kind === 'file') files.add(target.file)
      }
    }
    return [...files]
  }

  return ({ handler }, name) => {
    if (!handler) return true
    if (!known.has(handler.file)) known.set(handler.file, loadedBy(handler.file))
    const word = new RegExp(`\\b${name}\\b`)
    return known.get(handler.file)?.some((file) => word.test(textOf(workspace, file) ?? '')) ?? true
  }
}
