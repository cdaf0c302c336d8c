import { asObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import { ref } from '../../../template'
import { asIs, either, flag, list, map, number, record, text } from '../../shape'
import { type EventEntry, type EventType, textOf } from '../event'
import { aliasId, permission } from '../target'
import { listenerRule } from './listener-rule'
import { targetGroup } from './target-group'

const header = record({ name: text, values: list(text) })

/** Source: `compile/events/alb` of osls 4.3.1. */
export const alb: EventType = {
  type: 'alb',
  shape: record({
    authorizer: list(text),
    conditions: record({
      header: (value) => (Array.isArray(value) ? value.map(header) : header(value)),
      host: list(text),
      ip: list(text),
      method: list(text),
      path: list(text),
      query: map(text),
    }),
    healthCheck: either(
      flag,
      record({
        healthyThresholdCount: number,
        intervalSeconds: number,
        matcher: record({ httpCode: text }),
        path: text,
        timeoutSeconds: number,
        unhealthyThresholdCount: number,
      }),
    ),
    listenerArn: asIs,
    multiValueHeaders: flag,
    priority: number,
    targetGroupName: text,
  }),
  compile(builder, events) {
    const settings = asObject(asObject(builder.service.data.provider).alb)
    for (const entry of events) {
      const { fn } = entry
      const balanced = { ...entry, options: asObject(entry.event), groupId: targetGroupId(entry), settings }
      const name = normalizedName(fn.key)
      builder.add(balanced.groupId, targetGroup(builder, balanced))
      builder.add(`${name}AlbListenerRule${textOf(balanced.options.priority)}`, listenerRule(balanced))
      const alias = aliasId(fn)
      const before = alias === undefined ? {} : { DependsOn: [alias] }
      const principal = 'elasticloadbalancing.amazonaws.com'
      builder.add(`${name}LambdaPermissionAlb`, {
        ...permission(fn, principal, { SourceArn: ref(balanced.groupId) }),
        ...before,
      })
      builder.add(`${name}LambdaPermissionRegisterTarget`, { ...permission(fn, principal, {}), ...before })
    }
  },
}

/** An event with what its resources share. */
export interface BalancedEvent extends EventEntry {
  readonly options: Readonly<Record<string, unknown>>
  /** Logical id of its target group. */
  readonly groupId: string
  /** `provider.alb`. */
  readonly settings: Readonly<Record<string, unknown>>
}

/** Id of the balancer: it stands in the listener's ARN, or the listener's logical id stands for it. */
export function balancerId(listenerArn: unknown): string {
  const { Ref: listener } = asObject(listenerArn)
  if (listener !== undefined) return textOf(listener)
  const arn = /^arn:aws[\w-]*:elasticloadbalancing:.+:listener\/app\/[\w-]+\/([\w-]+)\/([\w-]+)$/
  return arn.exec(textOf(listenerArn))?.[1] ?? ''
}

function targetGroupId({ fn, event }: EventEntry): string {
  const { listenerArn, multiValueHeaders } = asObject(event)
  return `${normalizedName(fn.key)}Alb${multiValueHeaders ? 'MultiValue' : ''}TargetGroup${balancerId(listenerArn)}`
}
