import { isObject } from '../../../src/load/document'
import { CALLEES } from '../grammar/config'

type Fields = Record<string, unknown>

/** The states of one scope, which a change may look at: `Next` names one of them. */
type Scope = Readonly<Record<string, Fields>>

/** A change of one state: the state in its place; `undefined` where it does not apply. */
type Change = (state: Fields, scope: Scope) => Fields | undefined

const without = (state: Fields, field: string): Fields | undefined => {
  if (!(field in state)) return undefined
  const { [field]: _, ...rest } = state
  return rest
}

const other = (names: readonly string[], own: unknown): string | undefined => names.find((name) => name !== own)

/** One change of a state each. */
export const STATE_CHANGES: Readonly<Record<string, Change>> = {
  'branches swapped': (state) => {
    const [rule, ...more] = (state.Choices ?? []) as Fields[]
    return rule && state.Default !== undefined
      ? { ...state, Choices: [{ ...rule, Next: state.Default }, ...more], Default: rule.Next }
      : undefined
  },
  'condition negated': (state) => {
    const [rule, ...more] = (state.Choices ?? []) as Fields[]
    const text = String(rule?.Condition).slice(2, -2)
    return rule && { ...state, Choices: [{ ...rule, Condition: `{% $not(${text}) %}` }, ...more] }
  },
  'no catch': (state) => without(state, 'Catch'),
  'narrow catch': (state) =>
    Array.isArray(state.Catch)
      ? { ...state, Catch: state.Catch.map((catcher: Fields) => ({ ...catcher, ErrorEquals: ['PaymentDeclined'] })) }
      : undefined,
  'catch goes on': (state) =>
    Array.isArray(state.Catch) && state.Next !== undefined
      ? { ...state, Catch: state.Catch.map((catcher: Fields) => ({ ...catcher, Next: state.Next })) }
      : undefined,
  'no assignment': (state) => without(state, 'Assign'),
  'null assigned': (state) =>
    isObject(state.Assign)
      ? { ...state, Assign: Object.fromEntries(Object.keys(state.Assign).map((name) => [name, null])) }
      : undefined,
  'null put out': (state) => (typeof state.Output === 'string' ? { ...state, Output: null } : undefined),
  'state skipped': (state, scope) => {
    const next = scope[String(state.Next)]
    return next?.Next === undefined ? undefined : { ...state, Next: next.Next }
  },
  'other function': (state) => {
    if (state.Type !== 'Task') return undefined
    const resource = String(state.Resource)
    const own = CALLEES.find((name) => resource.endsWith(name))
    return own && { ...state, Resource: resource.replace(new RegExp(`${own}$`), other(CALLEES, own) ?? own) }
  },
  'empty payload': (state) =>
    state.Type === 'Task' && state.Arguments !== '{% {} %}' ? { ...state, Arguments: {} } : undefined,
  'whole input as payload': (state) =>
    state.Type === 'Task' ? { ...state, Arguments: '{% $states.context.Execution.Input %}' } : undefined,
  retried: (state) =>
    state.Type === 'Task' && !state.Retry
      ? { ...state, Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }] }
      : undefined,
  'no retry': (state) => without(state, 'Retry'),
  'retried once less': (state) =>
    Array.isArray(state.Retry)
      ? {
          ...state,
          Retry: state.Retry.map((retrier: Fields) => ({
            ...retrier,
            MaxAttempts: Number(retrier.MaxAttempts ?? 3) - 1,
          })),
        }
      : undefined,
  'other error': (state) => (state.Type === 'Fail' ? { ...state, Error: 'Other' } : undefined),
  'other cause': (state) => (state.Type === 'Fail' ? { ...state, Cause: 'other' } : undefined),
  'other way': (state, scope) => {
    const target = other(Object.keys(scope).reverse(), state.Next)
    return state.Next === undefined || target === undefined ? undefined : { ...state, Next: target }
  },
  'ends early': (state) => {
    const rest = without(state, 'Next')
    return rest && { ...rest, End: true }
  },
  'branches of Parallel swapped': (state) =>
    Array.isArray(state.Branches) ? { ...state, Branches: [...state.Branches].reverse() } : undefined,
  'branch gone': (state) =>
    Array.isArray(state.Branches) && state.Branches.length > 1
      ? { ...state, Branches: state.Branches.slice(1) }
      : undefined,
  'items from the second on': (state) =>
    typeof state.Items === 'string'
      ? {
          ...state,
          Items: `{% $append([], $filter(${state.Items.slice(2, -2)}, function($one, $at) { $at > 0 })[]) %}`,
        }
      : undefined,
}
