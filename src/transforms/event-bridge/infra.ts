import type { InfraChange } from '../../infra/edit/change'
import { sub } from '../../infra/template'
import type { FunctionRef } from '../../load/service'
import type { EventNames } from './names'

/** The rule before a callee. `inputPath` hands it the payload as it was. */
export function ruleChange(
  { service, function: { key } }: FunctionRef,
  names: EventNames,
  bus: string | undefined,
): InfraChange {
  const pattern = { source: [names.sourceIn(service)], 'detail-type': [names.detailType] }
  return {
    kind: 'add-event',
    function: key,
    event: { eventBridge: { ...(bus !== undefined && { eventBus: bus }), pattern, inputPath: '$.detail' } },
  }
}

/** What a caller needs to put events: its source, and permission. `beside` is the variable that named the callee. */
export function callerChanges(
  { service, function: { key } }: FunctionRef,
  names: EventNames,
  bus: string | undefined,
  beside: string | undefined,
): InfraChange[] {
  return [
    { kind: 'set-environment', function: key, name: names.sourceVariable, value: names.sourceIn(service), beside },
    { kind: 'allow', function: key, action: 'events:PutEvents', resource: bus ?? sub(DEFAULT_BUS) },
  ]
}

const DEFAULT_BUS = 'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:event-bus/default'
