import type { FunctionRef } from '../../load/service'
import type { Obligation, TransformContext } from '../transform'
import type { ErrorEffect } from './error-effect'
import type { ReadSite } from './read-site'
import type { Wrapped } from './wrapper/through'

/** What holds of the callee, whoever calls it. */
export function calleeObligations(
  context: TransformContext,
  callee: FunctionRef,
  read: readonly ReadSite[],
  copied: number,
): Obligation[] {
  const { logs, vouched } = context.relocatable(callee)
  const { key } = callee.function
  return [
    { code: 'callee-known', status: 'proved', message: `The call reaches "${key}" and nothing else.` },
    ...(copied > 0
      ? [
          {
            code: 'relocatable',
            status: 'emulated',
            message: `The variables that "${key}" alone has are copied to its callers (copy-env).`,
          } as const,
        ]
      : []),
    relocatableObligation(key, logs, vouched),
    ...read.map(({ onError }) => errorObligation(key, onError)),
    ...read.flatMap(({ wrapped }) => (wrapped ? helperObligation(wrapped) : [])),
  ]
}

/** What the user says of the callee's code counts, and is said again. */
function relocatableObligation(key: string, logs: boolean, vouched: readonly string[]): Obligation {
  const code = 'relocatable'
  const needs = `"${key}" needs nothing of its own Lambda`
  if (!logs && vouched.length === 0) return { code, status: 'proved', message: `${needs}.` }
  const lines = logs ? "; its log lines move to the caller's log group" : ''
  const word = vouched.length > 0 ? ` This rests on what is said of ${vouched.join(' and ')}.` : ''
  return { code, status: 'waived', message: `${needs}${lines}.${word}` }
}

/** What a helper did beside the call. */
function helperObligation({ isRetried, logs, rewords, keepsMessage }: Wrapped): Obligation {
  const code = 'helper-kept'
  const lost = [
    ...(isRetried ? ['it does not try again: the function would do the same'] : []),
    ...(logs ? ['it writes no log lines'] : []),
    ...(rewords
      ? [
          keepsMessage
            ? 'an error has the name and class that the function gives it'
            : 'an error is that of the function, and not worded anew',
        ]
      : []),
  ]
  if (lost.length === 0) return { code, status: 'proved', message: 'The helper does nothing but the call.' }
  return { code, status: 'waived', message: `The call does not go through its helper any more: ${lost.join('; ')}.` }
}

function errorObligation(key: string, onError: ErrorEffect): Obligation {
  const code = 'callee-errors'
  switch (onError) {
    case 'none':
      return { code, status: 'proved', message: `"${key}" does not throw.` }
    case 'branch':
      return { code, status: 'emulated', message: `Where "${key}" throws, the caller does what it did for its error.` }
    case 'payload':
      return { code, status: 'emulated', message: `Where "${key}" throws, the caller gets the error as it did.` }
    case 'propagates':
      return {
        code,
        status: 'waived',
        message: `Where "${key}" throws, the caller now gets the exception; it got the error as if it were a result (errors=propagate).`,
      }
  }
}

/** What holds of several callees with one handler: of each obligation the weaker answers, one behind the other. */
export function obligationsOfAll(lists: readonly (readonly Obligation[])[]): Obligation[] {
  const all = lists.flat()
  return mergeObligations(all).map((weakest) => {
    const alike = all.filter(({ code, status }) => code === weakest.code && status === weakest.status)
    return { ...weakest, message: [...new Set(alike.map(({ message }) => message))].join(' ') }
  })
}

/** The same obligation of several sites is told once; the weaker answer counts. */
export function mergeObligations(list: readonly Obligation[]): Obligation[] {
  const rank = { proved: 0, emulated: 1, waived: 2 }
  const merged = new Map<string, Obligation>()
  for (const obligation of list) {
    const known = merged.get(obligation.code)
    if (!known || rank[obligation.status] > rank[known.status]) merged.set(obligation.code, obligation)
  }
  return [...merged.values()]
}

/** What to mind when it is deployed. */
export function notes({ function: fn }: FunctionRef, needs: readonly string[], isKept: boolean): string[] {
  if (isKept)
    return [`${fn.key}: the function stays, because ${needs.join('; ')}; its handler calls the library function.`]
  const isWarm = fn.data.provisionedConcurrency !== undefined
  return [
    ...(isWarm ? [`${fn.key}: its provisioned concurrency goes with it; that of its callers may want to grow.`] : []),
    `${fn.key}: the function and its log group go with this change. Callers outside of this repository cannot be seen: check that its Invocations metric falls to zero once the callers are deployed, then deploy the removal.`,
  ]
}
