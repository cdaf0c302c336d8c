import { asObject } from '../../../../load/document'
import type { Service } from '../../../../load/service'
import { ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { map, text } from '../../shape'

const API = 'WebsocketsApi'

/** Id of the API: of one that exists, or of the service's own. */
export function apiIdOf(service: Service): unknown {
  return asObject(asObject(service.data.provider).apiGateway).websocketApiId || ref(API)
}

export function descriptionOf(service: Service): unknown {
  return asObject(service.data.provider).websocketsDescription || 'Serverless Websockets'
}

/** Adds the service's own API; tells whether there is one. Source: `websockets/lib/api.js` of osls 4.3.1. */
export function addApi(builder: TemplateBuilder): boolean {
  const { service } = builder
  const provider = asObject(service.data.provider)
  if (asObject(provider.apiGateway).websocketApiId) return false
  builder.add(API, {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: provider.websocketsApiName || `${service.stage}-${service.name}-websockets`,
      RouteSelectionExpression: provider.websocketsApiRouteSelectionExpression || '$request.body.action',
      Description: descriptionOf(service),
      ProtocolType: 'WEBSOCKET',
      ...(provider.tags ? { Tags: map(text)(provider.tags) } : {}),
    },
  })
  return true
}
