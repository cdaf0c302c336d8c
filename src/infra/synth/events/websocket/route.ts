import type { ConfigObject } from '../../../../load/document'
import { normalizedName } from '../../../../load/naming'
import type { ServiceFunction } from '../../../../load/service'
import { arnOf, joinAll, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { textOf } from '../event'
import { aliasId, dependsOn, targetArn } from '../target'
import { authorizerId, ownApi, type WebsocketAuthorizer } from './authorizer'

export interface WebsocketEvent {
  readonly fn: ServiceFunction
  readonly options: ConfigObject
  readonly authorizer: WebsocketAuthorizer | undefined
}

/** `$connect` becomes `Sconnect`. */
export function routeId({ options }: WebsocketEvent): string {
  const name = textOf(options.route)
    .replace(/\$/g, 'S')
    .replace(/\//g, 'Slash')
    .replace(/-/g, 'Dash')
    .replace(/_/g, 'Underscore')
    .replace(/\./g, 'Period')
  return `${name}WebsocketsRoute`
}

export function addRoute(builder: TemplateBuilder, apiId: unknown, event: WebsocketEvent): void {
  const { fn, options, authorizer } = event
  const response = options.routeResponseSelectionExpression
  builder.add(routeId(event), {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: apiId,
      RouteKey: options.route,
      AuthorizationType: authorizer ? 'CUSTOM' : 'NONE',
      Target: joinAll('/', ['integrations', ref(integrationId(fn))]),
      ...(response ? { RouteResponseSelectionExpression: response } : {}),
      ...(authorizer && { AuthorizerId: ref(authorizerId(authorizer)) }),
    },
  })
}

export function addRouteResponse(builder: TemplateBuilder, apiId: unknown, event: WebsocketEvent): void {
  if (!event.options.routeResponseSelectionExpression) return
  builder.add(`${routeId(event)}Response`, {
    Type: 'AWS::ApiGatewayV2::RouteResponse',
    Properties: { ApiId: apiId, RouteId: ref(routeId(event)), RouteResponseKey: '$default' },
  })
}

function integrationId({ key }: ServiceFunction): string {
  return `${normalizedName(key)}WebsocketsIntegration`
}

export function addIntegration(builder: TemplateBuilder, apiId: unknown, { fn }: WebsocketEvent): void {
  builder.add(integrationId(fn), {
    Type: 'AWS::ApiGatewayV2::Integration',
    ...dependsOn(aliasId(fn)),
    Properties: {
      ApiId: apiId,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: arnOf(
        ':apigateway:',
        ref('AWS::Region'),
        ':lambda:path/2015-03-31/functions/',
        targetArn(fn),
        '/invocations',
      ),
    },
  })
}

/** Lets the API call the function. */
export function addPermission(builder: TemplateBuilder, apiId: unknown, { fn }: WebsocketEvent): void {
  builder.add(`${normalizedName(fn.key)}LambdaPermissionWebsockets`, {
    Type: 'AWS::Lambda::Permission',
    DependsOn: [...ownApi(apiId), aliasId(fn) ?? fn.logicalId],
    Properties: {
      FunctionName: targetArn(fn),
      Action: 'lambda:InvokeFunction',
      Principal: 'apigateway.amazonaws.com',
    },
  })
}
