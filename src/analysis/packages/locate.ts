import { isObject } from '../../load/document'
import { parseJson } from '../../workspace/json'
import { folderOf, join } from '../../workspace/paths'
import { textOf, type Workspace } from '../../workspace/workspace'
import { packageName } from './package-name'

/** A package that is installed somewhere above a file. */
export interface InstalledPackage {
  readonly name: string
  /** `node_modules/x`, or deeper. */
  readonly folder: string
  readonly manifest: Readonly<Record<string, unknown>>
}

/** Finds the package that a file means, as Node does: in the nearest `node_modules` that has it. */
export function locatePackage(workspace: Workspace, fromFile: string, module: string): InstalledPackage | undefined {
  const name = packageName(module)
  for (let folder = folderOf(fromFile); ; folder = folderOf(folder)) {
    const found = packageIn(workspace, folder, name)
    if (found || folder === '') return found
  }
}

function packageIn(workspace: Workspace, folder: string, name: string): InstalledPackage | undefined {
  const at = join(folder, `node_modules/${name}`)
  const file = `${at}/package.json`
  if (workspace.peek(file) === undefined) return undefined
  // what is decided by a package is decided by this version of it
  const manifest = parseJson(textOf(workspace, file) ?? '')
  return isObject(manifest) ? { name, folder: at, manifest } : undefined
}

/** The file that importing a package, or a part of it, loads. */
export function entryFile(
  workspace: Workspace,
  { name, folder, manifest }: InstalledPackage,
  module: string,
): string | undefined {
  const rest = module.slice(name.length + 1)
  const exported = exportTarget(manifest.exports, rest === '' ? '.' : `./${rest}`)
  if (exported !== undefined) return fileAt(workspace, join(folder, exported))
  if (rest !== '') return fileAt(workspace, join(folder, rest))
  const main = typeof manifest.main === 'string' ? manifest.main : 'index.js'
  return fileAt(workspace, join(folder, main)) ?? fileAt(workspace, join(folder, 'index.js'))
}

const CONDITIONS = ['node', 'require', 'default', 'import']

function exportTarget(exports: unknown, path: string): string | undefined {
  if (typeof exports === 'string') return path === '.' ? exports : undefined
  if (!isObject(exports)) return undefined
  const isPaths = Object.keys(exports).some((key) => key.startsWith('.'))
  if (isPaths) return conditional(exports[path])
  return path === '.' ? conditional(exports) : undefined
}

function conditional(target: unknown): string | undefined {
  if (typeof target === 'string') return target
  if (!isObject(target)) return undefined
  const condition = CONDITIONS.find((name) => Object.hasOwn(target, name))
  return condition === undefined ? undefined : conditional(target[condition])
}

const EXTENSIONS = ['', '.js', '.cjs', '.mjs', '.json', '/index.js']

/** The file that a path means, as Node finds it. */
export function fileAt(workspace: Workspace, path: string): string | undefined {
  return EXTENSIONS.map((extension) => path + extension).find((file) => workspace.peek(file) !== undefined)
}
