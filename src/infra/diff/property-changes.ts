import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../../load/document'
import type { PropertyChange } from './model'

type Leaf = Omit<PropertyChange, 'replaces'>

/** The leaves in which two values differ. An intrinsic is one leaf; lists are compared as sets of items. */
export function leafChanges(path: string, before: unknown, after: unknown): Leaf[] {
  if (isDeepStrictEqual(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(path, before, after)
  if (isMap(before) && isMap(after)) {
    const keys = [...new Set([...Object.keys(before), ...Object.keys(after)])]
    return keys.flatMap((key) => leafChanges(`${path}.${key}`, before[key], after[key]))
  }
  return [
    ...(before !== undefined && after !== undefined ? [{ path, before, after }] : []),
    ...(before === undefined ? addedLeaves(path, after) : []),
    ...(after === undefined ? removedLeaves(path, before) : []),
  ]
}

/** All leaves of a value that was not there before. */
export function addedLeaves(path: string, value: unknown): Leaf[] {
  return leaves(path, value).map(([at, after]) => ({ path: at, after }))
}

export function removedLeaves(path: string, value: unknown): Leaf[] {
  return leaves(path, value).map(([at, before]) => ({ path: at, before }))
}

function leaves(path: string, value: unknown): [string, unknown][] {
  // a resource without properties has nothing to tell
  if (path === '' && isMap(value) && Object.keys(value).length === 0) return []
  if (!isMap(value) || Object.keys(value).length === 0) return [[path, value]]
  return Object.entries(value).flatMap(([key, item]) => leaves(path === '' ? key : `${path}.${key}`, item))
}

/** Items that are only on one side. Order alone is no change: CloudFormation's lists of statements, tags and ARNs are sets. */
function listChanges(path: string, before: readonly unknown[], after: readonly unknown[]): Leaf[] {
  const rest = [...after]
  const removed = before.filter((item) => {
    const index = rest.findIndex((other) => isDeepStrictEqual(item, other))
    if (index >= 0) rest.splice(index, 1)
    return index < 0
  })
  const [onlyBefore] = removed
  const [onlyAfter] = rest
  if (removed.length === 1 && rest.length === 1 && isMap(onlyBefore) && isMap(onlyAfter)) {
    return leafChanges(`${path}[${before.indexOf(onlyBefore)}]`, onlyBefore, onlyAfter)
  }
  return [
    ...removed.map((item) => ({ path: `${path}[]`, before: item })),
    ...rest.map((item) => ({ path: `${path}[]`, after: item })),
  ]
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false
  const [key, ...rest] = Object.keys(value)
  return !(rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::')))
}
