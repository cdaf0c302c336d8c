import { type ConfigPath, isObject, nodeAt } from '../../load/document'
import type { Service } from '../../load/service'
import type { Include } from '../../load/variable-sources'
import { CannotEdit } from './cannot-edit'

/** A node of the configuration: the file that it stands in, and its path there. */
export interface Located {
  readonly file: string
  readonly path: ConfigPath
}

/** Sections that may be written as a list of maps, which the framework merges. */
const MERGED = new Set(['functions', 'resources'])

/** What of a service tells where its configuration stands. */
export type Locatable = Pick<Service, 'config' | 'includes'>

/**
 * Where a node of the merged configuration really stands: in the service's file, in an item of a list, or in an
 * included file. `read` gives the current data of a file.
 * @throws CannotEdit where the way leads through a variable that is no plain include.
 */
export function locate(service: Locatable, path: ConfigPath, read: (file: string) => unknown): Located {
  return follow(service, { file: service.config, path: [] }, path, [], read)
}

/** Whether a place stands, or may stand, in a file that only some deployments include. */
export function isChosenInclude(service: Locatable, path: ConfigPath): boolean {
  return service.includes.some(({ at, isChosen }) => isChosen && isSamePath(at, path.slice(0, at.length)))
}

/** The maps of resources, one or several: `resources` may be a list, and any of them may stand in another file. */
export function resourceMaps(service: Locatable, read: (file: string) => unknown): Located[] {
  const section = locate(service, ['resources'], read)
  const node = nodeAt(read(section.file), section.path)
  if (!Array.isArray(node)) return [locate(service, ['resources', 'Resources'], read)]
  return node.flatMap((_, index) => {
    const item = { file: section.file, path: [...section.path, index] }
    return attempt(() => follow(service, item, ['Resources'], ['resources', index], read)) ?? []
  })
}

/** `undefined` where the way leads through something that cannot be edited. */
function attempt<T>(find: () => T): T | undefined {
  try {
    return find()
  } catch (error) {
    if (error instanceof CannotEdit) return undefined
    throw error
  }
}

function follow(
  service: Locatable,
  at: Located,
  rest: ConfigPath,
  logical: ConfigPath,
  read: (file: string) => unknown,
): Located {
  const node = nodeAt(read(at.file), at.path)
  const [step, ...deeper] = rest
  if (typeof node === 'string' && node.includes('${')) {
    // a scalar is where it stands, unless it stands for a list or a map of another file
    const isInclude = includeOf(service, node, logical) !== undefined
    if (step !== undefined || isInclude) return throughInclude(service, node, rest, logical, read)
  }
  if (step === undefined) return at
  const [section] = logical
  if (Array.isArray(node) && logical.length === 1 && typeof section === 'string' && MERGED.has(section)) {
    return intoList(service, { at, items: node }, rest, logical, read)
  }
  const next = isObject(node) ? node[step] : Array.isArray(node) ? node[Number(step)] : undefined
  if (next === undefined && !isObject(node) && node !== undefined && node !== null && !Array.isArray(node)) {
    throw new CannotEdit(`"${logical.join('.')}" is no map`)
  }
  const path = [...at.path, step]
  if (next === undefined) return { file: at.file, path: [...path, ...deeper] }
  return follow(service, { file: at.file, path }, deeper, [...logical, step], read)
}

/** The include that a variable of a place leads to; an included text may be a variable of the same place again. */
function includeOf(service: Locatable, variable: string, logical: ConfigPath): Include | undefined {
  return service.includes.find(({ at, variable: written }) => written === variable && isSamePath(at, logical))
}

function isSamePath(a: ConfigPath, b: ConfigPath): boolean {
  return a.length === b.length && a.every((step, index) => step === b[index])
}

function throughInclude(
  service: Locatable,
  variable: string,
  rest: ConfigPath,
  logical: ConfigPath,
  read: (file: string) => unknown,
): Located {
  const include = includeOf(service, variable, logical)
  if (!include) throw new CannotEdit(`"${logical.join('.')}" is the variable ${variable}`)
  if (include.isChosen)
    throw new CannotEdit(
      `"${logical.join('.')}" is ${variable}, which may lead elsewhere for another stage: what is changed in ${include.file} would be missing there`,
    )
  const others = service.includes.filter(({ file, path }) => file === include.file && overlaps(path, include.path))
  if (others.some(({ at }) => !isSamePath(at, logical)))
    throw new CannotEdit(`${include.file} is used at several places of ${service.config}`)
  return follow(service, { file: include.file, path: include.path }, rest, logical, read)
}

/** Whether one path leads to the other, or to the same node. */
function overlaps(a: ConfigPath, b: ConfigPath): boolean {
  const length = Math.min(a.length, b.length)
  return isSamePath(a.slice(0, length), b.slice(0, length))
}

/** What an item has that cannot be edited is not written a second time beside it. @throws CannotEdit */
function refuseHidden(
  service: Locatable,
  { at, items }: { at: Located; items: readonly unknown[] },
  path: ConfigPath,
  logical: ConfigPath,
  read: (file: string) => unknown,
): void {
  for (const [index, text] of items.entries()) {
    if (typeof text !== 'string') continue
    const include = includeOf(service, text, [...logical, index])
    if (include && nodeAt(nodeAt(read(include.file), include.path), path) !== undefined)
      follow(service, { file: at.file, path: [...at.path, index] }, [], [...logical, index], read)
  }
}

/** The item of the list that has the key; for a key that none has, the first item written in place, else a new one. */
function intoList(
  service: Locatable,
  list: { at: Located; items: readonly unknown[] },
  rest: ConfigPath,
  logical: ConfigPath,
  read: (file: string) => unknown,
): Located {
  const item = (index: number): Located => ({ file: list.at.file, path: [...list.at.path, index] })
  const inner = list.items.map((_, index) => attempt(() => follow(service, item(index), [], [...logical, index], read)))
  for (let depth = rest.length; depth > 0; depth--) {
    for (const place of inner) {
      if (!place) continue
      const found = nodeAt(nodeAt(read(place.file), place.path), rest.slice(0, depth))
      if (found !== undefined) return { file: place.file, path: [...place.path, ...rest] }
    }
    if (depth >= (logical[0] === 'functions' ? 1 : 2)) refuseHidden(service, list, rest.slice(0, depth), logical, read)
  }
  const inPlace = list.items.findIndex(isObject)
  return { file: list.at.file, path: [...list.at.path, inPlace < 0 ? list.items.length : inPlace, ...rest] }
}
