import { asArray, asObject, type ConfigObject, isObject } from '../../../../load/document'
import { upperFirst } from '../../../../load/naming'
import { type Resource, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { DEPLOYMENT } from './deployment'
import { restApiId } from './settings'
import { planNames } from './usage-plan'

/** Keys of the API, and to which plan each belongs. Source: `api-gateway/lib/api-keys.js`, `usage-plan-keys.js`. */
export function addApiKeys(builder: TemplateBuilder, settings: ConfigObject): void {
  if (!settings.apiKeys) return
  const plans = planNames(settings)
  let count = 0
  const add = (key: unknown, plan: string | undefined) => {
    const suffix = `${plan === undefined ? '' : upperFirst(plan)}${++count}`
    builder.add(`ApiGatewayApiKey${suffix}`, apiKey(builder, key, settings))
    builder.add(`ApiGatewayUsagePlanKey${suffix}`, {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: {
        KeyId: ref(`ApiGatewayApiKey${suffix}`),
        KeyType: 'API_KEY',
        UsagePlanId: ref(`ApiGatewayUsagePlan${plan === undefined ? '' : upperFirst(plan)}`),
      },
    })
  }
  for (const definition of asArray(settings.apiKeys)) {
    const [name = ''] = isObject(definition) ? Object.keys(definition) : []
    if (!plans.includes(name)) add(definition, undefined)
    else {
      count = 0
      for (const key of asArray(asObject(definition)[name])) add(key, name)
    }
  }
}

function apiKey({ service }: TemplateBuilder, key: unknown, settings: ConfigObject): Resource {
  const options = isObject(key) ? key : { name: key }
  return {
    Type: 'AWS::ApiGateway::ApiKey',
    Properties: {
      Enabled: options.enabled ?? true,
      Name: options.name,
      Value: options.value || undefined,
      Description: options.description,
      CustomerId: options.customerId,
      StageKeys: [{ RestApiId: restApiId(settings), StageName: service.stage }],
    },
    DependsOn: DEPLOYMENT,
  }
}
