import { asObject, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { arnOf, joinAll, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { type EventCompiler, permission, targetArn } from './event'

/** Source: `compile/events/http-api.js` of osls 4.3.1, without authorizers. */
export const httpApi: EventCompiler = ({ builder, fn, event, position }) => {
  const options = isObject(event) ? event : { method: undefined, path: event }
  if (options.authorizer !== undefined) {
    builder.note('"authorizer" of httpApi events is not compiled.', ['functions', fn.key, 'events', position - 1])
  }
  const route = routeOf(options)
  const api = apiOf(builder)
  const integrationId = `HttpApiIntegration${normalizedName(fn.key)}`
  builder.add(
    `${normalizedName(fn.key)}LambdaPermissionHttpApi`,
    permission(
      fn,
      'apigateway.amazonaws.com',
      arnOf(':execute-api:', ref('AWS::Region'), ':', ref('AWS::AccountId'), ':', api, '/*'),
    ),
  )
  builder.add(integrationId, {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: api,
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: targetArn(fn),
      PayloadFormatVersion: asObject(asObject(builder.service.data.provider).httpApi).payload ?? '2.0',
      TimeoutInMillis: 30000,
    },
  })
  const routeId =
    route === '$default'
      ? 'HttpApiRouteDefault'
      : `HttpApiRoute${route
          .split(/[\s/]+/)
          .map(pathPart)
          .join('')}`
  builder.add(routeId, {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: { ApiId: api, RouteKey: route, Target: joinAll('/', ['integrations', ref(integrationId)]) },
    DependsOn: integrationId,
  })
}

function routeOf(options: Readonly<Record<string, unknown>>): string {
  const path = String(options.path ?? '')
  if (options.method === undefined) {
    if (path === '*') return '$default'
    const [method = '', ...rest] = path.split(/\s+/)
    return `${method.toUpperCase()} ${rest.join(' ')}`
  }
  return `${String(options.method).toUpperCase()} ${path}`
}

function pathPart(segment: string): string {
  const lower = segment.charAt(0).toUpperCase() + segment.slice(1).toLowerCase()
  return lower
    .replace(/-/g, 'Dash')
    .replace(/\{(.*?)\+?\}/g, (_, name: string) => `${name.charAt(0).toUpperCase()}${name.slice(1)}Var`)
    .replace(/[^0-9A-Za-z]/g, '')
}

/** The API of the service, or the one that it shares by `provider.httpApi.id`. */
function apiOf(builder: TemplateBuilder): unknown {
  const { service } = builder
  const settings = asObject(asObject(service.data.provider).httpApi)
  if (settings.id !== undefined) return settings.id
  if (!builder.resources.HttpApi) {
    builder.add('HttpApi', {
      Type: 'AWS::ApiGatewayV2::Api',
      Properties: {
        Name: settings.name ?? `${service.stage}-${service.name}`,
        ProtocolType: 'HTTP',
        ...(settings.disableDefaultEndpoint === true && { DisableExecuteApiEndpoint: true }),
        ...(settings.cors !== undefined && { CorsConfiguration: CORS }),
      },
    })
    if (isObject(settings.cors))
      builder.note('Details of "provider.httpApi.cors" are not compiled.', ['provider', 'httpApi', 'cors'])
    builder.add('HttpApiStage', {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: {
        ApiId: ref('HttpApi'),
        StageName: '$default',
        AutoDeploy: true,
        DefaultRouteSettings: { DetailedMetricsEnabled: settings.metrics === true },
      },
    })
    builder.output('HttpApiId', { Description: 'Id of the HTTP API', Value: ref('HttpApi') })
    builder.output('HttpApiUrl', {
      Description: 'URL of the HTTP API',
      Value: joinAll('', ['https://', ref('HttpApi'), '.execute-api.', ref('AWS::Region'), '.', ref('AWS::URLSuffix')]),
    })
  }
  return ref('HttpApi')
}

const CORS = {
  AllowOrigins: ['*'],
  AllowMethods: ['OPTIONS', 'GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
  AllowHeaders: [
    'Content-Type',
    'X-Amz-Date',
    'Authorization',
    'X-Api-Key',
    'X-Amz-Security-Token',
    'X-Amz-User-Agent',
    'X-Amzn-Trace-Id',
  ],
}
