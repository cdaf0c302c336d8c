import { createHash } from 'node:crypto'
import { asObject } from '../../../../load/document'
import { joinAll, type Resource, ref, sub } from '../../../template'
import type { TemplateBuilder } from '../../builder'
import { addCloudWatchRole } from '../api-gateway-account'
import { logGroupSettings, logsOf } from '../log-settings'
import { apiIdOf, descriptionOf } from './api'
import { routeId, type WebsocketEvent } from './route'

const STAGE = 'WebsocketsDeploymentStage'
const LOG_GROUP = 'WebsocketsLogGroup'

/** Source: `websockets/lib/stage.js`, `deployment.js` of osls 4.3.1. */
export function addDeployment(builder: TemplateBuilder, events: readonly WebsocketEvent[]): void {
  const { service } = builder
  const apiId = apiIdOf(service)
  const isOwn = asObject(apiId).Ref === 'WebsocketsApi'
  const stage: Resource = {
    Type: 'AWS::ApiGatewayV2::Stage',
    Properties: { ApiId: apiId, StageName: service.stage, Description: descriptionOf(service) },
  }
  if (isOwn) {
    builder.add(STAGE, stage)
    Object.assign(stage.Properties ?? {}, logging(builder))
  }
  const id = `WebsocketsDeployment${hash(builder)}`
  builder.add(id, {
    Type: 'AWS::ApiGatewayV2::Deployment',
    DependsOn: events.flatMap((event) => [
      ...(event.options.routeResponseSelectionExpression ? [`${routeId(event)}Response`] : []),
      routeId(event),
    ]),
    Properties: {
      ApiId: apiId,
      Description: descriptionOf(service),
      ...(!isOwn && { StageName: service.stage }),
    },
  })
  builder.output('ServiceEndpointWebsocket', {
    Description: 'URL of the service endpoint',
    Value: joinAll('', [
      'wss://',
      apiId,
      '.execute-api.',
      ref('AWS::Region'),
      '.',
      ref('AWS::URLSuffix'),
      `/${service.stage}`,
    ]),
  })
  if (isOwn) Object.assign(stage.Properties ?? {}, { DeploymentId: ref(id) })
}

/** A deployment is named by what it deploys: all resources of the API. */
function hash({ resources }: TemplateBuilder): string {
  const own = Object.entries(resources).filter(
    ([id, { Properties, DependsOn }]) =>
      id === 'WebsocketsApi' ||
      asObject(asObject(Properties).ApiId).Ref === 'WebsocketsApi' ||
      (Array.isArray(DependsOn) && DependsOn.includes('WebsocketsApi')),
  )
  const text = createHash('sha256')
    .update(JSON.stringify(Object.fromEntries(own)))
    .digest('base64')
  return text.replace(/[^0-9a-z]/gi, '')
}

const FORMAT = [
  '$context.identity.sourceIp',
  '$context.identity.caller',
  '$context.identity.user',
  '[$context.requestTime]',
  '"$context.eventType $context.routeKey $context.connectionId"',
  '$context.requestId',
].join(' ')

function logging(builder: TemplateBuilder): Record<string, unknown> {
  const { service } = builder
  const setting = logsOf(service).websocket
  if (!setting) return {}
  const logs = asObject(setting)
  builder.add(LOG_GROUP, {
    Type: 'AWS::Logs::LogGroup',
    Properties: { LogGroupName: `/aws/websocket/${service.name}-${service.stage}`, ...logGroupSettings(service) },
  })
  addCloudWatchRole(builder)
  const group = `arn:\${AWS::Partition}:logs:\${AWS::Region}:\${AWS::AccountId}:log-group:\${${LOG_GROUP}}`
  return {
    DefaultRouteSettings: {
      DataTraceEnabled: logs.fullExecutionData ?? true,
      LoggingLevel: logs.executionLogging === false ? 'OFF' : logs.level || 'INFO',
    },
    ...((logs.accessLogging ?? true) && {
      AccessLogSettings: { DestinationArn: sub(group), Format: logs.format || FORMAT },
    }),
  }
}
