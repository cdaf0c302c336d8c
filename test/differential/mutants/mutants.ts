import { isObject } from '../../../src/load/document'
import { changedExpressions } from './expressions'
import { STATE_CHANGES } from './states'

/** A definition that is wrong on purpose. */
export interface Mutant {
  readonly operator: string
  /** The state, or the text, that was changed. */
  readonly place: string
  readonly definition: object
}

type Fields = Record<string, unknown>

/** All definitions that come of one change. */
export function mutantsOf(definition: object): Mutant[] {
  const text = JSON.stringify(definition)
  return [...stateMutants(definition as Fields, text), ...expressionMutants(definition)]
}

const OF_ASSIGNMENT = new Set(['no assignment', 'null assigned'])

/** Whether a change is one of what nobody reads. */
function isUnread(operator: string, { Assign }: Fields, text: string): boolean {
  if (!OF_ASSIGNMENT.has(operator) || !isObject(Assign)) return false
  return Object.keys(Assign).every((name) => !new RegExp(`\\$${name}\\b`).test(text))
}

/** Changes of states, those of inner scopes included. */
function stateMutants(scope: Fields, text: string): Mutant[] {
  const states = scope.States as Record<string, Fields>
  return Object.entries(states).flatMap(([name, state]) => {
    const put = (changed: Fields): Fields => ({ ...scope, States: { ...states, [name]: changed } })
    const own = Object.entries(STATE_CHANGES).flatMap(([operator, change]) => {
      const changed = change(state, states)
      return changed && !isUnread(operator, state, text) ? [{ operator, place: name, definition: put(changed) }] : []
    })
    const branches = ((state.Branches ?? []) as Fields[]).flatMap((branch, index) =>
      stateMutants(branch, text).map((mutant) => ({
        ...mutant,
        definition: put({
          ...state,
          Branches: (state.Branches as Fields[]).map((one, at) => (at === index ? mutant.definition : one)),
        }),
      })),
    )
    const processor = isObject(state.ItemProcessor)
      ? stateMutants(state.ItemProcessor, text).map((mutant) => ({
          ...mutant,
          definition: put({ ...state, ItemProcessor: mutant.definition }),
        }))
      : []
    return [...own, ...branches, ...processor]
  })
}

function expressionMutants(value: unknown): Mutant[] {
  return changed(value).map(({ operator, place, value: definition }) => ({
    operator,
    place,
    definition: definition as object,
  }))
}

interface Changed {
  readonly operator: string
  readonly place: string
  readonly value: unknown
}

function changed(value: unknown): Changed[] {
  if (typeof value === 'string') {
    if (!value.startsWith('{%')) return []
    return changedExpressions(value).map(([operator, text]) => ({ operator, place: value, value: text }))
  }
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      changed(item).map((one) => ({ ...one, value: value.map((own, at) => (at === index ? one.value : own)) })),
    )
  if (!isObject(value)) return []
  return Object.entries(value).flatMap(([key, item]) =>
    changed(item).map((one) => ({ ...one, value: { ...value, [key]: one.value } })),
  )
}
