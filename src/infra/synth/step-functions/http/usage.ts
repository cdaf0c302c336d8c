import { asArray, asObject, type ConfigObject, isObject } from '../../../../load/document'
import { ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { DEPLOYMENT } from '../../events/http/deployment'
import { REST_API } from '../../events/http/settings'
import { legacySetting } from './rest-api'

const PLAN = 'ApiGatewayUsagePlan'

/**
 * Keys of the API, and one plan for all. The plugin knows neither several plans nor an API that exists: its id is missing
 * there. Source: `apiKeys.js`, `usagePlan.js` and `usagePlanKeys.js` in `events/apiGateway` of serverless-step-functions 3.28.1.
 */
export function addMachineUsage(builder: TemplateBuilder, settings: ConfigObject): void {
  const apiKeys = legacySetting(builder, settings, 'apiKeys')
  const usagePlan = legacySetting(builder, settings, 'usagePlan')
  const apiId = { Ref: settings.restApiId ? undefined : REST_API }
  asArray(apiKeys).forEach((key, index) => {
    addKey(builder, key, index + 1, apiId)
  })
  if (usagePlan || apiKeys) addPlan(builder, asObject(usagePlan), apiId)
  asArray(apiKeys).forEach((_, index) => {
    builder.merge(`ApiGatewayUsagePlanKey${index + 1}`, {
      Type: 'AWS::ApiGateway::UsagePlanKey',
      Properties: { KeyId: ref(`ApiGatewayApiKey${index + 1}`), KeyType: 'API_KEY', UsagePlanId: ref(PLAN) },
    })
  })
}

function addKey(builder: TemplateBuilder, key: unknown, number: number, apiId: unknown): void {
  const { name, value } = isObject(key) ? key : { name: key, value: undefined }
  builder.merge(`ApiGatewayApiKey${number}`, {
    Type: 'AWS::ApiGateway::ApiKey',
    Properties: {
      Enabled: true,
      Name: name,
      StageKeys: [{ RestApiId: apiId, StageName: builder.service.stage }],
      Value: value,
    },
    DependsOn: DEPLOYMENT,
  })
}

function addPlan(builder: TemplateBuilder, { quota, throttle }: ConfigObject, apiId: unknown): void {
  const { name, stage } = builder.service
  const { limit, offset, period } = asObject(quota)
  const { burstLimit, rateLimit } = asObject(throttle)
  const hasLimit = (value: unknown) => value !== undefined && value !== null
  builder.merge(PLAN, {
    Type: 'AWS::ApiGateway::UsagePlan',
    DependsOn: DEPLOYMENT,
    Properties: {
      ApiStages: [{ ApiId: apiId, Stage: stage }],
      Description: `Usage plan for ${name} ${stage} stage`,
      UsagePlanName: `${name}-${stage}`,
      ...(hasLimit(quota) && { Quota: { Limit: limit, Offset: offset, Period: period } }),
      ...(hasLimit(throttle) && { Throttle: { BurstLimit: burstLimit, RateLimit: rateLimit } }),
    },
  })
}
