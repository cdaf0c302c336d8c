import type { ts } from 'ts-morph'
import type { Effect } from './effect'
import type { Step } from './facts'

/** What running a piece of code may do, with all that it calls. */
export interface Summary {
  /** By `effectKey`. */
  readonly effects: Map<string, Effect>
  /** Parameters that are changed, their own and those of functions around: how deep, and where. */
  readonly changes: Map<ts.ParameterDeclaration, Change>
  /** Parameters that are given parts: at which level at the least. */
  readonly puts: Map<ts.ParameterDeclaration, Put>
  /** How many levels of the answer are new. */
  answerDepth: number
  /** What that rests on, as in `trusted`. */
  readonly answerTrusted: Set<string>
  /** Where it may throw, and nothing catches that. */
  throwing: Effect | undefined
  /** What the user says that this rests on, in words. */
  readonly vouched: Set<string>
  /** Members that are called on what is not known, by name: how many levels of each argument are new. */
  readonly calls: Map<string, MemberCall>
  /** Names under which functions are members of something, and which arguments those change. */
  readonly members: Map<string, Member>
  /** Names of methods that were taken for built-in ones, and fields that were taken for own ones (`field x`). */
  readonly trusted: Set<string>
  /** Fields that hold what others may hold, and where they are given it. */
  readonly spoiled: Map<string, Effect>
  /** Effects that steps of the code itself turn out to have. */
  readonly arising: Map<Step, Effect>
}

export interface Change {
  readonly depth: number
  readonly effect: Effect
  /** It is done by a method of lists, maps or sets, which other values do not have. */
  readonly isMethod?: boolean
}

export interface Put {
  /** What others may hold is put there, which is no part of the parameter. */
  readonly shared: number
  /** Something of a parameter is put there: it has two places from then on. */
  readonly passed: number
}

export interface MemberCall {
  /** Levels of each argument that are new; `undefined` where nothing is known of them. */
  readonly depths: readonly number[] | undefined
  /** What it means where no member of that name is known. */
  readonly effect: Effect
}

export interface Member {
  /** How deep each parameter is changed. */
  readonly needs: readonly number[]
  readonly effect: Effect
}

export function emptySummary(): Summary {
  return {
    effects: new Map(),
    changes: new Map(),
    puts: new Map(),
    answerDepth: Number.POSITIVE_INFINITY,
    answerTrusted: new Set(),
    throwing: undefined,
    vouched: new Set(),
    calls: new Map(),
    members: new Map(),
    trusted: new Set(),
    spoiled: new Map(),
    arising: new Map(),
  }
}

/** Adds what some called code does, but for what it does to its parameters. Says whether anything was new. */
export function absorb(into: Summary, from: Summary): boolean {
  if (into === from) return false
  const before = sizeOf(into)
  addAll(into.effects, from.effects)
  addAll(into.spoiled, from.spoiled)
  for (const name of from.trusted) into.trusted.add(name)
  for (const origin of from.vouched) into.vouched.add(origin)
  let isNew = false
  for (const [name, call] of from.calls) isNew = addCall(into, name, call) || isNew
  for (const [name, member] of from.members) isNew = addMember(into, name, member) || isNew
  return isNew || sizeOf(into) !== before
}

function addAll<V>(into: Map<string, V>, from: ReadonlyMap<string, V>): void {
  for (const [key, value] of from) if (!into.has(key)) into.set(key, value)
}

function sizeOf({ effects, spoiled, trusted, vouched }: Summary): number {
  return effects.size + spoiled.size + trusted.size + vouched.size
}

/** A member is called with what is new to the lesser depth. */
export function addCall(into: Summary, name: string, call: MemberCall): boolean {
  const known = into.calls.get(name)
  const depths = known ? lesser(known.depths, call.depths) : call.depths
  if (known && isSame(known.depths, depths)) return false
  into.calls.set(name, { depths, effect: known?.effect ?? call.effect })
  return true
}

/** Members of the same name: the one that changes more counts. */
export function addMember(into: Summary, name: string, member: Member): boolean {
  const known = into.members.get(name)
  const length = Math.max(known?.needs.length ?? 0, member.needs.length)
  const needs = Array.from({ length }, (_, at) => Math.max(known?.needs[at] ?? 0, member.needs[at] ?? 0))
  if (known && isSame(known.needs, needs)) return false
  into.members.set(name, { needs, effect: known?.effect ?? member.effect })
  return true
}

/** An argument that is absent changes nothing. */
function lesser(one: readonly number[] | undefined, other: readonly number[] | undefined) {
  if (!one || !other) return undefined
  const length = Math.max(one.length, other.length)
  const at = (list: readonly number[], index: number) => list[index] ?? Number.POSITIVE_INFINITY
  return Array.from({ length }, (_, index) => Math.min(at(one, index), at(other, index)))
}

function isSame(one: readonly number[] | undefined, other: readonly number[] | undefined): boolean {
  if (!one || !other) return one === other
  return one.length === other.length && one.every((value, index) => value === other[index])
}
