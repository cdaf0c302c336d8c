import { ts } from 'ts-morph'
import { baseName, folderOf, isInside, join, withoutExtension } from '../workspace/paths'
import { textOf, type Workspace } from '../workspace/workspace'
import { SOURCE_EXTENSIONS } from './source-file'

/** Where an import leads: a file of the workspace, or the name of a package. */
export type ModuleTarget =
  | { readonly kind: 'file'; readonly file: string }
  | { readonly kind: 'package'; readonly name: string }
  | { readonly kind: 'missing' }

export interface ModuleResolver {
  resolve(fromFile: string, specifier: string): ModuleTarget
  /** How files of a folder may import a file by `paths` with a star, the most exact first; the file need not exist yet. */
  aliasesFor(fromFile: string, file: string): readonly AliasSpecifier[]
}

/** A specifier by an alias: what stands before the star, and the whole, without an extension. */
export interface AliasSpecifier {
  readonly prefix: string
  readonly specifier: string
}

interface PathAlias {
  /** Folder of the tsconfig that declares it: it holds for files below. */
  readonly scope: string
  readonly prefix: string
  /** What follows the star; `undefined` where there is none: then only the whole specifier is meant. */
  readonly suffix: string | undefined
  readonly targets: readonly string[]
}

interface LocalPackage {
  readonly name: string
  readonly folder: string
  readonly main: string | undefined
}

/**
 * Resolves specifiers as bundlers and TypeScript do: relative files with any source extension, `.js` written for `.ts`,
 * index files, `paths` and `baseUrl` of the nearest tsconfig, and packages that live in the workspace itself.
 * `node_modules` is never looked into: what is not in the workspace is a package, known by its name.
 */
export function moduleResolver(workspace: Workspace): ModuleResolver {
  let aliases: readonly PathAlias[] | undefined
  let packages: readonly LocalPackage[] | undefined
  const cache = new Map<string, ModuleTarget>()

  const fileAt = (path: string): string | undefined => candidates(path).find((file) => workspace.has(file))

  const viaAlias = (fromFile: string, specifier: string): string | undefined => {
    aliases ??= readAliases(workspace)
    for (const alias of aliases) {
      if (!isInside(alias.scope, fromFile)) continue
      const star = starOf(alias, specifier)
      if (star === undefined) continue
      for (const target of alias.targets) {
        const file = fileAt(target.replace('*', () => star))
        if (file) return file
      }
    }
    return undefined
  }

  const viaPackage = (specifier: string): string | undefined => {
    packages ??= readPackages(workspace)
    for (const { name, folder, main } of packages) {
      if (specifier === name) return entryOf(folder, main, fileAt)
      if (specifier.startsWith(`${name}/`)) {
        const rest = specifier.slice(name.length + 1)
        return fileAt(join(folder, rest)) ?? fileAt(join(folder, 'src', rest))
      }
    }
    return undefined
  }

  const resolve = (fromFile: string, specifier: string): ModuleTarget => {
    if (specifier.startsWith('.')) {
      const file = fileAt(join(folderOf(fromFile), specifier))
      return file === undefined ? { kind: 'missing' } : { kind: 'file', file }
    }
    const file = viaAlias(fromFile, specifier) ?? viaPackage(specifier)
    return file === undefined ? { kind: 'package', name: specifier } : { kind: 'file', file }
  }

  return {
    aliasesFor(fromFile, file) {
      aliases ??= readAliases(workspace)
      const path = withoutExtension(file)
      return aliases.flatMap(({ scope, prefix, suffix, targets: [target = ''] }) => {
        const [head = '', tail = ''] = target.split('*')
        const isFit = prefix !== '' && suffix !== undefined && isInside(scope, fromFile)
        if (!isFit || !target.includes('*') || !path.startsWith(head) || !path.endsWith(tail)) return []
        const star = path.slice(head.length, path.length - tail.length)
        return [{ prefix, specifier: `${prefix}${star}${suffix}` }]
      })
    },
    resolve(fromFile, specifier) {
      const key = `${folderOf(fromFile)}\0${specifier}`
      let target = cache.get(key)
      if (!target) {
        target = resolve(fromFile, specifier)
        cache.set(key, target)
      }
      return target
    },
  }
}

