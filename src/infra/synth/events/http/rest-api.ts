import { asObject, type ConfigObject } from '../../../../load/document'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { REST_API } from './settings'

/** Adds the service's own API. Source: `api-gateway/lib/rest-api.js` of osls 4.3.1. */
export function addRestApi(builder: TemplateBuilder, settings: ConfigObject): void {
  if (settings.restApiId) return
  const { service } = builder
  const provider = asObject(service.data.provider)
  const endpoint = asObject(settings.endpoint)
  const type = provider.endpointType
  const names = settings.shouldStartNameWithService ? [service.name, service.stage] : [service.stage, service.name]
  const policy = settings.resourcePolicy
  builder.add(REST_API, {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      Name: provider.apiName ? String(provider.apiName) : names.join('-'),
      BinaryMediaTypes: settings.binaryMediaTypes || undefined,
      DisableExecuteApiEndpoint: settings.disableDefaultEndpoint,
      EndpointConfiguration: {
        Types: [type ? textOf(type).toUpperCase() : 'EDGE'],
        ...(type && provider.vpcEndpointIds ? { VpcEndpointIds: vpcEndpoints(provider.vpcEndpointIds) } : {}),
      },
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

function vpcEndpoints(ids: unknown): unknown {
  return typeof ids === 'string' ? [ids] : ids
}

function tagList(tags: ConfigObject): { Key: string; Value: unknown }[] {
  return Object.entries(tags).map(([Key, Value]) => ({ Key, Value }))
}
