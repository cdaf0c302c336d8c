import { isDeepStrictEqual } from 'node:util'
import { isObject } from '../../load/document'
import type { PropertyChange } from './model'

type Leaf = Omit<PropertyChange, 'replaces'>

/** The leaves in which two values differ. An intrinsic is one leaf; JSON in texts is compared inside. */
export function leafChanges(path: string, before: unknown, after: unknown): Leaf[] {
  if (isDeepStrictEqual(before, after)) return []
  if (Array.isArray(before) && Array.isArray(after)) return listChanges(path, before, after)
  const [from, to] = [asMap(before), asMap(after)]
  if (from && to) {
    const keys = [...new Set([...Object.keys(from), ...Object.keys(to)])]
    const leaves = keys.flatMap((key) => leafChanges(path === '' ? key : `${path}.${key}`, from[key], to[key]))
    // the same content, written in another way
    return leaves.length > 0 || typeof before !== typeof after ? leaves : [{ path, before, after }]
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
  if (!isMap(value)) return [[path, value]]
  const entries = Object.entries(value)
  if (entries.length === 0) return path === '' ? [] : [[path, value]]
  return entries.flatMap(([key, item]) => leaves(path === '' ? key : `${path}.${key}`, item))
}

/** Lists that CloudFormation takes for sets. */
const SETS =
  /(^|[.\]])(Action|NotAction|Resource|NotResource|Statement|Policies|ManagedPolicyArns|Tags|SecurityGroupIds|SubnetIds|DependsOn|Architectures|FunctionResponseTypes|Service|AWS)$/

function listChanges(path: string, before: readonly unknown[], after: readonly unknown[]): Leaf[] {
  const onlyBefore = without(before, after)
  const onlyAfter = without(after, before)
  if (onlyBefore.length === 0 && onlyAfter.length === 0) return SETS.test(path) ? [] : [{ path, before, after }]
  // as many on either side: the same items, changed in place; a set has no places
  const pairs = onlyBefore.length === onlyAfter.length ? onlyBefore.map((index, at) => [index, onlyAfter[at]]) : []
  const areMaps = pairs.every(([from = -1, to = -1]) => isMap(before[from]) && isMap(after[to]))
  const isInPlace = pairs.every(([from, to]) => from === to) && (areMaps || !SETS.test(path))
  const isOne = pairs.length === 1 && areMaps
  if (pairs.length > 0 && (isInPlace || isOne)) {
    return pairs.flatMap(([from = -1, to = -1]) => leafChanges(`${path}[${to}]`, before[from], after[to]))
  }
  return [
    ...onlyBefore.map((index) => ({ path: `${path}[]`, before: before[index] })),
    ...onlyAfter.map((index) => ({ path: `${path}[]`, after: after[index] })),
  ]
}

/** Indices of the items that `others` does not have, each of those counted once. */
function without(items: readonly unknown[], others: readonly unknown[]): number[] {
  const rest = [...others]
  return items.flatMap((item, index) => {
    const found = rest.findIndex((other) => isDeepStrictEqual(item, other))
    if (found >= 0) rest.splice(found, 1)
    return found >= 0 ? [] : [index]
  })
}

function isMap(value: unknown): value is Record<string, unknown> {
  if (!isObject(value)) return false
  const [key, ...rest] = Object.keys(value)
  return !(rest.length === 0 && key !== undefined && (key === 'Ref' || key.startsWith('Fn::')))
}

/** A map, or the map that a text of JSON holds: dashboards, patterns, filters. */
function asMap(value: unknown): Record<string, unknown> | undefined {
  if (isMap(value)) return value
  if (typeof value !== 'string' || !/^\s*\{/.test(value)) return undefined
  try {
    const parsed: unknown = JSON.parse(value)
    return isMap(parsed) ? parsed : undefined
  } catch {
    return undefined
  }
}
