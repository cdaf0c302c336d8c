import type { ConfigPath } from '../../../load/document'
import type { Report } from './fault'
import { FUNCTIONS } from './functions'
import { assignedBy, type Scope, waysOf } from './scopes'

const MOST_LETTERS = 80

/** Checks the name of a variable that is assigned. */
export function checkName(name: string, path: ConfigPath, outer: ReadonlySet<string>, report: Report): void {
  if (name === 'states') report('variable-name', path, '"states" is what Step Functions gives to every expression.')
  else if (!/^\p{ID_Start}[\p{ID_Continue}]*$/u.test(name))
    report('variable-name', path, `"${name}" is no name of a variable.`)
  else if ([...name].length > MOST_LETTERS)
    report('variable-name', path, `"${name}" is longer than ${MOST_LETTERS} characters.`)
  if (outer.has(name))
    report(
      'outer-variable',
      path,
      `"${name}" is a variable of the scope around: it can be read here, and not assigned.`,
    )
}

/**
 * The variables that each state may find assigned, whatever way leads to it.
 * @param outer Those that the scope around has when it gets here.
 */
export function assignedBefore(scope: Scope, outer: ReadonlySet<string>): ReadonlyMap<string, ReadonlySet<string>> {
  const before = new Map<string, Set<string>>()
  const waiting: string[] = []
  const reach = (name: string, variables: ReadonlySet<string>, more: readonly string[]) => {
    const known = before.get(name)
    const all = new Set([...(known ?? []), ...variables, ...more])
    if (known?.size === all.size) return
    before.set(name, all)
    waiting.push(name)
  }
  if (scope.start !== undefined) reach(scope.start, outer, [])
  for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
    const state = scope.states.get(name)
    if (!state) continue
    for (const { target, assigned } of waysOf(state, []))
      if (typeof target === 'string') reach(target, before.get(name) as Set<string>, assigned)
  }
  return before
}

/** A function that a variable hides: it is called, and is none any more. */
export function isHidden(name: string, variables: ReadonlySet<string>): boolean {
  return FUNCTIONS.has(name) && variables.has(name)
}

/** The name of a built-in function stands for it where no variable has that name: `$map($xs, $uppercase)`. */
export function isFunction(name: string): boolean {
  return FUNCTIONS.has(name)
}

/** All variables of a scope, on whatever way it assigns them. */
export function allAssigned(scope: Scope): string[] {
  return [...scope.states.values()].flatMap((state) => [
    ...assignedBy(state),
    ...waysOf(state, []).flatMap(({ assigned }) => assigned),
  ])
}
