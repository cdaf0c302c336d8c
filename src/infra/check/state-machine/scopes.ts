import type { ConfigPath } from '../../../load/document'
import { isObject } from '../../../load/document'

type Fields = Readonly<Record<string, unknown>>

/** A machine, a branch of a Parallel, or what a Map does with an item. */
export interface Scope {
  readonly path: ConfigPath
  readonly start: string | undefined
  readonly states: ReadonlyMap<string, Fields>
  /** Whether it stands inside of a Map. */
  readonly isInMap: boolean
}

/** A way out of a state, and the variables that are assigned on it. */
export interface Way {
  readonly target: unknown
  readonly path: ConfigPath
  readonly assigned: readonly string[]
}

export function scopeOf(value: unknown, path: ConfigPath, isInMap: boolean): Scope {
  const fields = isObject(value) ? value : {}
  const states = isObject(fields.States) ? Object.entries(fields.States) : []
  return {
    path,
    start: typeof fields.StartAt === 'string' ? fields.StartAt : undefined,
    states: new Map(states.flatMap(([name, state]) => (isObject(state) ? [[name, state] as const] : []))),
    isInMap,
  }
}

/** The scopes inside of a state. */
export function innerScopes(state: Fields, path: ConfigPath, isInMap: boolean): Scope[] {
  if (state.Type === 'Parallel')
    return listOf(state.Branches).map((branch, index) => scopeOf(branch, [...path, 'Branches', index], isInMap))
  if (state.Type === 'Map') return [scopeOf(state.ItemProcessor, [...path, 'ItemProcessor'], true)]
  return []
}

/** Where a state goes on; every way once. */
export function waysOf(state: Fields, path: ConfigPath): Way[] {
  const own = assignedBy(state)
  const catchers = listOf(state.Catch).map((catcher, index) => wayOf(catcher, [...path, 'Catch', index]))
  if (state.Type === 'Choice') {
    const rules = listOf(state.Choices).map((rule, index) => wayOf(rule, [...path, 'Choices', index]))
    return state.Default === undefined
      ? rules
      : [...rules, { target: state.Default, path: [...path, 'Default'], assigned: own }]
  }
  return state.Next === undefined
    ? catchers
    : [...catchers, { target: state.Next, path: [...path, 'Next'], assigned: own }]
}

function wayOf(value: unknown, path: ConfigPath): Way {
  const fields = isObject(value) ? value : {}
  return { target: fields.Next, path: [...path, 'Next'], assigned: assignedBy(fields) }
}

export function assignedBy({ Assign }: Fields): string[] {
  return isObject(Assign) ? Object.keys(Assign) : []
}

export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
