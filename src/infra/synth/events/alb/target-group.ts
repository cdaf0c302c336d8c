import { createHash } from 'node:crypto'
import { asObject, isObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import type { Resource } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { aliasId, targetArn } from '../target'
import { type BalancedEvent, balancerId } from '.'

/** Source: `compile/events/alb/lib/target-groups.js` of osls 4.3.1. */
export function targetGroup({ service }: TemplateBuilder, { fn, options, settings }: BalancedEvent): Resource {
  const id = balancerId(options.listenerArn)
  const name = `${service.name}-${fn.key}-${id}`
  const hash = createHash('md5')
    .update(`${name}-${options.multiValueHeaders ? 'multi-value-' : ''}${service.stage}`)
    .digest('hex')
  const alias = aliasId(fn)
  return {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: {
      TargetType: 'lambda',
      Targets: [{ Id: targetArn(fn) }],
      Name: options.targetGroupName || `${textOf(settings.targetGroupPrefix || '')}${hash}`.slice(0, 32),
      Tags: [{ Key: 'Name', Value: `${name}-${service.stage}` }],
      TargetGroupAttributes: [{ Key: 'lambda.multi_value_headers.enabled', Value: options.multiValueHeaders || false }],
      ...healthCheck(options.healthCheck),
    },
    DependsOn: [`${normalizedName(fn.key)}LambdaPermissionRegisterTarget`, ...(alias === undefined ? [] : [alias])],
  }
}

function healthCheck(value: unknown): Record<string, unknown> {
  if (!value) return { HealthCheckEnabled: false }
  const check = isObject(value) ? value : {}
  return {
    HealthCheckEnabled: true,
    HealthCheckPath: check.path ?? '/',
    HealthCheckIntervalSeconds: check.intervalSeconds ?? 35,
    HealthCheckTimeoutSeconds: check.timeoutSeconds ?? 30,
    HealthyThresholdCount: check.healthyThresholdCount ?? 5,
    UnhealthyThresholdCount: check.unhealthyThresholdCount || 5,
    Matcher: { HttpCode: asObject(check.matcher).httpCode || '200' },
  }
}
