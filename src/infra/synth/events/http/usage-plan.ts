import { asArray, asObject, type ConfigObject } from '../../../../load/document'
import { upperFirst } from '../../../../load/naming'
import type { Resource } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { DEPLOYMENT } from './deployment'
import { restApiId } from './settings'

/** Names of the plans, if there are several. */
export function planNames({ usagePlan }: ConfigObject): string[] {
  return asArray(usagePlan).flatMap((plan) => Object.keys(asObject(plan)).slice(0, 1))
}

/** How often the API may be called, by which keys. Source: `api-gateway/lib/usage-plan.js` of osls 4.3.1. */
export function addUsagePlans(builder: TemplateBuilder, settings: ConfigObject): void {
  const { usagePlan, apiKeys } = settings
  if (!usagePlan && !apiKeys) return
  if (!Array.isArray(usagePlan)) {
    builder.add('ApiGatewayUsagePlan', plan(builder, undefined, asObject(usagePlan), settings))
    return
  }
  for (const name of planNames(settings)) {
    const own = usagePlan.map((entry) => asObject(asObject(entry)[name]))
    const last = (limit: string) => own.map((entry) => entry[limit]).findLast(Boolean)
    const limits = { quota: last('quota'), throttle: last('throttle') }
    // a plan of this name among several stands for the only one
    const isDefault = name === 'default'
    const resource = plan(builder, isDefault ? undefined : name, isDefault ? {} : limits, settings)
    builder.add(`ApiGatewayUsagePlan${upperFirst(name)}`, resource)
  }
}

function plan(
  { service }: TemplateBuilder,
  name: string | undefined,
  limits: ConfigObject,
  settings: ConfigObject,
): Resource {
  const quota = asObject(limits.quota)
  const throttle = asObject(limits.throttle)
  const { name: of, stage } = service
  const isLimited = (limit: ConfigObject, value: unknown) =>
    name === undefined ? Boolean(value) : Object.keys(limit).length > 0
  return {
    Type: 'AWS::ApiGateway::UsagePlan',
    DependsOn: DEPLOYMENT,
    Properties: {
      ApiStages: [{ ApiId: restApiId(settings), Stage: stage }],
      Description:
        name === undefined ? `Usage plan for ${of} ${stage} stage` : `Usage plan "${name}" for ${of} ${stage} stage`,
      UsagePlanName: name === undefined ? `${of}-${stage}` : `${of}-${name}-${stage}`,
      ...(isLimited(quota, limits.quota) && {
        Quota: { Limit: quota.limit, Offset: quota.offset, Period: quota.period },
      }),
      ...(isLimited(throttle, limits.throttle) && {
        Throttle: { BurstLimit: throttle.burstLimit, RateLimit: throttle.rateLimit },
      }),
    },
  }
}
