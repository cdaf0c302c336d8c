import type { EffectLabel, Use } from '../effects/effect'
import { NODE_MODULES, WORDS } from '../tables/node-modules'
import { knownPackage, type PackageRow } from '../tables/packages'
import { serviceOf } from '../uses-of-packages'
import type { Vouching } from '../vouched/vouching'
import type { Installed } from './installed'
import { nodeModule, packageName } from './package-name'

/** What using something of a package does. */
export interface ExternalUse {
  readonly uses: readonly Use[]
  /** Which of its arguments it may change. */
  readonly changes: 'first' | 'all' | undefined
  /** How many levels of those. */
  readonly depth: number
}

/** Answers about packages: from the tables, and where a package is in neither, from its installed code. */
export class Packages {
  constructor(
    private readonly installed: Installed,
    private readonly vouching: Vouching,
  ) {}

  /** What is known of a package, or of a module of Node: what those do is told where they are named. */
  row(fromFile: string, module: string): PackageRow | undefined {
    if (nodeModule(module) !== undefined) return {}
    const said = this.vouching.ofLoading(module, 'package')
    if (said) return { does: said.uses.map(({ label }) => label) }
    return knownPackage(packageName(module), module) ?? this.scannedRow(fromFile, module)
  }

  private scannedRow(fromFile: string, module: string): PackageRow | undefined {
    const scan = this.installed.scan(fromFile, module)
    return scan && !scan.isRed ? { does: scan.uses.map(({ label }) => label) } : undefined
  }

  /** What naming a member of a package means: it may be called from then on. */
  usesOf(
    fromFile: string,
    { module, path }: { readonly module: string; readonly path: readonly string[] },
  ): ExternalUse {
    const node = nodeModule(module)
    if (node !== undefined) return { uses: nodeUses(node, path), changes: undefined, depth: 0 }
    const row = knownPackage(packageName(module), module)
    if (row) return known(module, path, row)
    const scan = this.installed.scan(fromFile, module)
    if (!scan) return { uses: [unknownUse(module, path)], changes: undefined, depth: 0 }
    return { uses: scan.uses, changes: scan.isChanging ? 'all' : undefined, depth: Number.POSITIVE_INFINITY }
  }

  /** What loading a package does; `undefined` for nothing that anyone could see. */
  loadUse(fromFile: string, module: string): Use | undefined {
    if (nodeModule(module) !== undefined) return undefined
    const row = knownPackage(packageName(module), module)
    const isSettingUp = row?.does?.includes('mutates-global') || /\/(config|register|auto)(\.js)?$/.test(module)
    if (row && !isSettingUp) return undefined
    const scan = row ? undefined : this.installed.scan(fromFile, module)
    if (scan && !scan.isRed) return undefined
    return { label: 'unknown', name: module, what: 'loading this file has an effect' }
  }
}

/** Whether calling a member of a known package changes settings that all of its users share. */
export function configures(module: string, path: readonly string[]): boolean {
  const row = knownPackage(packageName(module), module)
  return row !== undefined && known(module, path, row).uses.some(({ label }) => label === 'package-configuration')
}

/** Whether a package is known to have such settings. */
export function isConfigurable(name: string): boolean {
  return Object.values(knownPackage(name, name)?.exports ?? {}).includes('package-configuration')
}

function nodeUses(name: string, path: readonly string[]): Use[] {
  const row = Object.hasOwn(NODE_MODULES, name) ? NODE_MODULES[name] : undefined
  const full = [name, ...path].join('.')
  if (!row)
    return [{ label: 'unknown', name: full, what: `it uses "${full}" of Node, which is not known to be harmless` }]
  // `fs.promises.readFile`, `path.posix.join`: the member of a member counts
  const names = path.filter((part) => !/^(promises|posix|win32|default)$/.test(part))
  const [member] = names
  const exports = row.exports ?? {}
  const label = member !== undefined && Object.hasOwn(exports, member) ? exports[member] : row.label
  if (label === undefined) return []
  const what = WORDS[label] ?? 'it uses a module of Node that is not known to be harmless'
  return [{ label, name: full, what: `${what} ("${full}")` }]
}

function known(module: string, path: readonly string[], row: PackageRow): ExternalUse {
  const exports = row.exports ?? {}
  const names = path[0] === 'default' ? path.slice(1) : path
  // a method of an instance does what the class does
  const instance = names.indexOf('#')
  const joined = [...subPath(module), ...(instance < 0 ? names : names.slice(0, instance))].join('.')
  const special = parents(joined).find((name) => Object.hasOwn(exports, name))
  const label = special === undefined ? undefined : exports[special]
  const labels: readonly EffectLabel[] = label ? [label] : (row.does ?? [])
  const isChanging = row.changes === '*' || (row.changes?.has(joined) ?? false)
  return {
    uses: labels.map((one) => useOf(module, joined, names, one)),
    changes: isChanging ? (row.changes === '*' ? 'all' : 'first') : undefined,
    depth: row.changesMembers?.has(joined) ? 1 : Number.POSITIVE_INFINITY,
  }
}

/** `merge` of `lodash/merge` and `lodash.merge`. */
function subPath(module: string): string[] {
  const rest = module.slice(packageName(module).length + 1)
  const single = /^lodash[.-](\w+)$/.exec(packageName(module))?.[1]
  return [...(single ? [single] : []), ...(rest === '' ? [] : rest.replace(/\.js$/, '').split('/'))]
}

/** `a.b.c`, `a.b`, `a`: what is said of a member holds for what is below it. The whole package has the empty name. */
function parents(path: string): string[] {
  const parts = path.split('.').filter((part) => part !== '')
  return parts.length === 0 ? [''] : parts.map((_, index) => parts.slice(0, parts.length - index).join('.'))
}

function useOf(module: string, joined: string, path: readonly string[], label: EffectLabel): Use {
  const full = joined === '' ? module : `${module}.${joined}`
  if (label === 'aws') return awsUse(module, path)
  const words = WORDS[label]
  if (words === undefined) return unknownUse(module, path, label)
  return {
    label,
    name: full,
    what: label === 'clock' || label === 'random' || label === 'locale' ? words : `${words} ("${full}")`,
  }
}

/** `s3.GetObject` of `GetObjectCommand`; `s3.getObject` of a method of a client. */
function awsUse(module: string, path: readonly string[]): Use {
  const service = serviceOf(module, path)
  const [first, last] = [path[0], path.at(-1)]
  const isMethod = path.includes('#')
  const command = last?.endsWith('Command') ? last.slice(0, -'Command'.length) : undefined
  const operation = isMethod && last !== 'send' ? last : command
  const of = first === undefined || isMethod ? `"${module}"` : `"${path.join('.')}" of "${module}"`
  return {
    label: 'aws',
    name: operation === undefined ? service : `${service}.${operation}`,
    what: `it uses AWS (${of})`,
  }
}

function unknownUse(module: string, path: readonly string[], label: EffectLabel = 'unknown'): Use {
  const name = path.length > 0 ? path.join('.') : module
  return { label, name: module, what: `"${name}" is of the package "${module}", which is not known to be harmless` }
}
