import { asObject } from '../../../../load/document'
import { normalizedName, pathName } from '../../../../load/naming'
import { arnOf, joinAll, ref } from '../../../template'
import { asIs, either, list, record, text } from '../../shape'
import type { EventType } from '../event'
import { aliasId, dependsOn, permission, targetArn } from '../target'
import { addApi, apiIdOf } from './api'
import { addAuthorizers, authorization } from './authorizers'
import { routeOf } from './route'
import { httpApiSettings } from './settings'

/** Source: `compile/events/http-api.js` of osls 4.3.1. */
export const httpApi: EventType = {
  type: 'httpApi',
  shape: either(
    text,
    record({
      authorizer: either(text, record({ id: either(text, asIs), name: text, scopes: list(text), type: text })),
      method: text,
      path: text,
    }),
  ),
  compile(builder, events) {
    if (events.length === 0) return
    const settings = httpApiSettings(builder.service)
    const apiId = apiIdOf(settings)
    addApi(
      builder,
      settings,
      events.map(({ event }) => routeOf(event).method),
    )
    addAuthorizers(builder, settings)
    const source = arnOf(':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', apiId, '/*')
    for (const { fn, event, position } of events) {
      const { key } = routeOf(event)
      const integrationId = `HttpApiIntegration${normalizedName(fn.key)}`
      builder.add(
        `${normalizedName(fn.key)}LambdaPermissionHttpApi`,
        permission(fn, 'apigateway.amazonaws.com', { SourceArn: source }),
      )
      builder.add(integrationId, {
        Type: 'AWS::ApiGatewayV2::Integration',
        ...dependsOn(aliasId(fn)),
        Properties: {
          ApiId: apiId,
          IntegrationType: 'AWS_PROXY',
          IntegrationUri: targetArn(fn),
          PayloadFormatVersion: text(asObject(fn.data.httpApi).payload) || settings.payload || '2.0',
          TimeoutInMillis: 30000,
        },
      })
      builder.add(key === '*' ? 'HttpApiRouteDefault' : `HttpApiRoute${pathName(key)}`, {
        Type: 'AWS::ApiGatewayV2::Route',
        Properties: {
          ApiId: apiId,
          RouteKey: key === '*' ? '$default' : key,
          Target: joinAll('/', ['integrations', ref(integrationId)]),
          ...authorization(builder, settings, asObject(event).authorizer, [
            'functions',
            fn.key,
            'events',
            position - 1,
          ]),
        },
        DependsOn: integrationId,
      })
    }
  },
}
