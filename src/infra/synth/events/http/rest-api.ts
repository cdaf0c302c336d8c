import { asObject, type ConfigObject } from '../../../../load/document'
import type { Service } from '../../../../load/service'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { REST_API } from './settings'

/** Adds the service's own API. Source: `api-gateway/lib/rest-api.js` of osls 4.3.1. */
export function addRestApi(builder: TemplateBuilder, settings: ConfigObject): void {
  if (settings.restApiId) return
  const { service } = builder
  const provider = asObject(service.data.provider)
  const endpoint = asObject(settings.endpoint)
  const policy = settings.resourcePolicy
  builder.add(REST_API, {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      ...nameAndEndpoint(service, settings),
      BinaryMediaTypes: settings.binaryMediaTypes || undefined,
      DisableExecuteApiEndpoint: settings.disableDefaultEndpoint,
      ...(endpoint.securityPolicy ? { SecurityPolicy: endpoint.securityPolicy } : {}),
      ...(endpoint.accessMode != null && { EndpointAccessMode: textOf(endpoint.accessMode).toUpperCase() }),
      ...(provider.tags ? { Tags: tagList(asObject(provider.tags)) } : {}),
      // a policy without restrictions, so that there is one
      Policy: Array.isArray(policy) && policy.length > 0 ? { Version: '2012-10-17', Statement: policy } : '',
      ...(settings.apiKeySourceType ? { ApiKeySourceType: textOf(settings.apiKeySourceType).toUpperCase() } : {}),
      MinimumCompressionSize: settings.minimumCompressionSize,
      Description: settings.description || undefined,
    },
  })
}

/** What the API of state machines has, too. */
export function nameAndEndpoint({ name, stage, data }: Service, settings: ConfigObject): Record<string, unknown> {
  const { apiName, endpointType: type, vpcEndpointIds } = asObject(data.provider)
  const names = settings.shouldStartNameWithService ? [name, stage] : [stage, name]
  return {
    Name: apiName ? String(apiName) : names.join('-'),
    EndpointConfiguration: {
      Types: [type ? textOf(type).toUpperCase() : 'EDGE'],
      ...(type && vpcEndpointIds ? { VpcEndpointIds: vpcEndpoints(vpcEndpointIds) } : {}),
    },
  }
}

function vpcEndpoints(ids: unknown): unknown {
  return typeof ids === 'string' ? [ids] : ids
}

function tagList(tags: ConfigObject): { Key: string; Value: unknown }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
