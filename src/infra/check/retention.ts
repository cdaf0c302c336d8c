import { isStateful } from '../stateful'
import type { Template } from '../template'
import type { Fault } from './fault'

/** How well a policy keeps data. */
const STRENGTH: Readonly<Record<string, number>> = { Delete: 0, Snapshot: 1, RetainExceptOnCreate: 2, Retain: 3 }

/** What a resource with data has when its template says nothing. */
function defaultPolicy(type: string): string {
  return /^AWS::RDS::(DBCluster|DBInstance)$/.test(type) ? 'Snapshot' : 'Delete'
}

/** Resources with data whose policy keeps them less than before. */
export function weakenedRetention(before: Template, after: Template): Fault[] {
  return Object.entries(after.Resources).flatMap(([logicalId, resource]) => {
    const old = before.Resources[logicalId]
    if (!old || !resource) return []
    return (['DeletionPolicy', 'UpdateReplacePolicy'] as const).flatMap((attribute): Fault[] => {
      const from = old[attribute] ?? defaultPolicy(old.Type)
      const to = resource[attribute] ?? defaultPolicy(resource.Type)
      if ((STRENGTH[to] ?? 0) >= (STRENGTH[from] ?? 0) || !isStateful(resource.Type)) return []
      const message = `${logicalId} (${resource.Type}): its ${attribute} was ${from} and becomes ${to}.`
      return [{ code: 'retention-weakened', logicalId, message, path: [attribute] }]
    })
  })
}