/** What the star of an alias stands for in a specifier; `undefined` where the alias does not fit. */
function starOf({ prefix, suffix }: PathAlias, specifier: string): string | undefined {
  if (suffix === undefined) return specifier === prefix ? '' : undefined
  const isFit = specifier.startsWith(prefix) && specifier.endsWith(suffix)
  if (!isFit || specifier.length < prefix.length + suffix.length) return undefined
  return specifier.slice(prefix.length, specifier.length - suffix.length)
}

function candidates(path: string): string[] {
  const source = path.replace(/\.([cm]?)jsx?$/, '')
  return [
    path,
    ...SOURCE_EXTENSIONS.map((extension) => path + extension),
    ...(source === path ? [] : ['.ts', '.tsx', '.mts', '.cts'].map((extension) => source + extension)),
    `${path}.json`,
    ...SOURCE_EXTENSIONS.map((extension) => join(path, `index${extension}`)),
  ]
}

function entryOf(
  folder: string,
  main: string | undefined,
  fileAt: (path: string) => string | undefined,
): string | undefined {
  // `main` usually names build output that is not in the repository: its source stands under `src`, or is the index
  const built = main?.replace(/^(\.\/)?(dist|lib|build|out)\//, '')
  const paths = [main, built && join('src', built), 'src/index', 'index', 'lib/index', 'src/main'].filter(
    (p): p is string => !!p,
  )
  for (const path of paths) {
    const file = fileAt(join(folder, path))
    if (file) return file
  }
  return undefined
}

function readAliases(workspace: Workspace): PathAlias[] {
  const configs = workspace.files.filter((file) => /^(ts|js)config(\.[\w-]+)?\.json$/.test(baseName(file)))
  return configs
    .flatMap((file) => aliasesOf(workspace, file))
    .sort((a, b) => b.scope.length - a.scope.length || b.prefix.length - a.prefix.length)
}

function aliasesOf(workspace: Workspace, file: string): PathAlias[] {
  const options = asRecord(asRecord(readJsonLike(workspace, file)).compilerOptions)
  const scope = folderOf(file)
  const baseUrl = typeof options.baseUrl === 'string' ? options.baseUrl : undefined
  const base = join(scope, baseUrl ?? '')
  const listed = Object.entries(asRecord(options.paths)).flatMap(([pattern, targets]): PathAlias[] => {
    if (!Array.isArray(targets)) return []
    const star = pattern.indexOf('*')
    return [
      {
        scope,
        prefix: star < 0 ? pattern : pattern.slice(0, star),
        suffix: star < 0 ? undefined : pattern.slice(star + 1),
        targets: targets.filter((t): t is string => typeof t === 'string').map((t) => join(base, t)),
      },
    ]
  })
  return baseUrl === undefined ? listed : [...listed, { scope, prefix: '', suffix: '', targets: [join(base, '*')] }]
}

function readPackages(workspace: Workspace): LocalPackage[] {
  return workspace.files
    .filter((file) => baseName(file) === 'package.json')
    .flatMap((file): LocalPackage[] => {
      const { name, main, module } = asRecord(readJsonLike(workspace, file))
      if (typeof name !== 'string' || name === '') return []
      const entry = typeof main === 'string' ? main : typeof module === 'string' ? module : undefined
      return [{ name, folder: folderOf(file), main: entry }]
    })
    .sort((a, b) => b.name.length - a.name.length)
}

/** Reads JSON with comments and trailing commas, as tsconfig allows; `undefined` where it does not parse. */
function readJsonLike(workspace: Workspace, file: string): unknown {
  const text = textOf(workspace, file)
  return text === undefined ? undefined : ts.parseConfigFileTextToJson(file, text).config
}

function asRecord(value: unknown): Record<string, unknown> {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {}
}
