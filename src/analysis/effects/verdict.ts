import type { ts } from 'ts-morph'
import { type Effect, isBinding } from './effect'
import type { Member, MemberCall, Summary } from './summary'

/** What a whole program does that begins with one function: all code that can run is known then. */
export interface Verdict {
  readonly effects: readonly Effect[]
  /** Effects that no single step of the code has: calls of members that nothing has, and names with two meanings. */
  readonly byName: ReadonlyMap<string, Effect>
}

/** @param event The parameter that the program is given from outside. */
export function verdictOf(summary: Summary, event: ts.ParameterDeclaration | undefined): Verdict {
  const byName = new Map<string, Effect>()
  for (const [name, call] of summary.calls) {
    const effect = callEffect(summary, name, call)
    if (effect) byName.set(name, effect)
  }
  for (const name of summary.trusted) {
    const effect = summary.members.get(name)?.effect ?? spoiler(summary, name)
    if (effect) byName.set(`trusted ${name}`, { ...effect, label: 'unknown' })
  }
  const changes = [...summary.changes].map(
    ([parameter, { effect }]): Effect => ({
      ...effect,
      ...(parameter === event
        ? { label: 'mutates-argument', what: 'it changes its event' }
        : { label: 'mutates-outer' }),
    }),
  )
  return { effects: [...summary.effects.values(), ...changes, ...byName.values()].sort(byPlace), byName }
}

/** What keeps a function where it is. */
export function bindingEffects({ effects }: Verdict): readonly Effect[] {
  return effects.filter(isBinding)
}

function callEffect({ members }: Summary, name: string, call: MemberCall): Effect | undefined {
  if (name === '*') return [...members.values()].find((member) => !isEnough(call, member))?.effect
  const builtIn = /^built-in (.+)$/.exec(name)?.[1]
  const member = members.get(builtIn ?? name)
  if (!member) return builtIn === undefined ? call.effect : undefined
  return isEnough(call, member) ? undefined : member.effect
}

/** Whether what a member changes of its arguments is new wherever a member of that name is called. */
function isEnough({ depths }: MemberCall, { needs }: Member): boolean {
  return needs.every(
    (need, at) => need === 0 || (depths !== undefined && (depths[at] ?? Number.POSITIVE_INFINITY) >= need),
  )
}

/** Where a field is given what others may hold, that was taken for an own one. */
function spoiler({ spoiled }: Summary, name: string): Effect | undefined {
  if (!name.startsWith('field ')) return undefined
  return spoiled.get(name) ?? spoiled.get('field *')
}

/** In the order of files and lines. */
export function byPlace(a: Effect, b: Effect): number {
  return compare(a.file, b.file) || a.line - b.line || compare(a.what, b.what)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
