import { type ConfigPath, isObject, nodeAt } from '../../load/document'

/** One change to a configuration file. */
export type ConfigChange =
  /** Adds a key (with the maps that lead to it), or replaces its value. */
  | { readonly op: 'set'; readonly path: ConfigPath; readonly value: unknown; readonly place?: Place | undefined }
  /** Adds an item to a list, which is made where it is missing. */
  | { readonly op: 'append'; readonly path: ConfigPath; readonly value: unknown }
  /**
   * Removes a key or an item, the comments above it, and parents that it leaves empty: a list or map without children
   * means `null`. The first `keep` steps of the path stay all the same.
   */
  | { readonly op: 'remove'; readonly path: ConfigPath; readonly keep?: number | undefined }

/** Where a new key goes among its siblings: behind one of them, or before all. At the end, where nothing is said. */
export type Place = { readonly after: string } | 'first'

/** The same change on plain data: what the edited file must read as. */
export function changed(data: unknown, change: ConfigChange): unknown {
  if (change.op === 'remove') return removed(data, change.path, change.keep ?? 0)
  const list = change.op === 'append' ? nodeAt(data, change.path) : undefined
  const value = change.op === 'append' ? [...(Array.isArray(list) ? list : []), change.value] : change.value
  return assigned(data, change.path, value)
}

/** A value in the maps that a path leads through. */
export function nested(path: ConfigPath, value: unknown): unknown {
  return path.reduceRight<unknown>((inner, step) => ({ [step]: inner }), value)
}

function assigned(data: unknown, path: ConfigPath, value: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return value
  if (Array.isArray(data)) {
    const inner = assigned(data[Number(step)], rest, value)
    return Number(step) === data.length
      ? [...data, inner]
      : data.map((item, index) => (index === Number(step) ? inner : item))
  }
  const map = isObject(data) ? data : {}
  return { ...map, [step]: assigned(map[step], rest, value) }
}

/** Parents that are left without children go too, as the editors remove them. */
function removed(data: unknown, path: ConfigPath, keep: number): unknown {
  const [step, ...rest] = path
  if (step === undefined) return undefined
  const inner = rest.length > 0 ? removed(nodeAt(data, [step]), rest, keep - 1) : undefined
  if (Array.isArray(data)) {
    const items = data.flatMap((item, index) => (index !== Number(step) ? [item] : inner === undefined ? [] : [inner]))
    return items.length > 0 ? items : empty(keep)
  }
  if (!isObject(data)) return data
  if (inner !== undefined) return { ...data, [step]: inner }
  const { [step]: _, ...others } = data
  return Object.keys(others).length > 0 ? others : empty(keep)
}

/** What is left of a list or map that stays: whether that is written as nothing, `{}` or `[]` is the editor's matter. */
function empty(keep: number): null | undefined {
  return keep >= 0 ? null : undefined
}

/** Data with every empty list and map as `null`, for comparing what differs in its writing only. */
export function withoutShells(data: unknown): unknown {
  if (Array.isArray(data)) return data.length > 0 ? data.map(withoutShells) : null
  if (!isObject(data)) return data
  const entries = Object.entries(data)
  return entries.length > 0 ? Object.fromEntries(entries.map(([key, value]) => [key, withoutShells(value)])) : null
}
