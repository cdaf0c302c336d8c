import { compare } from '../../messages/diagnostic'
import type { TemplateDiff } from './library'
import type { NetworkChange } from './model'
import { readable } from './value-text'

/** Rules of security groups that are added or removed. */
export function networkChanges({ securityGroupChanges: { ingress, egress } }: TemplateDiff): NetworkChange[] {
  const rows = (direction: NetworkChange['direction'], rules: typeof ingress): NetworkChange[] => {
    const toRow = (change: NetworkChange['change']) => (rule: (typeof rules.additions)[number]) => ({
      change,
      direction,
      group: readable(rule.groupId),
      protocol: rule.describeProtocol(),
      peer: readable(rule.describePeer()),
    })
    return [...rules.additions.map(toRow('added')), ...rules.removals.map(toRow('removed'))]
  }
  const all = [...rows('ingress', ingress), ...rows('egress', egress)]
  return all.sort((a, b) => compare(JSON.stringify(a), JSON.stringify(b)))
}
