import { asObject, asString, isObject } from '../../../load/document'
import { normalizedName } from '../../../load/naming'
import { arnOf, getAtt, ref } from '../../template'
import type { TemplateBuilder } from '../builder'
import { type EventCompiler, permission, targetArn } from './event'

const DEPLOYMENT = 'ApiGatewayDeployment'

/** Source: `compile/events/api-gateway` of osls 4.3.1, for proxy integrations without authorizers. */
export const http: EventCompiler = ({ builder, fn, event, position }) => {
  const { method, path, rest } = endpoint(event)
  const skipped = Object.keys(rest).filter((name) => !['method', 'path', 'integration', 'private'].includes(name))
  for (const name of skipped) {
    builder.note(`"${name}" of http events is not compiled.`, ['functions', fn.key, 'events', position - 1])
  }
  addApi(builder)
  const segments = path.split('/').filter(Boolean)
  let resourceId: unknown = getAtt('ApiGatewayRestApi', 'RootResourceId')
  segments.forEach((segment, index) => {
    const id = `ApiGatewayResource${segments
      .slice(0, index + 1)
      .map(pathPart)
      .join('')}`
    builder.add(id, {
      Type: 'AWS::ApiGateway::Resource',
      Properties: { ParentId: resourceId, PathPart: segment, RestApiId: ref('ApiGatewayRestApi') },
    })
    resourceId = ref(id)
  })
  const permissionId = `${normalizedName(fn.key)}LambdaPermissionApiGateway`
  const methodId = `ApiGatewayMethod${segments.map(pathPart).join('')}${capitalized(method)}`
  builder.add(methodId, {
    Type: 'AWS::ApiGateway::Method',
    Properties: {
      HttpMethod: method.toUpperCase(),
      RequestParameters: {},
      ResourceId: resourceId,
      RestApiId: ref('ApiGatewayRestApi'),
      ApiKeyRequired: rest.private === true,
      AuthorizationType: 'NONE',
      Integration: {
        IntegrationHttpMethod: 'POST',
        Type: 'AWS_PROXY',
        Uri: arnOf(
          ':apigateway:',
          ref('AWS::Region'),
          ':lambda:path/2015-03-31/functions/',
          targetArn(fn),
          '/invocations',
        ),
      },
      MethodResponses: [],
    },
    DependsOn: [permissionId],
  })
  const deployment = builder.resources[DEPLOYMENT]
  if (deployment && Array.isArray(deployment.DependsOn)) deployment.DependsOn.push(methodId)
  const source = arnOf(
    ':execute-api:',
    ref('AWS::Region'),
    ':',
    ref('AWS::AccountId'),
    ':',
    ref('ApiGatewayRestApi'),
    '/*/*',
  )
  builder.add(permissionId, permission(fn, 'apigateway.amazonaws.com', source))
}

/** `post /orders/{id}`, or `{ method, path, … }`. */
export function endpoint(event: unknown): { method: string; path: string; rest: Readonly<Record<string, unknown>> } {
  if (typeof event === 'string') {
    const [method = 'any', path = ''] = event.trim().split(/\s+/)
    return { method, path, rest: {} }
  }
  const options = asObject(event)
  return {
    method: asString(options.method) ?? 'any',
    path: asString(options.path) ?? '',
    rest: isObject(event) ? options : {},
  }
}

/** `order-items/{id}` → `OrderDashitems`, `IdVar`. */
function pathPart(segment: string): string {
  return capitalized(segment)
    .replace(/-/g, 'Dash')
    .replace(/\{(.*?)\+?\}/g, (_, name: string) => `${capitalized(name)}Var`)
    .replace(/[^0-9A-Za-z]/g, '')
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1).toLowerCase()
}

function addApi(builder: TemplateBuilder): void {
  if (builder.resources.ApiGatewayRestApi) return
  const { service } = builder
  const provider = asObject(service.data.provider)
  const api = asObject(provider.apiGateway)
  builder.add('ApiGatewayRestApi', {
    Type: 'AWS::ApiGateway::RestApi',
    Properties: {
      Name: provider.apiName ?? `${service.stage}-${service.name}`,
      EndpointConfiguration: { Types: [asString(provider.endpointType)?.toUpperCase() ?? 'EDGE'] },
      Policy: provider.resourcePolicy ?? '',
      ...(api.description !== undefined && { Description: api.description }),
    },
  })
  builder.add(DEPLOYMENT, {
    Type: 'AWS::ApiGateway::Deployment',
    Properties: { RestApiId: ref('ApiGatewayRestApi'), StageName: provider.apiGatewayStage ?? service.stage },
    DependsOn: [],
  })
  builder.output('ServiceEndpoint', {
    Description: 'URL of the service endpoint',
    Value: {
      'Fn::Join': [
        '',
        [
          'https://',
          ref('ApiGatewayRestApi'),
          '.execute-api.',
          ref('AWS::Region'),
          '.',
          ref('AWS::URLSuffix'),
          `/${service.stage}`,
        ],
      ],
    },
  })
}
