import { compare } from '../../messages/diagnostic'
import type { Template } from '../template'
import { type Grant, grantsOf, isCovered } from './grants'
import { differingIds, statementsOf, type TemplateDiff } from './library'
import type { IamChange } from './model'
import { readable } from './value-text'

/** Permissions that are added or removed, wherever in the template they stand: roles, policies, resource permissions. */
export function iamChanges(difference: TemplateDiff, before: Template, after: Template): IamChange[] {
  const { statements } = difference.iamChanges
  if (!statements.hasChanges) return managedPolicies(difference).sort(byContent)
  const added = grantsOf(statements.additions)
  const removed = grantsOf(statements.removals)
  // what a rewritten statement still grants is no change
  const onlyIn = (own: ReadonlyMap<string, Grant>, other: ReadonlyMap<string, Grant>) =>
    [...own].filter(([key]) => !other.has(key)).map(([, grant]) => grant)
  const differing = differingIds(before, after)
  const held = [...grantsOf(statementsOf(before, differing).additions).values()]
  const kept = [...grantsOf(statementsOf(after, differing).additions).values()]
  return [
    ...toRows('added', onlyIn(added, removed), (grant) => grant.effect === 'Allow' && !isCovered(grant, held)),
    ...toRows('removed', onlyIn(removed, added), (grant) => grant.effect === 'Deny' && !isCovered(grant, kept)),
    ...managedPolicies(difference),
  ].sort(byContent)
}

function byContent(a: IamChange, b: IamChange): number {
  const key = ({ change, effect, actions, resources, principals, managedPolicy }: IamChange) =>
    JSON.stringify({ change, effect, actions, resources, principals, managedPolicy })
  return compare(key(a), key(b))
}

function managedPolicies({ iamChanges: { managedPolicies: policies } }: TemplateDiff): IamChange[] {
  const toRow = (change: IamChange['change']) => (policy: (typeof policies.additions)[number]) => ({
    change,
    effect: 'Allow',
    actions: [],
    resources: [],
    principals: [policy.identityArn],
    managedPolicy: readable(policy.managedPolicyArn),
    broadens: change === 'added',
    hasWildcard: false,
    sites: [],
  })
  return [...policies.additions.map(toRow('added')), ...policies.removals.map(toRow('removed'))]
}

/** Grants that differ only in their actions are one row, and then those that differ only in their resources. */
function toRows(
  change: IamChange['change'],
  grants: readonly Grant[],
  isBroader: (grant: Grant) => boolean,
): IamChange[] {
  const judged = grants.map((grant) => ({ ...grant, broadens: isBroader(grant) }))
  const byActions = group(judged, ({ action: _, ...rest }) => rest).map((list) => ({
    ...(list[0] as (typeof judged)[number]),
    actions: list.map(({ action }) => action).sort(compare),
  }))
  return group(byActions, ({ action: _, resource: __, ...rest }) => rest).map((list) => {
    const { effect, actions, principal, condition, except, broadens } = list[0] as (typeof byActions)[number]
    const resources = list
      .map(({ resource }) => resource)
      .filter((resource) => resource !== '')
      .sort(compare)
    return {
      change,
      effect,
      actions,
      resources,
      principals: principal === '' ? [] : [principal],
      ...(except.length > 0 && { except }),
      ...(condition !== undefined && { condition }),
      broadens,
      hasWildcard: actions.some((action) => action.includes('*')) || resources.some(isWildcard),
      sites: [],
    }
  })
}

/** `*` in a resource; that of the versions of one function (`${F.Arn}:*`) names no other function. */
function isWildcard(resource: string): boolean {
  return resource.replace(/^\$\{\w+\.Arn\}:\*$/, '').includes('*')
}

function group<T>(items: readonly T[], keyOf: (item: T) => unknown): T[][] {
  const groups = new Map<string, T[]>()
  for (const item of items) {
    const key = JSON.stringify(keyOf(item))
    groups.set(key, [...(groups.get(key) ?? []), item])
  }
  return [...groups.values()]
}
