import { asArray, asObject, type ConfigObject, isObject } from '../../../../load/document'
import { getAtt, joinAll, ref } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { map, text } from '../../shape'
import { logGroupSettings, logsOf } from '../log-settings'

const API = 'HttpApi'
const LOG_GROUP = 'HttpApiLogGroup'

/** Id of the API: of one that exists, or of the service's own. */
export function apiIdOf(settings: ConfigObject): unknown {
  return settings.id || ref(API)
}

/** Adds the service's own API with its stage, unless it uses one that exists. */
export function addApi(builder: TemplateBuilder, settings: ConfigObject, methods: readonly string[]): void {
  if (settings.id) return
  const { service } = builder
  const provider = asObject(service.data.provider)
  const names = settings.shouldStartNameWithService ? [service.name, service.stage] : [service.stage, service.name]
  const tags = provider.tags ? { Tags: map(text)(provider.tags) } : {}
  builder.add(API, {
    Type: 'AWS::ApiGatewayV2::Api',
    Properties: {
      Name: settings.name || names.join('-'),
      Description: settings.description || undefined,
      ProtocolType: 'HTTP',
      DisableExecuteApiEndpoint: settings.disableDefaultEndpoint,
      ...tags,
      ...(settings.cors ? { CorsConfiguration: cors(settings.cors, methods) } : {}),
    },
  })
  const format = accessLogFormat(logsOf(service).httpApi)
  if (format !== undefined) {
    builder.add(LOG_GROUP, {
      Type: 'AWS::Logs::LogGroup',
      Properties: {
        LogGroupName: `/aws/http-api/${provider.stackName || `${service.name}-${service.stage}`}`,
        ...logGroupSettings(service),
      },
    })
  }
  builder.add('HttpApiStage', {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: {
      ApiId: ref(API),
      StageName: '$default',
      AutoDeploy: true,
      DefaultRouteSettings: { DetailedMetricsEnabled: settings.metrics || false },
      ...tags,
      ...(format !== undefined && { AccessLogSettings: { DestinationArn: getAtt(LOG_GROUP), Format: format } }),
    },
    ...(format !== undefined && { DependsOn: LOG_GROUP }),
  })
  builder.output('HttpApiId', { Description: 'Id of the HTTP API', Value: ref(API) })
  builder.output('HttpApiUrl', {
    Description: 'URL of the HTTP API',
    Value: joinAll('', ['https://', ref(API), '.execute-api.', ref('AWS::Region'), '.', ref('AWS::URLSuffix')]),
  })
}

const METHODS = ['GET', 'POST', 'PUT', 'PATCH', 'OPTIONS', 'HEAD', 'DELETE']

const HEADERS = [
  'Content-Type',
  'X-Amz-Date',
  'Authorization',
  'X-Api-Key',
  'X-Amz-Security-Token',
  'X-Amz-User-Agent',
  'X-Amzn-Trace-Id',
]

/** `cors: true` allows what the routes take. */
function cors(value: unknown, methods: readonly string[]): Record<string, unknown> {
  const own = asObject(value)
  const unique = (list: unknown) => (list ? [...new Set(asArray(list))] : undefined)
  const taken = ['OPTIONS', ...methods.flatMap((method) => (method === 'ANY' ? METHODS : [method]))]
  return {
    AllowCredentials: own.allowCredentials || undefined,
    AllowHeaders: unique(own.allowedHeaders) ?? HEADERS,
    AllowMethods: unique(own.allowedMethods) ?? unique(taken),
    AllowOrigins: unique(own.allowedOrigins) ?? ['*'],
    ExposeHeaders: unique(own.exposedResponseHeaders),
    MaxAge: own.maxAge,
  }
}

const FORMAT = JSON.stringify({
  requestId: '$context.requestId',
  ip: '$context.identity.sourceIp',
  requestTime: '$context.requestTime',
  httpMethod: '$context.httpMethod',
  routeKey: '$context.routeKey',
  status: '$context.status',
  protocol: '$context.protocol',
  responseLength: '$context.responseLength',
})

function accessLogFormat(logs: unknown): unknown {
  if (!logs) return undefined
  return (isObject(logs) && logs.format) || FORMAT
}
